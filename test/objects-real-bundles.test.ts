import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { KubeValue } from '../src/model/kube-object.js';
import { normalise } from '../src/objects/normalise.js';
import { readObjects } from '../src/objects/read-objects.js';
import { fieldOf } from '../src/rules/cel/values.js';
import { openSource } from '../src/source/index.js';
import { readArchive } from './support/read-archive.js';

const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const bundles = ['harvester-v1.0-supportbundle.zip', 'troubleshoot-supportbundle.tar.gz'];
const present = bundles.every((bundle) => existsSync(`${data}${bundle}`));
if (!present) process.stdout.write('skipped: the real bundles are not beside the checkout (../shared/data)\n');

/** Every object in a file, by parsing all of it at once. */
function parseWhole(text: string, isJson: boolean): KubeValue[] {
  const values: unknown[] = isJson
    ? [JSON.parse(text)]
    : parseAllDocuments(text, { logLevel: 'error' }).map((document): unknown => document.toJS());
  return values.flatMap((value) => objectsIn(normalise(value)));
}

function objectsIn(value: KubeValue): KubeValue[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (fieldOf(value, 'kind') === '') return [];
  const items = fieldOf(value, 'items');
  if (Array.isArray(items)) return items.flatMap(objectsIn);
  return fieldOf(fieldOf(value, 'metadata'), 'name') === '' ? [] : [value];
}

describe.skipIf(!present)('objects of real bundles', () => {
  it.each(bundles)('%s: the same whether a file is taken apart first or parsed as a whole', async (bundle) => {
    const { files } = await readArchive(await openSource(`${data}${bundle}`, { warn: () => {} }));
    let compared = 0;
    for (const [path, latin1] of files) {
      if (!/\.(ya?ml|json)$/.test(path)) continue;
      const text = Buffer.from(latin1, 'latin1').toString('utf8');
      const whole = parseWhole(text, path.endsWith('.json'));
      // Items of a typed list (`PodList`) leave their kind out: that form is tested with small lists.
      if (whole.length === 0) continue;
      const { objects } = readObjects(text, {
        path,
        wants: () => true,
        warn: ({ message }) => expect.fail(`${path}: ${message}`),
      });
      expect(
        objects.map(({ content }) => content),
        path,
      ).toEqual(whole);
      compared += objects.length;
    }
    expect(compared).toBeGreaterThan(50);
  });
});
