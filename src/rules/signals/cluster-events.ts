import type { KubeObject } from '../../model/kube-object.js';
import type { Instant } from '../../model/time.js';
import { fieldOf, textOf } from '../cel/values.js';
import type { Literals } from '../rule.js';
import { containsLiterals } from './literal-key.js';

/** The kinds that events are collected as. */
export const EVENT_RESOURCES = ['Event', 'Event.events.k8s.io'] as const;

/** An event of either API in one form. */
export interface ClusterEvent {
  readonly object: KubeObject;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly component: string;
  readonly node: string;
}

/** The events of a cluster, in reading order. */
export class ClusterEvents {
  readonly all: readonly ClusterEvent[];
  /** Time of the newest. */
  readonly newest: Instant | undefined;
  #places: ReadonlyMap<string, readonly number[]> | undefined;
  /** What {@link withReason} gave, by the reasons. */
  readonly #withReasons = new Map<string, readonly ClusterEvent[]>();
  /** All messages of what {@link withReason} gave, by the reasons: one long text is searched in a small part of the time. */
  readonly #messages = new Map<string, string>();

  constructor(events: readonly ClusterEvent[]) {
    this.all = events;
    this.newest = events.reduce<Instant | undefined>(
      (time, { last }) => (time === undefined || (last ?? time) > time ? last : time),
      undefined,
    );
  }

  /** Those with one of the reasons; all when none is given. Large clusters have tens of thousands, of which most signals want few. */
  withReason(reasons: readonly string[]): readonly ClusterEvent[] {
    if (reasons.length === 0) return this.all;
    const key = reasons.join(' ');
    let events = this.#withReasons.get(key);
    if (events === undefined) {
      events = this.#find(reasons);
      this.#withReasons.set(key, events);
    }
    return events;
  }

  /** False when none with one of the reasons has a message with the literals. */
  mayContain(reasons: readonly string[], literals: Literals): boolean {
    const key = reasons.join(' ');
    let messages = this.#messages.get(key);
    if (messages === undefined) {
      messages = this.withReason(reasons)
        .map(({ message }) => message)
        .join('\n');
      this.#messages.set(key, messages);
    }
    return containsLiterals(messages, literals);
  }

  #find(reasons: readonly string[]): readonly ClusterEvent[] {
    this.#places ??= placesByReason(this.all);
    const places = [...new Set(reasons)].flatMap((reason) => this.#places?.get(reason) ?? []);
    if (reasons.length > 1) places.sort((a, b) => a - b);
    return places.flatMap((place) => this.all[place] ?? []);
  }
}

function placesByReason(events: readonly ClusterEvent[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, { reason }] of events.entries()) {
    const known = places.get(reason);
    if (known === undefined) places.set(reason, [place]);
    else known.push(place);
  }
  return places;
}

/** Events of both APIs; one that is listed in both (same uid, or same namespace and name) occurs once. */
export function readEvents(objects: Iterable<KubeObject>): ClusterEvents {
  const events = new Map<string, ClusterEvent>();
  for (const object of objects) {
    const uid = textOf(fieldOf(fieldOf(object.content, 'metadata'), 'uid'));
    const key = uid === '' ? `${object.namespace}/${object.name}` : uid;
    if (!events.has(key)) events.set(key, toEvent(object));
  }
  return new ClusterEvents([...events.values()]);
}

/** Field names: core/v1 Event on the left, events.k8s.io/v1 Event on the right (Kubernetes API reference v1.31). */
function toEvent(object: KubeObject): ClusterEvent {
  const get = (...path: string[]): unknown => path.reduce<unknown>(fieldOf, object.content);
  const either = (...values: unknown[]): string => values.map(textOf).find((value) => value !== '') ?? '';
  const regarding = get('involvedObject') === '' ? get('regarding') : get('involvedObject');
  const first = either(get('firstTimestamp'), get('deprecatedFirstTimestamp'), get('eventTime'));
  const last = either(get('series', 'lastObservedTime'), get('lastTimestamp'), get('deprecatedLastTimestamp'), first);
  return {
    object,
    type: textOf(get('type')),
    reason: textOf(get('reason')),
    message: either(get('message'), get('note')),
    count: countOf(either(get('series', 'count'), get('count'), get('deprecatedCount'))),
    first: parseTime(first),
    last: parseTime(last),
    kind: textOf(fieldOf(regarding, 'kind')),
    namespace: textOf(fieldOf(regarding, 'namespace')),
    name: textOf(fieldOf(regarding, 'name')),
    component: either(
      get('source', 'component'),
      get('deprecatedSource', 'component'),
      get('reportingComponent'),
      get('reportingController'),
    ),
    node: either(get('source', 'host'), get('deprecatedSource', 'host')),
  };
}

function countOf(text: string): number {
  const count = Number(text);
  return Number.isInteger(count) && count > 0 ? count : 1;
}

function parseTime(text: string): Instant | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
