import type { LinePayload } from '../line-stamps.js';

/** A line in which literals were found. The same object tells every line: what it says holds until the next. */
export interface MatchedLine {
  /** Newlines before it in the text, so that 0 is the text's first line. */
  readonly index: number;
  /** Offset of its first byte in the text. */
  readonly start: number;
  /** Offset after its last byte; the newline is not counted. */
  readonly end: number;
  /** Numbers of the literals found in what is examined of it, ascending: their places in the list that the matcher was built from. */
  literals(): number[];
  /** Its payload, when the matcher made it on the way. */
  payload(): LinePayload | undefined;
  /**
   * Remembers the payload: lines that have it are told as {@link KnownLine} from now on.
   * @param stamp place of the stamp that is the time of such a line; undefined when they need not be told any more.
   * @returns the payload's number, from 1 on, which is another's when all were forgotten to make room; 0 when it cannot be remembered.
   */
  remember(stamp: number | undefined): number;
}

/** A line of a payload that was remembered, and all that is new in it. The same object tells every line. */
export interface KnownLine {
  /** What `remember` gave. */
  readonly payload: number;
  /** As in {@link MatchedLine}. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly stamp: StampParts;
}

/** The stamp that is the time of a line. */
export interface StampParts {
  /** Offset of its first byte in the text, and of the byte after its last. */
  readonly start: number;
  readonly end: number;
  /** `yyyymmdd`, or `mmdd` where the stamp states no year; 0 where it is a number of seconds. */
  readonly day: number;
  /** Milliseconds since midnight of the day. */
  readonly timeOfDay: number;
}

/** Takes lines, in order; it must not scan with a matcher of the same set. */
export interface LineSink {
  line(line: MatchedLine): void;
  /** Never called when no payload was remembered. */
  known(line: KnownLine): void;
}

/**
 * Finds many literals in bytes, in one pass, and counts lines on the way. Of the text it keeps nothing but payloads it was asked to remember: what
 * a caller reads in chunks is cut into texts at line ends, across which no literal lies (none holds a newline).
 */
export interface Matcher {
  /**
   * Scans a text of whole lines; the last may lack its newline.
   * @param sink is told every line that holds a literal.
   * @param maxLineBytes of a longer line only this many bytes are examined.
   * @returns the number of newlines in the text.
   */
  scan(text: Uint8Array, sink: LineSink, maxLineBytes: number): number;
  /** Forgets all payloads; called when another stream begins. */
  forget(): void;
}

/** The literals that a stream's signals ask for, by number: a set, or the keys of a map. */
export type WantedLiterals = Pick<ReadonlyMap<number, unknown>, 'keys' | 'size'>;
