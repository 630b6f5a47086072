import type { Matcher } from './matcher/matcher.js';
import { type LineHandler, LOOK_BEHIND_BYTES, TextLines } from './text-lines.js';

/** Of a longer line only this many bytes are kept and examined. */
export const MAX_LINE_BYTES = 2 ** 20;

/** Bytes at both ends of a stream that are looked at for its time span. */
const END_BYTES = 16 * 1024;

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
  matcher.forget();
  const scanner = new LineScanner(matcher, handler, maxLineBytes);
  for await (const chunk of chunks) scanner.push(chunk);
  return scanner.end();
}

const NEWLINE = 0x0a;
const END_LINES = 50;
/** Text is scanned when so much of it has come: less costs calls, more leaves the processor's cache. */
const SCAN_BYTES = 256 * 1024;
const decoder = new TextDecoder('utf-8');

class LineScanner {
  readonly #matcher: Matcher;
  readonly #handler: LineHandler;
  readonly #maxLineBytes: number;
  /** Lines already done (look-behind), then text that is not scanned yet; used up to `#filled`. */
  #buffer: Buffer = Buffer.alloc(0);
  #filled = 0;
  /** Where in the buffer the first line begins that is not done. */
  #lineStart = 0;
  /** Offset of the buffer's first byte in the stream. */
  #bufferOffset = 0;
  /** Whether the buffer's first byte is the first of a line. */
  #startsLine = true;
  #hasOpened = false;
  /** The beginning of the current line was reported and dropped because it is too long; the buffer is empty. */
  #inLongLine = false;
  #linesDone = 0;
  #longLines = 0;

  constructor(matcher: Matcher, handler: LineHandler, maxLineBytes: number) {
    this.#matcher = matcher;
    this.#handler = handler;
    this.#maxLineBytes = maxLineBytes;
  }

