import { compileGlob } from '../bundle/glob.js';
import { BundlescopeError } from '../errors/index.js';
import type { RuleCache, RuleRecord, RuleRest } from './cache-content.js';
import { CachedRule } from './cached-rule.js';
import type { BundleFacts } from './cel/expression.js';
import { useNativePatterns } from './cel/regex.js';
import { type CompiledRule, type CompiledSignal, RuleCompiler } from './compile-rule.js';
import { didYouMean } from './did-you-mean.js';
import { duplicateIds } from './duplicate-ids.js';
import type { Rule } from './rule.js';
import { readRest, readRuleCache, rulesDigest } from './rule-cache.js';
import { BUILTIN_RULES, type RuleText, readRuleTexts, readTableTexts, type TableTexts } from './rule-folder.js';
import type { RuleOutline } from './rule-outline.js';
import { createTables, type RuleTables } from './rule-tables.js';

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

/**
 * Loads rules and checks them; those that come with the program were checked when it was built.
 * @throws BundlescopeError `rule` that lists every problem as `file:line:column: message`, `usage` when a pack does not exist, `only` names
 *   no rule or no rule is left.
 */
export async function loadRuleSet(selection: RuleSelection = {}): Promise<RuleSet> {
  const builtin = readBuiltin();
  const tables = await tablesOf(builtin);
  const facts: BundleFacts = { time: undefined, products: {} };
  const compiler = new RuleCompiler(facts);
  const cache = selection.builtin === false ? undefined : builtin.cache;
  const cached = cache === undefined ? [] : takeOver(cache, compiler);
  const builtinTexts = selection.builtin === false ? [] : builtin.texts;
  const packs = readRuleTexts(selection.packs ?? []);
  const parsed = await parse(cache === undefined ? [...builtinTexts, ...packs] : packs, tables, compiler);
  // Those of the cache alone were looked at when it was made.
  const doubled = parsed.read.length === 0 ? [] : duplicateIds([...cached.map(({ rule }) => rule), ...parsed.read]);
  const problems = [...parsed.problems, ...doubled];
  if (problems.length > 0) throw new BundlescopeError('rule', problems.join('\n'));
  const digest =
    cache !== undefined && packs.length === 0 ? cache.rulesDigest : rulesDigest([...builtinTexts, ...packs]);
  return { rules: selected([...cached, ...parsed.compiled], selection), tables, facts, digest };
}

/** Reads what of the rules is else read when it is first asked for: for whoever has to wait anyway. */
export function readWhole({ rules }: RuleSet): void {
  for (const rule of rules) void rule.signals;
}

/** Loads the tables that come with the program. */
export async function loadTables(): Promise<RuleTables> {
  return tablesOf(readBuiltin());
}

/** The builtin rules as they are, and what the build made of them if they are still the same. */
interface Builtin {
  readonly texts: readonly RuleText[];
  readonly tables: TableTexts;
  readonly cache: RuleCache | undefined;
}

function readBuiltin(): Builtin {
  const tables = readTableTexts();
  const texts = readRuleTexts([BUILTIN_RULES]);
  return { texts, tables, cache: readRuleCache([...Object.values(tables), ...texts]) };
}

async function tablesOf({ cache, tables }: Builtin): Promise<RuleTables> {
  if (cache !== undefined) return createTables(cache.tables);
  const { parseTables } = await import('./load-rule-files.js');
  return createTables(parseTables(tables));
}

function takeOver({ rules, patterns }: RuleCache, compiler: RuleCompiler): readonly CompiledRule[] {
  useNativePatterns(patterns);
  return rules.map((record) => new CachedCompiledRule(record, compiler));
}

/** A rule of the cache, of which its signals and most of its words are read when they are first asked for. */
class CachedCompiledRule implements CompiledRule {
  readonly rule: CachedRule;
  readonly outline: RuleOutline;
  readonly #record: RuleRecord;
  readonly #compiler: RuleCompiler;
  #rest: RuleRest | undefined;
  #signals: readonly CompiledSignal[] | undefined;

  constructor(record: RuleRecord, compiler: RuleCompiler) {
    this.rule = new CachedRule(record.head, () => this.#read().body);
    this.outline = record.outline;
    this.#record = record;
    this.#compiler = compiler;
  }

  get signals(): readonly CompiledSignal[] {
    this.#signals ??= this.#compiler.takeOver(this.rule, this.#read().forgiving);
    return this.#signals;
  }

  #read(): RuleRest {
    this.#rest ??= readRest(this.#record);
    return this.#rest;
  }
}

/** Rule files that were parsed: all that could be read, and those of them that are good. */
interface ParsedRules {
  readonly read: readonly Rule[];
  readonly compiled: readonly CompiledRule[];
  readonly problems: readonly string[];
}

/** What parses and checks is loaded only when there is something to check. */
async function parse(texts: readonly RuleText[], tables: RuleTables, compiler: RuleCompiler): Promise<ParsedRules> {
  if (texts.length === 0) return { read: [], compiled: [], problems: [] };
  const { parseRuleFiles } = await import('./load-rule-files.js');
  const files = parseRuleFiles(texts, tables, compiler);
  return {
    read: files.flatMap(({ rule }) => (rule === undefined ? [] : [rule])),
    compiled: files.flatMap(({ compiled }) => (compiled === undefined ? [] : [compiled])),
    problems: files.flatMap(({ file }) => file.problems()),
  };
}

function selected(rules: readonly CompiledRule[], { only = [], skip = [] }: RuleSelection): readonly CompiledRule[] {
  const ids = rules.map(({ rule }) => rule.id);
  for (const pattern of only) {
    if (ids.some(compileGlob(pattern))) continue;
    const wayOut = didYouMean(pattern, ids) || '; see `bundlescope rules list`';
    throw new BundlescopeError('usage', `only: no rule is named "${pattern}"${wayOut}`);
  }
  const wanted = only.map(compileGlob);
  const unwanted = skip.map(compileGlob);
  const chosen = rules.filter(
    ({ rule: { id } }) =>
      (wanted.length === 0 || wanted.some((matches) => matches(id))) && !unwanted.some((matches) => matches(id)),
  );
  if (chosen.length === 0) throw new BundlescopeError('usage', 'no rule is selected; see `bundlescope rules list`');
  return chosen;
}
