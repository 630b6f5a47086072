import type { PackedEntry } from '../model/entry.js';
import type { ByteSource } from '../source/index.js';
import type { ArchiveContext } from './archive-context.js';

/** How many bytes of the beginning decide what a file is: a tar header is 512 bytes long. */
export const HEAD_BYTES = 512;

/** A file inside an archive, before it is known whether it is an archive itself. */
export interface Member {
  /** Name as the archive stores it; not to be trusted. */
  readonly name: string;
  /** Bytes after decompression as stated; a hint. */
  readonly size?: number;
  /** Milliseconds since the epoch as stated. */
  readonly modified?: number;
  /** The first {@link HEAD_BYTES} bytes, fewer when it is shorter. Throws StreamDamage when nothing can be read. */
  head(): Promise<Uint8Array>;
  /** The content; at most once, and only until the next member is asked for. Streams of it may throw StreamDamage. */
  open(): Promise<ByteSource>;
  /** Where its content lies, when that is a piece of a file of this machine that can be read by itself. */
  readonly packed?: Omit<PackedEntry, 'path'>;
}

/** A format with named members, e.g. zip. */
export interface ContainerFormat {
  readonly kind: 'container';
  /** What messages call it. */
  readonly name: string;
  /** Whether a file that begins so is of this format. */
  matches(head: Uint8Array): boolean;
  /**
   * The files in it, in stored order; directories and links are left out but counted. Damage is a warning and an early
   * end, never an error. A member that nobody opened is skipped.
   */
  members(source: ByteSource, context: ArchiveContext): AsyncIterable<Member>;
}

/** A format that holds one stream of bytes, e.g. gzip. */
export interface CompressionFormat {
  readonly kind: 'compression';
  readonly name: string;
  matches(head: Uint8Array): boolean;
  /** File name endings it adds, and what each stands for once undone: `.gz` gives nothing, `.tgz` gives `.tar`. */
  readonly endings: readonly (readonly [ending: string, undone: string])[];
  /** The bytes inside. Damage: a warning, then StreamDamage after the readable part. */
  decompress(source: ByteSource, context: ArchiveContext): AsyncIterable<Uint8Array>;
}

/** A format this program opens. Adding one is a file that exports a constant of this type, and a line in `formats.ts`. */
export type ArchiveFormat = ContainerFormat | CompressionFormat;