  push(chunk: Uint8Array): void {
    // However large the chunk is, the buffer stays small.
    for (let at = 0; at < chunk.length; at += SCAN_BYTES) {
      const part = this.#inLongLine ? this.#skipLongLine(chunk, at) : chunk.subarray(at, at + SCAN_BYTES);
      this.#append(part);
      if (this.#filled - this.#lineStart >= SCAN_BYTES) this.#scan();
    }
  }

  end(): ScannedStream {
    this.#scan();
    if (this.#filled > this.#lineStart) this.#finishLines(this.#filled);
    if (this.#inLongLine) this.#linesDone++;
    return {
      lines: this.#linesDone,
      bytes: this.#bufferOffset + this.#filled,
      tail: this.#tail(),
      longLines: this.#longLines,
    };
  }

  #append(part: Uint8Array): void {
    if (this.#filled + part.length > this.#buffer.length) this.#makeRoom(part.length);
    this.#buffer.set(part, this.#filled);
    this.#filled += part.length;
  }

  /** Forgets what lies too far back, in a larger buffer if that is not enough. */
  #makeRoom(bytes: number): void {
    const from = Math.max(0, this.#lineStart - LOOK_BEHIND_BYTES);
    const kept = this.#filled - from;
    const old = this.#buffer;
    if (from > 0) this.#startsLine = old[from - 1] === NEWLINE;
    // At least half of it is free afterwards, so that a byte is moved once on average.
    if (2 * (kept + bytes) > old.length) this.#buffer = Buffer.allocUnsafe(2 * (kept + bytes));
    old.copy(this.#buffer, 0, from, this.#filled);
    this.#bufferOffset += from;
    this.#lineStart -= from;
    this.#filled = kept;
  }

  /** Reports the lines that are complete, and the beginning of one that is too long. */
  #scan(): void {
    if (this.#filled === 0) return;
    if (!this.#hasOpened) this.#open();
    const lastNewline = this.#buffer.subarray(this.#lineStart, this.#filled).lastIndexOf(NEWLINE);
    if (lastNewline !== -1) this.#finishLines(this.#lineStart + lastNewline + 1);
    if (this.#filled - this.#lineStart > this.#maxLineBytes) this.#dropLongLine();
  }

  #open(): void {
    this.#hasOpened = true;
    const opening = this.#buffer.subarray(0, Math.min(END_BYTES, this.#filled));
    this.#handler.head(toLines(opening).slice(0, END_LINES));
  }

  /** A line that the last bytes begin in the middle of tells nothing; of one longer than them its beginning does. */
  #tail(): readonly string[] {
    const buffer = this.#buffer.subarray(0, this.#filled);
    const lastLine = buffer.length < 2 ? 0 : buffer.lastIndexOf(NEWLINE, buffer.length - 2) + 1;
    const from = Math.max(0, buffer.length - END_BYTES);
    if (lastLine === 0 && !this.#startsLine) return [];
    const isWhole = from === 0 ? this.#startsLine : buffer[from - 1] === NEWLINE;
    const firstLine = isWhole ? from : buffer.indexOf(NEWLINE, from) + 1;
    const start = lastLine < from ? lastLine : firstLine;
    const lines = toLines(buffer.subarray(start, start + END_BYTES));
    return lines.filter((line) => line !== '').slice(-END_LINES);
  }

  /** Reports the candidate lines up to `end` and counts all lines; the last may lack its newline when the stream ends there. */
  #finishLines(end: number): void {
    const text = this.#buffer.subarray(this.#lineStart, end);
    const newlines = this.#matcher.scan(text, this.#sink(end), this.#maxLineBytes);
    this.#handler.leave(this.#buffer);
    this.#linesDone += newlines + (this.#buffer[end - 1] === NEWLINE ? 0 : 1);
    this.#longLines += countLongLines(text, this.#maxLineBytes);
    this.#lineStart = end;
  }

  /** The line's beginning is reported with what is found in it; the rest of it is neither scanned nor kept. */
  #dropLongLine(): void {
    const start = this.#lineStart;
    const end = start + this.#maxLineBytes;
    // One byte more than is kept, so that the end is not taken for the line's.
    this.#matcher.scan(this.#buffer.subarray(start, end), this.#sink(end, end + 1), this.#maxLineBytes);
    this.#handler.leave(this.#buffer);
    this.#longLines++;
    this.#inLongLine = true;
    this.#forgetAll();
  }

  /**
   * @param scannedTo where the text ends that the matcher sees
   * @param lineEnd where the line ends, when the matcher sees only the beginning of it
   */
  #sink(scannedTo: number, lineEnd?: number): TextLines {
    return new TextLines(
      this.#handler,
      {
        text: this.#buffer,
        scannedFrom: this.#lineStart,
        scannedTo,
        linesDone: this.#linesDone,
        offset: this.#bufferOffset,
        maxLineBytes: this.#maxLineBytes,
        startsLine: this.#startsLine,
      },
      lineEnd,
    );
  }

  /** @returns what follows the long line in the part of the chunk from `at` on. */
  #skipLongLine(chunk: Uint8Array, at: number): Uint8Array {
    const part = chunk.subarray(at, at + SCAN_BYTES);
    const newline = part.indexOf(NEWLINE);
    const skipped = newline === -1 ? part.length : newline + 1;
    this.#bufferOffset += skipped;
    if (newline !== -1) {
      this.#linesDone++;
      this.#inLongLine = false;
      this.#startsLine = true;
    }
    return part.subarray(skipped);
  }

  #forgetAll(): void {
    this.#bufferOffset += this.#filled;
    this.#filled = 0;
    this.#lineStart = 0;
    this.#startsLine = false;
  }
}

/** Looks only at one place per `maxLineBytes`: from there back to the nearest newline. */
function countLongLines(text: Buffer, maxLineBytes: number): number {
  let count = 0;
  let start = 0;
  while (text.length - start > maxLineBytes) {
    const newline = text.lastIndexOf(NEWLINE, start + maxLineBytes);
    if (newline >= start) {
      start = newline + 1;
      continue;
    }
    count++;
    const end = text.indexOf(NEWLINE, start + maxLineBytes);
    if (end === -1) break;
    start = end + 1;
  }
  return count;
}

function toLines(bytes: Uint8Array): readonly string[] {
  const lines = decoder.decode(bytes).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
