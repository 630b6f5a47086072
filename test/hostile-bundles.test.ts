import { rm } from 'node:fs/promises';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleSelection } from '../src/index.js';
import { ETCD_LOG, type Examined, examine, NEEDLE_LINE, writeNeedlePack, zipOf } from './support/examined-bundle.js';
import { writeTar } from './support/tar-writer.js';
import { writeZip } from './support/zip-writer.js';

let rules: RuleSelection;
beforeAll(async () => {
  rules = await writeNeedlePack();
});
afterAll(() => Promise.all((rules.packs ?? []).map((pack) => rm(pack, { recursive: true }))));

const MIB = 2 ** 20;

/** `xz -9` of a tar with metadata and 200 needles; nothing in Node writes xz. */
const NEEDLES_XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/AMddADaZSu6XoY9PCp89npq3gCO/HdYdorlG4rfuOj8c1x/wUmjXjSJUNHPpELRT3wUNq0VzCzGHQA3CULNTyJHvA52YwF0mjG1oi5Aksynqy9YUivgbHCdDx7hAfq5iU6NHXy3K6ziOxuBG8zxq+9Z6SRHBkTB1lALpIJWZjvgiiiM8ag3Ew3Rv+/WZ8unGlWDNnFBP2ljR8L0CxpEai/sJc45FrgWkAuk/hilUn+Yh4bUbWiZv3HOeaRJPy08qP1ciDfdmmORpZAAAANl0gpqxYWswAAHjAYBQAADKDADvscRn+wIAAAAABFla',
  'base64',
);

/** Lines that compress badly, so that a cut or a changed byte hits few of them. */
const noise = Array.from({ length: 5000 }, (_, index) => `2025-03-05T04:30:00Z ${Math.sin(index)}\n`).join('');
const log = NEEDLE_LINE + noise;
const node = writeZip([
  { name: 'node1/logs/kubelet.log', content: noise },
  { name: 'node1/logs/messages', content: noise },
]);
const files = {
  [ETCD_LOG]: log,
  'logs/default/web/web.log': noise,
  'nodes/node1.zip': node,
  'logs/default/web/b.log': noise,
};
const zip = zipOf(files);
const tar = writeTar(Object.entries(files).map(([name, content]) => ({ name, content })));
const tgz = gzipSync(tar);

function analyzed(bytes: Uint8Array, name = 'bundle.zip'): Promise<Examined> {
  return examine(bytes, { name, rules });
}

