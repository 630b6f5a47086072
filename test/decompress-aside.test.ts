import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limits } from '../src/archive/index.js';
import type { Warning } from '../src/errors/index.js';
import { ensureBuilt } from './support/build.js';
import { writeTar } from './support/tar-writer.js';
import { writeZip } from './support/zip-writer.js';

/** Threads are started from compiled files only. */
const COMPILED = fileURLToPath(new URL('../dist/', import.meta.url));
const MIB = 2 ** 20;

const noise = randomBytes(3 * MIB);
/** Compresses to a tenth or so, at every place differently. */
const log = Buffer.concat(
  Array.from({ length: 400 }, (_, index) => noise.subarray(index * 7, index * 7 + 9_000 * (index % 5))),
);
const tar = writeTar([
  { name: 'short.log', content: 'one line\n' },
  { name: 'noise.bin', content: noise },
  ...Array.from({ length: 12 }, (_, index) => ({ name: `logs/${index}.log`, content: log.subarray(index) })),
  { name: `${'deep/'.repeat(60)}long-name.log`, content: log },
]);
const packed = gzipSync(tar, { level: 1 });

interface Read {
  /** Digest of the content by path. */
  readonly files: readonly (readonly [string, string])[];
  readonly warnings: readonly Warning[];
}

let folder = '';
beforeAll(async () => {
  await ensureBuilt();
  folder = await mkdtemp(join(tmpdir(), 'bundlescope-aside-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Reads those files of a bundle whose paths `wanted` matches. @param pauseMs before each chunk is looked at. */
async function read(
  path: string,
  isAside: boolean,
  limits: Partial<Limits> = {},
  pauseMs = 0,
  wanted = /./,
): Promise<Read> {
  const { openArchive, DEFAULT_LIMITS }: typeof import('../src/archive/index.js') = await import(
    `${COMPILED}archive/index.js`
  );
  const { openSource }: typeof import('../src/source/index.js') = await import(`${COMPILED}source/index.js`);
  const { DecompressAside }: typeof import('../src/pipeline/decompress-aside.js') = await import(
    `${COMPILED}pipeline/decompress-aside.js`
  );
  const warnings: Warning[] = [];
  const warn = (warning: Warning): void => {
    warnings.push(warning);
  };
  const allLimits = { ...DEFAULT_LIMITS, ...limits };
  const aside = isAside ? new DecompressAside(allLimits, { streamsFrom: 0, entries: true }) : undefined;
  const entries = openArchive(await openSource(path, { warn }), {
    limits: allLimits,
    warn,
    allowPlainFile: true,
    ...(aside === undefined ? {} : { decompress: aside }),
  });
  const files: [string, string][] = [];
  try {
    for await (const entry of entries) {
      if (!wanted.test(entry.path)) continue;
      const digest = createHash('sha1');
      for await (const chunk of entry.read()) {
        if (pauseMs > 0) await setTimeout(pauseMs);
        digest.update(chunk);
      }
      files.push([entry.path, digest.digest('hex')]);
    }
  } finally {
    await aside?.close();
  }
  return { files, warnings };
}

async function readBoth(
  name: string,
  bytes: Uint8Array,
  limits?: Partial<Limits>,
): Promise<{ aside: Read; alone: Read }> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { aside: await read(path, true, limits), alone: await read(path, false, limits) };
}

describe('a stream that a thread of its own decompresses', () => {
  it('gives the same files, many times the size of what is on its way', async () => {
    const { aside, alone } = await readBoth('whole.tar.gz', packed);
    expect(tar.length).toBeGreaterThan(72 * MIB);
    expect(aside).toEqual(alone);
    expect(aside.warnings).toEqual([]);
    expect(aside.files).toHaveLength(15);
  });

  const cut = packed.subarray(0, packed.length - 100_000);
  const damaged = Buffer.from(packed);
  const middle = Math.floor(packed.length / 2);
  damaged.fill(0xff, middle, middle + 50);
  const unequal = Buffer.from(packed);
  unequal.writeUInt32LE(1, packed.length - 8);
  it.each([
    ['cut off', cut, 'archive-truncated'],
    ['damaged', damaged, 'archive-damaged'],
    ['with another checksum', unequal, 'archive-checksum'],
    ['with something behind it', Buffer.concat([packed, Buffer.from('something else')]), 'archive-trailing-bytes'],
  ])('%s gives what reading it alone gives, with the same warnings', async (name, bytes, code) => {
    const { aside, alone } = await readBoth(`${name}.tar.gz`, bytes);
    expect(aside).toEqual(alone);
    expect(aside.warnings.map((warning) => warning.code)).toContain(code);
  });

  it('may come in thousands of tiny members', async () => {
    const members = Array.from({ length: 3_000 }, (_, index) => gzipSync(tar.subarray(index * 3, index * 3 + 3)));
    const rest = gzipSync(tar.subarray(9_000));
    const { aside, alone } = await readBoth('members.tar.gz', Buffer.concat([...members, rest]));
    expect(aside).toEqual(alone);
    expect(aside.files).toHaveLength(15);
  });

  it.each([
    ['bytes', { maxBytes: 20 * MIB }, 'limit-bytes'],
    ['the ratio', { maxRatio: 2 }, 'limit-ratio'],
  ])('ends at the limit on %s', async (_, limits, code) => {
    const { aside, alone } = await readBoth('limited.tar.gz', packed, limits);
    expect(aside.warnings.map((warning) => warning.code)).toEqual([code]);
    expect(aside.files.map(([path]) => path)).toEqual(alone.files.map(([path]) => path));
  });

  it('holds archives that are read slowly: nothing of what streams still hold is lost or written over', async () => {
    const long = randomBytes(12 * MIB);
    const members = [long, long.subarray(0, 5_000), long.subarray(5_000, 9_000_000)];
    const inner = writeTar([
      { name: 'rotated.log.gz', content: Buffer.concat(members.map((member) => gzipSync(member, { level: 1 }))) },
      { name: 'noise.bin', content: noise },
    ]);
    const path = join(folder, 'slow.tar.gz');
    await writeFile(path, gzipSync(inner, { level: 1 }));
    const expected = createHash('sha1').update(Buffer.concat(members)).digest('hex');
    for (const isAside of [true, false]) {
      const { files, warnings } = await read(path, isAside, {}, 2);
      expect(warnings).toEqual([]);
      expect(files[0]).toEqual(['rotated.log', expected]);
    }
  });

  it('may be a log by itself', async () => {
    const { aside, alone } = await readBoth('kernel.log.gz', gzipSync(log));
    expect(aside).toEqual(alone);
    expect(aside.files.map(([path]) => path)).toEqual(['kernel.log']);
  });
});

describe('entries of a zip that a thread of its own inflates', () => {
  /** More than four chunks. */
  const large = (index: number): Buffer =>
    Buffer.concat([log.subarray(index, 3 * MIB), noise.subarray(index, 2 * MIB)]);
  const nested = writeZip([
    { name: 'kubelet.log', content: large(1) },
    { name: 'short.log', content: 'inside\n' },
    { name: 'rke2.log', content: large(2) },
  ]);
  const items = [
    { name: 'short.log', content: 'one line\n' },
    { name: 'logs/a.log', content: large(3) },
    ...Array.from({ length: 300 }, (_, index) => ({ name: `objects/${index}.yaml`, content: `index: ${index}\n` })),
    { name: 'logs/b.log', content: large(4) },
    { name: 'logs/c.log', content: large(5) },
    { name: 'nodes/stored.zip', content: nested, stored: true },
    { name: 'nodes/deflated.zip', content: nested },
    { name: 'logs/stored.log', content: large(6), stored: true },
    { name: 'logs/piped.log', content: large(7), descriptor: true, zip64: true },
    { name: '../logs/outside.log', content: large(8) },
  ];

  const dense = { name: 'logs/dense.log', content: Buffer.alloc(80 * MIB, 'all the same\n') };
  const whole = writeZip(items);

  async function zipBoth(
    name: string,
    zip: Buffer,
    wanted = /./,
    limits: Partial<Limits> = {},
  ): Promise<{ aside: Read; alone: Read }> {
    const path = join(folder, name);
    await writeFile(path, zip);
    return {
      aside: await read(path, true, limits, 0, wanted),
      alone: await read(path, false, limits, 0, wanted),
    };
  }

  it('give the same content in the same order', async () => {
    const { aside, alone } = await zipBoth('whole.zip', whole);
    expect(aside).toEqual(alone);
    expect(aside.files).toHaveLength(items.length + 4);
    expect(aside.warnings.map(({ code }) => code)).toEqual(['entry-name-unsafe']);
  });

  it('may be passed over, whatever of them is on its way', async () => {
    const { aside, alone } = await zipBoth('passed.zip', whole, /[ac]\.log|rke2/);
    expect(aside).toEqual(alone);
    expect(aside.files.map(([path]) => path)).toEqual([
      'logs/a.log',
      'logs/c.log',
      'nodes/stored.zip!/rke2.log',
      'nodes/deflated.zip!/rke2.log',
    ]);
  });

  const damaged = noise.subarray(0, 300_000);
  it.each([
    ['another checksum', { crc: 1 }, 'archive-checksum'],
    [
      'a damaged stream',
      { content: Buffer.concat([damaged, noise, noise]), method: 8, stored: true },
      'archive-damaged',
    ],
    ['an unknown method', { method: 99 }, 'archive-unsupported'],
    ['encryption', { flags: 1 }, 'archive-encrypted'],
  ])('with %s are warned of as when they are read alone', async (_, damage, code) => {
    const zip = writeZip(
      [items[1], { name: 'logs/bad.log', content: large(9), ...damage }, items[303]].flatMap((item) => item ?? []),
    );
    const { aside, alone } = await zipBoth('bad.zip', zip);
    expect(aside).toEqual(alone);
    expect(aside.warnings.map((warning) => warning.code)).toEqual([code]);
  });

  it('are warned of when the zip is cut off, as when they are read alone', async () => {
    const zip = writeZip(items.slice(0, 4));
    const { aside, alone } = await zipBoth('cut.zip', zip.subarray(0, 2 * MIB));
    expect(aside).toEqual(alone);
    expect(aside.warnings.length).toBeGreaterThan(0);
  });

  it.each([
    ['bytes', { maxBytes: 20 * MIB }, 'limit-bytes'],
    ['the ratio', { maxRatio: 2 }, 'limit-ratio'],
    ['entries', { maxEntries: 100 }, 'limit-entries'],
  ])('end at the limit on %s', async (_, limits, code) => {
    const { aside, alone } = await zipBoth('limited.zip', writeZip([dense, ...items]), /./, limits);
    expect(aside.warnings.map((warning) => warning.code)).toEqual(alone.warnings.map((warning) => warning.code));
    expect(aside.warnings.map((warning) => warning.code)).toContain(code);
    expect(aside.files.map(([path]) => path)).toEqual(alone.files.map(([path]) => path));
  });

  it('can be left in the middle', async () => {
    const path = join(folder, 'left.zip');
    await writeFile(path, whole);
    const { openArchive, DEFAULT_LIMITS: limits }: typeof import('../src/archive/index.js') = await import(
      `${COMPILED}archive/index.js`
    );
    const { openSource }: typeof import('../src/source/index.js') = await import(`${COMPILED}source/index.js`);
    const { DecompressAside }: typeof import('../src/pipeline/decompress-aside.js') = await import(
      `${COMPILED}pipeline/decompress-aside.js`
    );
    const warn = (): void => undefined;
    const aside = new DecompressAside(limits, { entries: true });
    let size = 0;
    for await (const entry of openArchive(await openSource(path, { warn }), { limits, warn, decompress: aside })) {
      if (entry.path !== 'logs/a.log') continue;
      for await (const chunk of entry.read()) {
        size += chunk.length;
        break;
      }
      break;
    }
    await aside.close();
    expect(size).toBeGreaterThan(0);
  });
});
