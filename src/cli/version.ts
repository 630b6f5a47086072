import { ExitStatus } from '../errors/exit-status.js';
import { packageVersion } from '../pipeline/package-version.js';
import type { RunStatus } from './run-status.js';
import type { Terminal } from './terminal.js';

/** True when the version is all that is asked for. */
export function asksForVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V');
}

/**
 * Prints the version without loading the command line: scripts ask for it before every run.
 * @returns the exit status; a failure was told on `terminal.stderr`
 */
export async function tellVersion(terminal: Terminal): Promise<RunStatus> {
  try {
    await terminal.stdout.write(`${packageVersion()}\n`);
    return ExitStatus.analyzed;
  } catch (error) {
    const { tellFailure } = await import('./failure.js');
    return tellFailure(error, terminal);
  }
}
