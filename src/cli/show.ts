import { type Command, Option } from 'commander';
import type { Report } from '../model/report.js';
import type { ReportLanguage } from '../report/index.js';
import { addAnalysisOptions } from './analyze.js';
import type { AnalysisFlags } from './analyze-flags.js';
import type { CommandContext } from './command-context.js';
import { addLimitOptions } from './limit-options.js';
import { addRuleFilterOptions, addRuleSourceOptions } from './rule-options.js';
import type { RunStatus } from './run-status.js';
import type { Terminal } from './terminal.js';

interface ShowFlags extends AnalysisFlags {
  readonly format: 'text' | 'json';
  readonly lang: ReportLanguage;
  readonly quiet?: boolean;
}

const epilogue = `
Examples:
  bundlescope show longhorn-snapshot-file-missing supportbundle.zip
  bundlescope analyze supportbundle.zip --output report.json
  bundlescope show pdb-blocks-drain#2 report.json`;

/** Adds `show`. The engine is loaded when it runs. */
export function addShowCommand(program: Command, { terminal, finish }: CommandContext): void {
  const command = program
    .command('show')
    .summary('everything on one finding')
    .description('Prints everything on one finding: all citations, values, causes and effects, steps.')
    .argument('<finding>', 'id of a finding (rule#n), or of a rule that has only one')
    .argument('<bundle>', 'archive, directory, - for standard input, or a report that was saved as JSON')
    .addOption(new Option('-f, --format <format>', 'a page to read, or JSON').choices(['text', 'json']).default('text'))
    .addOption(
      new Option('--lang <language>', 'language of titles, explanations and steps').choices(['en', 'zh']).default('en'),
    )
    .option('-q, --quiet', 'no progress and no warnings on standard error');
  addRuleFilterOptions(addRuleSourceOptions(command));
  addAnalysisOptions(command);
  addLimitOptions(command);
  command.addHelpText('after', epilogue).action(async (finding: string, bundle: string, flags: ShowFlags) => {
    finish(await showFinding(finding, bundle, flags, terminal));
  });
}

async function showFinding(wanted: string, bundle: string, flags: ShowFlags, terminal: Terminal): Promise<RunStatus> {
  const [{ savedReports }, { selectFinding }, { tellWarnings }] = await Promise.all([
    import('./saved-reports.js'),
    import('./select-finding.js'),
    import('./one-bundle.js'),
  ]);
  const quiet = flags.quiet === true;
  const reports = (await savedReports(bundle)) ?? [await analyzed(bundle, flags, terminal, quiet)];
  const { report, finding } = selectFinding(wanted, reports, bundle);
  const status = await tellWarnings(bundle, report.warnings, terminal, quiet);
  if (flags.format === 'json') {
    const { jsonText } = await import('../report/json-text.js');
    await terminal.stdout.write(`${jsonText(finding, 2)}\n`);
  } else {
    const [{ findingPage }, { reporterOptions }] = await Promise.all([
      import('../report/text/finding-page.js'),
      import('./reporter-options.js'),
    ]);
    await terminal.stdout.write(findingPage(report, finding, reporterOptions(terminal, flags.lang)));
  }
  return status;
}

async function analyzed(bundle: string, flags: ShowFlags, terminal: Terminal, quiet: boolean): Promise<Report> {
  const [{ analyze }, { analyzeOptions }, { readOne }] = await Promise.all([
    import('../pipeline/analyze.js'),
    import('./analyze-bundles.js'),
    import('./one-bundle.js'),
  ]);
  return readOne(bundle, terminal, quiet, (onProgress) =>
    analyze(bundle, { ...analyzeOptions(flags, terminal), onProgress }),
  );
}
