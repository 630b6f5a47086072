import type { Instant, YearlessTime } from '../model/time.js';
import { utcInstant } from './timestamps.js';

/**
 * A time as it is known while a stream is read: an {@link Instant}, or, when the format states no year, a number that still has to be
 * placed. Numbers of the second sort are below {@link OPEN_YEAR_LIMIT}; they order correctly within their stream.
 */
export type Moment = number;

const DAY = 86_400_000;
/** Longer than any year in the calendar below, with 31-day months. */
const YEAR_SPAN = 4e10;
/** Moments of an open year count from here: below every instant (1970 and later), and small enough to keep microseconds. */
const OPEN_YEAR_BASE = -1e12;
/** Year changes seen in one stream; a file that pretends to more is not taken at its word. */
const MAX_YEAR_CHANGES = 20;
const OPEN_YEAR_LIMIT = OPEN_YEAR_BASE + (MAX_YEAR_CHANGES + 1) * YEAR_SPAN;
/** Half a year in the calendar below. A longer jump in it between neighbouring lines is a change of year. */
const HALF_YEAR = 6 * 31 * DAY;
/** Feb 29 is at most eight years from the next one (around 1900 and 2100). */
const YEARS_TO_TRY = 10;

/** Whether a moment is an instant already, and lacks no year. */
export function isInstant(moment: Moment): moment is Instant {
  return moment >= OPEN_YEAR_LIMIT;
}

/** What a line says of its time. */
export interface LineTime {
  readonly time?: Instant | undefined;
  readonly yearless?: YearlessTime | undefined;
  /** The same moment as `time` in the zone of the host. */
  readonly hostTime?: YearlessTime | undefined;
}

/** What a clock found in a stream, as plain data. */
export interface ClockContent {
  readonly latest: Moment | undefined;
  readonly latestInstant: Instant | undefined;
  readonly hostZone: number;
  readonly leapYears: readonly number[];
}

/**
 * Places the lines of one stream in time. Formats without a year (klog, journald) get it from an upper bound: the stream's newest
 * line is not later than the journal's stated end, or than the bundle. Works for files that run backwards, too (`journalctl -r`).
 * The zone is taken as UTC, since these formats name none. Of a log in which lines with a year and a zone stand among others (K3s writes logfmt and
 * klog), the end is that of both: by what a journal says of the same moment twice the zone of the host is known there.
 */
export class StreamClock {
  #yearChanges = 0;
  // Numbers throughout: a field that may also be undefined costs an object for each time that is noted.
  #previous = Number.NaN;
  #latest = Number.NEGATIVE_INFINITY;
  #latestInstant = Number.NEGATIVE_INFINITY;
  /** Milliseconds that the host's zone is ahead of UTC, where lines tell; the last that told. */
  #hostZone = 0;
  #yearOfLatest: number | undefined;
  /** Years, counted as `#yearChanges` is, in which a Feb 29 was seen. Made when there is one: a bundle may have a million logs. */
  #leapYears: Set<number> | undefined;

  /** The moment of a line; lines must come in file order. Undefined for a line without any time. */
  note({ time, yearless, hostTime }: LineTime): Moment | undefined {
    if (time !== undefined) {
      if (hostTime !== undefined) this.#hostZone = zoneOf(hostTime, time) ?? this.#hostZone;
      return this.noteInstant(time);
    }
    return yearless === undefined ? undefined : this.noteYearless(yearless.month, yearless.day, yearless.milliseconds);
  }

