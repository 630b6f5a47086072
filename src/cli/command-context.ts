import type { RunStatus } from './run-status.js';
import type { Terminal } from './terminal.js';

/** What a command needs of the program around it. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Takes the exit status of a command that ran to its end. */
  readonly finish: (status: RunStatus) => void;
}
