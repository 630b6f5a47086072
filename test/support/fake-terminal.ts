import type { Terminal, TextOutput } from '../../src/cli/terminal.js';

/** A terminal that keeps what is written to it. */
export interface FakeTerminal {
  readonly terminal: Terminal;
  readonly out: () => string;
  readonly err: () => string;
}

/** How the terminal is; by default both outputs are pipes and the environment is empty. */
export interface FakeTerminalOptions {
  readonly stdoutIsTerminal?: boolean;
  readonly stderrIsTerminal?: boolean;
  readonly stdinIsTerminal?: boolean;
  readonly columns?: number;
  readonly env?: Terminal['env'];
  readonly signal?: AbortSignal;
  /** Called before each write to standard output. */
  readonly onWrite?: (text: string) => void;
}

/** Makes a terminal for one run of the program. */
export function fakeTerminal(options: FakeTerminalOptions = {}): FakeTerminal {
  const out: string[] = [];
  const err: string[] = [];
  const output = (kept: string[], isTerminal: boolean, onWrite?: (text: string) => void): TextOutput => ({
    isTerminal,
    columns: isTerminal ? (options.columns ?? 100) : undefined,
    write: async (text) => {
      onWrite?.(text);
      kept.push(text);
    },
  });
  return {
    terminal: {
      stdout: output(out, options.stdoutIsTerminal ?? false, options.onWrite),
      stderr: output(err, options.stderrIsTerminal ?? false),
      stdinIsTerminal: options.stdinIsTerminal ?? false,
      env: options.env ?? {},
      signal: options.signal ?? new AbortController().signal,
    },
    out: () => out.join(''),
    err: () => err.join(''),
  };
}
