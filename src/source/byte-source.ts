/**
 * Where bytes come from, with or without random access.
 */
export type ByteSource = RangeSource | StreamSource;

/** Bytes that can be read at any offset: a file, a buffer, a slice of either. */
export interface RangeSource {
  readonly kind: 'range';
  /** Name for messages and kind guesses, e.g. a file name. */
  readonly name: string;
  readonly size: number;
  /** Where the bytes lie, when they are a piece of a file of this machine. */
  readonly location?: FileLocation;
  /** Up to `length` bytes from `offset`; shorter only at the end. Throws when the medium fails. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The bytes from `offset` to `end` (exclusive, default: size) in chunks. */
  stream(offset?: number, end?: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** A place in a file of this machine. */
export interface FileLocation {
  readonly file: string;
  /** Of the first byte. */
  readonly offset: number;
}

/** Bytes that come once, front to back: standard input, the inside of a compressed stream. */
export interface StreamSource {
  readonly kind: 'stream';
  readonly name: string;
  stream(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
