/**
 * Takes an occurrence of a literal.
 * @param literal its number: its place in the list that the matcher was built from.
 * @param end offset in the text after the literal's last byte.
 * @param line newlines before it in the text, so that 0 is the text's first line.
 */
export type OnHit = (literal: number, end: number, line: number) => void;

/**
 * Finds many literals in bytes, in one pass, and counts lines on the way. It keeps nothing between two texts: what a caller reads in
 * chunks is cut into texts at line ends, across which no literal lies (none holds a newline).
 */
export interface Matcher {
  /**
   * Scans a text of whole lines; the last may lack its newline.
   * @param onHit called for every occurrence, line by line; within a line in any order. It must not scan with a matcher of the same set.
   * @returns the number of newlines in the text.
   */
  scan(text: Uint8Array, onHit: OnHit): number;
}

/** The literals that a stream's signals ask for, by number: a set, or the keys of a map. */
export type WantedLiterals = Pick<ReadonlyMap<number, unknown>, 'keys' | 'size'>;
