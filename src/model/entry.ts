/**
 * One file of a bundle, wherever it came from: a directory, an archive, or an archive inside an archive.
 */
export interface Entry {
  /**
   * Path in the bundle with `/` as separator, never absolute, never with `..`.
   * An entry of a nested archive is `outer.zip!/inner/path`.
   */
  readonly path: string;
  /** Bytes after decompression when the container states them; a hint, not a promise. */
  readonly size?: number;
  /** Time of last change as the container states it, milliseconds since the epoch. */
  readonly modified?: number;
  /**
   * The content, once, front to back, in chunks of any size. A damaged entry ends its stream early
   * and reports a warning; it does not throw.
   */
  read(): AsyncIterable<Uint8Array>;
}
