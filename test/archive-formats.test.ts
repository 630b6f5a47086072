import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asFile, asStream, readArchive } from './support/read-archive.js';
import { paxRecords, writeTar } from './support/tar-writer.js';
import { writeZip } from './support/zip-writer.js';

const text = 'a line of a log\n'.repeat(2000);

/** `xz -9` of the line `hello xz`; nothing in Node writes xz. */
const HELLO_XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jMAQAIaGVsbG8geHoKAAAAAMFJOvpjUhRaAAEhCWwYxdUftvN9AQAAAAAEWVo=',
  'base64',
);
/** `xz -9` of {@link HELLO_XZ} itself. */
const XZ_IN_XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jMAQBD/Td6WFoAAATm1rRGAgAhARwAAAAQz1jMAQAIaGVsbG8geHoKAAAAAMFJOvpjUhRaAAEhCWwYxdUftvN9AQAAAAAEWVoATff7L/Mw2MkAAVxE+iI5Rx+2830BAAAAAARZWg==',
  'base64',
);

describe('tar', () => {
  it('gives back what was written', async () => {
    const item = fc.record({
      name: fc.stringMatching(/^[a-z]{1,20}\.log$/),
      content: fc.uint8Array({ maxLength: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(item, { selector: ({ name }) => name, minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 5000 }),
        async (written, piece) => {
          const { files, warnings } = await readArchive(asStream(writeTar(written), piece));
          expect(files).toEqual(
            new Map(written.map(({ name, content }) => [name, Buffer.from(content).toString('latin1')])),
          );
          expect(warnings).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves out directories and links', async () => {
    const tar = writeTar([
      { name: 'd/', type: '5' },
      { name: 'd/a', content: 'x' },
      { name: 'd/hard', type: '1' },
      { name: 'd/soft', type: '2' },
    ]);
    expect([...(await readArchive(asFile(tar))).files.keys()]).toEqual(['d/a']);
  });

  it('knows an archive without magic by its checksum', async () => {
    const { files } = await readArchive(asFile(writeTar([{ name: 'a', content: 'old', v7: true }])));
    expect(files).toEqual(new Map([['a', 'old']]));
  });

  it('takes long names from PAX records', async () => {
    const name = `${'deep/'.repeat(40)}file.log`;
    const tar = writeTar([
      { name: 'PaxHeaders/x', type: 'x', content: paxRecords({ path: name }) },
      { name: 'short', content: 'x' },
    ]);
    expect([...(await readArchive(asFile(tar))).files.keys()]).toEqual([name]);
  });

  it('gives a sparse file under its name, without map and holes', async () => {
    const map = '1\n4096\n4\n'.padEnd(512, '\0');
    const tar = writeTar([
      { name: 'PaxHeaders/x', type: 'x', content: paxRecords({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' }) },
      { name: 'log/GNUSparseFile.12/lastlog', content: `${map}data` },
    ]);
    expect((await readArchive(asFile(tar))).files).toEqual(new Map([['log/lastlog', 'data']]));
  });

  it('cut at any block, gives what came before the cut', async () => {
    const tar = writeTar([
      { name: 'a', content: 'first' },
      { name: 'b', content: text },
    ]);
    for (let cut = 1024; cut < 1024 + 512 + text.length; cut += 512) {
      const { files, codes } = await readArchive(asFile(tar.subarray(0, cut)));
      expect(files.get('a')).toBe('first');
      expect(text.startsWith(files.get('b') ?? '')).toBe(true);
      expect(codes).toEqual(cut === 1024 ? [] : ['archive-truncated']);
    }
  });
});

describe('gzip', () => {
  it('of a log is one entry without the ending', async () => {
    const { files } = await readArchive(asFile(gzipSync(text), 'kernel.log.gz'));
    expect(files).toEqual(new Map([['kernel.log', text]]));
  });

  it('of a tar is the tar', async () => {
    const { files } = await readArchive(asFile(gzipSync(writeTar([{ name: 'a/b', content: 'x' }])), 'bundle.tar.gz'));
    expect(files).toEqual(new Map([['a/b', 'x']]));
  });

  it('reads every member, and zeros behind them without a word', async () => {
    const two = Buffer.concat([gzipSync('one '), gzipSync('two'), Buffer.alloc(300)]);
    const { files, warnings } = await readArchive(asStream(two, 7, 'x.gz'));
    expect(files).toEqual(new Map([['x', 'one two']]));
    expect(warnings).toEqual([]);
  });

  it('keeps the data before trailing garbage', async () => {
    const { files, codes } = await readArchive(asFile(Buffer.concat([gzipSync(text), Buffer.from('garbage')]), 'x.gz'));
    expect(files.get('x')).toBe(text);
    expect(codes).toEqual(['archive-trailing-bytes']);
  });

  it('cut at any byte, gives a beginning and a warning', async () => {
    const packed = gzipSync(Array.from({ length: 60 }, (_, index) => `line ${index * 7919}`).join('\n'));
    const whole = (await readArchive(asFile(packed, 'x.gz'))).files.get('x') ?? '';
    for (let cut = 3; cut < packed.length; cut++) {
      const { files, codes } = await readArchive(asFile(packed.subarray(0, cut), 'x.gz'));
      expect(whole.startsWith(files.get('x') ?? 'absent')).toBe(true);
      expect(codes).toEqual(['archive-truncated']);
    }
  });

  it('gives the entries before the cut of a cut tar.gz, with one warning', async () => {
    const packed = gzipSync(
      writeTar([
        { name: 'a', content: 'first' },
        { name: 'b', content: randomBytes(300_000) },
      ]),
    );
    const { files, warnings } = await readArchive(asFile(packed.subarray(0, 200_000), 'x.tar.gz'));
    expect(files.get('a')).toBe('first');
    expect(files.get('b')?.length).toBeGreaterThan(190_000);
    expect(warnings.map(({ code }) => code)).toEqual(['archive-truncated']);
  });

  it('warns when the checksum does not match', async () => {
    const packed = gzipSync('x');
    packed.writeUInt32LE(1, packed.length - 8);
    expect((await readArchive(asFile(packed, 'x.gz'))).codes).toEqual(['archive-checksum']);
  });
});

describe('xz', () => {
  it('of a log is one entry without the ending', async () => {
    expect((await readArchive(asFile(HELLO_XZ, 'hello.log.xz'))).files).toEqual(new Map([['hello.log', 'hello xz\n']]));
  });

  it('inside xz is opened too', async () => {
    expect((await readArchive(asFile(XZ_IN_XZ, 'hello.xz.xz'))).files).toEqual(new Map([['hello', 'hello xz\n']]));
  });

  it('cut at any byte warns and does not hang', async () => {
    for (let cut = 6; cut < HELLO_XZ.length; cut++) {
      expect((await readArchive(asFile(HELLO_XZ.subarray(0, cut), 'x.xz'))).codes).toEqual(['archive-truncated']);
    }
  });
});

describe('changed bytes', () => {
  const tar = writeTar([
    { name: 'a', content: text.slice(0, 1000) },
    { name: 'PaxHeaders/x', type: 'x', content: paxRecords({ path: 'long/name' }) },
    { name: 'b', content: randomBytes(2000) },
    { name: 'c.gz', content: gzipSync('inner') },
  ]);

  it.each([
    ['tar', tar, 512],
    ['gzip', gzipSync(tar), 3],
    ['xz', XZ_IN_XZ, 6],
  ])('of a %s never make the reader throw or hang', async (_, good, first) => {
    const change = fc.tuple(fc.integer({ min: first, max: good.length - 1 }), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 5 }), fc.boolean(), async (changes, streamed) => {
        const damaged = Buffer.from(good);
        for (const [at, byte] of changes) damaged[at] = byte;
        const source = streamed ? asStream(damaged, 100) : asFile(damaged);
        await expect(readArchive(source)).resolves.toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('archives inside archives', () => {
  const node = writeZip([{ name: 'logs/kernel.log', content: text }]);

  it.each([
    ['a stored zip in a zip', writeZip([{ name: 'nodes/n1.zip', content: node, stored: true }])],
    ['a deflated zip in a zip', writeZip([{ name: 'nodes/n1.zip', content: node }])],
    ['a zip in a tar', writeTar([{ name: 'nodes/n1.zip', content: node }])],
    ['a zip in a tar.gz', gzipSync(writeTar([{ name: 'nodes/n1.zip', content: node }]))],
  ])('%s is opened in place', async (_, bundle) => {
    const wanted = new Map([['nodes/n1.zip!/logs/kernel.log', text]]);
    expect((await readArchive(asFile(bundle))).files).toEqual(wanted);
    expect((await readArchive(asStream(bundle, 777))).files).toEqual(wanted);
  });

  it('a tar.gz keeps its whole name in the path, a gzipped log loses the ending', async () => {
    const zip = writeZip([
      { name: 'n1.tar.gz', content: gzipSync(writeTar([{ name: 'a.log', content: 'x' }])) },
      { name: 'b.log.1.gz', content: gzipSync('y') },
    ]);
    expect((await readArchive(asFile(zip))).files).toEqual(
      new Map([
        ['n1.tar.gz!/a.log', 'x'],
        ['b.log.1', 'y'],
      ]),
    );
  });

  it('a file is opened for what it holds, not for its name', async () => {
    const zip = writeZip([
      { name: 'node.dat', content: node },
      { name: 'text.zip', content: 'no archive' },
    ]);
    expect([...(await readArchive(asFile(zip))).files.keys()]).toEqual(['node.dat!/logs/kernel.log', 'text.zip']);
  });
});
