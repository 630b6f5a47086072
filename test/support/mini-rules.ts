import { stringify } from 'yaml';
import { miniBundle } from '../../src/authoring/mini-bundle.js';
import type { RuleTestCase } from '../../src/authoring/test-file.js';
import type { Report } from '../../src/model/report.js';
import { analyzeEntries } from '../../src/pipeline/analyze.js';
import type { AnalyzeOptions } from '../../src/pipeline/analyze-options.js';
import type { BundleFacts } from '../../src/rules/cel/expression.js';
import { checkRule } from '../../src/rules/check-rule.js';
import { type CompiledRule, RuleCompiler } from '../../src/rules/compile-rule.js';
import { PRODUCTS } from '../../src/rules/products.js';
import { readRule } from '../../src/rules/read-rule.js';
import { RuleFile } from '../../src/rules/rule-file.js';
import { loadTables } from '../../src/rules/rule-set.js';

const tables = await loadTables();
const vocabulary = {
  programs: new Set(tables.programs.ids),
  kinds: new Set(tables.kinds.resources),
  entities: new Set(tables.entities.keys()),
  products: new Set<string>(PRODUCTS),
};

/** The parts of a rule that a test is about; the rest is filled in. */
export type MiniRule = Readonly<Record<string, unknown>> & {
  readonly signals: Readonly<Record<string, unknown>>;
  readonly when: Readonly<Record<string, unknown>>;
};

/** What a bundle holds; see docs/rules.md, "Tests". */
export type MiniBundle = Omit<RuleTestCase, 'name' | 'match' | 'entity'>;

const DEFAULTS = {
  id: 'sample',
  component: 'kubernetes',
  severity: 'error',
  role: 'root-cause',
  entity: 'node',
  explanation: 'Text.',
  remediation: [{ step: 'Look.' }],
  references: ['https://example.org/'],
};

/** Analyzes a mini-bundle with the given rules, which `spoil` may break after they were checked. Throws when a rule is not valid. */
export async function analyzeMini(
  rules: readonly MiniRule[],
  bundle: MiniBundle,
  options: AnalyzeOptions = {},
  spoil: (rule: CompiledRule) => CompiledRule = (rule) => rule,
): Promise<Report> {
  const facts: BundleFacts = { time: undefined, products: {} };
  const compiler = new RuleCompiler(facts);
  const compiled = rules.map((parts) => {
    const title = `${parts['id'] ?? DEFAULTS.id} holds`;
    const file = new RuleFile('rule.yaml', stringify({ ...DEFAULTS, title, zh: { title }, ...parts }));
    const rule = readRule(file);
    if (rule !== undefined) checkRule(rule, file, vocabulary);
    if (rule === undefined || !file.isSound) throw new Error(file.problems().join('\n'));
    const result = compiler.compile(rule, file);
    if (!file.isSound) throw new Error(file.problems().join('\n'));
    return result;
  });
  const entries = miniBundle({ name: 'mini', match: 'none', time: '2025-03-05T06:00:00Z', ...bundle }, tables.kinds);
  return analyzeEntries(
    toAsync(entries),
    'mini',
    { rules: compiled.map(spoil), tables, facts, digest: '' },
    { minConfidence: 'low', ...options },
  );
}

async function* toAsync<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

/** What the rules say: `confidence entity` of each finding, sorted, or what is missing, or `none`. */
export function verdict({ findings, coverage }: Report): readonly string[] | string {
  if (findings.length > 0) {
    return findings
      .map(
        ({ confidence, entity }) =>
          `${confidence} ${entity.namespace === undefined ? '' : `${entity.namespace}/`}${entity.name}`,
      )
      .sort();
  }
  const [unknown] = coverage.unknown;
  return unknown === undefined ? 'none' : `unknown: ${unknown.missing}`;
}

/** A log of etcd on a node. Each line is a time of day on 2025-03-05 and a text, or a text alone. */
export function etcdLog(lines: readonly string[], node = 'node1', previous = false): Record<string, string> {
  const text = lines.map((line) => `${line.replace(/^(\d\d:\d\d:\d\d)/, '2025-03-05T$1Z')}\n`).join('');
  return { [`logs/kube-system/etcd-${node}/etcd.log${previous ? '.1' : ''}`]: text };
}

/** A node object. */
export function node(name: string, parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, ...parts };
}
