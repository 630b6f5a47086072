import type { BundleStats, Coverage } from '../model/report.js';
import type { ExaminedCounts, Messages } from './messages/messages.js';

/** A count with thousands separators: `12,345`. Intl would take longer to load than the rest of a report to write. */
export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Bytes in decimal units, as disk tools print them: `1.2 GB`. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** How long something lasted, in the one or two units that matter: `41 d`, `4 h 8 min`, `0 min`. */
export function formatDuration(seconds: number, { durationUnits: units }: Messages): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const part = (n: number, unit: string): string[] => (n === 0 ? [] : [`${formatCount(n)} ${unit}`]);
  if (days >= 2) return `${formatCount(days)} ${units.days}`;
  if (hours >= 1) {
    const inner = days === 1 ? part(hours % 24, units.hours) : part(minutes % 60, units.minutes);
    return [...(days === 1 ? part(1, units.days) : part(hours, units.hours)), ...inner].join(' ');
  }
  return `${minutes} ${units.minutes}`;
}

/** An RFC 3339 UTC time for a reader, to the second, without the zone: `2025-03-05 04:48:10`. */
export function formatTime(time: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})/.exec(time);
  return match ? `${match[1]} ${match[2]}` : time;
}

/**
 * When something was first and last seen; the day is not said twice. Undefined when no time is known.
 * @param day the day that the reader has in mind, as `2025-03-05`: it is not said again
 */
export function formatSeen(
  first: string | undefined,
  last: string | undefined,
  messages: Messages,
  day?: string,
): string | undefined {
  const from = first ?? last;
  const to = last ?? first;
  if (from === undefined || to === undefined) return undefined;
  const begin = formatTime(from);
  const end = formatTime(to);
  const told = begin.slice(0, 10) === day ? begin.slice(11) : begin;
  if (begin === end) return messages.seenOnce(told);
  return messages.seenRange(told, begin.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end);
}

/** How many rules were decided, of those that have something to judge here. */
export function decidedText({ evaluated, unknown, notApplicable = [] }: Coverage, messages: Messages): string {
  const decided = messages.decided(formatCount(evaluated), formatCount(evaluated + unknown.length));
  return notApplicable.length === 0
    ? decided
    : `${decided} ${messages.notApplicable(formatCount(notApplicable.length))}`;
}

/** The numbers of {@link BundleStats} for a sentence. */
export function examinedCounts(stats: BundleStats): ExaminedCounts {
  return {
    entries: formatCount(stats.entries),
    bytes: formatBytes(stats.bytes),
    logLines: formatCount(stats.logLines),
    objects: formatCount(stats.objects),
    seconds: (stats.durationMs / 1000).toFixed(1),
  };
}
