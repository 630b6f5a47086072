import type { Instant } from '../model/time.js';
import type { HitSeries } from './hit-series.js';
import {
  byTime,
  type HitStream,
  type ListedHits,
  listedByTime,
  type TimedHit,
  type TimedHits,
  type TimeSpan,
} from './timed-hits.js';

/** The hits of series that are kept, put in order when they are asked for. */
export class SeriesHits implements TimedHits {
  readonly #series: readonly HitSeries[];
  readonly #streamAt: (index: number) => HitStream;
  #cited: readonly TimedHit[] | undefined;

  constructor(series: readonly HitSeries[], streamAt: (index: number) => HitStream) {
    this.#series = series;
    this.#streamAt = streamAt;
  }

  get length(): number {
    return this.#series.reduce((sum, { kept }) => sum + kept, 0);
  }

  get cited(): readonly TimedHit[] {
    this.#cited ??= byTime(this.#series.flatMap((series) => series.citedHits(this.#streamAt)));
    return this.#cited;
  }

  listed(): ListedHits {
    const times = new Float64Array(this.length);
    const streams: HitStream[] = [];
    this.#each((time, stream) => {
      times[streams.length] = time ?? Number.NaN;
      streams.push(stream);
    });
    return listedByTime(times, streams, this.cited);
  }

  span(): TimeSpan {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    let hasUntimed = false;
    this.#each((time) => {
      if (time === undefined) hasUntimed = true;
      else {
        if (time < first) first = time;
        if (time > last) last = time;
      }
    });
    return first > last ? { first: undefined, last: undefined, hasUntimed } : { first, last, hasUntimed };
  }

  #each(visit: (time: Instant | undefined, stream: HitStream) => void): void {
    for (const series of this.#series) {
      series.each((index, moment) => {
        const stream = this.#streamAt(index);
        visit(Number.isNaN(moment) ? undefined : stream.resolve(moment), stream);
      });
    }
  }
}
