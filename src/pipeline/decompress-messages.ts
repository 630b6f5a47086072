import type { CompressedFile, Limits } from '../archive/index.js';
import type { Warning } from '../errors/index.js';
import type { RingPiece } from './shared-ring.js';

/** What a decompressing thread is started with. */
export interface DecompressData {
  readonly stream: CompressedFile;
  readonly limits: Limits;
  /** The chunks on their way, see SharedRing. */
  readonly ring: SharedArrayBuffer;
}

/** What a decompressing thread tells, in order; any message to it says that the oldest piece is of no use any more. */
export type DecompressAnswer =
  | { readonly kind: 'piece'; readonly piece: RingPiece }
  | { readonly kind: 'warning'; readonly warning: Warning }
  | { readonly kind: 'end'; readonly isWhole: boolean }
  /** The file cannot be read; as of BundlescopeError `input`. */
  | { readonly kind: 'unreadable'; readonly message: string };
