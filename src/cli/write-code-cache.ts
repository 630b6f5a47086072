import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeCacheFile } from '../start/code-cache.js';
import { CODE_CACHE, compileProgram, runProgram } from '../start/load-program.js';

type Program = typeof import('./run-process.js');

/**
 * The last step of the build: keeps what the engine compiled of the bundled program, so that it need not be compiled at each start. The
 * program analyzes bundles first, those that the arguments name: the engine compiles a function when it is called. They should be archives, as
 * those of users are: what reads them is a good part of what a small bundle needs.
 */
async function writeCodeCache(bundles: readonly string[]): Promise<void> {
  // One of an earlier build would be used here.
  rmSync(CODE_CACHE, { force: true });
  const program = compileProgram();
  if (program === undefined) throw new Error('the program is not bundled');
  const { runProcess } = runProgram<Program>(program);
  const folder = mkdtempSync(join(tmpdir(), 'bundlescope-build-'));
  try {
    for (const [number, bundle] of bundles.entries()) {
      const argv = ['analyze', bundle, '--quiet', '--output', join(folder, `report-${number}.txt`)];
      const status = await runProcess(argv, new AbortController().signal);
      if (status !== 0) throw new Error(`analyze ${bundle} ended with status ${status}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  writeFileSync(CODE_CACHE, codeCacheFile(program.script.createCachedData(), program.text));
}

await writeCodeCache(process.argv.slice(2));
