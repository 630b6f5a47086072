import { BundlescopeError } from '../errors/index.js';
import { forgivingExpression } from './cel/expression.js';
import type { Program } from './cel/program.js';
import { type CompiledRule, RuleCompiler } from './compile-rule.js';
import { parseRuleFiles, parseTables } from './load-rule-files.js';
import { nativePattern } from './patterns/native-pattern.js';
import type { Rule } from './rule.js';
import { cacheDigest, type RuleCache } from './rule-cache.js';
import { BUILTIN_RULES, readRuleTexts, readTableTexts } from './rule-folder.js';
import { createTables } from './rule-tables.js';

/**
 * Checks the builtin rules and gives what a start needs of them.
 * @throws BundlescopeError `rule` that lists every problem of a rule file.
 */
export function buildRuleCache(): RuleCache {
  const tableTexts = readTableTexts();
  const texts = readRuleTexts([BUILTIN_RULES]);
  const tables = parseTables(tableTexts);
  const files = parseRuleFiles(texts, createTables(tables), new RuleCompiler({ time: undefined, products: {} }));
  const problems = files.flatMap(({ file }) => file.problems());
  if (problems.length > 0) throw new BundlescopeError('rule', problems.join('\n'));
  const compiled = files.flatMap((file) => (file.compiled === undefined ? [] : [file.compiled]));
  const forgiving = new Map(sourcesOf(compiled).map((source) => [source, forgivingExpression(source)]));
  const patterns = [
    ...compiled.flatMap(({ rule }) => matchedPatterns(rule)),
    ...[...forgiving.values()].flatMap(({ program }) => (program === undefined ? [] : patternsOf(program))),
  ];
  return {
    digest: cacheDigest([...Object.values(tableTexts), ...texts]),
    tables,
    rules: compiled.map(({ rule }) => rule),
    forgiving,
    patterns: new Map(patterns.map((pattern) => [pattern, nativePattern(pattern)])),
  };
}

function sourcesOf(rules: readonly CompiledRule[]): readonly string[] {
  const expressions = rules
    .flatMap(({ signals }) => signals)
    .flatMap(({ where, bind, each, time }) => [...where, ...bind.values(), each, time]);
  return [...new Set(expressions.flatMap((expression) => (expression === undefined ? [] : [expression.source])))];
}

function matchedPatterns({ signals }: Rule): readonly string[] {
  return [...signals.values()].flatMap((signal) => ('match' in signal ? signal.match : []));
}

/** Patterns that are written in a program. */
function patternsOf(program: Program): readonly string[] {
  const parts = Object.values(program).flat().filter(isProgram).flatMap(patternsOf);
  if (program.op !== 'call' || (program.name !== 're' && program.name !== 'extract')) return parts;
  const pattern = program.parameters[1];
  return pattern?.op === 'value' && typeof pattern.value === 'string' ? [pattern.value, ...parts] : parts;
}

function isProgram(value: unknown): value is Program {
  return typeof value === 'object' && value !== null && 'op' in value;
}
