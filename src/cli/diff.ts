import { type Command, Option } from 'commander';
import { comparisonFormats } from '../report/comparison/index.js';
import { collect } from './argument-parsers.js';
import type { CommandContext } from './command-context.js';
import type { DiffFlags } from './diff-flags.js';
import { addLimitOptions } from './limit-options.js';
import { addRuleFilterOptions, addRuleSourceOptions } from './rule-options.js';
import { FAIL_ON } from './run-status.js';

const epilogue = `
Both bundles are analyzed, the old one first; one of them may be - for standard input.

Exit status:
  0    compared
  1    compared, and a new finding reaches --fail-on
  2    wrong usage or an invalid rule
  3    one of the inputs could not be read as a bundle
  4    compared in part: something of a bundle was damaged or over a limit
  130  interrupted

Examples:
  bundlescope diff working.zip broken.zip
  bundlescope diff monday.zip today.zip --kind volumes --kind pods
  bundlescope diff before.zip after.zip --format markdown --output changes.md
  bundlescope diff before.zip after.zip --format json | jq '.objects[] | select(.effect == "broke")'`;

/** Adds `diff`. The engine is loaded when it runs. */
export function addDiffCommand(program: Command, { terminal, finish }: CommandContext): void {
  const command = program
    .command('diff')
    .summary('compare two bundles of one cluster')
    .description(
      'Compares two bundles of one cluster: what broke, what mended, what came and went, what was upgraded or set.',
    )
    .argument('<old>', 'the earlier bundle: archive, directory, or - for standard input')
    .argument('<new>', 'the later bundle')
    .addOption(new Option('-f, --format <format>', 'how to write it (default: text)').choices(comparisonFormats))
    .option('-o, --output <file>', 'write it to a file; its extension gives the format')
    .addOption(
      new Option(
        '--kind <kind>',
        'only this kind, named as for kubectl (pods, volumes.longhorn.io); may be repeated',
      ).argParser(collect),
    )
    .option('--all', 'every object and finding on its own, none only counted')
    .addOption(new Option('--lang <language>', 'language of headings and titles').choices(['en', 'zh']).default('en'))
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 when a new finding is at least this severe')
        .choices(FAIL_ON)
        .default('never'),
    )
    .addOption(
      new Option('--min-confidence <level>', 'leave out findings below it in both bundles')
        .choices(['low', 'medium', 'high'])
        .default('medium'),
    )
    .option('-q, --quiet', 'no progress and no warnings on standard error');
  addLimitOptions(addRuleFilterOptions(addRuleSourceOptions(command)));
  command.addHelpText('after', epilogue).action(async (old: string, current: string, flags: DiffFlags) => {
    const { diffBundles } = await import('./diff-bundles.js');
    finish(await diffBundles(old, current, flags, terminal));
  });
}
