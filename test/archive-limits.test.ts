import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../src/archive/index.js';
import { streamSource } from '../src/source/index.js';
import { asFile, asStream, readArchive } from './support/read-archive.js';
import { writeTar } from './support/tar-writer.js';
import { writeZip } from './support/zip-writer.js';

const MIB = 2 ** 20;
const zeros = Buffer.alloc(100 * MIB);

const three = writeZip(['a', 'b', 'c'].map((name) => ({ name, content: name.repeat(1000) })));

/** A log in `depth` zips. */
function nested(depth: number): Buffer {
  return depth === 0
    ? Buffer.from('log')
    : writeZip([{ name: depth === 1 ? 'in.log' : 'in.zip', content: nested(depth - 1) }]);
}

describe('limits end the reading with a warning and a partial result', () => {
  it.each([
    ['random access', asFile],
    ['a stream', asStream],
  ])('entries, by %s', async (_, open) => {
    const { files, codes } = await readArchive(open(three), { limits: { maxEntries: 2 } });
    expect([...files.keys()]).toEqual(['a', 'b']);
    expect(codes).toEqual(['limit-entries']);
  });

  it('directories count as entries', async () => {
    const tar = writeTar([
      { name: 'd1/', type: '5' },
      { name: 'd2/', type: '5' },
      { name: 'a', content: 'x' },
    ]);
    expect((await readArchive(asFile(tar), { limits: { maxEntries: 2 } })).files.size).toBe(0);
  });

  it('depth', async () => {
    const open = await readArchive(asFile(nested(3)), { limits: { maxDepth: 3 } });
    expect([...open.files.keys()]).toEqual(['in.zip!/in.zip!/in.log']);
    expect(open.codes).toEqual([]);
    const closed = await readArchive(asFile(nested(3)), { limits: { maxDepth: 2 } });
    expect([...closed.files.keys()]).toEqual(['in.zip!/in.zip']);
    expect(closed.codes).toEqual(['limit-depth']);
  });

  it('depth counts compression inside compression', async () => {
    let bytes: Buffer = Buffer.from('x');
    for (let layer = 0; layer < 20; layer++) bytes = gzipSync(bytes);
    expect((await readArchive(asFile(bytes, 'x.gz'))).codes).toEqual(['limit-depth']);
  });

  it('bytes', async () => {
    const { files, codes } = await readArchive(asFile(three), { limits: { maxBytes: 2500 } });
    expect(files.get('a')).toBe('a'.repeat(1000));
    expect(files.get('b')).toBe('b'.repeat(1000));
    expect(files.get('c') ?? '').toBe('');
    expect(codes).toEqual(['limit-bytes']);
  });

  it.each([
    [
      'zip',
      asFile(
        writeZip([
          { name: 'zeros', content: zeros },
          { name: 'after', content: 'x' },
        ]),
      ),
      'after',
    ],
    [
      'zip stream',
      asStream(
        writeZip([
          { name: 'zeros', content: zeros },
          { name: 'after', content: 'x' },
        ]),
      ),
      'after',
    ],
    ['gzip', asFile(gzipSync(zeros), 'zeros.gz'), undefined],
    ['tar.gz', asFile(gzipSync(writeTar([{ name: 'zeros', content: zeros }]))), undefined],
  ])('ratio, in %s', async (_, source, after) => {
    const { files, codes } = await readArchive(source);
    const length = files.get('zeros')?.length ?? 0;
    expect(length).toBeGreaterThan(60 * MIB);
    expect(length).toBeLessThan(70 * MIB);
    expect(files.get('after')).toBe(after === undefined ? undefined : 'x');
    expect(codes).toEqual(['limit-ratio']);
  });
});

describe('entry names', () => {
  it.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:\\logs\\a.log', 'logs/a.log'],
    ['a\u001b[2Jb\u0000c', 'a\uFFFD[2Jb\uFFFDc'],
    ['..', 'unnamed'],
  ])('%j becomes %j with a warning', async (stored, safe) => {
    const { files, codes } = await readArchive(asFile(writeZip([{ name: stored, content: 'x' }])));
    expect([...files.keys()]).toEqual([safe]);
    expect(codes).toEqual(['entry-name-unsafe']);
  });

  it('back-slashes of Windows in place of all slashes go without a word', async () => {
    const { files, codes } = await readArchive(asFile(writeZip([{ name: 'a\\logs\\b.log', content: 'x' }])));
    expect([...files.keys()]).toEqual(['a/logs/b.log']);
    expect(codes).toEqual([]);
  });

  it('a back-slash beside slashes is told', async () => {
    const { files, codes } = await readArchive(asFile(writeZip([{ name: 'a/logs\\b.log', content: 'x' }])));
    expect([...files.keys()]).toEqual(['a/logs/b.log']);
    expect(codes).toEqual(['entry-name-unsafe']);
  });

  it('a leading ./ goes without a word', async () => {
    const { files, codes } = await readArchive(asFile(writeTar([{ name: './a//b', content: 'x' }])));
    expect([...files.keys()]).toEqual(['a/b']);
    expect(codes).toEqual([]);
  });

  it('that occur twice are noted', async () => {
    const { codes } = await readArchive(
      asFile(
        writeTar([
          { name: 'a', content: 'x' },
          { name: 'a', content: 'y' },
        ]),
      ),
    );
    expect(codes).toEqual(['entry-duplicate']);
  });
});

