import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openSource, streamSource } from '../src/source/index.js';
import { readArchive } from './support/read-archive.js';

const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const harvester = `${data}harvester-v1.0-supportbundle.zip`;
const troubleshoot = `${data}troubleshoot-supportbundle.tar.gz`;
const sos = `${data}sosreport-sunbeam.tar.xz`;
const present = existsSync(harvester) && existsSync(troubleshoot) && existsSync(sos);
if (!present) process.stdout.write('skipped: the real bundles are not beside the checkout (../shared/data)\n');

const warn = (): void => {};

describe.skipIf(!present)('real bundles', () => {
  it('Harvester zip: every file, those of the node zip inside as well', async () => {
    const { files, warnings } = await readArchive(await openSource(harvester, { warn }));
    expect(files.size).toBe(1200);
    expect([...files.keys()].some((path) => path.endsWith('nodes/node1.zip!/node1/logs/kernel.log'))).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('Harvester zip: the same through a pipe', async () => {
    const piped = await readArchive(streamSource('pipe', createReadStream(harvester)));
    expect(piped.files).toEqual((await readArchive(await openSource(harvester, { warn }))).files);
    expect(piped.warnings).toEqual([]);
  });

  it('troubleshoot tar.gz', async () => {
    const { files, warnings } = await readArchive(await openSource(troubleshoot, { warn }));
    expect(files.size).toBe(102);
    expect(warnings).toEqual([]);
  });

  it('sosreport tar.xz', async () => {
    const { files, warnings } = await readArchive(await openSource(sos, { warn }));
    expect(files.size).toBe(314);
    expect(warnings).toEqual([]);
  });
});
