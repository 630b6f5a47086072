import { EXCERPT_LENGTH } from '../model/citation.js';
import type { KubeObject } from '../model/kube-object.js';
import type { ClusterEvent } from '../rules/signals/cluster-events.js';
import { citeObject } from '../rules/signals/object-rows.js';
import { type Happening, WEIGHT } from './happening.js';
import type { TimelineWords } from './timeline-words.js';

/** An event as one happening with its exact count; none when it states no time. */
export function eventHappening(event: ClusterEvent, words: TimelineWords): readonly Happening[] {
  const { first, last, count, type, reason, message, kind, namespace, name, component, node, object } = event;
  const time = first ?? last;
  if (time === undefined) return [];
  const isWarning = type === 'Warning';
  const by = component === '' ? '' : `${component}${node === '' ? '' : `@${node}`}`;
  return [
    {
      time,
      until: Math.max(time, last ?? time),
      count,
      kind: 'event',
      source: `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`,
      ...(node === '' ? {} : { node, clockOf: node }),
      text: words.event(`${reason}: ${message}`, by),
      level: isWarning ? 'warning' : 'info',
      weight: isWarning ? WEIGHT.trouble : WEIGHT.notable,
      place: [-1, object.line],
      citation: { ...citeObject(object), field: 'message', value: message.slice(0, EXCERPT_LENGTH) },
    },
  ];
}

/** Whether an event is about one of the objects, or names the thing in its message. */
export function isEventAbout({ kind, namespace, name }: ClusterEvent, objects: readonly KubeObject[]): boolean {
  return objects.some(
    (object) =>
      object.name === name &&
      object.kind === kind &&
      (namespace === '' || object.namespace === '' || object.namespace === namespace),
  );
}
