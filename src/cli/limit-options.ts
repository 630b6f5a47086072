import type { Command } from 'commander';
import { DEFAULT_LIMITS } from '../archive/limits.js';
import type { AnalyzeOptions } from '../pipeline/analyze-options.js';
import { parseCount, parseSize } from './argument-parsers.js';

const GIB = 2 ** 30;

/** Options that bound what is read of a bundle, as Commander gives them. */
export interface LimitFlags {
  readonly maxEntries?: number;
  readonly maxDepth?: number;
  /** Bytes. */
  readonly maxBytes?: number;
  readonly maxRatio?: number;
  /** Bytes. */
  readonly maxObjectBytes?: number;
}

/** Adds the bounds on what is read: `--max-entries` and the others. */
export function addLimitOptions(command: Command): void {
  const { maxEntries, maxDepth, maxBytes, maxRatio } = DEFAULT_LIMITS;
  command
    .option('--max-entries <n>', `entries of all archives together (default: ${maxEntries})`, parseCount)
    .option(
      '--max-depth <n>',
      `archives inside archives; 1 opens only the outermost (default: ${maxDepth})`,
      parseCount,
    )
    .option('--max-bytes <size>', `bytes after decompression, such as 10GB (default: ${maxBytes / GIB}GiB)`, parseSize)
    .option('--max-ratio <n>', `expanded bytes per compressed byte (default: ${maxRatio})`, parseCount)
    .option('--max-object-bytes <size>', 'largest file of API objects that is read (default: 256MiB)', parseSize);
}

/** The bounds that the options give. */
export function limitsOf(flags: LimitFlags): NonNullable<AnalyzeOptions['limits']> {
  const { maxEntries, maxDepth, maxBytes, maxRatio, maxObjectBytes } = flags;
  return {
    ...(maxEntries === undefined ? {} : { maxEntries }),
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(maxRatio === undefined ? {} : { maxRatio }),
    ...(maxObjectBytes === undefined ? {} : { maxObjectBytes }),
  };
}
