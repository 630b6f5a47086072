import { ExitStatus, WARNINGS, type Warning } from '../errors/index.js';
import type { AnalyzeOptions } from '../pipeline/analyze-options.js';
import { untilInterrupted } from './interruption.js';
import { createProgressLine } from './progress.js';
import type { RunStatus } from './run-status.js';
import { checkStandardInput } from './standard-input.js';
import type { Terminal } from './terminal.js';
import { warningLines } from './warning-lines.js';

/**
 * Reads one bundle with the progress line on, until the user interrupts.
 * @param read what is done with it
 * @throws what `read` throws, BundlescopeError `interrupted` after Ctrl-C, and `usage` for a bundle that cannot come from standard input
 */
export async function readOne<Result>(
  bundle: string,
  terminal: Terminal,
  quiet: boolean,
  read: (onProgress: NonNullable<AnalyzeOptions['onProgress']>) => Promise<Result>,
): Promise<Result> {
  checkStandardInput([bundle], terminal);
  const progress = createProgressLine(terminal, displayName(bundle), quiet);
  try {
    return await untilInterrupted(read(progress.show), terminal.signal);
  } finally {
    await progress.clear();
  }
}

/**
 * Tells on standard error what was damaged or missing in the bundle.
 * @returns the status that this gives a command whose answer was written
 */
export async function tellWarnings(
  bundle: string,
  warnings: readonly Warning[],
  terminal: Terminal,
  quiet: boolean,
): Promise<RunStatus> {
  if (!quiet) await terminal.stderr.write(warningLines(displayName(bundle), warnings));
  return warnings.some(({ code }) => WARNINGS[code].partial) ? ExitStatus.partial : ExitStatus.analyzed;
}

function displayName(bundle: string): string {
  return bundle === '-' ? 'standard input' : bundle;
}
