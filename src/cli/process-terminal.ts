import { isatty } from 'node:tty';
import { BundlescopeError } from '../errors/index.js';
import { ClosedPipe, type Terminal, type TextOutput } from './terminal.js';

const STDIN = 0;
/** EPIPE comes with the write that fails, the other with every write after it. */
const closedPipeCodes = new Set(['EPIPE', 'ERR_STREAM_DESTROYED']);

/**
 * The terminal of this process.
 * @param signal aborted when the user interrupts
 */
export function processTerminal(signal: AbortSignal): Terminal {
  return {
    stdout: streamOutput(process.stdout, reject),
    stderr: streamOutput(process.stderr, ignore),
    stdinIsTerminal: isatty(STDIN),
    env: process.env,
    signal,
  };
}

function streamOutput(stream: NodeJS.WriteStream, onFailure: (cause: Error) => void): TextOutput {
  // Every failure is also told to the callback of its write; without a listener the event would end the process.
  stream.on('error', ignore);
  return {
    // The types promise a boolean; a stream that is no terminal has no such property.
    isTerminal: stream.isTTY === true,
    get columns() {
      // A pseudo-terminal that was never given a size has 0 columns.
      return stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
    },
    write: async (text) => {
      const failure = await new Promise<Error | null | undefined>((resolve) => {
        stream.write(text, resolve);
      });
      if (failure) onFailure(failure);
    },
  };
}

function reject(cause: Error): never {
  const code = 'code' in cause ? cause.code : undefined;
  if (typeof code === 'string' && closedPipeCodes.has(code)) throw new ClosedPipe({ cause });
  throw new BundlescopeError(
    'usage',
    `standard output cannot be written: ${cause.message}; give --output FILE to write elsewhere`,
    { cause },
  );
}

function ignore(): void {}
