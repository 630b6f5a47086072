import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { filesBelow } from './files-below.js';

/** Folders of the compiled program whose code decides what a rule file comes to. */
const CODE = ['../rules/', '../bundle/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));

/**
 * SHA-256 (hexadecimal) over the compiled code that reads rules. In the bundled program it is a constant of the build
 * (build/rolldown.config.mjs): there the code cannot change without the bundle.
 */
export function codeDigest(): string {
  const digest = createHash('sha256');
  for (const folder of CODE) {
    for (const path of filesBelow(folder, '.js')) digest.update(readFileSync(path));
  }
  return digest.digest('hex');
}
