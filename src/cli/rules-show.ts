import { type Command, Option } from 'commander';
import { BundlescopeError, ExitStatus } from '../errors/index.js';
import type { ReportLanguage } from '../report/index.js';
import type { LoadedRuleFile } from '../rules/load-rule-files.js';
import type { Rule } from '../rules/rule.js';
import { wantsColor } from './color.js';
import type { CommandContext } from './command-context.js';
import { addRuleSourceOptions, type RuleFlags } from './rule-options.js';
import type { Terminal } from './terminal.js';

interface ShowFlags extends RuleFlags {
  readonly format: 'text' | 'json' | 'yaml';
  readonly lang: ReportLanguage;
}

/** A rule with the file it was read from. */
interface FoundRule {
  readonly rule: Rule;
  readonly file: LoadedRuleFile['file'];
}

const PAGE_WIDTH = 80;

/** Adds `rules show`. */
export function addRulesShowCommand(rules: Command, { terminal, finish }: CommandContext): void {
  const command = rules
    .command('show')
    .description('Explains a rule: what it means, how it shows, what to do.')
    .argument('<id>', 'id or alias of a rule; see `bundlescope rules list`');
  addRuleSourceOptions(command)
    .addOption(
      new Option('-f, --format <format>', 'a page to read, the content of its file, or the file')
        .choices(['text', 'json', 'yaml'])
        .default('text'),
    )
    .addOption(new Option('--lang <language>', 'language of the page').choices(['en', 'zh']).default('en'))
    .action(async (id: string, flags: ShowFlags) => {
      const files = await loadFiles(flags);
      const found = await findRule(id, files);
      await terminal.stdout.write(await showText(found, files, flags, terminal));
      finish(ExitStatus.analyzed);
    });
}

/** All files, even if others than the wanted one are not valid. */
async function loadFiles({ builtinRules, rules = [] }: ShowFlags): Promise<readonly LoadedRuleFile[]> {
  const [{ loadRuleFiles }, { BUILTIN_RULES }, { loadTables }] = await Promise.all([
    import('../rules/load-rule-files.js'),
    import('../rules/rule-folder.js'),
    import('../rules/rule-set.js'),
  ]);
  const roots = [...(builtinRules ? [BUILTIN_RULES] : []), ...rules];
  return loadRuleFiles(roots, await loadTables(), { time: undefined, products: {} });
}

async function findRule(id: string, files: readonly LoadedRuleFile[]): Promise<FoundRule> {
  for (const { file, rule } of files) {
    const isMeant =
      rule === undefined ? file.file.endsWith(`/${id}.yaml`) : rule.id === id || rule.aliases.includes(id);
    if (!isMeant) continue;
    if (rule === undefined || !file.isSound) throw new BundlescopeError('rule', file.problems().join('\n'));
    return { rule, file };
  }
  const { didYouMean } = await import('../rules/did-you-mean.js');
  const known = files.flatMap(({ rule }) => (rule === undefined ? [] : [rule.id, ...rule.aliases]));
  const wayOut = didYouMean(id, known) || '; see bundlescope rules list';
  throw new BundlescopeError('usage', `there is no rule ${JSON.stringify(id)}${wayOut}`);
}

async function showText(
  { rule, file }: FoundRule,
  files: readonly LoadedRuleFile[],
  flags: ShowFlags,
  terminal: Terminal,
): Promise<string> {
  if (flags.format === 'yaml') return file.text.endsWith('\n') ? file.text : `${file.text}\n`;
  if (flags.format === 'json') {
    const { jsonText } = await import('../report/json-text.js');
    return `${jsonText(file.content(), 2)}\n`;
  }
  const { rulePage } = await import('./rule-page.js');
  const all = files.flatMap((loaded) => (loaded.rule === undefined ? [] : [loaded.rule]));
  return rulePage(rule, all, {
    color: wantsColor(terminal.stdout, terminal.env),
    width: terminal.stdout.columns ?? PAGE_WIDTH,
    language: flags.lang,
  });
}
