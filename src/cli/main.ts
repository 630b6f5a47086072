#!/usr/bin/env node
import { processTerminal } from './process-terminal.js';
import { asksForVersion, tellVersion } from './version.js';

type Program = typeof import('./run-process.js');

const interruption = new AbortController();
// Only once: without a listener the next Ctrl-C kills the process, as by default.
process.once('SIGINT', () => interruption.abort());

const argv = process.argv.slice(2);
const status = asksForVersion(argv)
  ? await tellVersion(processTerminal(interruption.signal))
  : await (await program()).runProcess(argv, interruption.signal);
// All output was handed over; an open standard input must not keep the process alive.
process.exit(status);

async function program(): Promise<Program> {
  const { loadProgram } = await import('../start/load-program.js');
  return loadProgram<Program>() ?? (await import('./run-process.js'));
}
