import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type Limits, openArchive, readPacked } from '../src/archive/index.js';
import type { Warning, WarningSink } from '../src/errors/index.js';
import { openSource } from '../src/source/index.js';
import { asFile, readArchive } from './support/read-archive.js';
import { writeTar } from './support/tar-writer.js';
import { writeZip, type ZipItem } from './support/zip-writer.js';

const MIB = 2 ** 20;
const noise = randomBytes(MIB);
/** About eight times as large as packed. */
const log = Buffer.concat(Array.from({ length: 40 }, (_, index) => noise.subarray(index, index + 3_000)));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundlescope-handed-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Handed {
  /** Content by path of what was handed over, as latin1. */
  readonly files: Map<string, string>;
  readonly codes: readonly string[];
  /** Paths of what was not. */
  readonly kept: readonly string[];
}

/** Writes a bundle to a file and reads what its entries hand over, as another thread would. */
async function hand(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<Handed> {
  const path = join(folder, `${randomBytes(8).toString('hex')}.zip`);
  await writeFile(path, bytes);
  const warnings: Warning[] = [];
  const warn: WarningSink = (warning) => {
    warnings.push(warning);
  };
  const files = new Map<string, string>();
  const kept: string[] = [];
  const all = { ...DEFAULT_LIMITS, ...limits };
  for await (const entry of openArchive(await openSource(path, { warn }), { limits: all, warn })) {
    const handed = entry.handOver?.();
    if (handed === undefined) {
      kept.push(entry.path);
      continue;
    }
    // The channel to a thread takes plain data only.
    const packed = structuredClone(handed.packed);
    const chunks: Uint8Array[] = [];
    for await (const chunk of readPacked(packed, all, warn)) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    handed.settle(content.length);
    files.set(packed.path, content.toString('latin1'));
  }
  return { files, codes: [...new Set(warnings.map(({ code }) => code))].sort(), kept };
}

describe('entries that are handed over', () => {
  const inner: ZipItem[] = [
    { name: 'node1/kernel.log', content: log },
    { name: 'node1/short.log', content: 'one line\n' },
  ];
  const written: ZipItem[] = [
    { name: 'empty.log', content: '' },
    { name: 'deflated.log', content: log },
    { name: 'wide.log', content: log, zip64: true },
    { name: 'piped.log', content: log, descriptor: true },
    { name: 'stored.log', content: noise, stored: true },
    { name: 'large-stored.log', content: Buffer.concat(Array.from({ length: 6 }, () => noise)), stored: true },
    { name: 'large.log', content: Buffer.concat(Array.from({ length: 18 }, () => noise)) },
    { name: 'nodes/node1.zip', content: writeZip(inner), stored: true },
    { name: '../outside.log', content: 'a name that is changed' },
  ];

  it('have the content that reading them gives', async () => {
    const zip = writeZip(written);
    const { files, codes, kept } = await hand(zip);
    const read = await readArchive(asFile(zip));
    expect(files).toEqual(read.files);
    expect(codes).toEqual(read.codes);
    expect(kept).toEqual([]);
  });

  it('are only those that lie in the file as they are', async () => {
    const zip = writeZip([
      { name: 'plain.log', content: log },
      { name: 'rotated.log.gz', content: gzipSync(log) },
      { name: 'deflated.zip', content: writeZip(inner) },
      { name: 'node.tar', content: writeTar([{ name: 'in.log', content: 'x' }]), stored: true },
    ]);
    const { files, kept } = await hand(zip);
    expect([...files.keys()]).toEqual(['plain.log']);
    expect(kept).toEqual([
      'rotated.log',
      'deflated.zip!/node1/kernel.log',
      'deflated.zip!/node1/short.log',
      'node.tar!/in.log',
    ]);
  });

  it('are none of a bundle in memory', async () => {
    const warn: WarningSink = () => undefined;
    for await (const entry of openArchive(asFile(writeZip(written)), { warn })) expect(entry.handOver).toBeUndefined();
  });

  it('cannot be read, too', async () => {
    const path = join(folder, 'twice.zip');
    await writeFile(path, writeZip([{ name: 'a.log', content: log }]));
    const warn: WarningSink = () => undefined;
    for await (const entry of openArchive(await openSource(path, { warn }), { warn })) {
      entry.handOver?.();
      expect(() => entry.read()).toThrow('a.log: was read already');
    }
  });

  it.each([
    ['another checksum', { crc: 1 }, 'archive-checksum'],
    ['a damaged stream', { content: noise.subarray(0, 300_000), method: 8, stored: true }, 'archive-damaged'],
  ])('with %s give what reading gives, and the same warning', async (_, damage, code) => {
    const zip = writeZip([{ name: 'a.log', content: log, ...damage }]);
    const { files, codes } = await hand(zip);
    const read = await readArchive(asFile(zip));
    expect(codes).toEqual([code]);
    expect(read.codes).toEqual([code]);
    expect(files.get('a.log')).toBe(read.files.get('a.log') ?? '');
  });

  it('of a stated size that is too small are read to their end', async () => {
    const zip = writeZip([{ name: 'a.log', content: log }]);
    // The size in the central directory.
    zip.writeUInt32LE(1_000, zip.indexOf('PK\x01\x02', 0, 'latin1') + 24);
    const { files, codes } = await hand(zip);
    expect(files.get('a.log')).toBe(log.toString('latin1'));
    expect(codes).toEqual(['archive-checksum']);
  });

  it('count for the limit on bytes: what exceeds it is kept, and reading it tells so', async () => {
    const zip = writeZip(['a', 'b', 'c'].map((name) => ({ name: `${name}.log`, content: log })));
    const { files, kept } = await hand(zip, { maxBytes: 2.5 * log.length });
    expect([...files.keys()]).toEqual(['a.log', 'b.log']);
    expect(kept).toEqual(['c.log']);
  });

  it('count with their true size when the stated one is a lie', async () => {
    const zip = writeZip(['a', 'b'].map((name) => ({ name: `${name}.log`, content: log })));
    zip.writeUInt32LE(1_000, zip.indexOf('PK\x01\x02', 0, 'latin1') + 24);
    const { kept } = await hand(zip, { maxBytes: 1.5 * log.length });
    expect(kept).toEqual(['b.log']);
  });

  it('are kept when they expand beyond the ratio', async () => {
    const zip = writeZip([{ name: 'zeros.log', content: Buffer.alloc(100 * MIB) }]);
    expect((await hand(zip, { maxRatio: 100 })).kept).toEqual(['zeros.log']);
  });
});
