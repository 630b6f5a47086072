import type { Command } from 'commander';
import { ExitStatus } from '../errors/index.js';
import type { CommandContext } from './command-context.js';
import { untilInterrupted } from './interruption.js';

/** Adds `rules lint`. */
export function addRulesLintCommand(rules: Command, { terminal, finish }: CommandContext): void {
  rules
    .command('lint')
    .description(
      'Checks rule files. Prints every problem as file:line:column: message and exits with 2 when there is one.',
    )
    .argument('[path...]', 'files or folders (default: the rules that come with bundlescope)')
    .action(async (paths: readonly string[]) => {
      const [{ lintRules }, { visibleText }] = await Promise.all([
        import('../authoring/lint.js'),
        import('../report/visible-text.js'),
      ]);
      const { files, problems } = await untilInterrupted(lintRules(paths), terminal.signal);
      await terminal.stdout.write(problems.map((problem) => `${visibleText(problem)}\n`).join(''));
      await terminal.stderr.write(
        `${counted(files, 'rule file')}, ${problems.length === 0 ? 'no problems' : counted(problems.length, 'problem')}\n`,
      );
      finish(problems.length === 0 ? ExitStatus.analyzed : ExitStatus.usage);
    });
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
