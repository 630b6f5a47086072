import type { Instant } from '../model/time.js';
import type { StampKind } from './line-stamps.js';
import type { StampParts } from './matcher/matcher.js';
import type { Moment, StreamClock } from './stream-clock.js';
import { epochInstant } from './timestamps.js';

/**
 * Reads the stamps of lines whose payload is known from the parts that the matcher took them into: of a message that repeats a million times, the
 * time is all that is new. The stamps were checked when they were found.
 */
export class StampReader {
  /** Day of the stamp before, which most often is the same: `yyyymmdd`. */
  #day = 0;
  #midnight: Instant = 0;

  /**
   * The moment of a line.
   * @param text holds the stamp, in bytes.
   * @param offset milliseconds from what the stamp says to UTC.
   * @param clock of the line's stream, which is told.
   */
  note(text: Buffer, stamp: StampParts, kind: StampKind, offset: number, clock: StreamClock): Moment {
    const { day } = stamp;
    switch (kind) {
      case 'date-time': {
        if (day !== this.#day) {
          this.#day = day;
          this.#midnight = Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100);
        }
        return clock.noteInstant(this.#midnight + stamp.timeOfDay + offset);
      }
      case 'month-day':
      case 'klog':
        return clock.noteYearless(Math.floor(day / 100), day % 100, stamp.timeOfDay);
      case 'epoch':
        return clock.noteInstant((epochInstant(Number(text.toString('latin1', stamp.start, stamp.end))) ?? 0) + offset);
    }
  }
}
