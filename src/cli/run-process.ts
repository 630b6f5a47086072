import { processTerminal } from './process-terminal.js';
import { run } from './program.js';
import type { RunStatus } from './run-status.js';

/**
 * Runs the program on the terminal of this process.
 * @param argv the arguments after the program's name
 * @param signal aborted when the user interrupts
 * @returns the exit status
 */
export async function runProcess(argv: readonly string[], signal: AbortSignal): Promise<RunStatus> {
  return run(argv, processTerminal(signal));
}
