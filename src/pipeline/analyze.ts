import type { JudgedRule } from '../coverage/judge-coverage.js';
import { qualified } from '../coverage/qualified-summary.js';
import { diagnose } from '../diagnosis/diagnose.js';
import type { Judgement } from '../diagnosis/unexplained.js';
import type { Entry } from '../model/entry.js';
import type { BundleSummary, Report, UpgradeSummary } from '../model/report.js';
import { formatInstant } from '../model/time.js';
import type { CollectedFacts } from '../rules/collected-facts.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import { evaluateRule, type Outcome } from '../rules/evaluate-rule.js';
import type { RuleSet } from '../rules/rule-set.js';
import { correctionAt, estimateClockOffsets } from '../timeline/clock-offsets.js';
import { incidentWindow } from '../timeline/incident-window.js';
import { readProgressLines } from '../upgrade/progress-lines.js';
import { tellUpgrade } from '../upgrade/tell-upgrade.js';
import type { AnalysisProfile } from './analysis-profile.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { coverageOf } from './coverage-of.js';
import { cutLogBegins } from './cut-log-begins.js';
import { type GatheredBundle, gather, gatherEntries, timeRange } from './gather.js';
import { logGaps } from './log-gaps.js';
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

/** Diagnoses entries that are open already, as {@link analyze} does after opening; they need not be all that a collector would have written. */
export async function analyzeEntries(
  entries: AsyncIterable<Entry>,
  name: string,
  rules: RuleSet,
  options: AnalyzeOptions,
): Promise<Report> {
  const started = performance.now();
  return reportOn(await gatherEntries(entries, name, rules, options), options, started, { isWhole: false });
}

/** What else is known when a report is made. */
interface ReportSetup {
  /** False for a part of a bundle, of which nothing is missing. */
  readonly isWhole?: boolean;
  /** What the rules say of the bundle, when they were asked already. */
  readonly judged?: readonly JudgedRule[];
}

/** Diagnoses a bundle that was read. @param started when reading began, by `performance.now()`. */
export function reportOn(
  bundle: GatheredBundle,
  options: AnalyzeOptions,
  started: number,
  { isWhole = true, judged = judge(bundle, options.profile) }: ReportSetup = {},
): Report {
  const { name, rules, content, facts, warnings } = bundle;
  const { profile } = options;
  const judgements = judged.map(({ rule, outcome }): Judgement => ({ rule: rule.rule, outcome }));
  const language = options.language ?? 'en';
  const diagnosing = performance.now();
  const clocks = estimateClockOffsets(facts, language);
  const range = rangeOf(options);
  const result = diagnose(judgements, content.objects, options.minConfidence ?? 'medium', {
    entities: rules.tables.entities,
    language,
    clusterName: name,
    nodeOfPod: (pod) => facts.nodeOfPod(pod),
    cutLogBegin: cutLogBegins(content.streams, content.objects),
    isTimeLimited: range !== undefined,
    gapsOf: logGaps(content, facts, rules.tables.programs),
    clocks: { areKnown: clocks.length > 0, aheadAt: (node, time) => correctionAt(clocks, node, time) },
  });
  profile?.add('diagnose', diagnosing);
  const telling = performance.now();
  const window = incidentWindow(result.findings, result.diagnosis.rootCauses, language);
  const upgrade = tellUpgrade(
    content.identity.upgrade,
    {
      objects: content.objects,
      bundleTime: content.identity.createdAt,
      ...readProgressLines(content.plan, (index) => facts.streamAt(index)),
      language,
    },
    result.findings,
  );
  const { coverage, gaps } = coverageOf(bundle, judged, language, isWhole, options.rules);
  profile?.add('upgrade and coverage', telling);
  return {
    schemaVersion: '1',
    tool: { name: 'bundlescope', version: packageVersion(), rules: rules.rules.length, rulesDigest: rules.digest },
    bundle: summaryOf(content, name, upgrade, performance.now() - started),
    ...result,
    findings: [...result.findings, ...gaps],
    diagnosis: qualified(result.diagnosis, coverage, gaps, language),
    ...(range === undefined ? {} : { range }),
    ...(window === undefined ? {} : { window }),
    ...(clocks.length === 0 ? {} : { clocks }),
    coverage,
    warnings: warnings.list(),
  };
}

/** The time that lines and events were asked of; undefined when of all. */
function rangeOf(options: AnalyzeOptions): Report['range'] {
  const { since, until } = timeRange(options);
  if (since === undefined && until === undefined) return undefined;
  return {
    ...(since === undefined ? {} : { since: formatInstant(since) }),
    ...(until === undefined ? {} : { until: formatInstant(until) }),
  };
}

/** Asks every rule about a bundle that was read. @param profile takes what that costs */
export function judge({ rules, facts, warnings }: GatheredBundle, profile?: AnalysisProfile): readonly JudgedRule[] {
  const evaluating = performance.now();
  const judged = rules.rules.map((rule): JudgedRule => {
    const started = performance.now();
    const outcome = evaluateOrWarn(rule, facts, warnings, profile);
    profile?.rules.evaluated(rule.rule.id, performance.now() - started);
    return { rule, outcome };
  });
  profile?.add('evaluate', evaluating);
  return judged;
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

function summaryOf(
  content: BundleContent,
  name: string,
  upgrade: UpgradeSummary | undefined,
  durationMs: number,
): BundleSummary {
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
    ...(upgrade === undefined ? {} : { upgrade }),
    stats: { ...stats, objects: objects.size, durationMs: Math.round(durationMs) },
  };
}
