import { textAt } from '../bundle/kube-path.js';
import type { Citation } from '../model/citation.js';
import type { KubeObject } from '../model/kube-object.js';
import { formatInstant, type Instant } from '../model/time.js';
import type { ObjectIndex } from '../objects/object-index.js';
import type { ClusterEvent } from '../rules/signals/cluster-events.js';
import { citeObject } from '../rules/signals/object-rows.js';

/** One thing that was stamped by a node and by the API server, and what it says of the node's clock. */
export interface ClockBound {
  readonly node: string;
  /** By the API server's clock. */
  readonly at: Instant;
  /** `lower`: the node's clock is ahead by at least this; `upper`: by at most this. Milliseconds. */
  readonly side: 'lower' | 'upper';
  readonly offsetMs: number;
  /** What was stamped, and when its node stamped it. */
  readonly object: KubeObject;
  readonly stamped: Instant;
}

/** Both stamps are cut to the second. */
const ROUNDING_MS = 1000;

/**
 * A kubelet stamps an event and then sends it; the API server stamps its arrival. The way takes time, so the node's stamp is the earlier
 * one by right clocks: what it is late by, the node's clock is ahead at least.
 */
export function boundsOfEvents(events: readonly ClusterEvent[]): readonly ClockBound[] {
  const bounds: ClockBound[] = [];
  for (const { object, first, node, component } of events) {
    if (component !== 'kubelet' || node === '' || first === undefined) continue;
    const created = timeAt(object, 'metadata', 'creationTimestamp');
    if (created !== undefined) bounds.push(boundOf(object, node, 'lower', created, first));
  }
  return bounds;
}

/**
 * The API server stamps a new pod; the kubelet accepts it later and stamps that. What the kubelet's stamp is late by is the most its clock
 * can be ahead. Pods that a kubelet starts by itself are told to the API server afterwards and say nothing.
 */
export function boundsOfPods(objects: ObjectIndex): readonly ClockBound[] {
  const bounds: ClockBound[] = [];
  for (const pod of objects.list('Pod')) {
    const node = textAt(pod.content, 'spec', 'nodeName') ?? '';
    const isMirror = textAt(pod.content, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== undefined;
    if (node === '' || isMirror) continue;
    const created = timeAt(pod, 'metadata', 'creationTimestamp');
    const accepted = timeAt(pod, 'status', 'startTime');
    if (created !== undefined && accepted !== undefined) bounds.push(boundOf(pod, node, 'upper', created, accepted));
  }
  return bounds;
}

function boundOf(
  object: KubeObject,
  node: string,
  side: ClockBound['side'],
  created: Instant,
  stamped: Instant,
): ClockBound {
  const offsetMs = stamped - created + (side === 'lower' ? -ROUNDING_MS : ROUNDING_MS);
  return { node, at: created, side, offsetMs, object, stamped };
}

/** The stamp that proves a bound: that of the API server for an event that came too early, that of the node for a pod. */
export function citeBound({ object, side, at, stamped }: ClockBound): Citation {
  const [field, value] = side === 'lower' ? ['metadata.creationTimestamp', at] : ['status.startTime', stamped];
  return { ...citeObject(object), field, value: formatInstant(value) };
}

function timeAt(object: KubeObject, ...path: readonly string[]): Instant | undefined {
  const time = Date.parse(textAt(object.content, ...path) ?? '');
  return Number.isNaN(time) ? undefined : time;
}
