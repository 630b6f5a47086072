import { Command, CommanderError } from 'commander';
import { ExitStatus } from '../errors/index.js';
import { packageVersion } from '../pipeline/package-version.js';
import { addAnalyzeCommand } from './analyze.js';
import { addCiteCommand } from './cite.js';
import type { CommandContext } from './command-context.js';
import { addDiffCommand } from './diff.js';
import { addExplainCommand } from './explain.js';
import { tellFailure } from './failure.js';
import { addGraphCommand } from './graph.js';
import { addRulesCommand } from './rules.js';
import type { RunStatus } from './run-status.js';
import { addShowCommand } from './show.js';
import type { Terminal } from './terminal.js';
import { addTimelineCommand } from './timeline.js';
import { tellUsage } from './usage-failure.js';

/** Width of help where there is no terminal. */
const HELP_WIDTH = 100;

/**
 * Runs the program; it neither ends the process nor touches its streams.
 * @param argv the arguments after the program's name
 * @returns the exit status; every failure was told on `terminal.stderr`
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<RunStatus> {
  let status: RunStatus = ExitStatus.analyzed;
  const help = { out: '', err: '' };
  const finish = (finished: RunStatus): void => {
    status = finished;
  };
  const program = createProgram({ terminal, finish }, help);
  let command = program;
  followCommand(program, (entered) => {
    command = entered;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) return tellFailure(error, terminal);
    try {
      if (help.out !== '') await terminal.stdout.write(help.out);
    } catch (failure) {
      return tellFailure(failure, terminal);
    }
    await terminal.stderr.write(help.err);
    return tellUsage(error, command, argv, terminal);
  }
}

/** @param help takes the help text: Commander writes without waiting, so that a closed pipe would go unseen */
function createProgram(context: CommandContext, help: { out: string; err: string }): Command {
  const { terminal } = context;
  const program = new Command('bundlescope')
    .description(
      'Finds the causes of failures in Kubernetes support bundles, offline, and cites the lines that prove them.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        help.out += text;
      },
      writeErr: (text) => {
        help.err += text;
      },
      outputError: () => undefined,
      getOutHelpWidth: () => terminal.stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => terminal.stderr.columns ?? HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  addAnalyzeCommand(program, context);
  addExplainCommand(program, context);
  addShowCommand(program, context);
  addCiteCommand(program, context);
  addTimelineCommand(program, context);
  addGraphCommand(program, context);
  addDiffCommand(program, context);
  addRulesCommand(program, context);
  return program;
}

/** Tells which command the arguments lead to: Commander's errors do not say it. */
function followCommand(program: Command, enter: (command: Command) => void): void {
  program.hook('preSubcommand', (_, entered) => enter(entered));
  for (const group of program.commands) group.hook('preSubcommand', (_, entered) => enter(entered));
}
