import { existsSync } from 'node:fs';
import type { Command, CommanderError } from 'commander';
import { ExitStatus } from '../errors/index.js';
import { visibleText } from '../report/visible-text.js';
import type { RunStatus } from './run-status.js';
import type { Terminal } from './terminal.js';

/**
 * Tells in one line what is wrong with the arguments, with a way out.
 * @param error what Commander threw; after help and version it throws as well
 * @param command the command that the arguments lead to
 * @returns the exit status it stands for
 */
export async function tellUsage(
  error: CommanderError,
  command: Command,
  argv: readonly string[],
  terminal: Terminal,
): Promise<RunStatus> {
  if (error.exitCode === 0) return ExitStatus.analyzed;
  // Without a command the help is the message.
  if (error.code === 'commander.help') return ExitStatus.usage;
  const message = error.message
    .replace(/^error: /, '')
    .trimEnd()
    .split('\n')
    .map(visibleText)
    .join(' ');
  await terminal.stderr.write(`bundlescope: ${message}${wayOut(error, command, argv)}\n`);
  return ExitStatus.usage;
}

function wayOut(error: CommanderError, command: Command, argv: readonly string[]): string {
  const [first] = argv;
  if (
    error.code === 'commander.unknownCommand' &&
    command.parent === null &&
    first !== undefined &&
    existsSync(first)
  ) {
    return `; to diagnose a bundle: bundlescope analyze ${visibleText(first)}`;
  }
  // These messages name the right word, or the values that are allowed.
  if (error.code === 'commander.invalidArgument' || error.message.includes('(Did you mean')) return '';
  return `; see ${pathOf(command)} --help`;
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
