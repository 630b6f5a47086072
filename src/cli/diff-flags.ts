import type { Confidence } from '../model/report.js';
import type { ComparisonFormat } from '../report/comparison/index.js';
import type { ReportLanguage } from '../report/index.js';
import type { LimitFlags } from './limit-options.js';
import type { RuleFlags } from './rule-options.js';
import type { FailOn } from './run-status.js';

/** Options of `diff`, as Commander gives them. */
export interface DiffFlags extends RuleFlags, LimitFlags {
  readonly format?: ComparisonFormat;
  readonly output?: string;
  readonly kind?: readonly string[];
  readonly all?: boolean;
  readonly minConfidence: Confidence;
  readonly failOn: FailOn;
  readonly lang: ReportLanguage;
  readonly quiet?: boolean;
}
