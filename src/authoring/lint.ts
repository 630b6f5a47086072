import { access } from 'node:fs/promises';
import { didYouMean } from '../rules/did-you-mean.js';
import { type LoadedRuleFile, loadRuleFiles } from '../rules/load-rule-files.js';
import { BUILTIN_RULES } from '../rules/rule-folder.js';
import { loadTables } from '../rules/rule-set.js';
import { checkGrouping } from './check-grouping.js';
import { checkLiterals } from './check-literals.js';

/** What a check of rule files found. */
export interface LintResult {
  readonly files: number;
  /** `file:line:column: message`, by file. */
  readonly problems: readonly string[];
}

/**
 * Checks rule files: everything that loading checks, that ids are file names, tests exist and links lead somewhere, and that nothing counts
 * several things as one or makes the scan slow.
 * @param paths files or folders; default: the rules that come with the program.
 */
export async function lintRules(paths: readonly string[] = []): Promise<LintResult> {
  const tables = await loadTables();
  const facts = { time: undefined, products: {} };
  const builtin = loadRuleFiles([BUILTIN_RULES], tables, facts);
  const checked = paths.length === 0 ? builtin : loadRuleFiles(paths, tables, facts);
  const ids = new Set(
    [...builtin, ...checked].flatMap(({ rule }) => (rule === undefined ? [] : [rule.id, ...rule.aliases])),
  );
  for (const loaded of checked) {
    checkLinks(loaded, ids);
    checkGrouping(loaded, tables.entities.get(loaded.rule?.entity ?? ''));
    checkLiterals(loaded);
    await checkPlace(loaded);
  }
  return { files: checked.length, problems: checked.flatMap(({ file }) => file.problems()) };
}

/** Every rule that another names must exist. */
function checkLinks({ rule, file }: LoadedRuleFile, ids: ReadonlySet<string>): void {
  if (rule === undefined) return;
  const links = { 'leads-to': rule.leadsTo.map((link) => link.rule), refines: rule.refines, absorbs: rule.absorbs };
  for (const [word, targets] of Object.entries(links)) {
    targets.forEach((target, index) => {
      if (!ids.has(target)) file.report([word, index], `unknown rule "${target}"${didYouMean(target, ids)}`);
      else if (target === rule.id) file.report([word, index], 'a rule cannot name itself');
    });
  }
}

/** A rule is found by its id, and is not believed without tests. */
async function checkPlace({ rule, file, path }: LoadedRuleFile): Promise<void> {
  if (rule === undefined) return;
  const [component, name] = path.split(/[\\/]/).slice(-2);
  if (name !== `${rule.id}.yaml`) file.report(['id'], `the file of rule "${rule.id}" has to be named ${rule.id}.yaml`);
  if (component !== rule.component)
    file.report(['component'], `a rule of component "${rule.component}" has to be in a folder of that name`);
  const test = path.replace(/\.yaml$/, '.test.yaml');
  const hasTest = await access(test).then(
    () => true,
    () => false,
  );
  if (!hasTest) file.report(['id'], `no test: ${rule.id}.test.yaml is missing beside it`);
}
