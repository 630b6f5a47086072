import type { Comparison } from '../model/comparison.js';
import type { AnalyzeOptions, BundleInput } from '../pipeline/analyze-options.js';
import { type ComparedThings, compareBundles, readForComparison } from './compare-bundles.js';

/** How two bundles are compared: how each is analyzed, and what of them is compared. */
export interface CompareOptions extends AnalyzeOptions, ComparedThings {}

/**
 * Compares two bundles of one cluster: what broke, what mended, what came and went, what was upgraded or set otherwise.
 * @param old the earlier bundle: a path, `-` for standard input, the bytes of a bundle, or a stream of them
 * @param current the later one
 * @throws BundlescopeError as `analyze` does, for either bundle
 */
export async function compare(
  old: BundleInput,
  current: BundleInput,
  options: CompareOptions = {},
): Promise<Comparison> {
  const before = await readForComparison(old, options, options.kinds);
  return compareBundles(before, await readForComparison(current, options, options.kinds), options);
}
