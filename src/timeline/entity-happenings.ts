import type { KubeObject } from '../model/kube-object.js';
import type { Finding } from '../model/report.js';
import { referenceOf } from '../objects/object-index.js';
import type { ClusterEvent } from '../rules/signals/cluster-events.js';
import { eventHappening, isEventAbout } from './event-happenings.js';
import { findingHappening, isFindingAbout } from './finding-happenings.js';
import { type Happening, WEIGHT } from './happening.js';
import { objectTimes } from './object-times.js';
import type { RelatedThings } from './related-things.js';
import { isNamedIn } from './search-name.js';
import type { TimelineWords } from './timeline-words.js';

/** What findings, objects and events tell of a thing; what logs tell is gathered while they are read. */
export function entityHappenings(
  { objects, names }: Pick<RelatedThings, 'objects' | 'names'>,
  findings: readonly Finding[],
  events: readonly ClusterEvent[],
  words: TimelineWords,
): readonly Happening[] {
  const known = new Set([...objects.flatMap(namesInFindings), ...names.map(({ text }) => text)]);
  const isTold = (event: ClusterEvent): boolean =>
    isEventAbout(event, objects) ||
    names.some((name) => isNamedIn(`${event.name} ${event.message}`, name, event.namespace));
  return [
    ...findings.filter((finding) => isFindingAbout(finding, known)).flatMap(findingHappening),
    ...objects.flatMap((object, index) =>
      objectTimes(object, words).map((happening) => (index === 0 ? asOwn(happening) : happening)),
    ),
    ...events.filter(isTold).flatMap((event) => eventHappening(event, words)),
  ];
}

/** What the thing's own object says is never the first to be left out. */
function asOwn(happening: Happening): Happening {
  return { ...happening, weight: Math.max(happening.weight, WEIGHT.trouble) };
}

/** Rules bind what lives in a namespace with it, but for Longhorn, which has one namespace only. */
function namesInFindings(object: KubeObject): readonly string[] {
  return object.group === 'longhorn.io' ? [object.name] : [referenceOf(object)];
}

/** Controllers log the events they send; the log is a second later at most. */
const LOGGED_WITHIN_MS = 2_000;

/** Lines without those that only say again what an event says at the same time. */
export function withoutLoggedEvents(
  lines: readonly Happening[],
  others: readonly Happening[],
  { eventRemark }: TimelineWords,
): readonly Happening[] {
  const events = others.filter(({ kind }) => kind === 'event');
  if (events.length === 0) return lines;
  const byStatement = new Map<string, Happening[]>();
  for (const event of events) {
    const statement = event.text.replace(eventRemark, '');
    byStatement.set(statement, [...(byStatement.get(statement) ?? []), event]);
  }
  return lines.filter(({ text, time, until, count }) => {
    const same = byStatement.get(text.replace(eventRemark, ''));
    const repeats = same?.some(
      (event) =>
        event.count >= count && time >= event.time - LOGGED_WITHIN_MS && until <= event.until + LOGGED_WITHIN_MS,
    );
    return repeats !== true;
  });
}
