import type { LinePayload } from './line-stamps.js';
import type { KnownLine, LineSink, MatchedLine, Matcher, StampParts } from './matcher/matcher.js';

/** Of a longer line only this many bytes are kept and examined. */
export const MAX_LINE_BYTES = 2 ** 20;

/** How far back a line's predecessors can be asked for. */
const LOOK_BEHIND_BYTES = 64 * 1024;

/** Bytes at both ends of a stream that are looked at for its time span. */
const END_BYTES = 16 * 1024;

/** Where a line stands. */
export interface LineOfText {
  /** Counts from 1. */
  readonly number: number;
  /** Byte offset of the line's first byte in the stream. */
  readonly offset: number;
  /** The text that the line is in, and where: without its line end, cut at the limit. */
  readonly text: Buffer;
  readonly start: number;
  readonly end: number;
}

/** A line in which literals were found. The same object tells every line: what it says holds during the call. */
export interface CandidateLine extends LineOfText {
  /** Literals found in these bytes, each once, ascending. */
  literals(): readonly number[];
  /** As in {@link MatchedLine}. */
  payload(): LinePayload | undefined;
  remember(stamp: number | undefined): number;
  /** The whole lines in the 64 KiB before this one, nearest first. */
  previousLines(): Iterable<string>;
}

/** A line of a payload that was remembered. The same object tells every line: what it says holds during the call. */
export interface RememberedLine extends LineOfText {
  /** What `remember` gave. */
  readonly payload: number;
  /** Its time; places are those in the text. */
  readonly stamp: StampParts;
}

/** Takes what a scan finds. */
export interface LineHandler {
  /** The stream's first lines (16 KiB, 50 lines), before any candidate line. Called once, unless the stream is empty. */
  head(lines: readonly string[]): void;
  line(line: CandidateLine): void;
  /** In its order among the others. */
  remembered(line: RememberedLine): void;
  /** The text of all lines told so far is about to go: its last chance to be looked at. */
  leave(text: Buffer): void;
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
  matcher.forget();
  const scanner = new LineScanner(matcher, handler, maxLineBytes);
  for await (const chunk of chunks) scanner.push(chunk);
  return scanner.end();
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
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
    const newlines = this.#matcher.scan(text, this.#sink(), this.#maxLineBytes);
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
    this.#matcher.scan(this.#buffer.subarray(start, end), this.#sink(end + 1), this.#maxLineBytes);
    this.#handler.leave(this.#buffer);
    this.#longLines++;
    this.#inLongLine = true;
    this.#forgetAll();
  }

  /** @param lineEnd where the line ends, when the matcher sees only the beginning of it. */
  #sink(lineEnd?: number): LineSink {
    return new TextLines(
      this.#handler,
      {
        text: this.#buffer,
        scannedFrom: this.#lineStart,
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

/** A text in which a matcher looks for lines. */
interface ScannedText {
  readonly text: Buffer;
  /** Where in the text the matcher began. */
  readonly scannedFrom: number;
  /** Lines of the stream before that. */
  readonly linesDone: number;
  /** Offset of the text in the stream. */
  readonly offset: number;
  readonly maxLineBytes: number;
  /** Whether the first byte of the text is the first of a line. */
  readonly startsLine: boolean;
}

/** The lines that a matcher finds in a text, as the handler sees them: each in its turn. */
class TextLines implements LineSink {
  readonly #handler: LineHandler;
  readonly #candidate: Candidate;
  readonly #remembered: Remembered;
  readonly #lineEnd: number | undefined;

  constructor(handler: LineHandler, text: ScannedText, lineEnd: number | undefined) {
    this.#handler = handler;
    this.#candidate = new Candidate(text);
    this.#remembered = new Remembered(text);
    this.#lineEnd = lineEnd;
  }

  line(matched: MatchedLine): void {
    this.#candidate.read(matched, this.#lineEnd);
    this.#handler.line(this.#candidate);
  }

  known(known: KnownLine): void {
    this.#remembered.read(known);
    this.#handler.remembered(this.#remembered);
  }
}

class Placed implements LineOfText {
  readonly text: Buffer;
  number = 0;
  offset = 0;
  start = 0;
  end = 0;
  readonly #linesDone: number;
  readonly #textOffset: number;
  readonly #scannedFrom: number;
  readonly #maxLineBytes: number;

  constructor({ text, linesDone, offset, scannedFrom, maxLineBytes }: ScannedText) {
    this.text = text;
    this.#linesDone = linesDone;
    this.#textOffset = offset;
    this.#scannedFrom = scannedFrom;
    this.#maxLineBytes = maxLineBytes;
  }

  /** @param lineEnd where the line ends, when the matcher saw only the beginning of it. */
  protected place(
    { index, start, end }: Pick<MatchedLine, 'index' | 'start' | 'end'>,
    lineEnd = this.#scannedFrom + end,
  ): void {
    this.number = this.#linesDone + index + 1;
    this.start = this.#scannedFrom + start;
    this.offset = this.#textOffset + this.start;
    const kept = this.start + this.#maxLineBytes;
    const hasReturn = lineEnd <= kept && lineEnd > this.start && this.text[lineEnd - 1] === RETURN;
    this.end = hasReturn ? lineEnd - 1 : Math.min(lineEnd, kept);
  }
}

class Candidate extends Placed implements CandidateLine {
  readonly #startsLine: boolean;
  #matched: MatchedLine | undefined;

  constructor(text: ScannedText) {
    super(text);
    this.#startsLine = text.startsLine;
  }

  read(matched: MatchedLine, lineEnd: number | undefined): void {
    this.#matched = matched;
    this.place(matched, lineEnd);
  }

  literals(): readonly number[] {
    return this.#matched?.literals() ?? [];
  }

  payload(): LinePayload | undefined {
    return this.#matched?.payload();
  }

  remember(stamp: number | undefined): number {
    return this.#matched?.remember(stamp) ?? 0;
  }

  previousLines(): Iterable<string> {
    return linesBackwards(this.text, this.start, this.#startsLine);
  }
}

class Remembered extends Placed implements RememberedLine {
  payload = 0;
  readonly stamp = { start: 0, end: 0, day: 0, timeOfDay: 0 };
  readonly #from: number;

  constructor(text: ScannedText) {
    super(text);
    this.#from = text.scannedFrom;
  }

  read(known: KnownLine): void {
    const { stamp } = known;
    this.place(known);
    this.payload = known.payload;
    this.stamp.start = this.#from + stamp.start;
    this.stamp.end = this.#from + stamp.end;
    this.stamp.day = stamp.day;
    this.stamp.timeOfDay = stamp.timeOfDay;
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

/**
 * Lines that begin in the 64 KiB before a line, however much more is in memory.
 * @param isWhole false when the first line of the bytes lacks its beginning: it is left out.
 */
function* linesBackwards(bytes: Uint8Array, start: number, isWhole: boolean): Iterable<string> {
  const limit = Math.max(0, start - LOOK_BEHIND_BYTES);
  for (let end = start - 1; end >= limit; ) {
    const lineStart = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    if (lineStart < limit || (lineStart === 0 && !isWhole)) return;
    const textEnd = end > lineStart && bytes[end - 1] === RETURN ? end - 1 : end;
    yield decoder.decode(bytes.subarray(lineStart, textEnd));
    end = lineStart - 1;
  }
}
