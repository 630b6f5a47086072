#!/usr/bin/env node
import { processTerminal } from './process-terminal.js';
import { run } from './program.js';

const interruption = new AbortController();
// Only once: without a listener the next Ctrl-C kills the process, as by default.
process.once('SIGINT', () => interruption.abort());

const status = await run(process.argv.slice(2), processTerminal(interruption.signal));
// All output was handed over; an open standard input must not keep the process alive.
process.exit(status);
