import type { LinePayload } from './line-stamps.js';
import type { KnownLine, LineSink, MatchedLine, StampParts } from './matcher/matcher.js';

/** How far back a line's predecessors can be asked for. */
export const LOOK_BEHIND_BYTES = 64 * 1024;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const decoder = new TextDecoder('utf-8');

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
  /** No line end follows: what the line says may go on behind the end of a file that was cut. */
  readonly isUnfinished: boolean;
  /** Literals found in these bytes, each once, ascending. */
  literals(): readonly number[];
  /** As in {@link MatchedLine}. */
  payload(): LinePayload | undefined;
  stampAt(index: number): StampParts;
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

/** A text in which a matcher looks for lines. */
export interface ScannedText {
  readonly text: Buffer;
  /** Where in the text the matcher began. */
  readonly scannedFrom: number;
  /** Lines of the stream before that. */
  readonly linesDone: number;
  /** Where the lines end that are told of it. */
  readonly scannedTo: number;
  /** Offset of the text in the stream. */
  readonly offset: number;
  readonly maxLineBytes: number;
  /** Whether the first byte of the text is the first of a line. */
  readonly startsLine: boolean;
}

/** The lines that a matcher finds in a text, as the handler sees them: each in its turn. */
export class TextLines implements LineSink {
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
  protected readonly scannedFrom: number;
  readonly #maxLineBytes: number;

  constructor({ text, linesDone, offset, scannedFrom, maxLineBytes }: ScannedText) {
    this.text = text;
    this.#linesDone = linesDone;
    this.#textOffset = offset;
    this.scannedFrom = scannedFrom;
    this.#maxLineBytes = maxLineBytes;
  }

  /** @param lineEnd where the line ends, when the matcher saw only the beginning of it. */
  protected place(
    { index, start, end }: Pick<MatchedLine, 'index' | 'start' | 'end'>,
    lineEnd = this.scannedFrom + end,
  ): void {
    this.number = this.#linesDone + index + 1;
    this.start = this.scannedFrom + start;
    this.offset = this.#textOffset + this.start;
    const kept = this.start + this.#maxLineBytes;
    const hasReturn = lineEnd <= kept && lineEnd > this.start && this.text[lineEnd - 1] === RETURN;
    this.end = hasReturn ? lineEnd - 1 : Math.min(lineEnd, kept);
  }
}

class Candidate extends Placed implements CandidateLine {
  readonly #startsLine: boolean;
  readonly #scannedTo: number;
  #matched: MatchedLine | undefined;

  constructor(text: ScannedText) {
    super(text);
    this.#startsLine = text.startsLine;
    this.#scannedTo = text.scannedTo;
  }

  /** Before the end of the text a line end follows each line. */
  get isUnfinished(): boolean {
    return this.end === this.#scannedTo;
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

  stampAt(index: number): StampParts {
    if (this.#matched === undefined) throw new Error('no line was read');
    const { start, end, day, timeOfDay } = this.#matched.stampAt(index);
    return { start: this.scannedFrom + start, end: this.scannedFrom + end, day, timeOfDay };
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

  read(known: KnownLine): void {
    const { stamp } = known;
    this.place(known);
    this.payload = known.payload;
    this.stamp.start = this.scannedFrom + stamp.start;
    this.stamp.end = this.scannedFrom + stamp.end;
    this.stamp.day = stamp.day;
    this.stamp.timeOfDay = stamp.timeOfDay;
  }
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
