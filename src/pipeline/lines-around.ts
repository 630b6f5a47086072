import type { CitedLine } from '../model/cited-lines.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Bytes of a line that are kept. */
const KEPT_BYTES = 4 * 1024;

const decoder = new TextDecoder('utf-8');

/** Lines of a text, and how many it has when its end was reached. */
export interface LineRange {
  readonly lines: readonly CitedLine[];
  /** Undefined when reading ended before the end of the text. */
  readonly total: number | undefined;
}

/** Reads the lines from one number to another, counted from 1, and no further. Holds no more than those. */
export async function readLines(chunks: AsyncIterable<Uint8Array>, from: number, to: number): Promise<LineRange> {
  const range = new RangeReader(from, to);
  for await (const chunk of chunks) if (range.push(chunk)) return { lines: range.lines, total: undefined };
  return { lines: range.lines, total: range.end() };
}

class RangeReader {
  readonly lines: CitedLine[] = [];
  readonly #from: number;
  readonly #to: number;
  #number = 1;
  #kept: Uint8Array[] = [];
  #length = 0;

  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
  }

  /** @returns true when all wanted lines were read */
  push(chunk: Uint8Array): boolean {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#take(chunk.subarray(start, end));
      this.#finishLine();
      if (this.#number > this.#to) return true;
      start = end + 1;
    }
    this.#take(chunk.subarray(start));
    return false;
  }

  /** @returns how many lines there were */
  end(): number {
    if (this.#length > 0) this.#finishLine();
    return this.#number - 1;
  }

  #take(bytes: Uint8Array): void {
    // The chunk may be a part of a buffer that its reader goes on using.
    if (this.#isWanted() && this.#length < KEPT_BYTES) this.#kept.push(bytes.slice(0, KEPT_BYTES - this.#length));
    this.#length += bytes.length;
  }

  #finishLine(): void {
    if (this.#isWanted()) {
      const bytes = Buffer.concat(this.#kept);
      const hasReturn = bytes.length === this.#length && bytes.at(-1) === CARRIAGE_RETURN;
      const text = decoder.decode(hasReturn ? bytes.subarray(0, -1) : bytes);
      this.lines.push({ number: this.#number, text, cut: this.#length - bytes.length });
    }
    this.#kept = [];
    this.#length = 0;
    this.#number++;
  }

  #isWanted(): boolean {
    return this.#number >= this.#from && this.#number <= this.#to;
  }
}
