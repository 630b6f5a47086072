import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { readCodeCache } from './code-cache.js';

/** The folder of the compiled program. */
const DIST = new URL('../', import.meta.url);

/** Where the build leaves the program with its libraries in one file, and beside it what the engine made of it. */
const PROGRAM = fileURLToPath(new URL('program.cjs', DIST));
export const CODE_CACHE = fileURLToPath(new URL('program.cache', DIST));

/** How stack traces name it: the engine keeps the name in the code cache, and there it must not be a path of the machine that built it. */
const NAME = 'bundlescope/dist/program.cjs';

/** The bundled program, before it runs. */
export interface CompiledProgram {
  readonly text: Buffer;
  readonly script: Script;
}

/**
 * Loads the bundled program: in one file, compiled at build time, it starts in a fraction of the time that its modules take. The caller names
 * the module that it would import otherwise; build/rolldown.config.mjs bundles that.
 * @returns undefined when the program was not bundled: its modules are there.
 */
export function loadProgram<Exports>(): Exports | undefined {
  const program = compileProgram();
  return program === undefined ? undefined : runProgram(program);
}

/** @returns undefined when there is no bundled program, or only a part of it. */
export function compileProgram(): CompiledProgram | undefined {
  try {
    const text = readFileSync(PROGRAM);
    const cachedData = readCodeCache(CODE_CACHE, text);
    // The build leaves nothing but ASCII in it.
    const script = new Script(text.toString('latin1'), {
      filename: NAME,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    return { text, script };
  } catch {
    return undefined;
  }
}

/** @returns what the program exports. */
export function runProgram<Exports>({ script }: CompiledProgram): Exports {
  const run: (require: NodeJS.Require, address: string) => Exports = script.runInThisContext();
  return run(createRequire(PROGRAM), DIST.href);
}
