import { join } from 'node:path';
import type { WarningSink } from '../errors/index.js';
import type { LogCitation } from '../model/citation.js';
import type { AliasSort, LinkDoubt } from '../model/graph.js';
import { formatInstant } from '../model/time.js';
import { SignalAnswers } from '../rules/answer-signals.js';
import type { CollectedFacts } from '../rules/collected-facts.js';
import { bindingKey, type Evidence, type Row, sourcesOf } from '../rules/row.js';
import { BUILTIN_RULES, LINKS_FOLDER } from '../rules/rule-folder.js';
import type { RuleSet } from '../rules/rule-set.js';
import type { Aliases } from '../topology/aliases.js';
import type { Link } from '../topology/link.js';
import type { Relation } from '../topology/relation.js';
import { type ThingKey, thingKey } from '../topology/thing.js';

/** Rules that find links which only logs state; they diagnose nothing. */
export const LINK_RULES = join(BUILTIN_RULES, LINKS_FOLDER);

/** Longest list of links that one sort of line gives: beyond it a picture is none. */
const MAX_LINKS = 5000;

/** What a line says, by the rule that reads it. */
interface LineStatement {
  readonly rule: string;
  readonly signal: string;
  /** Names what the line calls something, before the links that need it. */
  readonly alias?: readonly { readonly binding: string; readonly of: string; readonly by: AliasSort }[];
  readonly link?: { readonly from: LineThing; readonly relation: Relation; readonly to: LineThing };
  /** Why the link may not hold. */
  readonly doubt?: LinkDoubt;
}

/** A thing that a line names: by the value of a binding, or by something that stands for it. */
interface LineThing {
  readonly name: string;
  readonly binding: string;
  readonly isAlias?: true;
  readonly isPerNode?: true;
}

/** A line of a rule that links two things. */
function linking(
  [rule, signal]: readonly [string, string],
  from: LineThing,
  relation: Relation,
  to: LineThing,
  doubt: LinkDoubt,
): LineStatement {
  return { rule, signal, link: { from, relation, to }, doubt };
}

/** A thing that is bound under its own name. */
function bound(name: string): LineThing {
  return { name, binding: name };
}

const PRESENTED = ['device-presents-volume', 'presented'] as const;
const DEVICE: LineThing = { ...bound('device'), isPerNode: true };
const POD_OF_UID: LineThing = { name: 'pod', binding: 'pod_uid', isAlias: true };
const REPLICA_AT: LineThing = { name: 'replica', binding: 'address', isAlias: true };

const STATEMENTS: readonly LineStatement[] = [
  {
    rule: 'container-of-pod',
    signal: 'container',
    alias: [
      { binding: 'container_id', of: 'pod', by: 'container-id' },
      { binding: 'pod_uid', of: 'pod', by: 'uid' },
    ],
  },
  linking(['pod-mounts-pv', 'mounted'], POD_OF_UID, 'mounts', bound('pv'), 'unmounted-since'),
  linking(PRESENTED, DEVICE, 'presents', bound('volume'), 'device-name-reused'),
  linking(PRESENTED, DEVICE, 'runs-on', bound('node'), 'device-name-reused'),
  linking(['volume-session-on-node', 'session'], bound('volume'), 'has-session-on', bound('node'), 'end-not-logged'),
  linking(['engine-dropped-replica', 'dropped'], bound('engine'), 'dropped', REPLICA_AT, 'address-reused'),
];

/** Reads the links that only logs state, and what logs call things. */
export function readLogLinks(
  rules: RuleSet,
  facts: CollectedFacts,
  aliases: Aliases,
  warn: WarningSink,
): readonly Link[] {
  const links: Link[] = [];
  for (const statement of STATEMENTS) {
    const rule = rules.rules.find(({ rule: { id } }) => id === statement.rule);
    const answer = rule === undefined ? undefined : new SignalAnswers(rule, facts, warn).get(statement.signal);
    if (answer === undefined || !answer.known) continue;
    for (const row of answer.table.rows.slice(0, MAX_LINKS)) {
      for (const { binding, of, by } of statement.alias ?? []) {
        const name = boundText(row, of);
        if (name !== '') aliases.put(boundText(row, binding), thingKey(of, name), by);
      }
      const link = linkOf(row, statement, aliases);
      if (link !== undefined) links.push(link);
    }
  }
  return links;
}

function linkOf(row: Row, { link, doubt }: LineStatement, aliases: Aliases): Link | undefined {
  const evidence = newestLine(row);
  if (link === undefined || doubt === undefined || evidence === undefined) return undefined;
  const from = thingOf(row, link.from, aliases);
  const to = thingOf(row, link.to, aliases);
  if (from === undefined || to === undefined) return undefined;
  const lastSeen = row.last === undefined ? undefined : formatInstant(row.last);
  const source = { kind: 'log', citation: evidence, lastSeen, doubt } as const;
  return { from, relation: link.relation, to, source, shortcut: false };
}

function thingOf(row: Row, { name, binding, isAlias, isPerNode }: LineThing, aliases: Aliases): ThingKey | undefined {
  const value = boundText(row, binding);
  if (value === '') return undefined;
  if (isAlias) return aliases.find(value)?.key ?? thingKey(name, value);
  if (!isPerNode) return thingKey(name, value);
  const node = boundText(row, 'node');
  return node === '' ? undefined : thingKey(name, `${node}/${value}`);
}

function boundText({ bindings }: Row, name: string): string {
  return bindingKey(bindings.get(name));
}

function newestLine(row: Row): LogCitation | undefined {
  let newest: { readonly evidence: Evidence; readonly citation: LogCitation } | undefined;
  for (const source of sourcesOf(row)) {
    for (const evidence of source.evidence) {
      const { citation, time } = evidence;
      if (citation.kind !== 'log') continue;
      if (newest === undefined || (time ?? 0) >= (newest.evidence.time ?? 0)) newest = { evidence, citation };
    }
  }
  return newest?.citation;
}
