import { type Command, Option } from 'commander';
import { BundlescopeError, ExitStatus } from '../errors/index.js';
import { collect } from './argument-parsers.js';
import type { CommandContext } from './command-context.js';
import type { RunStatus } from './run-status.js';
import type { Terminal } from './terminal.js';

/** Adds `rules test`. */
export function addRulesTestCommand(rules: Command, { terminal, finish }: CommandContext): void {
  rules
    .command('test')
    .description(
      'Runs the test cases that stand beside the rules. Prints those that fail and exits with 2 when there is one.',
    )
    .argument('[id...]', 'rules to test (default: all)')
    .addOption(new Option('--rules <path>', 'add a rule pack: a file or folder; may be repeated').argParser(collect))
    .action(async (ids: readonly string[], flags: { readonly rules?: readonly string[] }) => {
      finish(await runTests(ids, flags.rules ?? [], terminal));
    });
}

async function runTests(ids: readonly string[], packs: readonly string[], terminal: Terminal): Promise<RunStatus> {
  const [{ testRules }, { visibleText }] = await Promise.all([
    import('../authoring/run-tests.js'),
    import('../report/visible-text.js'),
  ]);
  let passed = 0;
  let failed = 0;
  for await (const result of testRules(ids, { packs })) {
    if (terminal.signal.aborted) throw new BundlescopeError('interrupted', 'interrupted; not all test cases were run');
    if (result.passed) {
      passed++;
    } else {
      failed++;
      const message = result.message === undefined ? '' : `: ${visibleText(result.message)}`;
      await terminal.stdout.write(`FAIL ${result.rule}: ${visibleText(result.case)}${message}\n`);
    }
  }
  if (passed + failed === 0)
    throw new BundlescopeError('usage', 'there is no test case to run; write one beside the rule, in <id>.test.yaml');
  await terminal.stderr.write(`${passed + failed} test cases, ${failed === 0 ? 'all passed' : `${failed} failed`}\n`);
  return failed === 0 ? ExitStatus.analyzed : ExitStatus.usage;
}