  /** The moment of a line with a full time. */
  noteInstant(instant: Instant): Moment {
    if (instant > this.#latestInstant) this.#latestInstant = instant;
    return instant;
  }

  /** The moment of a line with a time without year. @param milliseconds since midnight. */
  noteYearless(month: number, day: number, milliseconds: number): Moment {
    return this.#placeInOpenYear(month, day, milliseconds);
  }

  /** Time of the stream's newest line, of those noted, once the clock is settled. */
  end(): Instant | undefined {
    const latestInstant = known(this.#latestInstant);
    const latest = known(this.#latest);
    const withoutYear = latest === undefined ? undefined : this.resolve(latest);
    if (withoutYear === undefined || latestInstant === undefined) return withoutYear ?? latestInstant;
    return Math.max(latestInstant, withoutYear - this.#hostZone);
  }

  /**
   * Fixes the year of moments without one: the latest that does not put the newest line more than a day after `notAfter` and every
   * Feb 29 into a leap year. @param notAfter upper bound of the newest line; without it they stay unknown.
   */
  settle(notAfter: Instant | undefined): void {
    if (notAfter === undefined || known(this.#latest) === undefined) return;
    const limit = notAfter + DAY;
    const newest = new Date(limit).getUTCFullYear();
    const years = Array.from({ length: YEARS_TO_TRY }, (_, back) => newest - back);
    const fitting = years.filter((year) => toInstant(this.#latest, year) <= limit);
    this.#yearOfLatest = fitting.find((year) => this.#hasLeapYears(year)) ?? fitting[0];
  }

  /** The instant of a moment, once the clock is settled. */
  resolve(moment: Moment): Instant | undefined {
    if (moment >= OPEN_YEAR_LIMIT) return moment;
    if (this.#yearOfLatest === undefined || known(this.#latest) === undefined) return undefined;
    return toInstant(moment, this.#yearOfLatest + yearOf(moment) - yearOf(this.#latest));
  }

  /** What is known so far, as plain data, for another thread. */
  content(): ClockContent {
    return {
      latest: known(this.#latest),
      latestInstant: known(this.#latestInstant),
      hostZone: this.#hostZone,
      leapYears: [...(this.#leapYears ?? [])],
    };
  }

  /** Takes over what a clock of the same stream found in another thread; no more lines may be noted then. */
  restore(content: ClockContent): void {
    this.#latest = content.latest ?? Number.NEGATIVE_INFINITY;
    this.#latestInstant = content.latestInstant ?? Number.NEGATIVE_INFINITY;
    this.#hostZone = content.hostZone;
    for (const year of content.leapYears) this.#noteLeapYear(year);
  }

  #placeInOpenYear(month: number, day: number, milliseconds: number): Moment {
    const withinYear = (month * 31 + day) * DAY + milliseconds;
    if (this.#previous - withinYear > HALF_YEAR) this.#changeYear(1);
    else if (withinYear - this.#previous > HALF_YEAR) this.#changeYear(-1);
    this.#previous = withinYear;
    if (month === 2 && day === 29) this.#noteLeapYear(this.#yearChanges);
    const moment = OPEN_YEAR_BASE + this.#yearChanges * YEAR_SPAN + withinYear;
    if (moment > this.#latest) this.#latest = moment;
    return moment;
  }

  #noteLeapYear(year: number): void {
    this.#leapYears ??= new Set();
    this.#leapYears.add(year);
  }

  #changeYear(by: 1 | -1): void {
    if (Math.abs(this.#yearChanges + by) <= MAX_YEAR_CHANGES) this.#yearChanges += by;
  }

  #hasLeapYears(yearOfLatest: number): boolean {
    const latest = yearOf(this.#latest);
    return [...(this.#leapYears ?? [])].every(
      (year) => utcInstant(yearOfLatest + year - latest, 2, 29, 0) !== undefined,
    );
  }
}

/** Zones lie at most so far from UTC, and whole quarters of an hour. */
const MAX_ZONE = 14 * 3_600_000;
const QUARTER = 900_000;
/** A journal stamps a line when it arrives, hardly later than the program wrote it. */
const MAX_DELAY = 60_000;

/** How far ahead of UTC a host is that states a moment as its local time; undefined when that can be no zone. */
function zoneOf({ month, day, milliseconds }: YearlessTime, instant: Instant): number | undefined {
  const year = new Date(instant).getUTCFullYear();
  for (const candidate of [year, year - 1, year + 1]) {
    const ahead = Date.UTC(candidate, month - 1, day) + milliseconds - instant;
    const zone = Math.round(ahead / QUARTER) * QUARTER;
    if (Math.abs(zone) <= MAX_ZONE && Math.abs(ahead - zone) <= MAX_DELAY) return zone;
  }
  return undefined;
}

function known(moment: Moment): Moment | undefined {
  return moment === Number.NEGATIVE_INFINITY ? undefined : moment;
}

/** Year changes before an open moment. */
function yearOf(moment: Moment): number {
  return Math.floor((moment - OPEN_YEAR_BASE) / YEAR_SPAN);
}

/** A Feb 29 that finds no leap year (an impossible file) becomes Mar 1. */
function toInstant(moment: Moment, year: number): Instant {
  const withinYear = moment - OPEN_YEAR_BASE - yearOf(moment) * YEAR_SPAN;
  const days = Math.floor(withinYear / DAY);
  const month = Math.floor((days - 1) / 31);
  const day = days - month * 31;
  return Date.UTC(year, month - 1, day) + (withinYear - days * DAY);
}
