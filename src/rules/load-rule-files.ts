import { parseKindFile } from '../bundle/kind-file.js';
import { parseProgramFile } from '../bundle/program-file.js';
import type { BundleFacts } from './cel/expression.js';
import { checkRule, type Vocabulary } from './check-rule.js';
import { type CompiledRule, RuleCompiler } from './compile-rule.js';
import { parseEntityFile } from './entity-file.js';
import { PRODUCTS } from './products.js';
import { readRule } from './read-rule.js';
import type { Rule } from './rule.js';
import { RuleFile } from './rule-file.js';
import { decodeRuleText, type RuleText, readRuleTexts, type TableTexts } from './rule-folder.js';
import type { RuleTables, TableSpecs } from './rule-tables.js';

/** A rule file that was read, with what is wrong with it. */
export interface LoadedRuleFile {
  /** Where it was read from. */
  readonly path: string;
  readonly file: RuleFile;
  readonly rule: Rule | undefined;
  readonly compiled: CompiledRule | undefined;
}

/**
 * Parses and checks the files of the tables.
 * @throws BundlescopeError `rule` with file, line and column when one is not valid.
 */
export function parseTables({ programs, kinds, entities }: TableTexts): TableSpecs {
  return {
    programs: parseProgramFile(decodeRuleText(programs), programs.name),
    kinds: parseKindFile(decodeRuleText(kinds), kinds.name),
    entities: parseEntityFile(decodeRuleText(entities), entities.name),
  };
}

/**
 * Reads, checks and compiles all rule files below the given files and folders, in a fixed order. Problems stay with the files.
 * @throws BundlescopeError `usage` when a file or folder does not exist.
 */
export function loadRuleFiles(
  roots: readonly string[],
  tables: RuleTables,
  facts: BundleFacts,
): readonly LoadedRuleFile[] {
  return parseRuleFiles(readRuleTexts(roots), tables, new RuleCompiler(facts));
}

/** As {@link loadRuleFiles} for texts that were read already. */
export function parseRuleFiles(
  texts: readonly RuleText[],
  tables: RuleTables,
  compiler: RuleCompiler,
): readonly LoadedRuleFile[] {
  const vocabulary: Vocabulary = {
    programs: new Set(tables.programs.ids),
    kinds: new Set(tables.kinds.resources),
    entities: new Set(tables.entities.keys()),
    products: new Set(PRODUCTS),
  };
  return texts.map((ruleText) => {
    const { path, name } = ruleText;
    const file = new RuleFile(name, decodeRuleText(ruleText));
    const rule = readRule(file);
    if (rule !== undefined) checkRule(rule, file, vocabulary);
    const compiled = rule === undefined || !file.isSound ? undefined : compiler.compile(rule, file);
    return { path, file, rule, compiled };
  });
}
