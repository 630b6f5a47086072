import { BundlescopeError, type ErrorCode, ExitStatus } from '../errors/index.js';
import { visibleText } from '../report/visible-text.js';
import { DEFECT_STATUS, type RunStatus } from './run-status.js';
import { ClosedPipe, type Terminal } from './terminal.js';

const statuses: Readonly<Record<ErrorCode, RunStatus>> = {
  input: ExitStatus.unreadable,
  usage: ExitStatus.usage,
  rule: ExitStatus.usage,
  interrupted: ExitStatus.interrupted,
};

/**
 * Tells on standard error why something failed, in one line where it was foreseen, with the stack where it was not.
 * @returns the exit status it stands for
 */
export async function tellFailure(error: unknown, terminal: Terminal): Promise<RunStatus> {
  if (error instanceof ClosedPipe) return ExitStatus.analyzed;
  if (error instanceof BundlescopeError) {
    await terminal.stderr.write(
      error.code === 'rule' ? problemList(error.message) : `bundlescope: ${visibleText(error.message)}\n`,
    );
    return statuses[error.code];
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await terminal.stderr.write(
    `bundlescope: internal error; this is a defect of bundlescope, not of your bundle: please report it with these lines\n${visibleLines(stack)}\n`,
  );
  return DEFECT_STATUS;
}

function problemList(problems: string): string {
  return `${visibleLines(problems)}\nbundlescope: invalid rules; correct them or leave out their pack\n`;
}

function visibleLines(text: string): string {
  return text.trimEnd().split('\n').map(visibleText).join('\n');
}
