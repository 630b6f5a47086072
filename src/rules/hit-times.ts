import type { Moment } from '../logs/stream-clock.js';

/** Told of each hit that is kept. @param moment NaN when the hit has none. */
export type HitVisitor = (stream: number, moment: Moment) => void;

/** Hits of a full block. */
const BLOCK_HITS = 1024;
/** Most rows have few hits: a block begins with so many. That much lies beside the object, without memory of its own. */
const FIRST_HITS = 16;
const GROWTH = 4;

/** A time and its two halves in memory. Which half is the upper one depends on the processor; on the rare other kind hits only take more. */
const whole = new Float64Array(1);
const halves = new Int32Array(whole.buffer);

/**
 * Streams and times of hits, in the order they were added; of more than a number of them, the last. Without loss in four bytes a hit: what
 * neighbours share, their stream and the upper half of their time, is kept once. That half changes every 17 minutes.
 */
export class HitTimes {
  readonly #most: number;
  readonly #blocks: HitBlock[];
  /** The last block. */
  #open = new HitBlock();

  /** @param most hits that are kept. */
  constructor(most: number) {
    this.#most = most;
    this.#blocks = [this.#open];
  }

  get length(): number {
    return Math.min(this.#most, this.#held);
  }

  /** The stream of the oldest block's first hit. */
  get firstStream(): number {
    return this.#blocks[0]?.firstStream ?? 0;
  }

  /** @param moment NaN when the hit has none. */
  add(stream: number, moment: Moment): void {
    if (this.#open.length === BLOCK_HITS) this.#open = this.#nextBlock();
    whole[0] = moment;
    this.#open.add(stream, halves[0] ?? 0, halves[1] ?? 0);
  }

  /** The hits that are kept, the oldest first. */
  each(visit: HitVisitor): void {
    let surplus = this.#held - this.length;
    for (const block of this.#blocks) {
      block.each(surplus, visit);
      surplus = Math.max(0, surplus - block.length);
    }
  }

  get #held(): number {
    return (this.#blocks.length - 1) * BLOCK_HITS + this.#open.length;
  }

  /** The oldest block once more, when all its hits are older than those that are kept. */
  #nextBlock(): HitBlock {
    const [oldest] = this.#blocks;
    const isSpare = (this.#blocks.length - 1) * BLOCK_HITS >= this.#most;
    const next = isSpare && oldest !== undefined ? oldest : new HitBlock();
    if (isSpare) {
      this.#blocks.shift();
      next.clear();
    }
    this.#blocks.push(next);
    return next;
  }
}

/** Numbers of a run, neighbours of the same stream whose times have the same upper half: its first hit, its stream, that half. */
const RUN_NUMBERS = 3;

class HitBlock {
  length = 0;
  #lows: Int32Array = new Int32Array(FIRST_HITS);
  #runs: Int32Array = new Int32Array(FIRST_HITS);
  /** Numbers of `#runs` that count. */
  #runsEnd = 0;
  /** Of the last run. */
  #stream = -1;
  #high = 0;

  get firstStream(): number {
    return this.#runs[1] ?? 0;
  }

  add(stream: number, low: number, high: number): void {
    if (stream !== this.#stream || high !== this.#high) this.#begin(stream, high);
    if (this.length === this.#lows.length) this.#lows = enlarged(this.#lows, GROWTH);
    this.#lows[this.length++] = low;
  }

  /** @param from the first hit that is told. */
  each(from: number, visit: HitVisitor): void {
    for (let run = 0; run < this.#runsEnd; run += RUN_NUMBERS) {
      const [begin = 0, stream = 0, high = 0] = this.#runs.subarray(run, run + RUN_NUMBERS);
      const next = run + RUN_NUMBERS;
      const end = next < this.#runsEnd ? (this.#runs[next] ?? 0) : this.length;
      for (let hit = Math.max(from, begin); hit < end; hit++) {
        halves[0] = this.#lows[hit] ?? 0;
        halves[1] = high;
        visit(stream, whole[0] ?? Number.NaN);
      }
    }
  }

  clear(): void {
    this.length = 0;
    this.#runsEnd = 0;
    this.#stream = -1;
  }

  #begin(stream: number, high: number): void {
    if (this.#runsEnd + RUN_NUMBERS > this.#runs.length) this.#runs = enlarged(this.#runs, 2);
    this.#runs[this.#runsEnd] = this.length;
    this.#runs[this.#runsEnd + 1] = stream;
    this.#runs[this.#runsEnd + 2] = high;
    this.#runsEnd += RUN_NUMBERS;
    this.#stream = stream;
    this.#high = high;
  }
}

function enlarged(numbers: Int32Array, times: number): Int32Array {
  const larger = new Int32Array(times * numbers.length);
  larger.set(numbers);
  return larger;
}
