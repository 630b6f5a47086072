import type { Confidence } from '../model/report.js';
import type { FormatName, ReportLanguage } from '../report/index.js';
import type { LimitFlags } from './limit-options.js';
import type { RuleFlags } from './rule-options.js';
import type { FailOn } from './run-status.js';
import type { TimeFlags } from './time-options.js';

/** Options that say how bundles are read and judged, as Commander gives them: those of every command that analyzes one. */
export interface AnalysisFlags extends RuleFlags, TimeFlags, LimitFlags {
  readonly minConfidence: Confidence;
  readonly lang: ReportLanguage;
}

/** Options of `analyze`, as Commander gives them. */
export interface AnalyzeFlags extends AnalysisFlags {
  readonly format?: FormatName;
  readonly output?: string;
  readonly failOn: FailOn;
  readonly details?: boolean;
  readonly showBenign?: boolean;
  readonly profile?: boolean;
  readonly quiet?: boolean;
  readonly threads?: number;
  readonly redact?: boolean;
}
