import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The program as it is shipped. */
export const MAIN = join(root, 'dist/cli/main.js');

/** Builds the program when the program there is missing or older than a source file. */
export async function ensureBuilt(): Promise<void> {
  // The last file that a build writes.
  const built = await modified(join(root, 'dist/program.cache'));
  const names = await readdir(join(root, 'src'), { recursive: true });
  const changed = await Promise.all(
    names.filter((name) => name.endsWith('.ts')).map((name) => modified(join(root, 'src', name))),
  );
  if (built > Math.max(...changed)) return;
  await promisify(execFile)('npm', ['run', 'build'], { cwd: root, shell: true }).catch((cause: unknown) => {
    // The compiler tells its errors on standard output.
    const errors = cause instanceof Error && 'stdout' in cause ? String(cause.stdout) : String(cause);
    throw new Error(`the program does not compile:\n${errors}`, { cause });
  });
}

async function modified(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
