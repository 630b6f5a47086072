import type { FormatName, ReportLanguage } from '../report/index.js';
import type { LimitFlags } from './limit-options.js';
import type { RuleFlags } from './rule-options.js';
import type { TimeFlags } from './time-options.js';

/** Options of `timeline`, as Commander gives them. */
export interface TimelineFlags extends RuleFlags, TimeFlags, LimitFlags {
  readonly format?: FormatName;
  readonly output?: string;
  readonly lang: ReportLanguage;
  readonly limit?: number | 'all';
  readonly quiet?: boolean;
}
