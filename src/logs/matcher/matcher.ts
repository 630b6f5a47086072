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
  /**
   * The number that `remember` gave to an earlier line of the same payload: one that differs from it in its stamps at most (see
   * ../line-stamps.ts). 0 when there was none, or when it was forgotten.
   */
  readonly payload: number;
  /** Of a line of known payload: offset of a stamp's first byte in the text, and of the byte after its last. @param index counts from 0. */
  stampStart(index: number): number;
  stampEnd(index: number): number;
  /** Remembers the payload. @returns its number, which is never given again, or 0 when it cannot be remembered. */
  remember(): number;
}

/** Takes a line; it must not scan with a matcher of the same set. */
export type OnLine = (line: MatchedLine) => void;

/**
 * Finds many literals in bytes, in one pass, and counts lines on the way. Of the text it keeps nothing but payloads it was asked to remember: what
 * a caller reads in chunks is cut into texts at line ends, across which no literal lies (none holds a newline).
 */
export interface Matcher {
  /**
   * Scans a text of whole lines; the last may lack its newline.
   * @param onLine called for every line that holds a literal, in order.
   * @param maxLineBytes of a longer line only this many bytes are examined.
   * @returns the number of newlines in the text.
   */
  scan(text: Uint8Array, onLine: OnLine, maxLineBytes: number): number;
  /** Forgets all payloads; called when another stream begins. */
  forget(): void;
}

/** The literals that a stream's signals ask for, by number: a set, or the keys of a map. */
export type WantedLiterals = Pick<ReadonlyMap<number, unknown>, 'keys' | 'size'>;
