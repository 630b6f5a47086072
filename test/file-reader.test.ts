import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileReader } from '../src/rules/file-reader.js';

const folder = mkdtempSync(join(tmpdir(), 'file-reader-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Bytes that differ from place to place and from file to file. */
function content(seed: number, length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 7 + (index >> 8)) % 256));
}

describe('reading many files', () => {
  it('gives each its content, however large those before and after it are', () => {
    const lengths = [0, 10, 1_000_000, 5, 60_000, 0, 3_000_000, 1, 2 ** 20, 2 ** 20 - 1, 70_000];
    const files = lengths.map((length, number) => ({
      path: join(folder, `${number}`),
      bytes: content(number, length),
    }));
    for (const { path, bytes } of files) writeFileSync(path, bytes);
    const reader = new FileReader();
    const read = files.map(({ path }) => reader.read(path));
    expect(read.map((bytes, number) => files[number]?.bytes.equals(bytes))).toStrictEqual(files.map(() => true));
  });

  it('tells that a file does not exist', () => {
    expect(() => new FileReader().read(join(folder, 'none'))).toThrow('ENOENT');
  });
});
