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
  /** The line without its line end, at most {@link MAX_LINE_BYTES}; valid only during the call. */
  readonly bytes: Uint8Array;
  /** Literals found, each once, ascending. */
  readonly literals: readonly number[];
  /** Lines before this one, nearest first, as far as they are still in memory (at least 64 KiB back). */
  previousLines(): Iterable<string>;
}

/** Takes what a scan finds. */
export interface LineHandler {
  /** The stream's first lines, before any candidate line. */
  head(lines: readonly string[]): void;
  line(line: CandidateLine): void;
}

/** What a scanned stream was. */
export interface ScannedStream {
  readonly lines: number;
  readonly bytes: number;
  /** The stream's last lines, for the end of its time. */
  readonly tail: readonly string[];
  /** Lines longer than {@link MAX_LINE_BYTES}. */
  readonly longLines: number;
}

/**
 * Splits a stream of chunks into lines and finds literals in them. Lines without a literal are counted and never decoded.
 * Memory is bounded by the chunk size plus {@link MAX_LINE_BYTES}, however long the stream or a line is.
 */
export async function scanLines(
  chunks: AsyncIterable<Uint8Array>,
  matcher: Matcher,
  handler: LineHandler,
): Promise<ScannedStream> {
  const scanner = new LineScanner(matcher, handler);
  for await (const chunk of chunks) scanner.push(chunk);
  return scanner.end();
}

const NEWLINE = 0x0a;
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
  /** Some lines already done (look-behind), then the line that is not complete yet. */
  #buffer: Uint8Array = new Uint8Array(0);
  /** Where in the buffer the incomplete line begins. */
  #lineStart = 0;
  /** Offset of the buffer's first byte in the stream. */
  #bufferOffset = 0;
  /** Bytes of the incomplete line that were dropped because it is too long. */
  #droppedBytes = 0;
  #linesDone = 0;
  #pending: Hit[] = [];
  #headSeen = false;
  #longLines = 0;

  constructor(matcher: Matcher, handler: LineHandler) {
    this.#matcher = matcher;
    this.#handler = handler;
    matcher.reset();
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const before = this.#buffer.length;
    this.#buffer = concatenate(this.#buffer, chunk);
    if (!this.#headSeen) {
      this.#headSeen = true;
      this.#handler.head(decoder.decode(this.#buffer.subarray(0, END_BYTES)).split('\n', 50));
    }
    const hits = this.#pending;
    this.#matcher.scan(chunk, (literal, end) => {
      hits.push({ literal, end: before + end });
    });
    const lastNewline = this.#buffer.lastIndexOf(NEWLINE);
    if (lastNewline >= this.#lineStart) this.#finishLines(lastNewline + 1);
    this.#discard();
  }

  end(): ScannedStream {
    const hasRest = this.#buffer.length > this.#lineStart || this.#droppedBytes > 0;
    if (hasRest) this.#finishLines(this.#buffer.length);
    const tailText = decoder.decode(this.#buffer.subarray(Math.max(0, this.#buffer.length - END_BYTES)));
    return {
      lines: this.#linesDone,
      bytes: this.#bufferOffset + this.#buffer.length,
      tail: tailText
        .split('\n')
        .filter((line) => line !== '')
        .slice(-50),
      longLines: this.#longLines,
    };
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
      this.#linesDone += countNewlines(this.#buffer, position, lineStart);
      position = lineStart;
      const newline = this.#buffer.indexOf(NEWLINE, hit.end - 1);
      const lineEnd = newline === -1 || newline > end ? end : newline;
      const literals = new Set<number>();
      for (; index < hits.length; index++) {
        const other = hits[index];
        if (other === undefined || other.end > lineEnd) break;
        literals.add(other.literal);
      }
      this.#report(lineStart, lineEnd, literals);
      // A literal that holds a newline would end beyond its line and stop the loop; such a hit belongs to no line.
      if (literals.size === 0) index++;
    }
    this.#linesDone += countNewlines(this.#buffer, position, end);
    if (this.#buffer[end - 1] !== NEWLINE) this.#linesDone++;
    this.#pending = hits.filter((hit) => hit.end > end);
    this.#lineStart = end;
    this.#droppedBytes = 0;
  }

  /** What stands beyond the kept beginning of a long line is not examined. */
  #forgetRestOfLongLine(end: number): void {
    if (this.#droppedBytes === 0) return;
    const newline = this.#buffer.indexOf(NEWLINE, this.#lineStart);
    const restEnd = newline === -1 ? end : newline;
    this.#pending = this.#pending.filter((hit) => hit.end > restEnd);
  }

  #report(start: number, end: number, literals: ReadonlySet<number>): void {
    if (literals.size === 0) return;
    const withoutReturn = this.#buffer[end - 1] === 0x0d ? end - 1 : end;
    const buffer = this.#buffer;
    this.#handler.line({
      number: this.#linesDone + 1,
      offset: this.#bufferOffset + start,
      bytes: buffer.subarray(start, Math.min(withoutReturn, start + MAX_LINE_BYTES)),
      literals: [...literals].sort((a, b) => a - b),
      previousLines: () => linesBackwards(buffer, start),
    });
  }

  /** Keeps the incomplete line and a little before it; drops the rest of a line that is too long. */
  #discard(): void {
    const incomplete = this.#buffer.length - this.#lineStart;
    if (incomplete > MAX_LINE_BYTES) {
      this.#dropLongLine();
      return;
    }
    const keepFrom = Math.max(0, this.#lineStart - LOOK_BEHIND_BYTES);
    this.#shift(keepFrom);
  }

  /**
   * The line's beginning is reported with what was found in it so far; the rest of it is scanned (the automaton runs on) but not kept.
   */
  #dropLongLine(): void {
    if (this.#droppedBytes === 0) {
      this.#longLines++;
      const kept = this.#lineStart + MAX_LINE_BYTES;
      const literals = new Set(this.#pending.filter((hit) => hit.end <= kept).map((hit) => hit.literal));
      this.#report(this.#lineStart, kept, literals);
    }
    this.#droppedBytes += this.#buffer.length - this.#lineStart;
    this.#pending = [];
    this.#shift(this.#buffer.length);
  }

  #shift(from: number): void {
    if (from === 0) return;
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

function countNewlines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let index = bytes.indexOf(NEWLINE, from); index !== -1 && index < to; index = bytes.indexOf(NEWLINE, index + 1))
    count++;
  return count;
}

function* linesBackwards(bytes: Uint8Array, start: number): Iterable<string> {
  let end = start - 1;
  const limit = Math.max(0, start - LOOK_BEHIND_BYTES);
  while (end > limit) {
    const lineStart = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    yield decoder.decode(bytes.subarray(lineStart, end));
    end = lineStart - 1;
  }
}
