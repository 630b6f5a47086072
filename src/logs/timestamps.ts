import type { Instant, YearlessTime } from '../model/time.js';

/** A full time read from a text, and where it stopped. */
export interface StampReading {
  readonly instant: Instant;
  /** Index of the first character after the stamp. */
  readonly end: number;
  /** How the stamp named its zone; `none` was read as UTC. */
  readonly zone: 'utc' | 'offset' | 'none';
}

/** A time without a year read from a text, and where it stopped. */
export interface YearlessReading {
  readonly yearless: YearlessTime;
  /** Index of the first character after the stamp. */
  readonly end: number;
}

// Every pattern is sticky, and every repetition in it is bounded: a reading costs the same on hostile lines.
const YEAR_FIRST =
  /(\d{4})([-/])(\d\d)\2(\d\d)([T ])(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?(?:(Z)|([+-])(\d\d):?(\d\d)(?![\d:]))?/y;
const DAY_FIRST = /(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)/y;
const ACCESS_LOG = /(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)/y;
const MONTH_DAY = /([A-Z][a-z]{2}) ([ \d]\d|\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?/y;
const CTIME = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})/y;

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTE = 60_000;

/** Number (1 to 12) of an English month abbreviation such as `Mar`; undefined for anything else. */
export function monthNumber(name: string): number | undefined {
  const index = MONTH_NAMES.indexOf(name);
  return index < 0 ? undefined : index + 1;
}

/**
 * Instant of a UTC calendar time. Gives undefined when the date does not exist, when a part is out of range, or when
 * the year lies before 1970 (programs print year 0001 for "no time"). Second 60, a leap second, is accepted.
 */
export function utcInstant(year: number, month: number, day: number, milliseconds: number): Instant | undefined {
  if (!(year >= 1970 && year <= 9999) || !(milliseconds >= 0 && milliseconds <= 86_401_000)) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  return midnight.getTime() + milliseconds;
}

/** A time without a year, checked: undefined when the day exists in no year or the time of day is out of range. */
export function yearlessTime(month: number, day: number, milliseconds: number): YearlessTime | undefined {
  const longest = LONGEST_MONTH[month - 1];
  if (longest === undefined || day < 1 || day > longest || !(milliseconds >= 0)) return undefined;
  return { month, day, milliseconds };
}

/** Milliseconds since midnight from two-digit texts and the digits of a fraction of any length; NaN when out of range. */
export function millisecondsOfDay(hour: string, minute: string, second: string, fraction = ''): number {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 60) return Number.NaN;
  return (h * 60 + m) * MINUTE + s * 1000 + (fraction === '' ? 0 : Number(`0.${fraction}`) * 1000);
}

/**
 * Reads `2025-03-05T04:48:10.641503Z`, with any fraction, `,` as its separator, an offset with or without colon, or no
 * zone at all (read as UTC), with ` ` for `T` and `/` for `-`, at `start` of a text.
 */
export function readDateTime(text: string, start = 0): StampReading | undefined {
  if (text.startsWith(lastStamp, start) && !STAMP_GOES_ON.test(text.charAt(start + lastStamp.length))) {
    return { ...lastReading, end: start + lastStamp.length };
  }
  const reading = parseDateTime(text, start);
  if (reading !== undefined) {
    lastStamp = text.slice(start, reading.end);
    lastReading = reading;
  }
  return reading;
}

/**
 * The stamp that was read last: in logs whose own times are replaced by fixed ones, and in lines written within a second, it is most often
 * the same again.
 */
let lastStamp = '1970-01-01T00:00:00Z';
let lastReading: StampReading = { instant: 0, end: lastStamp.length, zone: 'utc' };
/** What could make another stamp of one that begins with the same characters. */
const STAMP_GOES_ON = /[\d.,:Z+-]/;

function parseDateTime(text: string, start: number): StampReading | undefined {
  YEAR_FIRST.lastIndex = start;
  const match = YEAR_FIRST.exec(text);
  if (match === null) return undefined;
  const [, year, , month, day, , hour = '', minute = '', second = '', fraction, utc, sign, zoneHour, zoneMinute] =
    match;
  const instant = utcInstant(
    Number(year),
    Number(month),
    Number(day),
    millisecondsOfDay(hour, minute, second, fraction),
  );
  if (instant === undefined) return undefined;
  const end = YEAR_FIRST.lastIndex;
  if (sign === undefined) return { instant, end, zone: utc === undefined ? 'none' : 'utc' };
  return { instant: instant - offsetMilliseconds(sign, zoneHour, zoneMinute), end, zone: 'offset' };
}

