import type { Instant, YearlessTime } from '../model/time.js';
import { epochInstant, millisecondsOfDay, monthNumber, utcInstant, yearlessTime } from './timestamps.js';

/**
 * A time that a line bears: in the layers at its beginning, in klog's header, as the first pair of logfmt or as a member of a JSON object.
 *
 * With fixed times in their place, lines that differ in nothing else have the same text, the payload. Rules are asked about the payload: then an
 * answer holds for every line that has it. A time inside a message is part of the payload.
 *
 * matcher/assembly/stamps.ts finds and replaces the same in WebAssembly; a property test holds the two to each other.
 */
export interface LineStamp {
  readonly kind: StampKind;
  /** Place of its first byte in the line, and of the byte after its last. */
  readonly start: number;
  readonly end: number;
}

/** `2025-03-05T04:48:10.6`, `Mar  5 04:48:10.6`, klog's `0305 04:48:10.641503`, and seconds to nanoseconds since 1970. */
export type StampKind = 'date-time' | 'month-day' | 'klog' | 'epoch';

/** A line as rules see it, and the stamps that it has in truth. */
export interface LinePayload {
  /** The line with fixed times in place of its own; one character for each byte, without line end. */
  readonly text: string;
  /** Places in the line itself. */
  readonly stamps: readonly LineStamp[];
}

/** Stamps that are looked for in one line. */
const MAX_STAMPS = 3;

/** 03:04:05 */
const FIXED_TIME_OF_DAY = ((3 * 60 + 4) * 60 + 5) * 1000;

