import type { CompressedFile, Limits } from '../archive/index.js';
import type { Warning } from '../errors/index.js';

/** What a decompressing thread is started with. */
export interface DecompressData {
  readonly stream: CompressedFile;
  readonly limits: Limits;
}

/** What a decompressing thread tells, in order. It is told, as a number, how many chunks more were taken. */
export type DecompressAnswer =
  /** The memory belongs to whoever receives it. */
  | { readonly kind: 'chunk'; readonly chunk: ArrayBuffer }
  | { readonly kind: 'warning'; readonly warning: Warning }
  | { readonly kind: 'end'; readonly isWhole: boolean }
  /** The file cannot be read; as of BundlescopeError `input`. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** Chunks that a thread may be ahead: logs differ in how fast they decompress and in how fast they are scanned. */
export const CHUNKS_AHEAD = 16;
