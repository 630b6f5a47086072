import { BundlescopeError } from '../errors/index.js';
import type { RuleCache, RuleRecord, RuleRest } from './cache-content.js';
import { bodyOf, headOf } from './cached-rule.js';
import { type ForgivingExpression, forgivingExpression } from './cel/expression.js';
import type { Program } from './cel/program.js';
import { type CompiledSignal, RuleCompiler } from './compile-rule.js';
import { duplicateIds } from './duplicate-ids.js';
import { parseRuleFiles, parseTables } from './load-rule-files.js';
import { nativePattern } from './patterns/native-pattern.js';
import type { Rule } from './rule.js';
import { cacheDigest, rulesDigest, serializeRest } from './rule-cache.js';
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
  const doubled = duplicateIds(compiled.map(({ rule }) => rule));
  if (doubled.length > 0) throw new BundlescopeError('rule', doubled.join('\n'));
  const rests = compiled.map(
    ({ rule, signals }): RuleRest => ({ body: bodyOf(rule), forgiving: forgivingOf(signals) }),
  );
  const patterns = [
    ...compiled.flatMap(({ rule }) => matchedPatterns(rule)),
    ...rests
      .flatMap(({ forgiving }) => [...forgiving.values()])
      .flatMap(({ program }) => (program === undefined ? [] : patternsOf(program))),
  ];
  return {
    digest: cacheDigest([...Object.values(tableTexts), ...texts]),
    rulesDigest: rulesDigest(texts),
    tables,
    rules: compiled.map(({ rule, outline }, index): RuleRecord => {
      const rest = rests[index];
      if (rest === undefined) throw new RangeError(`${rule.id} has no rest`);
      return { head: headOf(rule), outline, rest: serializeRest(rest) };
    }),
    patterns: new Map(patterns.map((pattern) => [pattern, nativePattern(pattern)])),
  };
}

/** By the source of each expression of the signals what is evaluated in its place. */
function forgivingOf(signals: readonly CompiledSignal[]): ReadonlyMap<string, ForgivingExpression> {
  const expressions = signals.flatMap(({ where, bind, each, time, lastSeen }) => [
    ...where,
    ...bind.values(),
    each,
    time,
    lastSeen,
  ]);
  const sources = expressions.flatMap((expression) => (expression === undefined ? [] : [expression.source]));
  return new Map(sources.map((source) => [source, forgivingExpression(source)]));
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
