import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileGlob } from '../bundle/glob.js';
import { type KindTable, parseKindTable } from '../bundle/kinds.js';
import { type ProgramTable, parseProgramTable } from '../bundle/programs.js';
import { BundlescopeError } from '../errors/index.js';
import type { BundleFacts } from './cel/expression.js';
import { checkRule, type Vocabulary } from './check-rule.js';
import { type CompiledRule, RuleCompiler } from './compile-rule.js';
import { type EntityTable, parseEntityTable } from './entity-table.js';
import { readRule } from './read-rule.js';
import type { Rule } from './rule.js';
import { RuleFile } from './rule-file.js';

/** The rules that come with the program: `rules/` beside `src/` and `dist/`. */
export const BUILTIN_RULES = fileURLToPath(new URL('../../rules/', import.meta.url));

/** Products whose versions rules may ask for in `applies`. */
export const PRODUCTS = [
  'harvester',
  'longhorn',
  'kubevirt',
  'cdi',
  'kubernetes',
  'rke2',
  'k3s',
  'rancher',
  'fleet',
  'etcd',
  'kernel',
] as const;

/** Tables that rules and layouts share. */
export interface RuleTables {
  readonly programs: ProgramTable;
  readonly kinds: KindTable;
  readonly entities: EntityTable;
}

/** Rules ready to be evaluated on one bundle. */
export interface RuleSet {
  readonly rules: readonly CompiledRule[];
  readonly tables: RuleTables;
  /** Filled while the bundle is read; the expressions of the rules refer to it. */
  readonly facts: BundleFacts;
  /** SHA-256 over all rule files, hexadecimal. */
  readonly digest: string;
}

/** Which rules to load. */
export interface RuleSelection {
  /** Files or folders of rules besides the builtin ones. */
  readonly packs?: readonly string[];
  readonly builtin?: boolean;
  /** Ids or globs with `*`: only these; never those. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** A rule file that was read, with what is wrong with it. */
export interface LoadedRuleFile {
  /** Where it was read from. */
  readonly path: string;
  readonly file: RuleFile;
  readonly rule: Rule | undefined;
  readonly compiled: CompiledRule | undefined;
}

/**
 * Loads rules and checks them.
 * @throws BundlescopeError `rule` that lists every problem as `file:line:column: message`, `usage` when a pack does not exist or `only` selects nothing.
 */
export async function loadRuleSet(selection: RuleSelection = {}): Promise<RuleSet> {
  const tables = await loadTables();
  const facts: BundleFacts = { time: undefined, products: {} };
  const roots = [...(selection.builtin === false ? [] : [BUILTIN_RULES]), ...(selection.packs ?? [])];
  const loaded = await loadRuleFiles(roots, tables, facts);
  const problems = [...loaded.flatMap(({ file }) => file.problems()), ...duplicateIds(loaded)];
  if (problems.length > 0) throw new BundlescopeError('rule', problems.join('\n'));
  const rules = loaded
    .flatMap(({ compiled }) => (compiled === undefined ? [] : [compiled]))
    .filter(({ rule }) => isSelected(rule.id, selection));
  if (rules.length === 0) throw new BundlescopeError('usage', 'no rule is selected; see `bundlescope rules list`');
  const digest = createHash('sha256');
  for (const { file } of loaded) digest.update(file.text);
  return { rules, tables, facts, digest: digest.digest('hex') };
}

/** Reads the tables that come with the program. */
export async function loadTables(): Promise<RuleTables> {
  const read = (name: string): Promise<string> => readFile(join(BUILTIN_RULES, name), 'utf8');
  const [programs, kinds, entities] = await Promise.all(['programs.yaml', 'kinds.yaml', 'entities.yaml'].map(read));
  return {
    programs: parseProgramTable(programs ?? '', 'rules/programs.yaml'),
    kinds: parseKindTable(kinds ?? '', 'rules/kinds.yaml'),
    entities: parseEntityTable(entities ?? '', 'rules/entities.yaml'),
  };
}

/** Reads and checks all rule files below the given files and folders, in a fixed order. Problems stay with the files. */
export async function loadRuleFiles(
  roots: readonly string[],
  tables: RuleTables,
  facts: BundleFacts,
): Promise<readonly LoadedRuleFile[]> {
  const compiler = new RuleCompiler(facts);
  const vocabulary: Vocabulary = {
    programs: new Set(tables.programs.ids),
    kinds: new Set(tables.kinds.resources),
    entities: new Set(tables.entities.keys()),
    products: new Set(PRODUCTS),
  };
  const loaded: LoadedRuleFile[] = [];
  for (const path of (await Promise.all(roots.map(rulePaths))).flat()) {
    const file = new RuleFile(displayPath(path), await readFile(path, 'utf8'));
    const rule = readRule(file);
    if (rule !== undefined) checkRule(rule, file, vocabulary);
    const compiled = rule === undefined || !file.isSound ? undefined : compiler.compile(rule, file);
    loaded.push({ path, file, rule, compiled });
  }
  return loaded;
}

async function rulePaths(root: string): Promise<readonly string[]> {
  const stats = await stat(root).catch((cause: unknown) => {
    throw new BundlescopeError('usage', `${root}: no such rule file or folder`, { cause });
  });
  if (stats.isFile()) return [root];
  const names = await readdir(root, { recursive: true });
  return (
    names
      // The builtin folder keeps its tables at the top.
      .filter(
        (name) =>
          name.endsWith('.yaml') && !name.endsWith('.test.yaml') && (root !== BUILTIN_RULES || name.includes(sep)),
      )
      .sort()
      .map((name) => join(root, name))
  );
}

/** Builtin rules are named from the package's top, others as the user would. */
function displayPath(path: string): string {
  if (path.startsWith(BUILTIN_RULES)) return join('rules', relative(BUILTIN_RULES, path));
  // An empty path stands for the working directory.
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

function duplicateIds(loaded: readonly LoadedRuleFile[]): readonly string[] {
  const first = new Map<string, string>();
  const problems: string[] = [];
  for (const { rule, file } of loaded) {
    for (const id of rule === undefined ? [] : [rule.id, ...rule.aliases]) {
      const other = first.get(id);
      if (other === undefined) first.set(id, file.file);
      else problems.push(`${file.file}:1:1: rule id "${id}" is already used in ${other}`);
    }
  }
  return problems;
}

function isSelected(id: string, { only = [], skip = [] }: RuleSelection): boolean {
  const matches = (pattern: string): boolean => compileGlob(pattern)(id);
  return (only.length === 0 || only.some(matches)) && !skip.some(matches);
}