/** Reads RFC 3339 with its `T` and its zone, as `kubectl logs --timestamps` and CRI files write it, at `start` of a text. */
export function readRfc3339(text: string, start = 0): StampReading | undefined {
  if (text[start + 10] !== 'T' || text[start + 4] !== '-') return undefined;
  const stamp = readDateTime(text, start);
  return stamp?.zone === 'none' ? undefined : stamp;
}

/** Reads `DD/MM/YYYY HH:MM:SS` (NFS-Ganesha; no zone, read as UTC) at the start of a text. */
export function readDayFirstDateTime(text: string): StampReading | undefined {
  DAY_FIRST.lastIndex = 0;
  const match = DAY_FIRST.exec(text);
  if (match === null) return undefined;
  const [, day, month, year, hour = '', minute = '', second = ''] = match;
  const instant = utcInstant(Number(year), Number(month), Number(day), millisecondsOfDay(hour, minute, second));
  return instant === undefined ? undefined : { instant, end: DAY_FIRST.lastIndex, zone: 'none' };
}

/** Reads `DD/Mon/YYYY:HH:MM:SS +0000`, the time of web servers' access logs, at `start` of a text. */
export function readAccessLogTime(text: string, start: number): StampReading | undefined {
  ACCESS_LOG.lastIndex = start;
  const match = ACCESS_LOG.exec(text);
  if (match === null) return undefined;
  const [, day, month = '', year, hour = '', minute = '', second = '', sign, zoneHour, zoneMinute] = match;
  const time = millisecondsOfDay(hour, minute, second);
  const instant = utcInstant(Number(year), monthNumber(month) ?? 0, Number(day), time);
  if (instant === undefined) return undefined;
  return {
    instant: instant - offsetMilliseconds(sign, zoneHour, zoneMinute),
    end: ACCESS_LOG.lastIndex,
    zone: 'offset',
  };
}

/** Reads `Tue Jan 13 04:31:07 2026` (ctime, as `dmesg -T` writes it; no zone, read as UTC) at `start` of a text. */
export function readCtime(text: string, start: number): StampReading | undefined {
  CTIME.lastIndex = start;
  const match = CTIME.exec(text);
  if (match === null) return undefined;
  const [, month = '', day, hour = '', minute = '', second = '', year] = match;
  const time = millisecondsOfDay(hour, minute, second);
  const instant = utcInstant(Number(year), monthNumber(month) ?? 0, Number(day), time);
  return instant === undefined ? undefined : { instant, end: CTIME.lastIndex, zone: 'none' };
}

/** Reads `Mar 05 04:48:10[.641503]`, the day padded with zero, space or not at all, at the start of a text. */
export function readMonthDayTime(text: string): YearlessReading | undefined {
  MONTH_DAY.lastIndex = 0;
  const match = MONTH_DAY.exec(text);
  if (match === null) return undefined;
  const [, month = '', day, hour = '', minute = '', second = '', fraction] = match;
  const time = millisecondsOfDay(hour, minute, second, fraction);
  const yearless = yearlessTime(monthNumber(month) ?? 0, Number(day), time);
  return yearless === undefined ? undefined : { yearless, end: MONTH_DAY.lastIndex };
}

/**
 * Instant of a number since the Unix epoch whose unit shows in its size: seconds (zap's default encoder), milliseconds
 * (klog JSON), microseconds or nanoseconds. Undefined when it names no time after 2001, so that counters are not times.
 */
export function epochInstant(value: number): Instant | undefined {
  if (!Number.isFinite(value) || value < 1e9) return undefined;
  if (value < 1e11) return value * 1000;
  if (value < 1e14) return value;
  if (value < 1e17) return value / 1000;
  return value < 1e20 ? value / 1e6 : undefined;
}

function offsetMilliseconds(sign: string | undefined, hours: string | undefined, minutes: string | undefined): number {
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return sign === '-' ? -size : size;
}
