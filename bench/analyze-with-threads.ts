import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from './project.js';

// Analyzes a bundle with a given number of scanning threads, which the command line does not offer.
const [path = '', threads = '1'] = process.argv.slice(2);
// The program as it is shipped, not the copy that is compiled with this file: workers and the WebAssembly matcher are beside it.
const program: typeof import('../src/index.js') = await import(pathToFileURL(join(PROJECT, 'dist/index.js')).href);
const report = await program.analyze(path, { threads: Number(threads) });
console.log(report.bundle.stats.logLines);
