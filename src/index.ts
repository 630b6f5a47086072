/**
 * Bundlescope as a library: `analyze(bundle)` gives the report that the command line prints.
 * @module
 */
export { BundlescopeError, type ErrorCode, WARNINGS, type Warning, type WarningCode } from './errors/index.js';
export type { AbsenceCitation, Citation, LogCitation, ObjectCitation } from './model/citation.js';
export type * from './model/report.js';
export { analyze } from './pipeline/analyze.js';
export type { AnalyzeOptions, BundleInput, Progress } from './pipeline/analyze-options.js';
export type { RuleSelection } from './rules/rule-set.js';
