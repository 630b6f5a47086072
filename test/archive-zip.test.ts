import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asFile, asStream, readArchive } from './support/read-archive.js';
import { writeZip, type ZipItem } from './support/zip-writer.js';

const items = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\.log$/),
    content: fc.oneof(fc.string({ maxLength: 200 }), fc.uint8Array({ maxLength: 5000 })),
    stored: fc.boolean(),
    descriptor: fc.boolean(),
    zip64: fc.boolean(),
  }),
  { selector: (item) => item.name, maxLength: 8 },
);

/** What a reader should give for these entries. */
function expected(written: readonly ZipItem[]): Map<string, string> {
  return new Map(written.map(({ name, content }) => [String(name), Buffer.from(content).toString('latin1')]));
}

describe('zip with random access', () => {
  it('gives back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (written) => {
        const { files, warnings } = await readArchive(asFile(writeZip(written)));
        expect(files).toEqual(expected(written));
        expect(warnings).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('reads entries larger than one buffer, stored and deflated', async () => {
    const text = 'a line of a log that repeats\n'.repeat(200_000);
    const noise = randomBytes(5_000_000);
    const zip = writeZip([
      { name: 'text.log', content: text },
      { name: 'noise.bin', content: noise, stored: true },
      { name: 'after.log', content: 'after' },
    ]);
    const { files, warnings } = await readArchive(asFile(zip));
    expect(files).toEqual(
      new Map([
        ['text.log', text],
        ['noise.bin', noise.toString('latin1')],
        ['after.log', 'after'],
      ]),
    );
    expect(warnings).toEqual([]);
  });

  it('finds the directory behind a comment', async () => {
    const { files } = await readArchive(asFile(writeZip([{ name: 'a', content: 'x' }], 'made by a test')));
    expect([...files.keys()]).toEqual(['a']);
  });

  it('reads names in code page 437 when they are not UTF-8', async () => {
    const { files } = await readArchive(asFile(writeZip([{ name: Uint8Array.of(0x81, 0x2e, 0x6c), content: 'x' }])));
    expect([...files.keys()]).toEqual(['ü.l']);
  });

  it('warns about a checksum that does not match and gives the content', async () => {
    const { files, codes } = await readArchive(asFile(writeZip([{ name: 'a', content: 'x', crc: 1 }])));
    expect(files.get('a')).toBe('x');
    expect(codes).toEqual(['archive-checksum']);
  });

  it('skips encrypted entries and unknown methods, and reads the others', async () => {
    const zip = writeZip([
      { name: 'secret', content: 'x', flags: 1 },
      { name: 'odd', content: 'x', method: 99 },
      { name: 'plain', content: 'y' },
    ]);
    const { files, codes } = await readArchive(asFile(zip));
    expect([...files.keys()]).toEqual(['plain']);
    expect(codes).toEqual(['archive-encrypted', 'archive-unsupported']);
  });

  it('refuses entries that share their data', async () => {
    const zip = writeZip([
      { name: 'a', content: 'same data' },
      { name: 'b', content: 'same data' },
    ]);
    // The second record of the directory points to the data of the first.
    zip.writeUInt32LE(0, zip.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 42);
    const { files, warnings } = await readArchive(asFile(zip));
    expect([...files.keys()]).toEqual(['a']);
    expect(warnings.map(({ message }) => message)).toEqual(['b: its data overlaps that of another entry; skipped']);
  });

  it('gives no entries for an empty archive', async () => {
    expect((await readArchive(asFile(writeZip([])))).files.size).toBe(0);
  });

  it('reads seventy thousand small entries', async () => {
    const many = Array.from({ length: 70_000 }, (_, index) => ({
      name: `d/${index}.yaml`,
      content: `v: ${index}`,
      stored: true,
    }));
    const { files, warnings } = await readArchive(asFile(writeZip(many)));
    expect(files.size).toBe(70_000);
    expect(files.get('d/69999.yaml')).toBe('v: 69999');
    expect(warnings).toEqual([]);
  });
});

describe('zip as a stream', () => {
  it('gives the same as random access', async () => {
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 6000 }), async (written, piece) => {
        const zip = writeZip(written);
        const streamed = await readArchive(asStream(zip, piece));
        expect(streamed.files).toEqual((await readArchive(asFile(zip))).files);
        expect(streamed.warnings).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the end of large entries that do not state their size', async () => {
    const text = Array.from({ length: 300_000 }, (_, index) => `line ${index}\n`).join('');
    const inner = writeZip([{ name: 'in.log', content: text, descriptor: true }]);
    const zip = writeZip([
      { name: 'text.log', content: text, descriptor: true },
      { name: 'noise.bin', content: randomBytes(5_000_000), descriptor: true },
      { name: 'inner.zip', content: inner, descriptor: true, stored: true },
      { name: 'last.log', content: 'last', descriptor: true, zip64: true },
    ]);
    const streamed = await readArchive(asStream(zip, 65_536));
    expect(streamed.files).toEqual((await readArchive(asFile(zip))).files);
    expect([...streamed.files.keys()]).toEqual(['text.log', 'noise.bin', 'inner.zip!/in.log', 'last.log']);
    expect(streamed.warnings).toEqual([]);
  });

  it('goes on behind an encrypted entry of unknown size', async () => {
    const zip = writeZip([
      { name: 'secret', content: 'xyz'.repeat(50), flags: 1, descriptor: true },
      { name: 'plain', content: 'y' },
    ]);
    const { files, codes } = await readArchive(asStream(zip));
    expect([...files.keys()]).toEqual(['plain']);
    expect(codes).toEqual(['archive-encrypted']);
  });
});

