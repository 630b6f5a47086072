import type { Moment } from '../logs/stream-clock.js';

/** Told of each hit that is kept. @param moment NaN when the hit has none. */
export type HitVisitor = (stream: number, moment: Moment) => void;

/** Numbers that a full block holds. */
const BLOCK_NUMBERS = 1024;
/** Most rows have few hits: a block begins with room for so many numbers, which lie beside its object and need no memory of their own. */
const FIRST_NUMBERS = 16;
const GROWTH = 4;
/** Numbers of a run, neighbours of the same stream whose times have the same upper half: its first hit, its stream, that half. */
const RUN_NUMBERS = 3;

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
  /** Hits of the others. */
  #closed = 0;

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
    whole[0] = moment;
    const low = halves[0] ?? 0;
    const high = halves[1] ?? 0;
    if (this.#open.add(stream, low, high)) return;
    this.#open = this.#nextBlock();
    this.#open.add(stream, low, high);
  }

  /** The hits that are kept, the oldest first, or those of them from a place up to another. */
  each(visit: HitVisitor, from = 0, to = this.length): void {
    let before = this.length - this.#held;
    for (const block of this.#blocks) {
      block.each(Math.max(0, from) - before, Math.min(to, this.length) - before, visit);
      before += block.length;
    }
  }

  get #held(): number {
    return this.#closed + this.#open.length;
  }

  /** The oldest block once more, when all its hits are older than those that are kept. */
  #nextBlock(): HitBlock {
    this.#closed += this.#open.length;
    const [oldest] = this.#blocks;
    const isSpare = oldest !== undefined && this.#closed - oldest.length >= this.#most;
    const next = isSpare ? oldest : new HitBlock();
    if (isSpare) {
      this.#closed -= oldest.length;
      this.#blocks.shift();
      next.clear();
    }
    this.#blocks.push(next);
    return next;
  }
}

/** The lower halves of its hits' times stand at the beginning of its numbers, runs at the end, the last one first. */
class HitBlock {
  length = 0;
  #numbers: Int32Array = new Int32Array(FIRST_NUMBERS);
  /** Where the last run stands. */
  #runsFrom = FIRST_NUMBERS;
  /** Of the last run. */
  #stream = -1;
  #high = 0;

  get firstStream(): number {
    return this.#numbers.at(1 - RUN_NUMBERS) ?? 0;
  }

  /** @returns false when it is full. */
  add(stream: number, low: number, high: number): boolean {
    if (stream !== this.#stream || high !== this.#high) {
      if (!this.#begin(stream, high)) return false;
    } else if (this.length === this.#runsFrom && !this.#grow()) return false;
    this.#numbers[this.length++] = low;
    return true;
  }

  /** @param from the first hit that is told, @param to the first that is not any more; both may lie outside. */
  each(from: number, to: number, visit: HitVisitor): void {
    if (from >= this.length || to <= 0) return;
    const numbers = this.#numbers;
    for (let run = numbers.length - RUN_NUMBERS; run >= this.#runsFrom; run -= RUN_NUMBERS) {
      const stream = numbers[run + 1] ?? 0;
      const high = numbers[run + 2] ?? 0;
      const end = run === this.#runsFrom ? this.length : (numbers[run - RUN_NUMBERS] ?? 0);
      for (let hit = Math.max(from, numbers[run] ?? 0); hit < Math.min(end, to); hit++) {
        halves[0] = numbers[hit] ?? 0;
        halves[1] = high;
        visit(stream, whole[0] ?? Number.NaN);
      }
    }
  }

  clear(): void {
    this.length = 0;
    this.#runsFrom = this.#numbers.length;
    this.#stream = -1;
  }

  /** Begins a run and leaves room for its first hit. @returns false when there is none. */
  #begin(stream: number, high: number): boolean {
    if (this.#runsFrom - this.length <= RUN_NUMBERS && !this.#grow()) return false;
    this.#runsFrom -= RUN_NUMBERS;
    this.#numbers[this.#runsFrom] = this.length;
    this.#numbers[this.#runsFrom + 1] = stream;
    this.#numbers[this.#runsFrom + 2] = high;
    this.#stream = stream;
    this.#high = high;
    return true;
  }

  #grow(): boolean {
    const old = this.#numbers;
    if (old.length === BLOCK_NUMBERS) return false;
    const added = (GROWTH - 1) * old.length;
    this.#numbers = new Int32Array(old.length + added);
    this.#numbers.set(old.subarray(0, this.length));
    this.#numbers.set(old.subarray(this.#runsFrom), this.#runsFrom + added);
    this.#runsFrom += added;
    return true;
  }
}
