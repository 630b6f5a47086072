import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Targets of Markdown links that are files of the project, without their fragment. */
function linkedFiles(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].flatMap(([, target = '']) =>
    target.includes(':') ? [] : [target],
  );
}

/** Code spans may name a file from the top (`src/model/entry.ts`) or from src (`model/entry.ts`). */
const PLACES = [ROOT, join(ROOT, 'src')];

function existsIn(path: string): boolean {
  return PLACES.some((place) => existsSync(join(place, path)));
}

/** Paths in code spans that begin with a folder of the project; others are paths in bundles. */
function namedFiles(text: string): string[] {
  const spans = text.matchAll(/`(([a-z][\w-]*)(?:\/[\w.-]+)+\.(?:ts|cjs|yaml|json|md))`/g);
  return [...spans].flatMap(([, path = '', folder = '']) => (existsIn(folder) ? [path] : []));
}

describe.each(DOCUMENTS)('%s', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');

  test('links to files that exist', () => {
    expect(linkedFiles(text).filter((target) => !existsSync(join(ROOT, dirname(document), target)))).toEqual([]);
  });

  test('names files that exist', () => {
    expect(namedFiles(text).filter((path) => !existsIn(path))).toEqual([]);
  });
});
