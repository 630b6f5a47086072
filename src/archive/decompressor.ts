import type { WarningSink } from '../errors/index.js';
import type { PackedEntry } from '../model/entry.js';
import type { FileLocation } from '../source/index.js';
import type { Budget } from './budget.js';

/** A compressed stream in a file, as plain data, so that another thread can decompress it. */
export interface CompressedFile extends FileLocation {
  /** Of the {@link CompressionFormat}. */
  readonly format: string;
  /** Compressed bytes. */
  readonly bytes: number;
  /** What messages call it. */
  readonly name: string;
}

/** What bounds the content, and who is told of damage. */
export interface Counted {
  readonly budget: Budget;
  readonly warn: WarningSink;
}

/** Decompresses, elsewhere than in the thread that asks, what lies in files of this machine. It warns of damage as the readers of formats do. */
export interface Decompressor {
  /**
   * A compressed stream. It throws StreamDamage after the readable part of a damaged one.
   * @returns undefined when it does not take the stream.
   */
  stream(stream: CompressedFile, counted: Counted): AsyncIterable<Uint8Array> | undefined;
  /**
   * An entry of a zip that will be read or dropped soon. A damaged one ends early.
   * @returns undefined when it does not take the entry.
   */
  expect(entry: PackedEntry, counted: Counted): ExpectedContent | undefined;
}

/** Content on its way. */
export interface ExpectedContent {
  /** The content, once. */
  read(): AsyncIterable<Uint8Array>;
  /** It is of no use, or not any more. */
  drop(): void;
}
