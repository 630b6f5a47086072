import type { Instant, YearlessTime } from '../model/time.js';
import { readDateTime, utcInstant } from './timestamps.js';

/** What is known about when the lines of a file without years were written. */
export interface YearAnchor {
  /** No line is newer: the end named in the journal's header, else the time the bundle was made. */
  readonly latest: Instant;
  /** The file has its newest line first (`journalctl -r`). */
  readonly descending?: boolean;
}

/** The span a journal file's first line names. */
export interface JournalHeader {
  readonly begin?: Instant;
  readonly end?: Instant;
}

/** The times a record may carry, as in `LogRecord`. */
export interface RecordTime {
  readonly time?: Instant;
  readonly yearless?: YearlessTime;
}

const DAY = 86_400_000;
/** Feb 29 is at most eight years from the next one (around 1900 and 2100). */
const YEARS_TO_TRY = 10;
const HEADER_TIME = /[A-Z][a-z]{2} (?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/y;
const HEADER_OFFSET = / ([+-])(\d\d):?(\d\d)?[,. ]/y;

/**
 * Gives each time its year. The file is walked from its newest line to its oldest: a line takes the latest year that does
 * not put it more than a day after the line it precedes (or after `latest`), so the year falls when month and day jump
 * forward, while lines a little out of order keep theirs. Feb 29 falls only into leap years. Gaps of a year or more
 * between two lines cannot be seen.
 *
 * Takes times in file order, gives instants in the same order; the zone is taken as UTC, since these formats name none.
 */
export function assignYears(times: readonly YearlessTime[], anchor: YearAnchor): Instant[] {
  const newestFirst = anchor.descending === true ? times : [...times].reverse();
  const limit = anchor.latest + DAY;
  const instants: Instant[] = [];
  let bound = limit;
  for (const time of newestFirst) {
    const instant = latestInstant(time, bound);
    instants.push(instant);
    bound = Math.min(limit, instant + DAY);
  }
  return anchor.descending === true ? instants : instants.reverse();
}

/**
 * Reads the header of journalctl's output, `-- Logs begin at Sun 2022-03-06 22:45:10 UTC, end at … --` (systemd before 248)
 * or `-- Journal begins at …; ends at … --`. Undefined for any other line. A zone that is no number is read as UTC:
 * the lines below are in the same zone and are read as UTC too.
 */
export function parseJournalHeader(line: string): JournalHeader | undefined {
  if (!line.startsWith('-- Logs begin') && !line.startsWith('-- Journal begins')) return undefined;
  const head = line.slice(0, 200);
  const begin = headerTime(head, ' at ');
  const end = headerTime(head, head.includes(' ends at ') ? ' ends at ' : ' end at ');
  if (begin === undefined && end === undefined) return undefined;
  return { ...(begin !== undefined && { begin }), ...(end !== undefined && { end }) };
}

/**
 * Whether a file runs from its newest line to its oldest, judged from its first and its last dated record. Times without
 * a year are compared the short way round the year, so a file that passes New Year is not taken for a reversed one.
 * False when the two cannot be compared or are equal.
 */
export function isNewestFirst(first: RecordTime, last: RecordTime): boolean {
  if (first.time !== undefined && last.time !== undefined) return first.time > last.time;
  if (first.yearless === undefined || last.yearless === undefined) return false;
  const year = 366 * DAY;
  const forward = (((dayOfYear(last.yearless) - dayOfYear(first.yearless)) % year) + year) % year;
  return forward > year / 2;
}

function latestInstant(time: YearlessTime, bound: Instant): Instant {
  const year = new Date(bound).getUTCFullYear();
  for (let back = 0; back < YEARS_TO_TRY; back++) {
    const instant = utcInstant(year - back, time.month, time.day, time.milliseconds);
    if (instant !== undefined && instant <= bound) return instant;
  }
  return bound;
}

function headerTime(head: string, label: string): Instant | undefined {
  const at = head.indexOf(label);
  if (at < 0) return undefined;
  HEADER_TIME.lastIndex = at + label.length;
  if (!HEADER_TIME.test(head)) return undefined;
  const stamp = readDateTime(head, HEADER_TIME.lastIndex);
  if (stamp === undefined) return undefined;
  HEADER_OFFSET.lastIndex = stamp.end;
  const [, sign, hours = '0', minutes = '0'] = HEADER_OFFSET.exec(head) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? stamp.instant + offset : stamp.instant - offset;
}

function dayOfYear(time: YearlessTime): number {
  return Date.UTC(2000, time.month - 1, time.day) - Date.UTC(2000, 0, 1) + time.milliseconds;
}
