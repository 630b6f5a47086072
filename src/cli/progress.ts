import { basename } from 'node:path';
import type { Progress } from '../pipeline/analyze-options.js';
import { formatBytes, formatCount } from '../report/quantities.js';
import { visibleText } from '../report/visible-text.js';
import { chop, columns } from '../report/wrap.js';
import type { Terminal } from './terminal.js';

/** Return to the first column, erase to the end of the line (ECMA-48 EL). */
const ERASE = '\r\u001b[K';
const NARROWEST = 20;

/** One line on standard error that tells how far reading has come. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Takes the line away; it comes back with the next `show`. */
  clear(): Promise<void>;
}

/** Whether a moving line is wanted: only on a terminal that can erase, and never where a log of it is kept (CI). */
function wantsProgress({ stderr, env }: Terminal, quiet: boolean): boolean {
  const ci = env['CI'];
  return stderr.isTerminal && !quiet && env['TERM'] !== 'dumb' && (ci === undefined || ci === '' || ci === 'false');
}

/** @param bundle its path as the user gave it, or `standard input` */
export function createProgressLine(terminal: Terminal, bundle: string, quiet: boolean): ProgressLine {
  if (!wantsProgress(terminal, quiet)) return { show: () => undefined, clear: async () => undefined };
  const { stderr } = terminal;
  let shown = false;
  return {
    show: (progress) => {
      shown = true;
      void stderr.write(ERASE + progressText(bundle, progress, (stderr.columns ?? NARROWEST) - 1));
    },
    clear: async () => {
      if (shown) await stderr.write(ERASE);
      shown = false;
    },
  };
}

/** The end of the entry's path says more than its beginning. */
function progressText(bundle: string, { entries, bytes, path }: Progress, width: number): string {
  const numbers = `${visibleText(basename(bundle))}: ${formatCount(entries)} files, ${formatBytes(bytes)}`;
  const entry = visibleText(path);
  const room = width - columns(numbers) - 2;
  if (room < NARROWEST) return chop(numbers, Math.max(1, width))[0] ?? '';
  return `${numbers}  ${columns(entry) <= room ? entry : `…${lastColumns(entry, room - 1)}`}`;
}

function lastColumns(text: string, width: number): string {
  let start = text.length;
  let used = 0;
  for (const character of [...text].reverse()) {
    used += columns(character);
    if (used > width) break;
    start -= character.length;
  }
  return text.slice(start);
}
