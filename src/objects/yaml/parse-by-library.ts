import { createRequire } from 'node:module';

/**
 * Settings of the YAML library for content of bundles: keys are not compared (quadratic in `yaml` 2.x), aliases are bounded. Its log level
 * `error` throws errors and drops warnings; `silent` would drop both.
 */
const OPTIONS = { uniqueKeys: false, prettyErrors: false, logLevel: 'error', maxAliasCount: 100 } as const;

let library: typeof import('yaml') | undefined;

/**
 * Parses one document of any YAML with the `yaml` package. Its 20 to 40 ms of loading are spent on the first document that the fast reader
 * declines: most bundles hold none.
 * @throws Error for text that is no YAML
 */
export function parseByLibrary(text: string): unknown {
  library ??= createRequire(import.meta.url)('yaml');
  const value: unknown = library?.parse(text, OPTIONS);
  return value;
}