describe('damaged zip', () => {
  const written: ZipItem[] = [
    { name: 'one.log', content: 'first\n'.repeat(30) },
    { name: 'two.log', content: randomBytes(80), stored: true },
    { name: 'three.log', content: 'third', descriptor: true },
  ];

  it.each([
    ['a file', asFile],
    ['a stream', asStream],
  ])('cut at any byte, read as %s, gives what came before the cut', async (_, open) => {
    const zip = writeZip(written);
    const whole = expected(written);
    const ends = written.map((_item, index) =>
      writeZip(written.slice(0, index + 1)).indexOf('PK\x01\x02', 0, 'latin1'),
    );
    for (let cut = 4; cut < zip.length; cut++) {
      const { files, warnings } = await readArchive(open(zip.subarray(0, cut)));
      for (const [index, { name }] of written.entries()) {
        if (cut >= (ends[index] ?? 0)) expect(files.get(String(name))).toBe(whole.get(String(name)));
      }
      expect(warnings.map(({ code }) => code)).toContain('archive-truncated');
    }
  });

  it('never throws and never hangs on changed bytes', async () => {
    const zip = writeZip([...written, { name: 'inner.zip', content: writeZip(written), stored: true }]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 4, max: zip.length - 1 }), fc.integer({ min: 0, max: 255 })), {
          maxLength: 6,
        }),
        fc.boolean(),
        async (changes, streamed) => {
          const damaged = Buffer.from(zip);
          for (const [at, byte] of changes) damaged[at] = byte;
          await expect(readArchive(streamed ? asStream(damaged) : asFile(damaged))).resolves.toBeDefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not take the directory of a stored archive inside for its own', async () => {
    const inner = writeZip([{ name: 'in.log', content: 'inside' }]);
    const zip = writeZip([
      { name: 'first.log', content: 'first' },
      { name: 'inner.zip', content: inner, stored: true },
    ]);
    const cut = zip.indexOf(inner) + inner.length;
    const { files, codes } = await readArchive(asFile(zip.subarray(0, cut)));
    expect([...files.keys()]).toEqual(['first.log', 'inner.zip!/in.log']);
    expect(codes).toEqual(['archive-truncated']);
  });
});
