import { collectorErrorLines } from '../coverage/collector-errors.js';
import type { WarningSink } from '../errors/index.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import { type CollectorMaker, LinePlan } from '../rules/line-plan.js';
import { upgradeProgressLines } from '../upgrade/progress-lines.js';

/** The plan of one scan for all that look for lines: the rules and other stages. Every thread that scans must make the same. @param collectorFor makes the collectors, when somebody measures them */
export function linePlanOf(rules: readonly CompiledRule[], warn: WarningSink, collectorFor?: CollectorMaker): LinePlan {
  return new LinePlan([...rules, upgradeProgressLines(), collectorErrorLines()], warn, collectorFor);
}
