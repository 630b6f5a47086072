import type { Variables } from '../cel/expression.js';
import { firstMatch } from '../cel/regex.js';
import { fieldOf, textOf } from '../cel/values.js';
import type { CompiledSignal } from '../compile-rule.js';
import { bindingKey } from '../row.js';
import type { EventSignal } from '../rule.js';
import { byTime, type HitStream, ListedHits, type TimedHit } from '../timed-hits.js';
import { allHold, bindAll } from './bind.js';
import type { ClusterEvent, ClusterEvents } from './cluster-events.js';
import type { LineGroup } from './line-rows.js';
import { containsLiterals } from './literal-key.js';
import { citeObject } from './object-rows.js';

/** Times that stand for an event that was counted more often. */
const MAX_REPEATS = 1_000;

/** The events a signal matches, grouped by what they bind. */
export function eventGroups(signal: CompiledSignal<EventSignal>, events: ClusterEvents): readonly LineGroup[] {
  const groups = new Map<
    string,
    { readonly bindings: Map<string, unknown>; count: number; readonly hits: TimedHit[] }
  >();
  const stream: HitStream = { resolve: (moment) => moment, end: () => events.newest };
  for (const event of events.withReason(signal.signal.reasons)) {
    const bindings = matchEvent(signal, event);
    if (bindings === undefined) continue;
    const key = [...bindings].map(([name, value]) => `${name}=${bindingKey(value)}`).join('\n');
    const group = groups.get(key) ?? { bindings, count: 0, hits: [] };
    groups.set(key, group);
    group.count += event.count;
    group.hits.push(...occurrences(event, stream));
  }
  return [...groups.values()].map(({ bindings, count, hits }) => {
    const ordered = byTime(hits);
    const times = Float64Array.from(ordered, ({ time }) => time ?? Number.NaN);
    const streams = ordered.map((hit) => hit.stream);
    return { bindings, count, hits: new ListedHits(times, streams, ordered), citable: [] };
  });
}

function matchEvent(signal: CompiledSignal<EventSignal>, event: ClusterEvent): Map<string, unknown> | undefined {
  const selected = selectEvent(signal, event);
  if ('failed' in selected || !allHold(signal.where, selected.variables)) return undefined;
  const bindings = new Map<string, unknown>([...selected.groups].filter(([name]) => !name.startsWith('_')));
  bindAll(signal.bind, selected.variables, bindings);
  return bindings;
}

/** What the patterns of a signal gave for an event, as its conditions see it; or the first word of the signal that the event fails. */
export type EventSelection =
  | { readonly groups: ReadonlyMap<string, string>; readonly variables: Variables }
  | { readonly failed: 'kind' | 'reason' | 'literal' | 'pattern' };

/** Looks at an event with all words of a signal that come before its conditions. */
export function selectEvent({ signal }: CompiledSignal<EventSignal>, event: ClusterEvent): EventSelection {
  const { about, reasons, contains, match, groups: names } = signal;
  if (!about.includes('*') && !about.includes(event.kind)) return { failed: 'kind' };
  if (reasons.length > 0 && !reasons.includes(event.reason)) return { failed: 'reason' };
  if (contains !== undefined && !containsLiterals(event.message, contains)) return { failed: 'literal' };
  const groups = match.length === 0 ? new Map<string, string>() : firstMatch(match, event.message);
  if (groups === undefined) return { failed: 'pattern' };
  const variables: Record<string, unknown> = { event: eventVariable(event) };
  for (const name of names) variables[name] = groups.get(name) ?? '';
  return { groups, variables };
}

function eventVariable(event: ClusterEvent): Readonly<Record<string, unknown>> {
  const { type, reason, message, count, kind, namespace, name, component, node } = event;
  return {
    type,
    reason,
    message,
    count,
    kind,
    namespace,
    name,
    component,
    node,
    ref: namespace === '' ? name : `${namespace}/${name}`,
  };
}

/** An event that was counted n times between two times: its repeats are not listed, so they are taken as evenly spread. All cite it. */
function occurrences(event: ClusterEvent, stream: HitStream): readonly TimedHit[] {
  const citation = citeEvent(event);
  const { first, last } = event;
  if (first === undefined || last === undefined || event.count <= 1) return [{ stream, time: last ?? first, citation }];
  const repeats = Math.min(event.count, MAX_REPEATS);
  return Array.from({ length: repeats }, (_, index) => ({
    stream,
    time: first + ((last - first) * index) / (repeats - 1),
    citation,
  }));
}

/** A citation of what an event says. */
export function citeEvent(event: ClusterEvent): ReturnType<typeof citeObject> {
  const field = textOf(fieldOf(event.object.content, 'message')) === '' ? 'note' : 'message';
  return { ...citeObject(event.object), field, value: event.message.slice(0, 500) };
}
