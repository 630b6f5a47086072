/**
 * Finds many literals in bytes, in one pass. Literals are numbered by their place in the list the matcher was built from.
 * The state is kept between chunks, so a literal may lie across their border.
 */
export interface Matcher {
  /** Forgets what came before: the next chunk begins a new stream. */
  reset(): void;
  /**
   * Scans the next chunk.
   * @param onHit called for every occurrence, in order of its end; `end` is the offset in this chunk after its last byte.
   */
  scan(chunk: Uint8Array, onHit: (literal: number, end: number) => void): void;
}
