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

/** A hit with its final time. */
export interface TimedHit {
  readonly stream: HitStream;
  readonly time: Instant | undefined;
  readonly citation: Citation | undefined;
}

/** The hits of a series that are kept, in the order of the bundle, and how many there were. Columns, so that another thread takes them over fast. */
export interface SeriesContent {
  readonly count: number;
  readonly streams: readonly number[];
  /** NaN where a hit has none. */
  readonly moments: readonly number[];
  /** Of the first and the last hits. */
  readonly citations: readonly (readonly [hit: number, citation: LogCitation])[];
}

/** Where a line stands: in its stream, and for a while in a text that is in memory. */
export interface LinePlace {
  /** Counts from 1. */
  readonly number: number;
  /** Byte offset in the stream. */
  readonly offset: number;
  readonly start: number;
  readonly end: number;
}

/** Cites the line at a place of the text that is in memory. */
export type CiteLine = (place: LinePlace) => LogCitation;

/**
 * The lines behind one row: an exact count, and in bounded memory the times and a sample of the lines from both ends. Faults are told
 * by how they begin and how they end, so the middle of a long series is what can be spared.
 *
 * A hit costs a few numbers. Which lines are the last is known only later: they are cited when their text is about to go, by `cite`.
 */
export class HitSeries {
  #count = 0;
  readonly #firstTimes = new HitTimes();
  readonly #lastTimes = new HitTimes();
  readonly #firstLines: KeptLine[] = [];
  readonly #lastLines: KeptLine[] = [];
  #isUncited = false;
  /** Set when hits of other streams were taken in; nothing is added any more then. */
  #merged: SeriesContent | undefined;

  get count(): number {
    return this.#merged?.count ?? this.#count;
  }

  /** @returns true when `cite` must be called before the text of the line goes, unless an earlier hit said so already. */
  add(stream: number, moment: Moment | undefined, place: LinePlace): boolean {
    const index = this.#count++;
    (index < MAX_TIMES ? this.#firstTimes : this.#lastTimes).add(stream, moment);
    if (index < MAX_CITATIONS) this.#firstLines.push(new KeptLine(place));
    else if (index < 2 * MAX_CITATIONS) this.#lastLines.push(new KeptLine(place));
    else this.#lastLines[index % MAX_CITATIONS]?.replace(place);
    const isNews = !this.#isUncited;
    this.#isUncited = true;
    return isNews;
  }

  /** Cites the kept lines that were added since it was called last. */
  cite(cite: CiteLine): void {
    for (const line of this.#firstLines) line.cite(cite);
    for (const line of this.#lastLines) line.cite(cite);
    this.#isUncited = false;
  }

  /** What is kept. */
  content(): SeriesContent {
    if (this.#merged !== undefined) return this.#merged;
    const streams = [...this.#firstTimes.streams(), ...this.#lastTimes.streams()];
    const moments = [...this.#firstTimes.moments(), ...this.#lastTimes.moments()];
    const citations: [number, LogCitation][] = [];
    for (const hit of endsOf(streams.length)) {
      const index = hit < MAX_CITATIONS ? hit : hit + this.#count - streams.length;
      const citation = this.#lineAt(index)?.citation;
      if (citation !== undefined) citations.push([hit, citation]);
    }
    return { count: this.#count, streams, moments, citations };
  }

  /**
   * Takes in the hits of other streams of the same row. What is kept afterwards is what one series would have kept that saw all streams
   * in the order of the bundle: each part kept the ends of its own streams, and the ends of the whole are among them.
   */
  absorb(other: SeriesContent): void {
    const hits = [...hitsOf(this.content()), ...hitsOf(other)].sort((a, b) => a.stream - b.stream);
    const kept = [...hits.slice(0, MAX_TIMES), ...hits.slice(MAX_TIMES).slice(-MAX_TIMES)];
    this.#merged = {
      count: this.count + other.count,
      streams: kept.map(({ stream }) => stream),
      moments: kept.map(({ moment }) => moment ?? Number.NaN),
      citations: [...endsOf(kept.length)].flatMap((hit) => {
        const citation = kept[hit]?.citation;
        return citation === undefined ? [] : [[hit, citation] as const];
      }),
    };
  }

  /** The kept hits by final time; hits without a time come first, in the order of the bundle. */
  timedHits(streamAt: (index: number) => HitStream): readonly TimedHit[] {
    return hitsOf(this.content())
      .map(({ stream: index, moment, citation }) => {
        const stream = streamAt(index);
        return { stream, time: moment === undefined ? undefined : stream.resolve(moment), citation };
      })
      .sort((a, b) => (a.time ?? Number.NEGATIVE_INFINITY) - (b.time ?? Number.NEGATIVE_INFINITY) || 0);
  }

  #lineAt(index: number): KeptLine | undefined {
    return index < MAX_CITATIONS ? this.#firstLines[index] : this.#lastLines[index % MAX_CITATIONS];
  }
}

/** Places of the hits at both ends, of so many, that are cited. */
function* endsOf(hits: number): Iterable<number> {
  for (let hit = 0; hit < Math.min(hits, MAX_CITATIONS); hit++) yield hit;
  for (let hit = Math.max(MAX_CITATIONS, hits - MAX_CITATIONS); hit < hits; hit++) yield hit;
}

/** A line that matched a signal. */
interface Hit {
  readonly stream: number;
  readonly moment: Moment | undefined;
  readonly citation: LogCitation | undefined;
}

function hitsOf({ streams, moments, citations }: SeriesContent): readonly Hit[] {
  const cited = new Map(citations);
  return streams.map((stream, hit) => {
    const moment = moments[hit] ?? Number.NaN;
    return { stream, moment: Number.isNaN(moment) ? undefined : moment, citation: cited.get(hit) };
  });
}

/** Streams and times of hits; of more than are kept, the last. */
class HitTimes {
  readonly #streams: number[] = [];
  /** NaN where a hit has none. */
  readonly #moments: number[] = [];
  #added = 0;

  add(stream: number, moment: Moment | undefined): void {
    const slot = this.#added++ % MAX_TIMES;
    this.#streams[slot] = stream;
    this.#moments[slot] = moment ?? Number.NaN;
  }

  streams(): readonly number[] {
    return this.#inOrder(this.#streams);
  }

  moments(): readonly number[] {
    return this.#inOrder(this.#moments);
  }

  #inOrder(ring: readonly number[]): readonly number[] {
    const oldest = this.#added > MAX_TIMES ? this.#added % MAX_TIMES : 0;
    return oldest === 0 ? ring : [...ring.slice(oldest), ...ring.slice(0, oldest)];
  }
}

/** A line that is cited as soon as it is known to stay. */
class KeptLine implements LinePlace {
  number = 0;
  offset = 0;
  start = 0;
  end = 0;
  citation: LogCitation | undefined;

  constructor(place: LinePlace) {
    this.replace(place);
  }

  replace({ number, offset, start, end }: LinePlace): void {
    this.number = number;
    this.offset = offset;
    this.start = start;
    this.end = end;
    this.citation = undefined;
  }

  cite(cite: CiteLine): void {
    this.citation ??= cite(this);
  }
}
