import type { Moment } from '../logs/stream-clock.js';
import type { Citation } from '../model/citation.js';
import type { Instant } from '../model/time.js';

/** A stream as its hits refer to it; its moments resolve when the whole bundle was read. */
export interface HitStream {
  resolve(moment: Moment): Instant | undefined;
  /** Time of the newest line of the log that the stream is a part of: what was rotated away, or was written by an earlier instance, goes on in other files. */
  end(): Instant | undefined;
}

/** A hit with its final time. */
export interface TimedHit {
  readonly stream: HitStream;
  readonly time: Instant | undefined;
  readonly citation: Citation;
}

/**
 * The hits behind a row with their final times. There may be thousands, of which few are cited and whose times are seldom asked for: then
 * they need not be made.
 */
export interface TimedHits {
  readonly length: number;
  /** Those with a citation, by time; of unknown time first. */
  readonly cited: readonly TimedHit[];
  /** All, by time; of unknown time first. */
  listed(): ListedHits;
  span(): TimeSpan;
}

/** When hits were. */
export interface TimeSpan {
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
  /** Whether the time of some is not known. */
  readonly hasUntimed: boolean;
}

/** Hits as columns. */
export class ListedHits implements TimedHits {
  /** NaN where it is unknown. */
  readonly times: Float64Array;
  readonly streams: readonly HitStream[];
  readonly cited: readonly TimedHit[];

  /** @param cited those with a citation. All are given by time; of unknown time first. */
  constructor(times: Float64Array, streams: readonly HitStream[], cited: readonly TimedHit[]) {
    this.times = times;
    this.streams = streams;
    this.cited = cited;
  }

  get length(): number {
    return this.times.length;
  }

  listed(): ListedHits {
    return this;
  }

  span(): TimeSpan {
    const known = knownTimes(this);
    return { first: known[0], last: known.at(-1), hasUntimed: known.length < this.length };
  }
}

/** Hits by time; of unknown time first. Of the same time in the given order. */
export function byTime(hits: readonly TimedHit[]): readonly TimedHit[] {
  return [...hits].sort((a, b) => orderOf(a.time ?? Number.NaN, b.time ?? Number.NaN));
}

/** Known times, ascending. */
export function knownTimes(hits: TimedHits): Float64Array {
  const { times } = hits.listed();
  let untimed = 0;
  while (untimed < times.length && Number.isNaN(times[untimed])) untimed++;
  return times.subarray(untimed);
}

/** The hits of which something is true that depends on nothing but their time; the same object when it is true of all. */
export function hitsAt(hits: TimedHits, holds: (time: Instant | undefined) => boolean): TimedHits {
  const { times, streams, cited } = hits.listed();
  const keptTimes = new Float64Array(times.length);
  const keptStreams: HitStream[] = [];
  for (const [hit, stream] of streams.entries()) {
    const time = times[hit] ?? Number.NaN;
    if (!holds(known(time))) continue;
    keptTimes[keptStreams.length] = time;
    keptStreams.push(stream);
  }
  if (keptStreams.length === times.length) return hits;
  return new ListedHits(
    keptTimes.slice(0, keptStreams.length),
    keptStreams,
    cited.filter(({ time }) => holds(time)),
  );
}

function known(time: number): Instant | undefined {
  return Number.isNaN(time) ? undefined : time;
}

/** Hits given in any order. @param cited those with a citation, by time. */
export function listedByTime(
  times: Float64Array,
  streams: readonly HitStream[],
  cited: readonly TimedHit[],
): ListedHits {
  // Most logs are written in the order of time.
  const isInOrder = times.every((time, hit) => hit === 0 || orderOf(times[hit - 1] ?? time, time) <= 0);
  if (isInOrder) return new ListedHits(times, streams, cited);
  const order = Uint32Array.from(times.keys()).sort(
    (a, b) => orderOf(times[a] ?? Number.NaN, times[b] ?? Number.NaN) || a - b,
  );
  return new ListedHits(
    Float64Array.from(order, (hit) => times[hit] ?? Number.NaN),
    [...order].flatMap((hit) => streams[hit] ?? []),
    cited,
  );
}

/** The unknown time, NaN, comes first. */
function orderOf(a: number, b: number): number {
  return (Number.isNaN(a) ? Number.NEGATIVE_INFINITY : a) - (Number.isNaN(b) ? Number.NEGATIVE_INFINITY : b) || 0;
}
