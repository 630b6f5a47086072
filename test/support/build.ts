import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The program as it is shipped. */
export const MAIN = join(root, 'dist/cli/main.js');

/** Compiles `src/` to `dist/`, and the rules with it, when the program there is missing or older than a source file. */
export async function ensureBuilt(): Promise<void> {
  const built = await modified(MAIN);
  const names = await readdir(join(root, 'src'), { recursive: true });
  const changed = await Promise.all(
    names.filter((name) => name.endsWith('.ts')).map((name) => modified(join(root, 'src', name))),
  );
  if (built > Math.max(...changed)) return;
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', root], { cwd: root }).catch((cause: unknown) => {
    // The compiler tells its errors on standard output.
    const errors = cause instanceof Error && 'stdout' in cause ? String(cause.stdout) : String(cause);
    throw new Error(`the program does not compile:\n${errors}`, { cause });
  });
  await promisify(execFile)(process.execPath, [join(root, 'dist/rules/write-rule-cache.js')]);
}

async function modified(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
