import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Warning } from '../src/errors/index.js';
import { memorySource, openSource, sliceSource } from '../src/source/index.js';
import { readArchive } from './support/read-archive.js';
import { writeZip } from './support/zip-writer.js';

let folder: string;
let warnings: Warning[];
const warn = (warning: Warning): void => {
  warnings.push(warning);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundlescope-'));
  warnings = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const zip = writeZip([{ name: 'logs/a.log', content: 'text' }]);

describe('openSource', () => {
  it('opens a file with random access', async () => {
    await writeFile(join(folder, 'b.zip'), zip);
    const { files } = await readArchive(await openSource(join(folder, 'b.zip'), { warn }));
    expect(files).toEqual(new Map([['logs/a.log', 'text']]));
  });

  it('reads standard input for -', async () => {
    async function* stdin(): AsyncGenerator<Uint8Array> {
      yield zip;
    }
    const { files } = await readArchive(await openSource('-', { warn, stdin: stdin() }));
    expect([...files.keys()]).toEqual(['logs/a.log']);
  });

  it('names a missing path and the way out', async () => {
    const missing = join(folder, 'nope.zip');
    await expect(openSource(missing, { warn })).rejects.toMatchObject({
      code: 'input',
      message: `${missing}: no such file or directory; check the path, or give - to read standard input`,
    });
  });

  it('refuses what is neither file nor directory', async () => {
    await expect(openSource('/dev/null', { warn })).rejects.toThrow('/dev/null: is a device, not a file or directory');
  });
});

describe('a directory', () => {
  it('gives its files in sorted order, archives inside opened in place', async () => {
    await mkdir(join(folder, 'nodes'));
    await writeFile(join(folder, 'nodes', 'n1.zip'), zip);
    await writeFile(join(folder, 'b.yaml'), 'b');
    await writeFile(join(folder, 'a.yaml'), 'a');
    const { files } = await readArchive(await openSource(folder, { warn }));
    expect([...files]).toEqual([
      ['a.yaml', 'a'],
      ['b.yaml', 'b'],
      ['nodes/n1.zip!/logs/a.log', 'text'],
    ]);
  });

  it('follows links to files inside it and no others', async () => {
    const root = join(folder, 'root');
    await mkdir(join(root, 'sub'), { recursive: true });
    await writeFile(join(folder, 'outside'), 'secret');
    await writeFile(join(root, 'sub', 'real'), 'x');
    await symlink('sub/real', join(root, 'inside-link'));
    await symlink('../outside', join(root, 'outside-link'));
    await symlink('nowhere', join(root, 'dangling-link'));
    await symlink('..', join(root, 'sub', 'circle'));
    const { files } = await readArchive(await openSource(root, { warn }));
    expect([...files.keys()]).toEqual(['inside-link', 'sub/real']);
    expect(warnings.map(({ code, path }) => [code, path])).toEqual([['link-outside', 'outside-link']]);
  });

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)('warns about a file that may not be read and goes on', async () => {
    await writeFile(join(folder, 'a'), 'x');
    await chmod(join(folder, 'a'), 0);
    await writeFile(join(folder, 'b'), 'y');
    const { files, codes } = await readArchive(await openSource(folder, { warn }));
    expect([...files.keys()]).toEqual(['b']);
    expect(codes).toEqual(['entry-unreadable']);
  });
});

describe('a slice', () => {
  it('shows its part of the parent and nothing beyond', async () => {
    const slice = sliceSource(memorySource('m', Buffer.from('0123456789')), 's', 2, 5);
    expect(slice.size).toBe(5);
    expect(Buffer.from(await slice.read(3, 100)).toString()).toBe('56');
    const chunks: Uint8Array[] = [];
    for await (const chunk of slice.stream(1, 99)) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('3456');
  });
});
