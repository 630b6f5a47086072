/**
 * Bundlescope as a library: `analyze(bundle)` gives the report that the command line prints, `compare(old, new)` what changed between two bundles.
 * @module
 */
export { type CompareOptions, compare } from './comparison/compare.js';
export { BundlescopeError, type ErrorCode, WARNINGS, type Warning, type WarningCode } from './errors/index.js';
export type { AbsenceCitation, Citation, LogCitation, ObjectCitation } from './model/citation.js';
export type * from './model/comparison.js';
export type * from './model/report.js';
export { analyze } from './pipeline/analyze.js';
export type { AnalyzeOptions, BundleInput, Progress } from './pipeline/analyze-options.js';
export type { RuleSelection } from './rules/rule-set.js';
