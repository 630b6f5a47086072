import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freeingChunks, leftToReader, memorySource, openFile } from '../src/source/index.js';

/** @returns the chunks, what each held when it was given, and how much of each was left when the next was. */
async function readFreeing(chunks: AsyncIterable<Uint8Array>) {
  const given: Uint8Array[] = [];
  const texts: string[] = [];
  const lengthsBefore: number[] = [];
  for await (const chunk of freeingChunks(chunks)) {
    const before = given.at(-1);
    if (before !== undefined) lengthsBefore.push(before.length);
    given.push(chunk);
    texts.push(Buffer.from(chunk).toString('latin1'));
  }
  return { given, texts, lengthsBefore };
}

async function* each(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  bytes.set(Buffer.from(text, 'latin1'));
  return bytes;
}

describe('freeingChunks', () => {
  it('frees a chunk that was left to its reader when the next is asked for, not sooner', async () => {
    const { texts, lengthsBefore, given } = await readFreeing(
      each(leftToReader(bytesOf('first')), leftToReader(bytesOf('second')), leftToReader(bytesOf('third'))),
    );
    expect(texts).toEqual(['first', 'second', 'third']);
    expect(lengthsBefore).toEqual([0, 0]);
    expect(given.map((chunk) => chunk.buffer.byteLength)).toEqual([0, 0, 0]);
  });

  it('leaves alone what nobody left to it', async () => {
    const { given } = await readFreeing(each(bytesOf('mine')));
    expect(given.map((chunk) => chunk.length)).toEqual([4]);
  });

  it('leaves alone memory that holds other bytes, too', async () => {
    const whole = bytesOf('one two');
    const part = leftToReader(whole.subarray(0, 3));
    await readFreeing(each(part));
    expect(Buffer.from(whole).toString('latin1')).toBe('one two');
  });

  it('leaves alone the memory of whoever gives a bundle in memory', async () => {
    const bundle = bytesOf('a bundle');
    const { texts } = await readFreeing(memorySource('bundle', bundle).stream());
    expect(texts.join('')).toBe('a bundle');
    expect(bundle.length).toBe(8);
  });

  it('frees what a file was read into', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bundlescope-'));
    const path = join(folder, 'a.log');
    const content = Buffer.alloc(2.5 * 2 ** 20, 'line of a log\n');
    await writeFile(path, content);
    const source = await openFile(path);
    try {
      const { texts, given } = await readFreeing(source.stream());
      expect(texts.join('')).toBe(content.toString('latin1'));
      expect(given.map((chunk) => chunk.length)).toEqual(given.map(() => 0));
      expect(await readFile(path)).toHaveLength(content.length);
    } finally {
      await source.close();
      await rm(folder, { recursive: true });
    }
  });
});
