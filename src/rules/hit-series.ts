import type { Moment } from '../logs/stream-clock.js';
import type { Citation, LogCitation } from '../model/citation.js';
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

/** A line that matched a signal. Plain data: hits may be gathered in several threads. */
export interface Hit {
  /** Place of the stream in the order of the bundle. */
  readonly stream: number;
  readonly moment: Moment | undefined;
  /** Undefined in the middle of a long series. */
  readonly citation: LogCitation | undefined;
}

/** A hit with its final time. */
export interface TimedHit {
  readonly stream: HitStream;
  readonly time: Instant | undefined;
  readonly citation: Citation | undefined;
}

/** The hits of a series that are kept, in the order of the bundle, and how many there were. */
export interface SeriesContent {
  readonly count: number;
  readonly hits: readonly Hit[];
}

/**
 * The lines behind one row: an exact count, and in bounded memory the times and a sample of the lines from both ends. Faults are told
 * by how they begin and how they end, so the middle of a long series is what can be spared.
 */
export class HitSeries {
  #first: Hit[] = [];
  #last: Hit[] = [];
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

  /** What is kept. */
  content(): SeriesContent {
    return { count: this.#count, hits: [...this.#first, ...this.#last.slice(-MAX_TIMES)] };
  }

  /**
   * Takes in the hits of other streams of the same row. What is kept afterwards is what one series would have kept that saw all streams
   * in the order of the bundle: each part kept the ends of its own streams, and the ends of the whole are among them.
   */
  absorb(other: SeriesContent): void {
    const hits = [...this.content().hits, ...other.hits].sort((a, b) => a.stream - b.stream);
    this.#count += other.count;
    const cited = (index: number): boolean => index < MAX_CITATIONS || index >= hits.length - MAX_CITATIONS;
    const trimmed = hits.map((hit, index) => (cited(index) ? hit : { ...hit, citation: undefined }));
    this.#first = trimmed.slice(0, MAX_TIMES);
    this.#last = trimmed.slice(MAX_TIMES).slice(-MAX_TIMES);
  }

  /** The kept hits by final time; hits without a time come first, in the order of the bundle. */
  timedHits(streamAt: (index: number) => HitStream): readonly TimedHit[] {
    return this.content()
      .hits.map(({ stream: index, moment, citation }) => {
        const stream = streamAt(index);
        return { stream, time: moment === undefined ? undefined : stream.resolve(moment), citation };
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
