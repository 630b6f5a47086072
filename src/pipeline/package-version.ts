import { createRequire } from 'node:module';

/** Version of this program, as its package.json states it. Loads nothing else: `--version` should answer at once. */
export function packageVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('../../package.json');
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  if (typeof version !== 'string') throw new TypeError('package.json states no version');
  return version;
}
