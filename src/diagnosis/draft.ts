import type { Citation, LogCitation } from '../model/citation.js';
import type { Instant } from '../model/time.js';
import type { EntityTable } from '../rules/entity-table.js';
import type { Match } from '../rules/evaluate-rule.js';
import { type Evidence, mergeSpan, type Row } from '../rules/row.js';
import type { Rule } from '../rules/rule.js';
import { type ThingKey, thingKey } from '../topology/thing.js';
import type { Reading } from './clocks.js';
import { type Footprint, footprintOf } from './footprint.js';
import { selectEvidence } from './select-evidence.js';

/** A match on its way to become a finding: with its times, its things, and what it has folded into itself. */
export interface Draft {
  readonly match: Match;
  readonly rule: Rule;
  readonly first: Reading | undefined;
  readonly last: Reading | undefined;
  readonly count: number;
  /** Chosen when first asked for: what is folded or absorbed is not cited. */
  readonly evidence: readonly Evidence[];
  readonly footprint: Footprint;
  /** Rules of general findings that this one stands for, those included that are surer and stay beside it. */
  readonly folded: readonly Rule[];
  /** The same, standing for these. */
  standingFor(folded: readonly Rule[]): Draft;
}

/** The node that a pod (`namespace/name`) runs on. */
type NodeOfPod = (pod: string) => string | undefined;

/**
 * Makes a draft of a match.
 * @param nodeOfPod the node that a pod (`namespace/name`) runs on
 */
export function draftOf(match: Match, entities: EntityTable, nodeOfPod: NodeOfPod): Draft {
  const { rule, entity } = match;
  const dating = datingRows(match);
  const { first, last, count } = mergeSpan(dating);
  const about = rule.entity === 'cluster' ? undefined : thingKey(rule.entity, entity);
  return new MatchDraft(match, count, footprintOf(thingsOf(match, entities), about), [], {
    first: first === undefined ? undefined : new RowReading(first, dating, nodeOfPod),
    last: last === undefined ? undefined : new RowReading(last, dating, nodeOfPod),
  });
}

/** Cites only when it is asked what proves it. */
class MatchDraft implements Draft {
  readonly match: Match;
  readonly rule: Rule;
  readonly first: Reading | undefined;
  readonly last: Reading | undefined;
  readonly count: number;
  readonly footprint: Footprint;
  readonly folded: readonly Rule[];
  #evidence: readonly Evidence[] | undefined;

  constructor(
    match: Match,
    count: number,
    footprint: Footprint,
    folded: readonly Rule[],
    { first, last }: Pick<Draft, 'first' | 'last'>,
  ) {
    this.match = match;
    this.rule = match.rule;
    this.first = first;
    this.last = last;
    this.count = count;
    this.footprint = footprint;
    this.folded = folded;
  }

  get evidence(): readonly Evidence[] {
    this.#evidence ??= selectEvidence(this.match);
    return this.#evidence;
  }

  standingFor(folded: readonly Rule[]): Draft {
    return new MatchDraft(this.match, this.count, this.footprint, folded, this);
  }
}

/** A time of rows. Whose clock it is, their citations say: that is asked only where times are compared. */
class RowReading implements Reading {
  readonly time: Instant;
  readonly #nodeOfPod: NodeOfPod;
  /** Rows that may state the time, until it is known which does. */
  #rows: Iterable<Row> | undefined;
  #statement: Citation | undefined;

  constructor(time: Instant, rows: Iterable<Row>, nodeOfPod: NodeOfPod) {
    this.time = time;
    this.#rows = rows;
    this.#nodeOfPod = nodeOfPod;
  }

  get statement(): Citation | undefined {
    if (this.#rows !== undefined) this.#statement = statementOf(this.time, this.#rows);
    this.#rows = undefined;
    return this.#statement;
  }

  get clock(): string | undefined {
    const { statement } = this;
    return statement?.kind === 'log' ? clockOf(statement, this.#nodeOfPod) : undefined;
  }
}

/** What states a time, a line rather than an API object. */
function statementOf(time: Instant, rows: Iterable<Row>): Citation | undefined {
  let other: Citation | undefined;
  for (const row of rows) {
    if (row.first !== time && row.last !== time) continue;
    for (const { time: stated, citation } of row.evidence) {
      if (stated !== time) continue;
      if (citation.kind === 'log') return citation;
      other ??= citation;
    }
  }
  return other;
}

/** The node whose clock a line was written by; of a pod that is no longer listed the pod itself. */
function clockOf({ node, namespace, pod, path }: LogCitation, nodeOfPod: NodeOfPod): string {
  if (node !== undefined) return node;
  const name = pod === undefined ? undefined : `${namespace ?? ''}/${pod}`;
  return (name === undefined ? undefined : nodeOfPod(name)) ?? name ?? path;
}

/** What a match is about and names besides; what exists per node is told apart by node. */
function thingsOf({ bindings }: Match, entities: EntityTable): ReadonlySet<ThingKey> {
  const nodes = bindings.get('node') ?? [];
  const things = new Set<ThingKey>();
  for (const [name, values] of bindings) {
    const kind = entities.get(name);
    if (kind === undefined) continue;
    const named = kind.perNode ? nodes.flatMap((node) => values.map((value) => `${node}/${value}`)) : values;
    for (const value of named) things.add(thingKey(name, value));
  }
  return things;
}

/** Rows that say since when: those of `onset` signals, else all but those of `also`; all where there are none of these. */
function datingRows({ rule, sources }: Match): Iterable<Row> {
  if (rule.onset.length + rule.also.length === 0) return sources;
  const dating = [...sources].filter((row) => dates(rule, row));
  return dating.length > 0 ? dating : sources;
}

function dates({ onset, also }: Rule, { signal = '' }: Row): boolean {
  return onset.length > 0 ? onset.includes(signal) : !also.includes(signal);
}
