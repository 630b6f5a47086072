import { diagnose } from '../diagnosis/diagnose.js';
import type { Entry } from '../model/entry.js';
import type { BundleSummary, Coverage, Report } from '../model/report.js';
import { formatInstant } from '../model/time.js';
import type { CollectedFacts } from '../rules/collected-facts.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import { evaluateRule, type Match, type Outcome } from '../rules/evaluate-rule.js';
import type { RuleSet } from '../rules/rule-set.js';
import type { AnalysisProfile } from './analysis-profile.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { type GatheredBundle, gather, gatherEntries } from './gather.js';
import { packageVersion } from './package-version.js';
import type { BundleContent } from './read-bundle.js';
import type { WarningLog } from './warning-log.js';

/**
 * Diagnoses a bundle.
 * @param input a path, `-` for standard input, the bytes of a bundle, or a stream of them.
 * @returns the report; a damaged or limited bundle gives a partial one with warnings.
 * @throws BundlescopeError `input` when it cannot be read as a bundle at all, `rule` for an invalid rule, `usage` for options that
 *   make no sense, `interrupted` when the signal aborts.
 */
export async function analyze(input: BundleInput, options: AnalyzeOptions = {}): Promise<Report> {
  const started = performance.now();
  return reportOn(await gather(input, options), options, started);
}

/** Diagnoses entries that are open already; what {@link analyze} does after opening. */
export async function analyzeEntries(
  entries: AsyncIterable<Entry>,
  name: string,
  rules: RuleSet,
  options: AnalyzeOptions,
): Promise<Report> {
  const started = performance.now();
  return reportOn(await gatherEntries(entries, name, rules, options), options, started);
}

/** The report on a bundle that was read. @param started when, on the clock of `performance.now()` */
export function reportOn(
  { name, rules, content, facts, warnings }: GatheredBundle,
  options: AnalyzeOptions,
  started: number,
): Report {
  const evaluating = performance.now();
  const { matches, coverage } = evaluateAll(rules, facts, warnings, options.profile);
  options.profile?.add('evaluate', evaluating);
  const diagnosing = performance.now();
  const result = diagnose(matches, content.objects, options.minConfidence ?? 'medium', {
    entities: rules.tables.entities,
    language: options.language ?? 'en',
    clusterName: name,
    nodeOfPod: (pod) => facts.nodeOfPod(pod),
  });
  options.profile?.add('diagnose', diagnosing);
  return {
    schemaVersion: '1',
    tool: { name: 'bundlescope', version: packageVersion(), rules: rules.rules.length, rulesDigest: rules.digest },
    bundle: summaryOf(content, name, performance.now() - started),
    ...result,
    coverage,
    warnings: warnings.list(),
  };
}

function evaluateAll(
  rules: RuleSet,
  facts: CollectedFacts,
  warnings: WarningLog,
  profile: AnalysisProfile | undefined,
): { matches: readonly Match[]; coverage: Coverage } {
  const matches: Match[] = [];
  const unknown: { rule: string; missing: string }[] = [];
  let evaluated = 0;
  for (const rule of rules.rules) {
    const started = performance.now();
    const outcome = evaluateOrWarn(rule, facts, warnings, profile);
    profile?.rules.evaluated(rule.rule.id, performance.now() - started);
    if (outcome.kind === 'unknown') unknown.push({ rule: rule.rule.id, missing: outcome.missing });
    else evaluated++;
    if (outcome.kind === 'decided') for (const match of outcome.matches) matches.push(match);
  }
  return { matches, coverage: { evaluated, unknown } };
}

/** A defect in one rule costs that rule, not the report. */
function evaluateOrWarn(
  rule: CompiledRule,
  facts: CollectedFacts,
  warnings: WarningLog,
  profile: AnalysisProfile | undefined,
): Outcome {
  try {
    return evaluateRule(rule, facts, warnings.add, profile?.rules.answered);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warnings.add({ code: 'rule-error', message: `${rule.rule.id}: ${reason}` });
    return { kind: 'unknown', missing: 'the rule failed; see the warnings' };
  }
}

function summaryOf(content: BundleContent, name: string, durationMs: number): BundleSummary {
  const { identity, layout, stats, objects } = content;
  return {
    name,
    layout,
    ...(identity.createdAt === undefined ? {} : { createdAt: formatInstant(identity.createdAt) }),
    products: identity.products.map((product) => ({
      name: product.name,
      ...(product.version === undefined ? {} : { version: product.version }),
    })),
    nodes: identity.nodes,
    ...(identity.upgrade === undefined ? {} : { upgrade: identity.upgrade }),
    stats: { ...stats, objects: objects.size, durationMs: Math.round(durationMs) },
  };
}
