import type { Confidence } from '../model/report.js';
import type { FormatName, ReportLanguage } from '../report/index.js';
import type { LimitFlags } from './limit-options.js';
import type { RuleFlags } from './rule-options.js';
import type { FailOn } from './run-status.js';

/** Options of `analyze`, as Commander gives them. */
export interface AnalyzeFlags extends RuleFlags, LimitFlags {
  readonly format?: FormatName;
  readonly output?: string;
  readonly minConfidence: Confidence;
  readonly failOn: FailOn;
  readonly lang: ReportLanguage;
  /** RFC 3339. */
  readonly since?: string;
  readonly until?: string;
  readonly quiet?: boolean;
  readonly redact?: boolean;
}
