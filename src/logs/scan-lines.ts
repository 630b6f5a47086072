import type { Matcher } from './matcher/matcher.js';

/** Of a longer line only this many bytes are kept and examined. */
export const MAX_LINE_BYTES = 2 ** 20;

/** How far back a line's predecessors can be asked for. */
const LOOK_BEHIND_BYTES = 64 * 1024;

/** Bytes at both ends of a stream that are looked at for its time span. */
const END_BYTES = 16 * 1024;

/** A line in which literals were found. */
export interface CandidateLine {
  /** Counts from 1. */
  readonly number: number;
  /** Byte offset of the line's first byte in the stream. */
  readonly offset: number;
  /** The line without its line end, cut at the limit; valid only during the call. */
  readonly bytes: Uint8Array;
  /** Literals found in these bytes, each once, ascending. */
  readonly literals: readonly number[];
  /** Lines before this one, nearest first, as far as they are still in memory (at least 64 KiB back). */
  previousLines(): Iterable<string>;
}

/** Takes what a scan finds. */
export interface LineHandler {
  /** The stream's first lines (16 KiB, 50 lines), before any candidate line. Called once, unless the stream is empty. */
  head(lines: readonly string[]): void;
  line(line: CandidateLine): void;
}

/** What a scanned stream was. */
export interface ScannedStream {
  readonly lines: number;
  readonly bytes: number;
  /** The stream's last lines, for the end of its time. */
  readonly tail: readonly string[];
  /** Lines longer than the limit. */
  readonly longLines: number;
}

/**
 * Splits a stream of chunks into lines and finds literals in them. Lines without a literal are counted and never decoded. What is found
 * does not depend on where the chunks end. Memory is bounded by the chunk size plus the limit, however long the stream or a line is.
 * @param maxLineBytes of a longer line only this many bytes are examined.
 */
