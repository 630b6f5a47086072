import { type Command, Option } from 'commander';
import { ExitStatus } from '../errors/index.js';
import type { ReportLanguage } from '../report/index.js';
import type { Rule } from '../rules/rule.js';
import type { CommandContext } from './command-context.js';
import { addRuleFilterOptions, addRuleSourceOptions, type RuleFlags, ruleSelection } from './rule-options.js';

interface ListFlags extends RuleFlags {
  readonly format: 'text' | 'json';
  readonly lang: ReportLanguage;
}

const HEADINGS = ['ID', 'SEVERITY', 'ROLE', 'COMPONENT', 'TITLE'];

/** Adds `rules list`. */
export function addRulesListCommand(rules: Command, { terminal, finish }: CommandContext): void {
  const command = rules
    .command('list')
    .description('Lists the rules that an analysis with the same options would use.');
  addRuleFilterOptions(addRuleSourceOptions(command))
    .addOption(new Option('-f, --format <format>', 'a table, or an array').choices(['text', 'json']).default('text'))
    .addOption(new Option('--lang <language>', 'language of titles').choices(['en', 'zh']).default('en'))
    .action(async (flags: ListFlags) => {
      const { loadRuleSet } = await import('../rules/rule-set.js');
      const set = await loadRuleSet(ruleSelection(flags));
      const listed = set.rules.map(({ rule }) => rule).sort((a, b) => (a.id < b.id ? -1 : 1));
      await terminal.stdout.write(
        flags.format === 'json' ? await listJson(listed, flags.lang) : await listTable(listed, flags.lang),
      );
      finish(ExitStatus.analyzed);
    });
}

async function listTable(rules: readonly Rule[], language: ReportLanguage): Promise<string> {
  const [{ alignedRows }, { visibleText }] = await Promise.all([
    import('./table.js'),
    import('../report/visible-text.js'),
  ]);
  const rows = rules.map((rule) =>
    [rule.id, rule.severity, rule.role, rule.component, titleOf(rule, language)].map(visibleText),
  );
  return alignedRows([HEADINGS, ...rows])
    .map((line) => `${line}\n`)
    .join('');
}

async function listJson(rules: readonly Rule[], language: ReportLanguage): Promise<string> {
  const { jsonText } = await import('../report/json-text.js');
  const items = rules.map((rule) => ({
    id: rule.id,
    aliases: rule.aliases,
    severity: rule.severity,
    role: rule.role,
    component: rule.component,
    entity: rule.entity,
    title: titleOf(rule, language),
    leadsTo: rule.leadsTo.map((link) => link.rule),
    applies: Object.fromEntries(rule.applies),
    references: rule.references,
    file: rule.file,
  }));
  return `${jsonText(items, 2)}\n`;
}

function titleOf({ title, chinese }: Rule, language: ReportLanguage): string {
  return language === 'zh' ? chinese.title : title;
}
