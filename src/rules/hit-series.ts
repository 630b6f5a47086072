import type { Moment } from '../logs/stream-clock.js';
import type { LogCitation } from '../model/citation.js';
import { HitTimes, type HitVisitor } from './hit-times.js';
import type { HitStream, TimedHit } from './timed-hits.js';

/** Times kept at each end of a series; between them only the count is exact. */
const MAX_TIMES = 5_000;
/** Citations kept at each end of a series. */
const MAX_CITATIONS = 12;

/** The hits of a series that are kept, in the order of the bundle, and how many there were. Columns, so that another thread takes them over fast. */
export interface SeriesContent {
  readonly count: number;
  readonly streams: Int32Array;
  /** NaN where a hit has none. */
  readonly moments: Float64Array;
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
  readonly #firstTimes = new HitTimes(MAX_TIMES);
  /** Most rows have none of these. */
  #lastTimes: HitTimes | undefined;
  readonly #firstLines: KeptLine[] = [];
  readonly #lastLines: KeptLine[] = [];
  #isUncited = false;
  /** Set when hits of other streams were taken in; nothing is added any more then. */
  #merged: SeriesContent | undefined;

  get count(): number {
    return this.#merged?.count ?? this.#count;
  }

  /** Hits whose times are kept. */
  get kept(): number {
    return this.#merged?.streams.length ?? this.#firstTimes.length + (this.#lastTimes?.length ?? 0);
  }

  /** The stream of the first hit. */
  get firstStream(): number {
    return this.#merged === undefined ? this.#firstTimes.firstStream : (this.#merged.streams[0] ?? 0);
  }

  /** @returns true when `cite` must be called before the text of the line goes, unless an earlier hit said so already. */
  add(stream: number, moment: Moment | undefined, place: LinePlace): boolean {
    const index = this.#count++;
    const times = index < MAX_TIMES ? this.#firstTimes : this.#timesOfLast();
    times.add(stream, moment ?? Number.NaN);
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

  /** The hits whose times are kept, in the order of the bundle. */
  each(visit: HitVisitor): void {
    if (this.#merged === undefined) {
      this.#firstTimes.each(visit);
      this.#lastTimes?.each(visit);
    } else {
      const { streams, moments } = this.#merged;
      for (const [hit, stream] of streams.entries()) visit(stream, moments[hit] ?? Number.NaN);
    }
  }

  /** One of the hits whose times are kept. */
  #at(hit: number, visit: HitVisitor): void {
    if (this.#merged === undefined) {
      const first = this.#firstTimes.length;
      if (hit < first) this.#firstTimes.each(visit, hit, hit + 1);
      else this.#lastTimes?.each(visit, hit - first, hit - first + 1);
    } else {
      visit(this.#merged.streams[hit] ?? 0, this.#merged.moments[hit] ?? Number.NaN);
    }
  }

  /** What is kept, as plain data. */
  content(): SeriesContent {
    if (this.#merged !== undefined) return this.#merged;
    const streams = new Int32Array(this.kept);
    const moments = new Float64Array(this.kept);
    let hit = 0;
    this.each((stream, moment) => {
      streams[hit] = stream;
      moments[hit++] = moment;
    });
    return { count: this.#count, streams, moments, citations: this.#citations() };
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
      streams: Int32Array.from(kept, ({ stream }) => stream),
      moments: Float64Array.from(kept, ({ moment }) => moment),
      citations: [...endsOf(kept.length)].flatMap((hit) => {
        const citation = kept[hit]?.citation;
        return citation === undefined ? [] : [[hit, citation] as const];
      }),
    };
  }

  /** The hits that are cited, in the order of the bundle. */
  citedHits(streamAt: (index: number) => HitStream): readonly TimedHit[] {
    const hits: TimedHit[] = [];
    for (const [hit, citation] of this.#merged?.citations ?? this.#citations()) {
      this.#at(hit, (index, moment) => {
        const stream = streamAt(index);
        hits.push({ stream, time: Number.isNaN(moment) ? undefined : stream.resolve(moment), citation });
      });
    }
    return hits;
  }

  #timesOfLast(): HitTimes {
    this.#lastTimes ??= new HitTimes(MAX_TIMES);
    return this.#lastTimes;
  }

  #citations(): SeriesContent['citations'] {
    return [...endsOf(this.kept)].flatMap((hit) => {
      const index = hit < MAX_CITATIONS ? hit : hit + this.#count - this.kept;
      const citation = this.#lineAt(index)?.citation;
      return citation === undefined ? [] : [[hit, citation] as const];
    });
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
  readonly moment: Moment;
  readonly citation: LogCitation | undefined;
}

function hitsOf({ streams, moments, citations }: SeriesContent): readonly Hit[] {
  const cited = new Map(citations);
  return Array.from(streams, (stream, hit) => ({
    stream,
    moment: moments[hit] ?? Number.NaN,
    citation: cited.get(hit),
  }));
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
