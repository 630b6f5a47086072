import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the package. Compiled, this file is in dist/bench/bench. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** The program that is measured, as it is shipped. */
export const PROGRAM = join(PROJECT, 'dist/cli/main.js');

/** A compiled script of this folder. */
export function script(name: string): string {
  return fileURLToPath(new URL(`${name}.js`, import.meta.url));
}
