import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WARNINGS } from '../src/errors/index.js';

interface DocumentedWarning {
  readonly partial: boolean;
  readonly means: string;
}

/** Rows of the table in docs/warnings.md: `| code | meaning | partial or complete | way out |`. */
function documentedWarnings(): ReadonlyMap<string, DocumentedWarning> {
  const text = readFileSync(new URL('../docs/warnings.md', import.meta.url), 'utf8');
  const rows = text.matchAll(/^\| `([^`]+)` \| ([^|]+) \| (partial|complete) \| [^|]+ \|$/gm);
  return new Map(
    [...rows].map(([, code = '', means = '', result]) => [code, { means, partial: result === 'partial' }]),
  );
}

test('docs/warnings.md explains every warning the program can give, and no other', () => {
  expect([...documentedWarnings().keys()].sort()).toEqual(Object.keys(WARNINGS).sort());
});

test.each(Object.entries(WARNINGS))('docs/warnings.md says of %s what the program says', (code, { means, partial }) => {
  expect(documentedWarnings().get(code)).toEqual({ means, partial });
});
