import type { LogCitation, ObjectCitation } from '../../model/citation.js';
import type { Timeline, TimelineEntry } from '../../model/timeline.js';
import { takenText } from '../bundle-facts.js';
import { clockText } from '../clock-text.js';
import { messagesFor } from '../messages/index.js';
import { formatCount, formatSeen, formatTime } from '../quantities.js';
import type { ReportLanguage } from '../reporter.js';
import { topDirectory } from '../top-directory.js';
import { timelineMessagesFor } from './timeline-messages.js';

/** Related objects and names that are listed; the JSON has all. */
const LISTED = 8;

/** A label and what stands beside it. */
export type Fact = readonly [string, string];

/** What stands above the entries: whose timeline it is, of which bundle, and what to know. */
export function factsOfTimeline(timeline: Timeline, language: ReportLanguage): readonly Fact[] {
  const words = timelineMessagesFor(language);
  const messages = messagesFor(language);
  const { bundle, window, since, until, clocks, related, names, notes } = timeline;
  const taken = bundle.createdAt === undefined ? '' : `, ${words.taken(takenText(timeline, messages))}`;
  const range = [
    ...(since === undefined ? [] : [words.since(formatTime(since))]),
    ...(until === undefined ? [] : [words.until(formatTime(until))]),
  ];
  const listed = (texts: readonly string[]): string => {
    const more = texts.length - LISTED;
    return [...texts.slice(0, LISTED), ...(more > 0 ? [words.more(formatCount(more))] : [])].join(', ');
  };
  const seen = window === undefined ? undefined : formatSeen(window.from, window.to, messages);
  return [
    [words.timeline, subjectOf(timeline) ?? words.ofIncident],
    [words.bundle, `${bundle.name}${taken}`],
    ...(range.length === 0 ? [] : [[words.range, range.join(' ')] as const]),
    ...(seen === undefined ? [] : [[messages.window, seen] as const]),
    ...clocks.map((clock) => [messages.clocks, clockText(clock, messages)] as const),
    ...(related.length < 2 ? [] : [[words.with, listed(byKind(related.slice(1)))] as const]),
    ...(names.length === 0 ? [] : [[words.names, listed(names)] as const]),
    ...notes.map((note) => [words.note, note] as const),
  ];
}

/** `Engine longhorn-system/pvc-1-e-0`, or how many where a kind occurs more than once. */
function byKind(related: readonly string[]): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const object of related) {
    const [kind = object] = object.split(' ', 1);
    const same = kinds.get(kind) ?? [];
    kinds.set(kind, same);
    same.push(object);
  }
  return [...kinds].map(([kind, same]) =>
    same.length === 1 ? (same[0] ?? kind) : `${formatCount(same.length)} ${kind}`,
  );
}

function subjectOf({ entity }: Timeline): string | undefined {
  if (entity === undefined) return undefined;
  const name = entity.namespace === undefined ? entity.name : `${entity.namespace}/${entity.name}`;
  return `${entity.kind.split('.', 1)[0] ?? entity.kind} ${name}`;
}

/** What does not stand among the entries, in sentences with exact counts. */
export function leftOutLines({ leftOut }: Timeline, language: ReportLanguage): readonly string[] {
  const words = timelineMessagesFor(language);
  const { entries, occurrences, outsideTime, undated, countedOnly } = leftOut;
  return [
    ...(entries === 0 ? [] : [words.leftOutEntries(formatCount(entries), formatCount(occurrences))]),
    ...(outsideTime === 0 ? [] : [words.leftOutTime(formatCount(outsideTime))]),
    ...(undated === 0 ? [] : [words.leftOutUndated(formatCount(undated))]),
    ...(countedOnly === 0 ? [] : [words.leftOutCounted(formatCount(countedOnly))]),
  ];
}

/** The time an entry stands at: corrected where its own is known to be wrong. */
export function placedTime({ time, correctedTime }: TimelineEntry): string {
  return correctedTime ?? time;
}

/** `04:48:10.641`; without the fraction where the source has none. */
export function clockTime(time: string): string {
  const [, clock = time, fraction = '000'] = /T(\d\d:\d\d:\d\d)(?:\.(\d{3}))?/.exec(time) ?? [];
  return fraction === '000' ? clock : `${clock}.${fraction}`;
}

/** How often and until when, and what its own clock said; each in brackets, or empty. */
export function remarksOf(entry: TimelineEntry, language: ReportLanguage): string {
  const words = timelineMessagesFor(language);
  const { time, until, count, correctedTime } = entry;
  const endDay = until === undefined || until.slice(0, 10) === time.slice(0, 10) ? '' : `${until.slice(0, 10)} `;
  const endShown = until === undefined ? undefined : `${endDay}${clockTime(until)}`;
  return [
    ...(count > 1 ? [` (${words.times(formatCount(count), endShown)})`] : []),
    ...(correctedTime === undefined ? [] : [` (${words.ownClock(clockTime(time))})`]),
  ].join('');
}

/** Citations of an entry that have a place; the last one only where it is another line. */
export function placesOf({ citation, lastCitation }: TimelineEntry): readonly (LogCitation | ObjectCitation)[] {
  return [citation, lastCitation].flatMap((item) => (item === undefined || item.kind === 'absence' ? [] : [item]));
}

/** The directory that all cited paths begin with, which need not be repeated. */
export function commonDirectory({ entries, bundle }: Timeline): string {
  const paths = entries.flatMap((entry) => placesOf(entry).map(({ path }) => path));
  return topDirectory(paths, bundle.name);
}