describe('what is no archive', () => {
  it('an empty file is refused as empty', async () => {
    await expect(readArchive(asFile(Buffer.alloc(0), 'x.zip'))).rejects.toThrow('x.zip: is empty (0 bytes)');
  });

  it('a text file is refused as such, whatever its name', async () => {
    const source = asFile(Buffer.from('Error: not\u001b found\nmore'), 'x.zip');
    await expect(readArchive(source)).rejects.toThrow(
      'x.zip: this is not an archive: it is a text file that begins with "Error: not\uFFFD found"',
    );
  });

  it('a saved web page is called one', async () => {
    await expect(readArchive(asFile(Buffer.from('<!DOCTYPE html><html>'), 'x.zip'))).rejects.toThrow('HTML page');
  });

  it('a foreign archive is named with the way out', async () => {
    const zstd = asFile(Buffer.from('28b52ffd00000000', 'hex'), 'x.tar.zst');
    await expect(readArchive(zstd)).rejects.toThrow(
      'x.tar.zst: this is zstd data, which is not supported; decompress it first',
    );
  });

  it('a plain file is one entry when the caller allows it', async () => {
    const { files } = await readArchive(asFile(Buffer.from('text'), '/some/where/kubelet.log'), {
      allowPlainFile: true,
    });
    expect(files).toEqual(new Map([['kubelet.log', 'text']]));
  });
});

describe('entries are read in turn', () => {
  const bundles = [
    ['a zip file', () => asFile(three)],
    ['a zip stream', () => asStream(three)],
    ['a tar', () => asFile(writeTar(['a', 'b', 'c'].map((name) => ({ name, content: name.repeat(9000) }))))],
    [
      'a large zip stream',
      () =>
        asStream(
          writeZip(['a', 'b', 'c'].map((name) => ({ name, content: name.repeat(6 * MIB), descriptor: true }))),
          65_536,
        ),
    ],
  ] as const;

  it.each(bundles)('those of %s that nobody reads are passed over', async (_, open) => {
    const paths: string[] = [];
    for await (const entry of openArchive(open(), { warn: () => {} })) paths.push(entry.path);
    expect(paths).toEqual(['a', 'b', 'c']);
  });

  it.each(bundles)('those of %s that are read in part are passed over', async (_, open) => {
    const beginnings: string[] = [];
    for await (const entry of openArchive(open(), { warn: () => {} })) {
      for await (const chunk of entry.read()) {
        beginnings.push(Buffer.from(chunk.subarray(0, 1)).toString());
        break;
      }
    }
    expect(beginnings).toEqual(['a', 'b', 'c']);
  });

  it.each(bundles)('the caller of %s may stop early', async (_, open) => {
    for await (const entry of openArchive(open(), { warn: () => {} })) {
      expect(entry.path).toBe('a');
      break;
    }
  });

  it('an entry passed over cannot be read any more', async () => {
    const entries = openArchive(asFile(three), { warn: () => {} });
    const first = await entries.next();
    await entries.next();
    if (first.done) throw new Error('no entry');
    expect(() => first.value.read()).toThrow('a: must be read before the next entry is asked for');
    await entries.return(undefined);
  });
});

describe('a stream that fails', () => {
  it('at once is an error with its reason', async () => {
    // biome-ignore lint/correctness/useYield: it fails before
    async function* broken(): AsyncGenerator<Uint8Array> {
      throw new Error('connection reset');
    }
    await expect(readArchive(streamSource('pipe', broken()))).rejects.toMatchObject({
      code: 'input',
      message: 'pipe: cannot be read: connection reset',
    });
  });

  it.each([
    ['zip', three],
    ['tar.gz', gzipSync(writeTar([{ name: 'a', content: randomBytes(40_000) }]))],
  ])('in the middle of a %s is a warning and a partial result', async (_, bytes) => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, bytes.length - 10);
      throw new Error('connection reset');
    }
    const { files, codes } = await readArchive(streamSource('pipe', broken()));
    expect([...files.keys()]).toContain('a');
    expect(codes).toContain('entry-unreadable');
  });
});

describe('abort', () => {
  it('ends a read that waits for more input', async () => {
    const abort = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield three.subarray(0, 40);
      await new Promise(() => {});
    }
    const reading = readArchive(streamSource('pipe', endless()), { signal: abort.signal });
    setTimeout(() => abort.abort(), 10);
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('before the start reads nothing', async () => {
    await expect(readArchive(asFile(three), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'interrupted',
    });
  });
});
