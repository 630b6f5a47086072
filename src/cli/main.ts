#!/usr/bin/env node
import { processTerminal } from './process-terminal.js';
import { asksForVersion, tellVersion } from './version.js';

const interruption = new AbortController();
// Only once: without a listener the next Ctrl-C kills the process, as by default.
process.once('SIGINT', () => interruption.abort());

const argv = process.argv.slice(2);
const terminal = processTerminal(interruption.signal);
const status = asksForVersion(argv)
  ? await tellVersion(terminal)
  : await (await import('./program.js')).run(argv, terminal);
// All output was handed over; an open standard input must not keep the process alive.
process.exit(status);
