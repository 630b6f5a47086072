import type { Instant, YearlessTime } from '../model/time.js';

/**
 * A time as it is known while a stream is read: an {@link Instant}, or, when the format states no year, a number that still has to be
 * placed. Numbers of the second sort are below {@link OPEN_YEAR_LIMIT}; they order correctly within their stream.
 */
export type Moment = number;

/** Instants are above it (it is in 2001), moments of an open year below (up to nine year changes in one stream). */
const OPEN_YEAR_LIMIT = 1e12;
const DAY = 86_400_000;
/** Longer than any year in the calendar below, with 31-day months. */
const YEAR_SPAN = 1e11;
/** A jump in the calendar of more than half a year between neighbouring lines is a change of year. */
const HALF_YEAR = 183 * DAY;

/**
 * Places the lines of one stream in time. Formats without a year (klog, journald) get it from an upper bound: the stream's newest
 * line is not later than the journal's stated end, or than the bundle. Works for files that run backwards, too (`journalctl -r`).
 */
export class StreamClock {
  #yearChanges = 0;
  #previous: number | undefined;
  #latest: number | undefined;
  #end: Moment | undefined;
  #yearOfLatest: number | undefined;

  /** The moment of a line; lines must come in file order. Undefined for a line without any time. */
  note(time: { readonly time?: Instant; readonly yearless?: YearlessTime }): Moment | undefined {
    const moment = time.time ?? (time.yearless === undefined ? undefined : this.#placeInOpenYear(time.yearless));
    if (moment === undefined) return undefined;
    if (this.#end === undefined || moment > this.#end) this.#end = moment;
    return moment;
  }

  /** Time of the stream's newest line, of those noted. */
  get end(): Moment | undefined {
    return this.#end;
  }

  /** Fixes the year of moments without one. @param notAfter upper bound of the newest line; without it they stay unknown. */
  settle(notAfter: Instant | undefined): void {
    if (notAfter === undefined || this.#latest === undefined) return;
    const year = new Date(notAfter).getUTCFullYear();
    const fits = toInstant(this.#latest, year) <= notAfter + DAY;
    this.#yearOfLatest = fits ? year : year - 1;
  }

  /** The instant of a moment, once the clock is settled. */
  resolve(moment: Moment): Instant | undefined {
    if (moment >= OPEN_YEAR_LIMIT) return moment;
    if (this.#yearOfLatest === undefined || this.#latest === undefined) return undefined;
    const yearsBack = Math.floor(moment / YEAR_SPAN) - Math.floor(this.#latest / YEAR_SPAN);
    return toInstant(moment, this.#yearOfLatest + yearsBack);
  }

  #placeInOpenYear(time: YearlessTime): Moment {
    const withinYear = (time.month * 31 + time.day) * DAY + time.milliseconds;
    if (this.#previous !== undefined) {
      if (this.#previous - withinYear > HALF_YEAR) this.#yearChanges++;
      else if (withinYear - this.#previous > HALF_YEAR) this.#yearChanges--;
    }
    this.#previous = withinYear;
    const moment = this.#yearChanges * YEAR_SPAN + withinYear;
    if (this.#latest === undefined || moment > this.#latest) this.#latest = moment;
    return moment;
  }
}

function toInstant(moment: Moment, year: number): Instant {
  const withinYear = moment - Math.floor(moment / YEAR_SPAN) * YEAR_SPAN;
  const days = Math.floor(withinYear / DAY);
  const month = Math.floor((days - 1) / 31);
  const day = days - month * 31;
  return Date.UTC(year, month - 1, day) + (withinYear - days * DAY);
}
