import { availableParallelism } from 'node:os';
import { DEFAULT_LIMITS, openArchive } from '../archive/index.js';
import { diagnose } from '../diagnosis/diagnose.js';
import { BundlescopeError, WARNINGS } from '../errors/index.js';
import type { Entry } from '../model/entry.js';
import type { BundleSummary, Coverage, Report } from '../model/report.js';
import { formatInstant, type Instant } from '../model/time.js';
import type { CollectedFacts, TimeRange } from '../rules/collected-facts.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import { evaluateRule, type Match, type Outcome } from '../rules/evaluate-rule.js';
import { loadRuleSet, type RuleSet } from '../rules/rule-set.js';
import { type BundleSource, memorySource, openSource, streamSource } from '../source/index.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { factsOf } from './facts-of.js';
import { packageVersion } from './package-version.js';
import type { WorkerSetup } from './parallel-scanner.js';
import { reportProgress } from './progress.js';
import { type BundleContent, readBundle } from './read-bundle.js';
import { WarningLog } from './warning-log.js';

/** Files larger than this that hold API objects are not parsed. */
const DEFAULT_MAX_OBJECT_BYTES = 256 * 2 ** 20;

/**
 * Diagnoses a bundle.
 * @param input a path, `-` for standard input, the bytes of a bundle, or a stream of them.
 * @returns the report; a damaged or limited bundle gives a partial one with warnings.
 * @throws BundlescopeError `input` when it cannot be read as a bundle at all, `rule` for an invalid rule, `usage` for options that
 *   make no sense, `interrupted` when the signal aborts.
 */
export async function analyze(input: BundleInput, options: AnalyzeOptions = {}): Promise<Report> {
  const warnings = new WarningLog();
  // First: a mistyped path is told at once.
  const source = await openInput(input, options.name ?? 'bundle', warnings);
  const rules = await loadRuleSet(options.rules).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  const name = options.name ?? nameOf(source);
  const entries = openArchive(source, {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    warn: warnings.add,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    allowPlainFile: isPlainFileName(name),
  });
  const report = await analyzeEntries(
    reportProgress(entries, options.onProgress),
    name,
    rules,
    options,
    warnings,
    workerSetup(options),
  );
  if (report.bundle.stats.entries === 0 && !report.warnings.some(({ code }) => WARNINGS[code].partial)) {
    throw new BundlescopeError(
      'input',
      `${source.name}: holds no files; give a support bundle or the directory it was unpacked to`,
    );
  }
  return report;
}

/** Diagnoses entries that are open already; what {@link analyze} does after opening. */
export async function analyzeEntries(
  entries: AsyncIterable<Entry>,
  name: string,
  rules: RuleSet,
  options: AnalyzeOptions,
  warnings: WarningLog = new WarningLog(),
  threads?: WorkerSetup,
): Promise<Report> {
  const started = performance.now();
  const limits = { maxObjectBytes: DEFAULT_MAX_OBJECT_BYTES, ...options.limits };
  const content = await readBundle(entries, name, rules, limits, warnings.add, {
    ...(options.products === undefined ? {} : { knownProducts: options.products }),
    ...(threads === undefined ? {} : { threads }),
  });
  if (content.recognised === 0) {
    warnings.add({
      code: 'nothing-recognised',
      message: 'no logs and no API objects were recognised in it; is this a support bundle?',
    });
  }
  const facts = factsOf(content, rules, timeRange(options));
  const { matches, coverage } = evaluateAll(rules, facts, warnings);
  const result = diagnose(matches, content.objects, options.minConfidence ?? 'medium', {
    entities: rules.tables.entities,
    language: options.language ?? 'en',
    clusterName: name,
    nodeOfPod: (pod) => facts.nodeOfPod(pod),
  });
  return {
    schemaVersion: '1',
    tool: { name: 'bundlescope', version: packageVersion(), rules: rules.rules.length, rulesDigest: rules.digest },
    bundle: summaryOf(content, name, performance.now() - started),
    ...result,
    coverage,
    warnings: warnings.list(),
  };
}

/** Threads are started from compiled files only: run from its sources, the program scans in the thread that reads. */
function workerSetup({ threads, rules = {} }: AnalyzeOptions): WorkerSetup | undefined {
  const workers = threads ?? Math.max(1, availableParallelism() - 1);
  return workers === 0 || import.meta.url.endsWith('.ts') ? undefined : { rules, workers };
}

/** @param name of bytes and streams, which have none of their own */
async function openInput(input: BundleInput, name: string, warnings: WarningLog): Promise<BundleSource> {
  if (typeof input === 'string') return openSource(input, { warn: warnings.add });
  return input instanceof Uint8Array ? memorySource(name, input) : streamSource(name, input);
}

function nameOf(source: BundleSource): string {
  return source.name.split(/[\\/]/).findLast((part) => part !== '') ?? source.name;
}

/** A log or list on its own may be given as a bundle; any other file has to be an archive. */
function isPlainFileName(name: string): boolean {
  return /\.(log|ya?ml|json|txt)(\.\d+)?$/.test(name);
}

function timeRange({ since, until }: AnalyzeOptions): TimeRange {
  return { since: parseBound('since', since), until: parseBound('until', until) };
}

function parseBound(option: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new BundlescopeError(
      'usage',
      `${option}: "${text}" is no time; expected RFC 3339 such as 2025-03-05T04:48:00Z`,
    );
  return time;
}

function evaluateAll(
  rules: RuleSet,
  facts: CollectedFacts,
  warnings: WarningLog,
): { matches: readonly Match[]; coverage: Coverage } {
  const matches: Match[] = [];
  const unknown: { rule: string; missing: string }[] = [];
  let evaluated = 0;
  for (const rule of rules.rules) {
    const outcome = evaluateOrWarn(rule, facts, warnings);
    if (outcome.kind === 'unknown') unknown.push({ rule: rule.rule.id, missing: outcome.missing });
    else evaluated++;
    if (outcome.kind === 'decided') for (const match of outcome.matches) matches.push(match);
  }
  return { matches, coverage: { evaluated, unknown } };
}

/** A defect in one rule costs that rule, not the report. */
function evaluateOrWarn(rule: CompiledRule, facts: CollectedFacts, warnings: WarningLog): Outcome {
  try {
    return evaluateRule(rule, facts, warnings.add);
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
