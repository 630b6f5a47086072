import { readFile } from 'node:fs/promises';
import { BundlescopeError } from '../errors/index.js';
import type { Report } from '../model/report.js';
import { analyzeEntries } from '../pipeline/analyze.js';
import type { BundleFacts } from '../rules/cel/expression.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import { didYouMean } from '../rules/did-you-mean.js';
import { type LoadedRuleFile, loadRuleFiles } from '../rules/load-rule-files.js';
import { BUILTIN_RULES } from '../rules/rule-folder.js';
import { loadTables } from '../rules/rule-set.js';
import type { RuleTables } from '../rules/rule-tables.js';
import { miniBundle } from './mini-bundle.js';
import { parseTestFile, type RuleTestCase } from './test-file.js';

/** How a test case went. */
export interface RuleTestResult {
  readonly rule: string;
  readonly case: string;
  readonly passed: boolean;
  /** What was expected and what came, when it failed. */
  readonly message?: string;
}

/**
 * Runs the tests of rules through the whole program, each case with its one rule.
 * @param ids only these rules; default: all.
 * @throws BundlescopeError `rule` for an invalid rule or test file, `usage` for an unknown id.
 */
export async function* testRules(
  ids: readonly string[],
  options: { readonly packs?: readonly string[] } = {},
): AsyncGenerator<RuleTestResult> {
  const tables = await loadTables();
  const facts: BundleFacts = { time: undefined, products: {} };
  const loaded = loadRuleFiles([BUILTIN_RULES, ...(options.packs ?? [])], tables, facts);
  const known = new Set(loaded.flatMap(({ rule }) => (rule === undefined ? [] : [rule.id])));
  for (const id of ids) {
    if (!known.has(id)) throw new BundlescopeError('usage', `unknown rule "${id}"${didYouMean(id, known)}`);
  }
  for (const file of loaded) {
    if (ids.length > 0 && (file.rule === undefined || !ids.includes(file.rule.id))) continue;
    yield* testRuleFile(file, tables, facts);
  }
}

async function* testRuleFile(
  { file, path, compiled }: LoadedRuleFile,
  tables: RuleTables,
  facts: BundleFacts,
): AsyncGenerator<RuleTestResult> {
  const problems = file.problems();
  if (compiled === undefined || problems.length > 0) throw new BundlescopeError('rule', problems.join('\n'));
  const testPath = path.replace(/\.yaml$/, '.test.yaml');
  const content = await readFile(testPath, 'utf8').catch((cause: unknown) => {
    throw new BundlescopeError('rule', `${testPath}: no tests of rule "${compiled.rule.id}"`, { cause });
  });
  const cases = parseTestFile(content, testPath);
  yield coverageOf(compiled, cases);
  for (const test of cases) yield await runCase(compiled, test, tables, facts);
}

/** A rule needs a mini-bundle it matches and one it does not. */
function coverageOf({ rule }: CompiledRule, cases: readonly RuleTestCase[]): RuleTestResult {
  const matches = cases.some(({ match }) => match !== 'none' && match !== 'unknown');
  const silent = cases.some(({ match }) => match === 'none');
  const missing = matches ? 'no case that must not match' : 'no case that must match';
  return {
    rule: rule.id,
    case: 'has both kinds of cases',
    passed: matches && silent,
    ...(matches && silent ? {} : { message: missing }),
  };
}

async function runCase(
  compiled: CompiledRule,
  test: RuleTestCase,
  tables: RuleTables,
  facts: BundleFacts,
): Promise<RuleTestResult> {
  const rules = { rules: [compiled], tables, facts, digest: '' };
  const entries = miniBundle(test, tables.kinds);
  const report = await analyzeEntries(toAsync(entries), 'test', rules, {
    minConfidence: 'low',
    ...(test.products === undefined ? {} : { products: test.products }),
  });
  const message = compare(compiled, test, report);
  return {
    rule: compiled.rule.id,
    case: test.name,
    passed: message === undefined,
    ...(message === undefined ? {} : { message }),
  };
}

function compare({ rule }: CompiledRule, test: RuleTestCase, report: Report): string | undefined {
  const { findings, coverage, warnings } = report;
  const [unknown] = coverage.unknown;
  const best = ['high', 'medium', 'low'].find((level) => findings.some(({ confidence }) => confidence === level));
  const actual = best ?? (unknown === undefined ? 'none' : 'unknown');
  const problems = warnings
    .filter(({ code }) => code === 'object-unparsable' || code === 'rule-error')
    .map((warning) => warning.message);
  if (problems.length > 0) return problems.join('; ');
  if (actual !== test.match) {
    const detail = unknown === undefined ? '' : ` (missing: ${unknown.missing})`;
    return `expected ${test.match}, got ${actual}${detail}`;
  }
  const entities = findings
    .map(({ entity }) => (entity.namespace === undefined ? entity.name : `${entity.namespace}/${entity.name}`))
    .sort();
  const expected = test.entity === undefined ? undefined : [...test.entity].sort();
  if (expected !== undefined && JSON.stringify(entities) !== JSON.stringify(expected)) {
    return `expected ${rule.entity} ${expected.join(', ')}, got ${entities.join(', ')}`;
  }
  return undefined;
}

async function* toAsync<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
