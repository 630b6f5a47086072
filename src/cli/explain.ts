import { type Command, Option } from 'commander';
import { addAnalysisOptions } from './analyze.js';
import type { AnalysisFlags } from './analyze-flags.js';
import type { CommandContext } from './command-context.js';
import { addLimitOptions } from './limit-options.js';
import { addRuleSourceOptions } from './rule-options.js';
import type { RunStatus } from './run-status.js';
import type { Terminal } from './terminal.js';

interface ExplainFlags extends AnalysisFlags {
  readonly format: 'text' | 'json';
  readonly details?: boolean;
  readonly quiet?: boolean;
}

const epilogue = `
For each signal of the rule: its rows, or what came nearest and the value on
which it failed; what words such as at-least took away; the source that is not
in the bundle.

Examples:
  bundlescope explain longhorn-snapshot-file-missing supportbundle.zip
  bundlescope explain etcd-quorum-lost supportbundle.zip --details
  bundlescope explain my-rule bundle/ --rules my-rule.yaml --format json`;

/** Adds `explain`. The engine is loaded when it runs. */
export function addExplainCommand(program: Command, { terminal, finish }: CommandContext): void {
  const command = program
    .command('explain')
    .summary('why a rule holds on a bundle, or why not')
    .description('Says why a rule holds on a bundle, why it does not, or what is missing to say it.')
    .argument('<rule>', 'id or alias of a rule; see `bundlescope rules list`')
    .argument('<bundle>', 'archive, directory, or - for standard input')
    .addOption(
      new Option('-f, --format <format>', 'a page to read, or all of it as JSON')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('-d, --details', 'all rows, near misses and paths on the page')
    .addOption(new Option('--lang <language>', 'language of the page').choices(['en', 'zh']).default('en'))
    .option('-q, --quiet', 'no progress and no warnings on standard error');
  addRuleSourceOptions(command);
  addAnalysisOptions(command);
  addLimitOptions(command);
  command.addHelpText('after', epilogue).action(async (rule: string, bundle: string, flags: ExplainFlags) => {
    finish(await explainRule(rule, bundle, flags, terminal));
  });
}

async function explainRule(rule: string, bundle: string, flags: ExplainFlags, terminal: Terminal): Promise<RunStatus> {
  const [{ explain }, { analyzeOptions }, { readOne, tellWarnings }] = await Promise.all([
    import('../pipeline/explain.js'),
    import('./analyze-bundles.js'),
    import('./one-bundle.js'),
  ]);
  const quiet = flags.quiet === true;
  const explained = await readOne(bundle, terminal, quiet, (onProgress) =>
    explain(rule, bundle, { ...analyzeOptions(flags, terminal), onProgress }),
  );
  const status = await tellWarnings(bundle, explained.explanation.warnings, terminal, quiet);
  if (flags.format === 'json') {
    const { jsonText } = await import('../report/json-text.js');
    await terminal.stdout.write(`${jsonText(explained.explanation, 2)}\n`);
    return status;
  }
  const [{ explanationPage }, { reporterOptions }] = await Promise.all([
    import('./explanation-page.js'),
    import('./reporter-options.js'),
  ]);
  const options = { ...reporterOptions(terminal, flags.lang), details: flags.details === true };
  await terminal.stdout.write(explanationPage(explained.explanation, explained.rule, options));
  return status;
}
