import { type Command, Option } from 'commander';
import { formatNames } from '../report/index.js';
import type { AnalyzeFlags } from './analyze-flags.js';
import { parseThreads } from './argument-parsers.js';
import type { CommandContext } from './command-context.js';
import { addLimitOptions } from './limit-options.js';
import { addRuleFilterOptions, addRuleSourceOptions } from './rule-options.js';
import { FAIL_ON } from './run-status.js';
import { addTimeOptions } from './time-options.js';

const epilogue = `
A bundle is a .zip .tar .tar.gz .tgz .tar.xz .txz, a directory,
or - for standard input.

Exit status:
  0    analyzed
  1    analyzed, and a finding reaches --fail-on
  2    wrong usage or an invalid rule
  3    the input could not be read as a bundle
  4    analyzed in part; the report says what is missing
  130  interrupted

Examples:
  bundlescope analyze supportbundle.zip
  bundlescope analyze node1.tar.gz node2.tar.gz --output report.md
  bundlescope analyze supportbundle.zip --format json | jq .diagnosis.summary
  ssh host cat bundle.zip | bundlescope analyze -`;

/** Adds `analyze`. The engine is loaded when it runs. */
export function addAnalyzeCommand(program: Command, { terminal, finish }: CommandContext): void {
  const command = program
    .command('analyze')
    .summary('diagnose support bundles')
    .description('Diagnoses support bundles: what failed, why, what proves it, and what to do.')
    .argument('<bundle...>', 'archive, directory, or - for standard input');
  addReportOptions(command);
  addRuleFilterOptions(addRuleSourceOptions(command));
  addAnalysisOptions(command);
  addLimitOptions(command);
  command.addHelpText('after', epilogue).action(async (bundles: readonly string[], flags: AnalyzeFlags) => {
    const { analyzeBundles } = await import('./analyze-bundles.js');
    finish(await analyzeBundles(bundles, flags, terminal));
  });
}

function addReportOptions(command: Command): void {
  command
    .addOption(new Option('-f, --format <format>', 'how to write the report (default: text)').choices(formatNames))
    .option('-o, --output <file>', 'write the report to a file; its extension gives the format')
    .addOption(
      new Option('--lang <language>', 'language of titles, explanations and steps').choices(['en', 'zh']).default('en'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 when a finding is at least this severe')
        .choices(FAIL_ON)
        .default('never'),
    )
    .option('-d, --details', 'everything on every finding, in text and markdown; json always has it all')
    .option('--profile', 'tell on standard error which phases, rules and signals took how long')
    .option('--show-benign', 'list what is known to be harmless, and what it explains')
    .option('-q, --quiet', 'no progress and no warnings on standard error; the report has them all')
    .option(
      '-j, --threads <n>',
      'threads that scan beside the one that reads (default: for a large zip the other processors when there are three and more, else 0)',
      parseThreads,
    )
    .addOption(new Option('--redact').hideHelp());
}

/** Adds what says which evidence counts: `--min-confidence`, `--since`, `--until`, `--around`. */
export function addAnalysisOptions(command: Command): void {
  command.addOption(
    new Option('--min-confidence <level>', 'leave out findings below it')
      .choices(['low', 'medium', 'high'])
      .default('medium'),
  );
  addTimeOptions(command, 'only log lines and events count as evidence');
}