/** Bytes as from a pipe. */
async function* piped(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

function needles({ report }: Examined): number {
  return report.findings.filter(({ rule }) => rule === 'needle-found').reduce((sum, { count }) => sum + count, 0);
}

describe('a bundle that was cut', () => {
  it.each([0.4, 0.6, 0.9])('keeps what came before %s of a zip', async (part) => {
    const examined = await analyzed(zip.subarray(0, zip.length * part));
    expect(examined).toMatchObject({ status: 4, codes: expect.arrayContaining(['archive-truncated']) });
    expect(needles(examined)).toBe(1);
  });

  it.each([5, 21, 40, 200])('keeps all entries of a zip that lacks %i bytes of its directory', async (missing) => {
    const examined = await analyzed(zip.subarray(0, zip.length - missing));
    expect(examined).toMatchObject({ status: 4, codes: ['archive-truncated'] });
    expect(examined.report.bundle.stats.logLines).toBe(5 * 5000 + 1);
  });

  it.each([3, 100, node.length >> 1])('goes on behind a nested zip that lacks %i bytes', async (missing) => {
    const examined = await analyzed(
      zipOf({ 'nodes/node1.zip': node.subarray(0, node.length - missing), [ETCD_LOG]: log }),
    );
    expect(examined).toMatchObject({ status: 4, codes: ['archive-truncated'] });
    expect(needles(examined)).toBe(1);
  });

  it.each([
    ['tar.gz', tgz, 0.5],
    ['tar.gz', tgz, 0.999],
    ['tar.xz', NEEDLES_XZ, 0.9],
  ])('in %s gives a report that says so', async (format, bytes, part) => {
    const examined = await analyzed(bytes.subarray(0, bytes.length * part), `bundle.${format}`);
    expect(examined).toMatchObject({ status: 4, codes: ['archive-truncated'] });
  });

  it('tells each damage once', async () => {
    const { report } = await analyzed(zip.subarray(0, zip.length * 0.6));
    const told = report.warnings.map(({ code, message }) => `${code} ${message}`);
    expect(told).toEqual([...new Set(told)]);
  });

  it('is named as the caller named it', async () => {
    const { report } = await analyzed(tgz.subarray(0, 1000), 'mine.tar.gz');
    expect(report.warnings[0]?.message).toMatch(/^mine\.tar\.gz: /);
  });
});

describe('changed bytes', () => {
  /** Park and Miller's generator, so that a failure can be repeated. */
  function damaged(bytes: Uint8Array, seed: number): Buffer {
    const copy = Buffer.from(bytes);
    let state = seed;
    for (let change = 0; change < 10; change++) {
      state = (state * 48_271) % 2_147_483_647;
      copy[Math.floor(bytes.length * (0.3 + (0.6 * state) / 2_147_483_647))] = state % 256;
    }
    return copy;
  }

  it.each([
    ['zip', zip],
    ['tar.gz', tgz],
  ])('in the middle of a %s cost no more than what they hit', async (format, bytes) => {
    for (const seed of [11, 22, 33]) {
      const examined = await analyzed(damaged(bytes, seed), `bundle.${format}`);
      expect(examined.status).toBe(4);
      expect(needles(examined)).toBe(1);
    }
  });

  it('in a tar.xz are told', async () => {
    const copy = Buffer.from(NEEDLES_XZ);
    copy.fill(0x55, copy.length - 120, copy.length - 100);
    expect(await analyzed(copy, 'bundle.tar.xz')).toMatchObject({ status: 4 });
  });
});

describe('what is no bundle', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'bundle.zip', /^bundle\.zip: is empty/],
    ['an empty log', Buffer.alloc(0), 'web.log', /^web\.log: is empty/],
    ['an empty zip', writeZip([]), 'bundle.zip', /^bundle\.zip: holds no files; give /],
    ['a text file', Buffer.from('hello\n'), 'bundle.zip', /a text file that begins with "hello"/],
    ['a web page', Buffer.from('<!DOCTYPE html><html>'), 'bundle.zip', /an HTML page/],
    ['zeros', Buffer.alloc(20_480), 'bundle.tar', /binary data/],
  ])('%s is refused with the reason and a way out', async (_, bytes, name, message) => {
    const refusal = expect.objectContaining({ code: 'input', message: expect.stringMatching(message) });
    await expect(analyzed(bytes, name)).rejects.toEqual(refusal);
  });
});

