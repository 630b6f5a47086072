/** Bounds on what one analysis may read. They exist because a bundle is input from a stranger. */
export interface Limits {
  /** Entries in all archives together. */
  readonly maxEntries: number;
  /** Archives inside archives: 1 opens only the outermost. */
  readonly maxDepth: number;
  /** Bytes after decompression, all entries together. */
  readonly maxBytes: number;
  /**
   * Expanded bytes per compressed byte of one compressed stream, applied after its first 64 MiB of output.
   * Deflate cannot exceed 1032:1; a log of one repeated line reaches several hundred.
   */
  readonly maxRatio: number;
}

/** Generous for real bundles (the largest seen are some tens of GB), small enough to end a bomb soon. */
export const DEFAULT_LIMITS: Limits = {
  maxEntries: 1_000_000,
  maxDepth: 6,
  maxBytes: 256 * 2 ** 30,
  maxRatio: 500,
};