// Every pattern is sticky or looks for a fixed text: none can take long.
const DATE_TIME = /(\d{4})([-/])(\d\d)\2(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?/y;
const MONTH_DAY = /([A-Z][a-z]{2}) ([ \d]\d|\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?/y;
const KLOG = /[IWEF](\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{6})(?= )/y;
const EPOCH = /([1-9]\d*)(?:\.\d+)?(?=[,}])/y;
const EPOCH_DIGITS = [10, 13, 16, 19];
/** More digits are no fraction of a second. */
const MAX_FRACTION = 12;

const ZONE_AND_SPACE = /(Z|[+-]\d\d:?\d\d)?:? /y;
const SPACE_ONLY = /:? /y;
const CRI_TAG = /std(?:out|err) [FP] /y;
const SYSLOG_TAG = /[^ ]* [^ ]*: /y;
const BRACKET = /\[[^\]]{0,258}\] /y;
const LOGFMT_TIME = /t(?:ime|s)="?/y;
const JSON_TIME = /"@?t(?:s|ime(?:stamp)?)": *("?)/g;

/** The payload of a line. @param line one character for each byte, without line end. */
export function payloadOf(line: string): LinePayload {
  const stamps = findStamps(line);
  return { text: withFixedStamps(line, stamps), stamps };
}

/** Finds the stamps of a line, in the order in which they stand. @param line one character for each byte, without line end. */
export function findStamps(line: string): readonly LineStamp[] {
  const stamps: LineStamp[] = [];
  let place = 0;
  while (stamps.length < MAX_STAMPS) {
    const stamp = readDateTime(line, place) ?? readMonthDay(line, place) ?? readKlog(line, place);
    if (stamp === undefined) break;
    stamps.push(stamp);
    const next = stamp.kind === 'klog' ? undefined : afterLayer(line, stamp);
    if (next === undefined) return stamps;
    place = next;
  }
  const own = stamps.length < MAX_STAMPS ? stampOfBody(line, place) : undefined;
  return own === undefined ? stamps : [...stamps, own];
}

/** The line with fixed stamps in place of its own. */
export function withFixedStamps(line: string, stamps: readonly LineStamp[]): string {
  let fixed = '';
  let from = 0;
  for (const [index, { kind, start, end }] of stamps.entries()) {
    fixed += line.slice(from, start) + fixedStamp(kind, index, line.slice(start, end));
    from = end;
  }
  return fixed + line.slice(from);
}

/** What a stamp says: a time as if it were UTC, or one without year. Undefined never for what {@link findStamps} found. */
export function readStamp(kind: StampKind, stamp: string): Instant | YearlessTime | undefined {
  switch (kind) {
    case 'date-time': {
      const [, year, , month, day, hour = '', minute = '', second = '', fraction] = execAt(DATE_TIME, stamp, 0) ?? [];
      return utcInstant(Number(year), Number(month), Number(day), millisecondsOfDay(hour, minute, second, fraction));
    }
    case 'month-day': {
      const [, month = '', day, hour = '', minute = '', second = '', fraction] = execAt(MONTH_DAY, stamp, 0) ?? [];
      return yearlessTime(monthNumber(month) ?? 0, Number(day), millisecondsOfDay(hour, minute, second, fraction));
    }
    case 'klog': {
      const [, month, day, hour = '', minute = '', second = '', fraction] = execAt(KLOG, `I${stamp} `, 0) ?? [];
      return yearlessTime(Number(month), Number(day), millisecondsOfDay(hour, minute, second, fraction));
    }
    case 'epoch':
      return epochInstant(Number(stamp));
  }
}

/** The time that the fixed stamp tells: as if it were UTC, or without year. */
export function fixedTime(kind: StampKind, index: number): Instant | YearlessTime {
  switch (kind) {
    case 'date-time':
      return Date.UTC(1971, index, 2, 3, 4, 5);
    case 'epoch':
      return 1e12 + index * 1e11;
    default:
      return { month: 1, day: index + 2, milliseconds: FIXED_TIME_OF_DAY };
  }
}

/** `1971-01-02T03:04:05`, `Jan 02 03:04:05`, `0102 03:04:05`: the month or the day tells which of the line's stamps it stands for. */
function fixedStamp(kind: StampKind, index: number, stamp: string): string {
  const fraction = /[.,](\d+)$/.exec(stamp);
  switch (kind) {
    case 'date-time': {
      const [separator = '', half = ''] = [stamp[4], stamp[10]];
      return `1971${separator}0${index + 1}${separator}02${half}03:04:05${fixedFraction(fraction)}`;
    }
    case 'month-day':
      return `Jan 0${index + 2} 03:04:05${fixedFraction(fraction)}`;
    case 'klog':
      return `010${index + 2} 03:04:05${fixedFraction(fraction)}`;
    case 'epoch': {
      const digits = /^\d+/.exec(stamp)?.[0].length ?? 0;
      return `1${index}`.padEnd(digits, '0');
    }
  }
}

/** Zeros: 3 or 6 where the stamp has so many, else 9, since many programs leave trailing zeros out. */
function fixedFraction(fraction: RegExpExecArray | null): string {
  if (fraction === null) return '';
  const [text, digits = ''] = fraction;
  return text.slice(0, 1) + '0'.repeat(digits.length === 3 || digits.length === 6 ? digits.length : 9);
}

function execAt(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

function readDateTime(line: string, start: number): LineStamp | undefined {
  return checked('date-time', start, execAt(DATE_TIME, line, start), 8);
}

function readMonthDay(line: string, start: number): LineStamp | undefined {
  return checked('month-day', start, execAt(MONTH_DAY, line, start), 6);
}

function readKlog(line: string, place: number): LineStamp | undefined {
  const match = execAt(KLOG, line, place);
  if (match === null) return undefined;
  const [text] = match;
  return readStamp('klog', text.slice(1)) === undefined
    ? undefined
    : { kind: 'klog', start: place + 1, end: place + text.length };
}

/** @param fraction number of the group that holds the digits of the fraction. */
function checked(
  kind: StampKind,
  start: number,
  match: RegExpExecArray | null,
  fraction: number,
): LineStamp | undefined {
  if (match === null || (match[fraction]?.length ?? 0) > MAX_FRACTION) return undefined;
  const [text] = match;
  return readStamp(kind, text) === undefined ? undefined : { kind, start, end: start + text.length };
}

/** Where another layer, or the program's own line, may begin after a stamp at the beginning; undefined when nothing of a kind follows. */
function afterLayer(line: string, { kind, end }: LineStamp): number | undefined {
  const zone = execAt(kind === 'date-time' ? ZONE_AND_SPACE : SPACE_ONLY, line, end);
  if (zone === null) return undefined;
  let place = end + zone[0].length;
  place += execAt(CRI_TAG, line, place)?.[0].length ?? 0;
  const hasOffset = zone[1] !== undefined && zone[1] !== 'Z';
  if (kind === 'month-day' || hasOffset) place += execAt(SYSLOG_TAG, line, place)?.[0].length ?? 0;
  return place + (execAt(BRACKET, line, place)?.[0].length ?? 0);
}

function stampOfBody(line: string, place: number): LineStamp | undefined {
  if (line[place] === '{') return stampOfJson(line, place);
  const key = execAt(LOGFMT_TIME, line, place);
  return key === null ? undefined : readDateTime(line, place + key[0].length);
}

function stampOfJson(line: string, place: number): LineStamp | undefined {
  const key = execAt(JSON_TIME, line, place);
  if (key === null) return undefined;
  const start = key.index + key[0].length;
  const dateTime = readDateTime(line, start);
  if (dateTime !== undefined || key[1] === '"') return dateTime;
  const epoch = execAt(EPOCH, line, start);
  if (epoch === null || !EPOCH_DIGITS.includes(epoch[1]?.length ?? 0)) return undefined;
  return { kind: 'epoch', start, end: start + epoch[0].length };
}