describe('a bomb', () => {
  /** Zeros that deflate to a thousandth, as blocks that may follow each other; 160 of them are 10 GiB. */
  const zeros = deflateRawSync(Buffer.alloc(64 * MIB), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const tenGibibytes = Buffer.concat([...Array.from({ length: 160 }, () => zeros), Buffer.from([3, 0])]);
  const bomb = writeZip([
    { name: ETCD_LOG, content: tenGibibytes, stored: true, method: 8 },
    { name: 'logs/kube-system/etcd-node2/etcd.log', content: NEEDLE_LINE },
  ]);

  it.each([
    ['read at random', bomb],
    ['from a pipe', piped(bomb)],
  ])('of 10 GiB in a zip %s is left after its beginning, and the next entry is read', async (_, input) => {
    const examined = await examine(input, { rules });
    expect(examined).toMatchObject({ status: 4, codes: expect.arrayContaining(['limit-ratio']) });
    expect(examined.report.bundle.stats.bytes).toBeLessThan(100 * MIB);
    expect(needles(examined)).toBe(1);
  });

  it('of 10 GiB in a gzipped log is left after its beginning', async () => {
    const header = Buffer.from('1f8b0800000000000003', 'hex');
    const examined = await analyzed(Buffer.concat([header, tenGibibytes]), 'etcd.log.gz');
    expect(examined).toMatchObject({ status: 4, codes: expect.arrayContaining(['limit-ratio']) });
    expect(examined.report.bundle.stats.bytes).toBeLessThan(100 * MIB);
  });

  it('of zips in zips is not opened beyond the depth allowed', async () => {
    let inner = writeZip([{ name: ETCD_LOG, content: NEEDLE_LINE }]);
    for (let depth = 0; depth < 20; depth++) inner = writeZip([{ name: 'in.zip', content: inner }]);
    expect(await analyzed(inner)).toMatchObject({ status: 4, codes: expect.arrayContaining(['limit-depth']) });
  });

  it('of fifty thousand entries is read', async () => {
    const entries = Array.from({ length: 50_000 }, (_, index) => ({
      name: `logs/default/p${index}/c.log`,
      content: 'x\n',
    }));
    const { report } = await analyzed(gzipSync(writeTar(entries)), 'bundle.tar.gz');
    expect(report.bundle.stats).toMatchObject({ entries: 50_000, logLines: 50_000 });
  });
});

describe('names and links', () => {
  const names = [
    '../../logs/kube-system/etcd-a/etcd.log',
    '/logs/kube-system/etcd-b/etcd.log',
    '..\\logs\\kube-system\\etcd-c\\etcd.log',
    'logs/kube-system/etcd-\u001b[31md/etcd.log',
    'logs/kube-system/etcd-\u202ee/etcd.log',
    'logs/kube-system/etcd-\0f/etcd.log',
    'logs/kube-system/etcd-__proto__/etcd.log',
  ];

  it.each([
    ['zip', () => writeZip(names.map((name) => ({ name, content: NEEDLE_LINE })))],
    [
      'tar',
      () => writeTar(names.filter((name) => !name.includes('\0')).map((name) => ({ name, content: NEEDLE_LINE }))),
    ],
  ])('that are hostile in a %s are made safe, told, and their content is read', async (format, write) => {
    const examined = await analyzed(write(), `bundle.${format}`);
    expect(examined.codes).toEqual(['entry-name-unsafe']);
    expect(needles(examined)).toBe(format === 'zip' ? 7 : 6);
    const paths = examined.report.findings.flatMap(({ evidence }) =>
      evidence.map((cited) => ('path' in cited ? cited.path : '')),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be in a path
    expect(paths.filter((path) => /^\/|(^|\/)\.\.(\/|$)|[\\\u0000-\u001f\u202e]/.test(path))).toEqual([]);
  });

  it('of ten thousand characters are cut where they are shown', async () => {
    const name = `logs/kube-system/${'a'.repeat(10_000)}/etcd.log`;
    const examined = await analyzed(zipOf({ [name]: NEEDLE_LINE, [ETCD_LOG]: NEEDLE_LINE }));
    expect(examined.codes).toEqual(['entry-name-unsafe']);
    expect(Math.max(...(examined.text + examined.markdown).split('\n').map((line) => line.length))).toBeLessThan(500);
  });

  it('that occur twice are both read', async () => {
    const twice = [ETCD_LOG, ETCD_LOG].map((name) => ({ name, content: NEEDLE_LINE }));
    const examined = await analyzed(writeZip(twice));
    expect(examined.codes).toEqual(['entry-duplicate']);
    expect(needles(examined)).toBe(2);
  });

  it('links in a tar are not followed', async () => {
    const links = ['1', '2', '3', '6'].map((type) => ({ name: `logs/kube-system/etcd-${type}/etcd.log`, type }));
    const { report } = await analyzed(writeTar([...links, { name: ETCD_LOG, content: NEEDLE_LINE }]), 'bundle.tar');
    expect(report.bundle.stats.entries).toBe(1);
  });

  it('an entry of a format that is not opened is told, not searched in vain', async () => {
    const zstd = Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.from(noise)]);
    const { report, status } = await analyzed(zipOf({ [`${ETCD_LOG}.zst`]: zstd }));
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'archive-unsupported' }));
    expect(status).toBe(4);
  });
});
