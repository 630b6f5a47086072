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
  /**
   * Gives the content away in place of reading it, where another thread can read it from a file of this machine (`readPacked` of the archive stage).
   * @returns undefined when it cannot be given away, or when that would exceed a limit: `read` then says which.
   */
  handOver?(): HandedEntry | undefined;
}

/** An entry that somebody else reads. */
export interface HandedEntry {
  readonly packed: PackedEntry;
  /** Tells how many bytes the content had in truth. */
  settle(bytes: number): void;
}

/** Where the content of an entry lies, as plain data. */
export interface PackedEntry {
  /** Path in the bundle. */
  readonly path: string;
  readonly file: string;
  /** Offset in the file of the first byte, packed as it is. */
  readonly offset: number;
  readonly packedBytes: number;
  readonly method: 'stored' | 'deflated';
  /** As stated; hints, not promises. */
  readonly bytes: number;
  readonly crc: number;
}
