import type { JudgedRule } from '../coverage/judge-coverage.js';
import { BundlescopeError } from '../errors/index.js';
import type { EntityResult, Explanation, RuleResult } from '../model/explanation.js';
import type { Entity, Report } from '../model/report.js';
import { formatInstant } from '../model/time.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import { didYouMean } from '../rules/did-you-mean.js';
import type { Match } from '../rules/evaluate-rule.js';
import { ConditionProbe } from '../rules/explanation/condition-probe.js';
import { explainRule } from '../rules/explanation/explain-rule.js';
import { type ExplanationWords, explanationWordsFor } from '../rules/explanation/explanation-words.js';
import type { Rule } from '../rules/rule.js';
import { loadRuleSet } from '../rules/rule-set.js';
import { judge, reportOn } from './analyze.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { type GatheredBundle, gather, timeRange } from './gather.js';
import { NearMissReader } from './near-miss-reader.js';
import { WarningLog } from './warning-log.js';

/** An explanation and the rule it is of. */
export interface ExplainedRule {
  readonly rule: Rule;
  readonly explanation: Explanation;
}

/**
 * Says why a rule holds on a bundle, why it does not, or why that cannot be said. Only that rule is evaluated, and those that can take its
 * findings away.
 * @param id id or alias of a rule
 * @param options as for an analysis; `rules` says where the rule is looked for
 * @throws BundlescopeError as `analyze` does, and `usage` when there is no such rule
 */
export async function explain(id: string, input: BundleInput, options: AnalyzeOptions = {}): Promise<ExplainedRule> {
  const words = explanationWordsFor(options.language ?? 'en');
  const all = await loadRuleSet(options.rules);
  const rule = findRule(id, all.rules);
  const related = all.rules.filter((other) => other !== rule && takesAway(other.rule, rule.rule));
  const misses = new NearMissReader(rule, new ConditionProbe(all.facts, words), timeRange(options));
  const only = [rule, ...related].map((wanted) => wanted.rule.id);
  const gathered = await gather(input, { ...options, rules: { ...options.rules, only } }, { watch: misses.watch });
  const { content, facts, rules, name, warnings } = gathered;
  const evaluated = findRule(rule.rule.id, rules.rules);
  const { createdAt } = content.identity;
  misses.settle(createdAt);
  const explained = explainRule(evaluated, facts, new ConditionProbe(rules.facts, words), {
    words,
    lineMissesOf: (signal) => misses.missesOf(signal),
    linesOutsideOf: (signal) => misses.outsideOf(signal),
  });
  const { title, role, entity } = rule.rule;
  const explanation: Explanation = {
    rule: { id: rule.rule.id, title: options.language === 'zh' ? rule.rule.chinese.title : title, role, entity },
    bundle: { name, ...(createdAt === undefined ? {} : { createdAt: formatInstant(createdAt) }) },
    result: resultOf(evaluated, gathered, options, words),
    ...explained,
    warnings: warnings.list(),
  };
  return { rule: rule.rule, explanation };
}

function findRule(id: string, rules: readonly CompiledRule[]): CompiledRule {
  const found = rules.find(({ rule }) => rule.id === id || rule.aliases.includes(id));
  if (found !== undefined) return found;
  const known = rules.flatMap(({ rule }) => [rule.id, ...rule.aliases]);
  const wayOut = didYouMean(id, known) || '; see bundlescope rules list';
  throw new BundlescopeError('usage', `there is no rule ${JSON.stringify(id)}${wayOut}`);
}

function takesAway({ absorbs, refines }: Rule, { id, aliases }: Rule): boolean {
  return [...absorbs, ...refines].some((other) => other === id || aliases.includes(other));
}

function resultOf(
  rule: CompiledRule,
  gathered: GatheredBundle,
  options: AnalyzeOptions,
  words: ExplanationWords,
): RuleResult {
  const judged = judge(gathered);
  const outcome = judged.find((one) => one.rule === rule)?.outcome;
  if (outcome === undefined || outcome.kind === 'not-applicable') return { state: 'not-applicable', entities: [] };
  if (outcome.kind === 'unknown') return { state: 'unknown', missing: outcome.missing, entities: [] };
  if (outcome.matches.length === 0) return { state: 'not-found', entities: [] };
  const others = gathered.rules.rules.filter((other) => other !== rule);
  const reportWith = (some: readonly CompiledRule[]): Report => reportOfRules(some, judged, gathered, options);
  const alone = reportWith([rule]);
  const reports = others.map((other) => ({ other: other.rule, report: reportWith([rule, other]) }));
  return {
    state: 'found',
    entities: outcome.matches.map((match) => entityResult(match, gathered.name, { words, alone, reports })),
  };
}

/** A report as if there were only these rules. */
function reportOfRules(
  rules: readonly CompiledRule[],
  judged: readonly JudgedRule[],
  gathered: GatheredBundle,
  options: AnalyzeOptions,
): Report {
  const bundle = { ...gathered, rules: { ...gathered.rules, rules }, warnings: new WarningLog() };
  const setup = { isWhole: false, judged: judged.filter(({ rule }) => rules.includes(rule)) };
  return reportOn(bundle, options, performance.now(), setup);
}

/** What a report holds with and without each rule that can take findings away. */
interface OtherResults {
  readonly words: ExplanationWords;
  readonly alone: Report;
  readonly reports: readonly { readonly other: Rule; readonly report: Report }[];
}

function entityResult(match: Match, bundle: string, { words, alone, reports }: OtherResults): EntityResult {
  const { rule, confidence } = match;
  const result = { entity: match.entity === '' ? bundle : match.entity, confidence };
  if (!reportsOn(alone, match)) return { ...result, unreported: words.belowConfidence(confidence) };
  const taker = reports.find(({ report }) => !reportsOn(report, match))?.other;
  if (taker === undefined) return result;
  const absorbs = taker.absorbs.some((id) => id === rule.id || rule.aliases.includes(id));
  return { ...result, unreported: absorbs ? words.harmless(taker.id) : words.folded(taker.id) };
}

function reportsOn({ findings }: Report, { rule, entity }: Match): boolean {
  return findings.some(
    (finding) => finding.rule === rule.id && (entity === '' || namesOf(finding.entity).includes(entity)),
  );
}

function namesOf({ name, namespace, node }: Entity): readonly string[] {
  return [name, `${namespace}/${name}`, `${node}/${name}`];
}
