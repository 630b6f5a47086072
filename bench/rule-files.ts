import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { PROJECT } from './project.js';

/** Fewer words may stand together in other text. */
const MIN_WORDS = 3;

/** A signal on lines, as far as the benchmark reads it. */
interface LineSignal {
  /** Programs or paths. */
  readonly from: { readonly log: unknown } | { readonly file: unknown };
  readonly literals: readonly string[];
}

/** All literals that rules look for in lines, each once. */
export function allLiterals(): readonly string[] {
  return [...new Set(lineSignals().flatMap(({ literals }) => literals))];
}

/**
 * Copies the program with `factor` times as many rules on lines: the added ones look in the same logs for literals of the same words in
 * another order. They are compiled and cached like the rules that come with the program.
 * @returns the copied program's main file.
 */
export function programWithMoreRules(folder: string, factor: number): string {
  for (const name of ['dist', 'rules', 'package.json']) {
    cpSync(join(PROJECT, name), join(folder, name), {
      recursive: true,
      filter: (path) => path !== join(PROJECT, 'dist/bench'),
    });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  mkdirSync(join(folder, 'rules/synthetic'));
  const words = allLiterals().flatMap((literal) => literal.split(' ').filter((word) => word !== ''));
  for (const [number, signal] of lineSignals().entries()) {
    for (let copy = 1; copy < factor; copy++) {
      const id = `synthetic-${number}-${copy}`;
      const literals = signal.literals.map((literal, index) =>
        reworded(literal, words, number * 31 + index * 7 + copy),
      );
      writeFileSync(join(folder, 'rules/synthetic', `${id}.yaml`), stringify(ruleOf(id, signal, literals)));
    }
  }
  execFileSync(process.execPath, [join(folder, 'dist/rules/write-rule-cache.js')], { stdio: 'inherit' });
  return join(folder, 'dist/cli/main.js');
}

/** Words of other literals, three or more and at least as long together as before: its length keeps it from being found by chance. */
function reworded(literal: string, words: readonly string[], seed: number): string {
  let text = '';
  for (let index = 0; index < MIN_WORDS || text.length < literal.length; index++) {
    const word = words[(seed * 17 + index * 101) % words.length] ?? '';
    text = text === '' ? word : `${text} ${word}`;
  }
  return text;
}

function ruleOf(id: string, { from }: LineSignal, literals: readonly string[]): object {
  return {
    id,
    title: id,
    component: 'cluster',
    severity: 'warning',
    role: 'symptom',
    entity: 'cluster',
    signals: { told: { ...from, contains: { any: [...new Set(literals)] } } },
    when: { high: ['told'] },
    explanation: id,
    remediation: [{ step: id }],
    references: ['https://example.com/'],
    zh: { title: id },
  };
}

function lineSignals(): readonly LineSignal[] {
  const folder = join(PROJECT, 'rules');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.yaml') && !path.endsWith('.test.yaml') && dirname(path) !== '.',
  );
  return files.sort().flatMap((path) => {
    const rule: unknown = parse(readFileSync(join(folder, path), 'utf8'));
    return Object.values(mapOf(mapOf(rule)['signals'])).flatMap(lineSignal);
  });
}

function lineSignal(value: unknown): LineSignal[] {
  const { log, file, contains } = mapOf(value);
  if (log === undefined && file === undefined) return [];
  const literals = [mapOf(contains)['any'] ?? contains].flat().filter((literal) => typeof literal === 'string');
  return [{ from: log === undefined ? { file } : { log }, literals }];
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
