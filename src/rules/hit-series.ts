import type { Moment } from '../logs/stream-clock.js';
import type { Citation } from '../model/citation.js';
import type { Instant } from '../model/time.js';

/** Times kept at each end of a series; between them only the count is exact. */
const MAX_TIMES = 5_000;
/** Citations kept at each end of a series. */
const MAX_CITATIONS = 12;

/** A stream as its hits refer to it; its moments resolve when the whole bundle was read. */
export interface HitStream {
  resolve(moment: Moment): Instant | undefined;
  /** Time of the stream's newest line. */
  end(): Instant | undefined;
}

/** A line that matched a signal. */
export interface Hit {
  readonly stream: HitStream;
  readonly moment: Moment | undefined;
  /** Undefined in the middle of a long series. */
  readonly citation: Citation | undefined;
}

/** A hit with its final time. */
export interface TimedHit {
  readonly stream: HitStream;
  readonly time: Instant | undefined;
  readonly citation: Citation | undefined;
}

/**
 * The lines behind one row: an exact count, and in bounded memory the times and a sample of the lines from both ends. Faults are told
 * by how they begin and how they end, so the middle of a long series is what can be spared.
 */
export class HitSeries {
  readonly #first: Hit[] = [];
  readonly #last: Hit[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(hit: Hit): void {
    const index = this.#count++;
    if (index < MAX_TIMES) this.#first.push(hit);
    else this.#last.push(hit);
    if (this.#last.length > 2 * MAX_TIMES) this.#last.splice(0, MAX_TIMES);
    const spared = index - MAX_CITATIONS;
    if (spared >= MAX_CITATIONS) this.#dropCitation(spared);
  }

  /** The kept hits by final time; hits without a time come first, in reading order. */
  timedHits(): readonly TimedHit[] {
    return [...this.#first, ...this.#last]
      .map(({ stream, moment, citation }) => {
        const time = moment === undefined ? undefined : stream.resolve(moment);
        return { stream, time, citation };
      })
      .sort((a, b) => (a.time ?? Number.NEGATIVE_INFINITY) - (b.time ?? Number.NEGATIVE_INFINITY) || 0);
  }

  #dropCitation(index: number): void {
    const [hits, position] =
      index < MAX_TIMES ? [this.#first, index] : [this.#last, this.#last.length - 1 - MAX_CITATIONS];
    const hit = hits[position];
    if (hit !== undefined) hits[position] = { ...hit, citation: undefined };
  }
}
