import type { Instant } from '../model/time.js';
import type { StampKind } from './line-stamps.js';
import type { Moment, StreamClock } from './stream-clock.js';
import { epochInstant, monthNumber } from './timestamps.js';

const ZERO = 0x30;
const SPACE = 0x20;
const MINUTE = 60_000;

/**
 * Reads the stamps of lines whose payload is known, straight from their bytes: of a message that repeats a million times, the time is all that is
 * new. The stamps were checked when they were found.
 */
export class StampReader {
  /** Year, month and day of the stamp before, which most often is the same day: `yyyymmdd`. */
  #date = 0;
  #midnight: Instant = 0;
  /** The three letters of the month before, as one number. */
  #letters = 0;
  #month = 0;

  /**
   * The moment of a line.
   * @param start of the stamp in the bytes; `end` after its last byte.
   * @param offset milliseconds from what the stamp says to UTC.
   * @param clock of the line's stream, which is told.
   */
  note(bytes: Buffer, start: number, end: number, kind: StampKind, offset: number, clock: StreamClock): Moment {
    switch (kind) {
      case 'date-time': {
        const date =
          fourDigits(bytes, start) * 10_000 + twoDigits(bytes, start + 5) * 100 + twoDigits(bytes, start + 8);
        if (date !== this.#date) {
          this.#date = date;
          this.#midnight = Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100);
        }
        return clock.noteInstant(this.#midnight + timeOfDay(bytes, start + 11, end) + offset);
      }
      case 'month-day': {
        const letters = ((bytes[start] ?? 0) << 16) | ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0);
        if (letters !== this.#letters) {
          this.#letters = letters;
          this.#month = monthNumber(bytes.toString('latin1', start, start + 3)) ?? 0;
        }
        const isPadded = bytes[start + 4] === SPACE;
        const isShort = bytes[start + 5] === SPACE;
        const day = isPadded
          ? digit(bytes, start + 5)
          : isShort
            ? digit(bytes, start + 4)
            : twoDigits(bytes, start + 4);
        return clock.noteYearless(this.#month, day, timeOfDay(bytes, isShort ? start + 6 : start + 7, end));
      }
      case 'klog':
        return clock.noteYearless(
          twoDigits(bytes, start),
          twoDigits(bytes, start + 2),
          timeOfDay(bytes, start + 5, end),
        );
      case 'epoch':
        return clock.noteInstant((epochInstant(Number(bytes.toString('latin1', start, end))) ?? 0) + offset);
    }
  }
}

/** Milliseconds since midnight of `hh:mm:ss` and perhaps a fraction, computed as for a line that is parsed, so that both are equal. */
function timeOfDay(bytes: Uint8Array, start: number, end: number): number {
  const minutes = twoDigits(bytes, start) * 60 + twoDigits(bytes, start + 3);
  const whole = minutes * MINUTE + twoDigits(bytes, start + 6) * 1000;
  let fraction = 0;
  let unit = 1;
  for (let at = start + 9; at < end; at++) {
    fraction = fraction * 10 + digit(bytes, at);
    unit *= 10;
  }
  return whole + (fraction / unit) * 1000;
}

function digit(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? ZERO) - ZERO;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return digit(bytes, at) * 10 + digit(bytes, at + 1);
}

function fourDigits(bytes: Uint8Array, at: number): number {
  return twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
}
