import type { Comparison } from '../../model/comparison.js';
import type { ReporterOptions } from '../reporter.js';

/** How a comparison is to look. Formats for programs ignore all of it. */
export interface ComparisonReporterOptions extends ReporterOptions {
  /** Whether every object and finding stands alone, however many there are. */
  readonly unfolded: boolean;
}

/** Turns a comparison into text, in chunks; pure. */
export type ComparisonReporter = (comparison: Comparison, options: ComparisonReporterOptions) => Iterable<string>;
