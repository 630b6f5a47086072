import type { Citation } from '../model/citation.js';
import type { KubeObject } from '../model/kube-object.js';
import type { Instant } from '../model/time.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { fieldOf, memberOf, textOf } from '../rules/cel/values.js';
import type { ClusterEvent } from '../rules/signals/event-lines.js';
import { citeObject } from '../rules/signals/object-rows.js';

/** One thing that was stamped by a node and by the API server, and what it says of the node's clock. */
export interface ClockBound {
  readonly node: string;
  /** By the API server's clock. */
  readonly at: Instant;
  /** `lower`: the node's clock is ahead by at least this; `upper`: by at most this. Milliseconds. */
  readonly side: 'lower' | 'upper';
  readonly offsetMs: number;
  readonly citation: Citation;
}

/** Both stamps are cut to the second. */
const ROUNDING_MS = 1000;

/**
 * A kubelet stamps an event and then sends it; the API server stamps its arrival. The way takes time, so the node's stamp is the earlier
 * one by right clocks: what it is late by, the node's clock is ahead at least.
 */
export function boundsOfEvents(events: readonly ClusterEvent[]): readonly ClockBound[] {
  return events.flatMap(({ object, first, node, component }) => {
    const created = timeOf(object, 'metadata.creationTimestamp');
    if (component !== 'kubelet' || node === '' || first === undefined || created === undefined) return [];
    const citation = {
      ...citeObject(object),
      field: 'metadata.creationTimestamp',
      value: new Date(created).toISOString(),
    };
    return [{ node, at: created, side: 'lower' as const, offsetMs: first - created - ROUNDING_MS, citation }];
  });
}

/**
 * The API server stamps a new pod; the kubelet accepts it later and stamps that. What the kubelet's stamp is late by is the most its clock
 * can be ahead. Pods that a kubelet starts by itself are told to the API server afterwards and say nothing.
 */
export function boundsOfPods(objects: ObjectIndex): readonly ClockBound[] {
  return [...objects.list('Pod')].flatMap((pod) => {
    const node = textOf(memberOf(pod.content, 'spec.nodeName'));
    const created = timeOf(pod, 'metadata.creationTimestamp');
    const accepted = timeOf(pod, 'status.startTime');
    const mirror = textOf(fieldOf(memberOf(pod.content, 'metadata.annotations'), 'kubernetes.io/config.mirror'));
    if (node === '' || created === undefined || accepted === undefined || mirror !== '') return [];
    const citation = { ...citeObject(pod), field: 'status.startTime', value: new Date(accepted).toISOString() };
    return [{ node, at: created, side: 'upper' as const, offsetMs: accepted - created + ROUNDING_MS, citation }];
  });
}

function timeOf(object: KubeObject, field: string): Instant | undefined {
  const time = Date.parse(textOf(memberOf(object.content, field)));
  return Number.isNaN(time) ? undefined : time;
}
