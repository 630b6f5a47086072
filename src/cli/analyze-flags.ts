import type { Confidence } from '../model/report.js';
import type { FormatName, ReportLanguage } from '../report/index.js';
import type { RuleFlags } from './rule-options.js';
import type { FailOn } from './run-status.js';

/** Options that say how bundles are read and judged, as Commander gives them: those of every command that analyzes one. */
export interface AnalysisFlags extends RuleFlags, LimitFlags {
  readonly minConfidence: Confidence;
  readonly lang: ReportLanguage;
  /** RFC 3339. */
  readonly since?: string;
  readonly until?: string;
}

/** Options that bound what is read. */
export interface LimitFlags {
  readonly maxEntries?: number;
  readonly maxDepth?: number;
  /** Bytes. */
  readonly maxBytes?: number;
  readonly maxRatio?: number;
  /** Bytes. */
  readonly maxObjectBytes?: number;
}

/** Options of `analyze`, as Commander gives them. */
export interface AnalyzeFlags extends AnalysisFlags {
  readonly format?: FormatName;
  readonly output?: string;
  readonly failOn: FailOn;
  readonly details?: boolean;
  readonly profile?: boolean;
  readonly quiet?: boolean;
  readonly redact?: boolean;
}
