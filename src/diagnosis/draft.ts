import type { Citation, LogCitation } from '../model/citation.js';
import type { Instant } from '../model/time.js';
import type { EntityTable } from '../rules/entity-table.js';
import type { Match } from '../rules/evaluate-rule.js';
import { type Evidence, mergeSpan, type Row } from '../rules/row.js';
import type { Rule } from '../rules/rule.js';
import { type ThingKey, thingKey } from '../topology/thing.js';
import type { Reading } from './clocks.js';
import { type Footprint, footprintOf } from './footprint.js';

/** Citations a finding carries; its count stays exact. */
const MAX_EVIDENCE = 16;

/** A match on its way to become a finding: with its times, its things, and what it has folded into itself. */
export interface Draft {
  readonly match: Match;
  readonly rule: Rule;
  readonly first: Reading | undefined;
  readonly last: Reading | undefined;
  readonly count: number;
  readonly evidence: readonly Evidence[];
  readonly footprint: Footprint;
  /** Rules of general findings that this one stands for. */
  readonly folded: readonly Rule[];
}

/**
 * Makes a draft of a match.
 * @param nodeOfPod the node that a pod (`namespace/name`) runs on
 */
export function draftOf(match: Match, entities: EntityTable, nodeOfPod: (pod: string) => string | undefined): Draft {
  const { rule, entity } = match;
  const sources = [...match.sources];
  const some = rule.onset.length + rule.also.length === 0 ? sources : sources.filter((row) => dates(rule, row));
  const dating = some.length > 0 ? some : sources;
  const { first, last, count } = mergeSpan(dating);
  return {
    match,
    rule,
    first: readingOf(first, dating, nodeOfPod),
    last: readingOf(last, dating, nodeOfPod),
    count,
    evidence: selectEvidence(match),
    footprint: footprintOf(
      thingsOf(match, entities),
      rule.entity === 'cluster' ? undefined : thingKey(rule.entity, entity),
    ),
    folded: [],
  };
}

/** The time with the clock of the line that states it. */
function readingOf(
  time: Instant | undefined,
  rows: readonly Row[],
  nodeOfPod: (pod: string) => string | undefined,
): Reading | undefined {
  if (time === undefined) return undefined;
  for (const row of rows) {
    if (row.first !== time && row.last !== time) continue;
    const stated = row.evidence.find((evidence) => evidence.time === time && evidence.citation.kind === 'log');
    if (stated?.citation.kind === 'log') return { time, clock: clockOf(stated.citation, nodeOfPod) };
  }
  return { time, clock: undefined };
}

/** The node whose clock a line was written by; of a pod that is no longer listed the pod itself. */
function clockOf({ node, namespace, pod, path }: LogCitation, nodeOfPod: (pod: string) => string | undefined): string {
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

/** Rows that say since when: those of `onset` signals, else all but those of `also`. */
function dates({ onset, also }: Rule, row: Row): boolean {
  const signals = row.evidence.map(({ signal }) => signal);
  return onset.length > 0
    ? signals.some((signal) => onset.includes(signal))
    : !signals.every((signal) => also.includes(signal));
}

/** Some citations of every signal rather than many of one, round by round; those of the signals that decided come first. */
function selectEvidence(match: Match): readonly Evidence[] {
  const bySignal = new Map<string, Evidence[]>();
  const seen = new Set<string>();
  for (const row of match.sources) {
    for (const evidence of row.evidence) {
      const place = citationKey(evidence.citation);
      if (seen.has(place)) continue;
      seen.add(place);
      const list = bySignal.get(evidence.signal) ?? [];
      bySignal.set(evidence.signal, list);
      list.push(evidence);
    }
  }
  const lists = [...bySignal];
  const order = lists.length + match.absences.length > 1 ? orderOf(match) : undefined;
  const placeOf = (signal: string): number => order?.get(signal) ?? -1;
  if (lists.length > 1) lists.sort(([a], [b]) => placeOf(a) - placeOf(b));
  const spreadLists = lists.map(([, list]) => spread(list));
  const selected: Evidence[] = [];
  for (let round = 0; selected.length < MAX_EVIDENCE && spreadLists.some((list) => round < list.length); round++) {
    for (const list of spreadLists) {
      const evidence = list[round];
      if (evidence !== undefined && selected.length < MAX_EVIDENCE) selected.push(evidence);
    }
  }
  return [...selected, ...match.absences].sort((a, b) => placeOf(a.signal) - placeOf(b.signal));
}

/** The places of signals: those that decided, the others, those that decide nothing. */
function orderOf({ rule: { also, signals }, decisive }: Match): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  const place = (name: string): void => {
    if (!order.has(name)) order.set(name, order.size);
  };
  for (const name of decisive) place(name);
  for (const name of signals.keys()) if (!also.includes(name)) place(name);
  for (const name of also) place(name);
  return order;
}

/** First, last, second, ... so that the few that are kept show how it began and how it ended. */
function spread(evidence: readonly Evidence[]): readonly Evidence[] {
  if (evidence.length < 2) return evidence;
  const sorted = [...evidence].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const last = sorted.at(-1);
  return last === undefined || sorted.length < 3 ? sorted : [...sorted.slice(0, 1), last, ...sorted.slice(1, -1)];
}

/** A log citation with its time, and with the node of its pod when only the pod list states it. */
export function completeCitation(
  citation: LogCitation,
  time: Instant | undefined,
  nodeOfPod: (pod: string) => string | undefined,
): LogCitation {
  const { excerpt, node: stated, namespace, pod, container, ...place } = citation;
  const node = stated ?? (pod === undefined ? undefined : nodeOfPod(`${namespace ?? ''}/${pod}`));
  return {
    ...place,
    ...(time === undefined ? {} : { time: new Date(time).toISOString() }),
    excerpt,
    ...(node === undefined ? {} : { node }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(pod === undefined ? {} : { pod }),
    ...(container === undefined ? {} : { container }),
  };
}

/** Identity of the place a citation points to. */
function citationKey(citation: Citation): string {
  switch (citation.kind) {
    case 'log':
      return `log ${citation.path} ${citation.line}`;
    case 'object':
      return `object ${citation.path} ${citation.line} ${citation.name} ${citation.field}`;
    case 'absence':
      return `absence ${citation.what}`;
  }
}