export async function scanLines(
  chunks: AsyncIterable<Uint8Array>,
  matcher: Matcher,
  handler: LineHandler,
  maxLineBytes: number = MAX_LINE_BYTES,
): Promise<ScannedStream> {
  const scanner = new LineScanner(matcher, handler, maxLineBytes);
  for await (const chunk of chunks) scanner.push(chunk);
  return scanner.end();
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const END_LINES = 50;
const decoder = new TextDecoder('utf-8');

/** A literal found in the text that is still in the buffer. */
interface Hit {
  readonly literal: number;
  /** Offset in the buffer after the literal's last byte. */
  readonly end: number;
}

class LineScanner {
  readonly #matcher: Matcher;
  readonly #handler: LineHandler;
  readonly #maxLineBytes: number;
  /** The stream's beginning, until there is enough of it for `head`; then undefined. */
  #opening: Uint8Array | undefined = new Uint8Array(0);
  /** Some lines already done (look-behind), then the line that is not complete yet. */
  #buffer: Uint8Array = new Uint8Array(0);
  /** Whether the buffer's first byte is the first of a line. */
  #startsLine = true;
  /** Where in the buffer the incomplete line begins. */
  #lineStart = 0;
  /** Offset of the buffer's first byte in the stream. */
  #bufferOffset = 0;
  /** The beginning of the incomplete line was reported and dropped because it is too long. */
  #inLongLine = false;
  #linesDone = 0;
  #pending: Hit[] = [];
  #longLines = 0;

  constructor(matcher: Matcher, handler: LineHandler, maxLineBytes: number) {
    this.#matcher = matcher;
    this.#handler = handler;
    this.#maxLineBytes = maxLineBytes;
    matcher.reset();
  }

  push(chunk: Uint8Array): void {
    if (this.#opening === undefined) {
      this.#scan(chunk);
      return;
    }
    this.#opening = concatenate(this.#opening, chunk);
    if (this.#opening.length >= END_BYTES) this.#open(this.#opening);
  }

  end(): ScannedStream {
    if (this.#opening !== undefined) this.#open(this.#opening);
    if (this.#buffer.length > this.#lineStart) this.#finishLines(this.#buffer.length);
    else if (this.#inLongLine) this.#linesDone++;
    return {
      lines: this.#linesDone,
      bytes: this.#bufferOffset + this.#buffer.length,
      tail: this.#tail(),
      longLines: this.#longLines,
    };
  }

  #open(opening: Uint8Array): void {
    this.#opening = undefined;
    if (opening.length === 0) return;
    this.#handler.head(toLines(opening.subarray(0, END_BYTES)).slice(0, END_LINES));
    this.#scan(opening);
  }

  #scan(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const before = this.#buffer.length;
    this.#buffer = concatenate(this.#buffer, chunk);
    const hits = this.#pending;
    this.#matcher.scan(chunk, (literal, end) => {
      hits.push({ literal, end: before + end });
    });
    const lastNewline = this.#buffer.lastIndexOf(NEWLINE);
    if (lastNewline >= this.#lineStart) this.#finishLines(lastNewline + 1);
    this.#discard();
  }

  /** A line that the last bytes begin in the middle of tells nothing; of one longer than them its beginning does. */
  #tail(): readonly string[] {
    const buffer = this.#buffer;
    const lastLine = buffer.length < 2 ? 0 : buffer.lastIndexOf(NEWLINE, buffer.length - 2) + 1;
    const from = Math.max(0, buffer.length - END_BYTES);
    if (lastLine === 0 && !this.#startsLine) return [];
    const isWhole = from === 0 ? this.#startsLine : buffer[from - 1] === NEWLINE;
    const firstLine = isWhole ? from : buffer.indexOf(NEWLINE, from) + 1;
    const start = lastLine < from ? lastLine : firstLine;
    const lines = toLines(buffer.subarray(start, start + END_BYTES));
    return lines.filter((line) => line !== '').slice(-END_LINES);
  }

  /** Reports the candidate lines up to `end` and counts all lines; the buffer holds whole lines up to there. */
  #finishLines(end: number): void {
    this.#forgetRestOfLongLine(end);
    const hits = this.#pending;
    let index = 0;
    let position = this.#lineStart;
    while (index < hits.length) {
      const hit = hits[index];
      if (hit === undefined || hit.end > end) break;
      const start = this.#buffer.lastIndexOf(NEWLINE, Math.max(0, hit.end - 2)) + 1;
      const lineStart = Math.max(start, this.#lineStart);
      this.#countLines(position, lineStart);
      position = lineStart;
      const newline = this.#buffer.indexOf(NEWLINE, hit.end - 1);
      const lineEnd = newline === -1 || newline > end ? end : newline;
      const literals = new Set<number>();
      const first = index;
      for (; index < hits.length; index++) {
        const other = hits[index];
        if (other === undefined || other.end > lineEnd) break;
        if (other.end - lineStart <= this.#maxLineBytes) literals.add(other.literal);
      }
      this.#report(lineStart, lineEnd, literals);
      // A literal that holds a newline would end beyond its line and stop the loop; such a hit belongs to no line.
      if (index === first) index++;
    }
    this.#countLines(position, end);
    this.#pending = hits.filter((hit) => hit.end > end);
    this.#lineStart = end;
    this.#inLongLine = false;
  }

  /** Counts whole lines; the last one may lack its newline when the stream ends there. */
  #countLines(from: number, to: number): void {
    for (let start = from; start < to; ) {
      const newline = this.#buffer.indexOf(NEWLINE, start);
      const end = newline === -1 || newline >= to ? to : newline;
      const isCounted = this.#inLongLine && start === this.#lineStart;
      if (end - start > this.#maxLineBytes && !isCounted) this.#longLines++;
      this.#linesDone++;
      start = end + 1;
    }
  }

  /** What stands beyond the kept beginning of a long line is not examined. */
  #forgetRestOfLongLine(end: number): void {
    if (!this.#inLongLine) return;
    const newline = this.#buffer.indexOf(NEWLINE, this.#lineStart);
    const restEnd = newline === -1 ? end : newline;
    this.#pending = this.#pending.filter((hit) => hit.end > restEnd);
  }

  #report(start: number, end: number, literals: ReadonlySet<number>): void {
    if (literals.size === 0) return;
    const buffer = this.#buffer;
    const kept = start + this.#maxLineBytes;
    const withoutReturn = end <= kept && end > start && buffer[end - 1] === RETURN ? end - 1 : end;
    const startsLine = this.#startsLine;
    this.#handler.line({
      number: this.#linesDone + 1,
      offset: this.#bufferOffset + start,
      bytes: buffer.subarray(start, Math.min(withoutReturn, kept)),
      literals: [...literals].sort((a, b) => a - b),
      previousLines: () => linesBackwards(buffer, start, startsLine),
    });
  }

  /** Keeps the incomplete line and a little before it; drops the rest of a line that is too long. */
  #discard(): void {
    const incomplete = this.#buffer.length - this.#lineStart;
    if (incomplete > this.#maxLineBytes || this.#inLongLine) this.#dropLongLine();
    else this.#shift(Math.max(0, this.#lineStart - LOOK_BEHIND_BYTES));
  }

  /**
   * The line's beginning is reported with what was found in it so far; the rest of it is scanned (the automaton runs on) but not kept.
   */
  #dropLongLine(): void {
    if (!this.#inLongLine) {
      this.#longLines++;
      const kept = this.#lineStart + this.#maxLineBytes;
      const literals = new Set(this.#pending.filter((hit) => hit.end <= kept).map((hit) => hit.literal));
      this.#report(this.#lineStart, this.#buffer.length, literals);
    }
    this.#inLongLine = true;
    this.#pending = [];
    this.#shift(this.#buffer.length);
  }

  #shift(from: number): void {
    if (from === 0) return;
    this.#startsLine = this.#buffer[from - 1] === NEWLINE;
    // A copy, so that the chunk's memory is free again.
    this.#buffer = this.#buffer.slice(from);
    this.#bufferOffset += from;
    this.#lineStart = Math.max(0, this.#lineStart - from);
    this.#pending = this.#pending.map((hit) => ({ literal: hit.literal, end: hit.end - from }));
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function toLines(bytes: Uint8Array): readonly string[] {
  const lines = decoder.decode(bytes).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** @param isWhole false when the first line of the bytes lacks its beginning: it is left out. */
function* linesBackwards(bytes: Uint8Array, start: number, isWhole: boolean): Iterable<string> {
  const limit = Math.max(0, start - LOOK_BEHIND_BYTES);
  for (let end = start - 1; end >= limit; ) {
    const lineStart = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    if (lineStart === 0 && !isWhole) return;
    const textEnd = end > lineStart && bytes[end - 1] === RETURN ? end - 1 : end;
    yield decoder.decode(bytes.subarray(lineStart, textEnd));
    end = lineStart - 1;
  }
}
