import type { Confidence } from '../model/report.js';
import type { FormatName, ReportLanguage } from '../report/index.js';
import type { LimitFlags } from './limit-options.js';
import type { RuleFlags } from './rule-options.js';
import type { FailOn } from './run-status.js';
import type { TimeFlags } from './time-options.js';

/** Options of `analyze`, as Commander gives them. */
export interface AnalyzeFlags extends RuleFlags, TimeFlags, LimitFlags {
  readonly format?: FormatName;
  readonly output?: string;
  readonly minConfidence: Confidence;
  readonly failOn: FailOn;
  readonly lang: ReportLanguage;
  readonly showBenign?: boolean;
  readonly quiet?: boolean;
  readonly redact?: boolean;
}
