import type { CompressedFile, Limits } from '../archive/index.js';
import type { Warning } from '../errors/index.js';
import type { PackedEntry } from '../model/entry.js';

/** What a decompressing thread is started with. */
export interface DecompressData {
  readonly limits: Limits;
}

/** What is decompressed: a stream or an entry of a zip, in a file. */
export type DecompressJob =
  | { readonly kind: 'stream'; readonly stream: CompressedFile }
  | { readonly kind: 'entry'; readonly entry: PackedEntry };

/** What a decompressing thread is told, of the job with this number. */
export type DecompressRequest = { readonly id: number } & (
  | { readonly kind: 'start'; readonly job: DecompressJob }
  /** So many chunks more may come. */
  | { readonly kind: 'more'; readonly chunks: number }
  | { readonly kind: 'drop' }
);

/** What a decompressing thread tells of each job, in order. */
export type DecompressAnswer = { readonly id: number } & (
  | /** The memory belongs to whoever receives it. */
  { readonly kind: 'chunk'; readonly chunk: ArrayBuffer }
  | { readonly kind: 'warning'; readonly warning: Warning }
  | { readonly kind: 'end'; readonly isWhole: boolean }
  /** The file cannot be read; as of BundlescopeError `input`. */
  | { readonly kind: 'unreadable'; readonly message: string }
);

/** Chunks that a job may be ahead: logs differ in how fast they decompress and in how fast they are scanned. */
export const CHUNKS_AHEAD = 12;
/** The same while nobody reads yet: enough to begin with. */
export const CHUNKS_UNREAD = 4;
