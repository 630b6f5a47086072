import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AhoCorasickMatcher } from '../src/logs/matcher/aho-corasick.js';
import type { Matcher } from '../src/logs/matcher/matcher.js';
import { MatcherSet } from '../src/logs/matcher/matcher-set.js';
import { ScanModule } from '../src/logs/matcher/scan-module.js';
import { type CandidateLine, MAX_LINE_BYTES, type ScannedStream, scanLines } from '../src/logs/scan-lines.js';

const LITERALS = ['lost', 'ost l', 'é!', 'leader'];

interface FoundLine {
  readonly number: number;
  readonly offset: number;
  readonly text: string;
  readonly literals: readonly number[];
  /** Up to five. */
  readonly previous: readonly string[];
}

interface Scan extends ScannedStream {
  readonly heads: readonly (readonly string[])[];
  readonly found: readonly FoundLine[];
}

const matchers = {
  'in JavaScript': new AhoCorasickMatcher(LITERALS),
  'in WebAssembly': new MatcherSet(LITERALS, ScanModule.load()).for(new Set(LITERALS.keys())),
};

async function scan(
  chunks: readonly Uint8Array[],
  maxLineBytes?: number,
  matcher: Matcher = matchers['in WebAssembly'],
): Promise<Scan> {
  const heads: (readonly string[])[] = [];
  const found: FoundLine[] = [];
  const handler = {
    head: (lines: readonly string[]) => {
      expect(found).toEqual([]);
      heads.push(lines);
    },
    line: (line: CandidateLine) => {
      const previous: string[] = [];
      for (const text of line.previousLines()) if (previous.push(text) === 5) break;
      const { number, offset, start, end } = line;
      found.push({
        number,
        offset,
        text: line.text.toString('latin1', start, end),
        literals: line.literals(),
        previous,
      });
    },
    remembered: () => undefined,
    leave: () => undefined,
  };
  const result = await scanLines(stream(chunks), matcher, handler, maxLineBytes);
  return { ...result, heads, found };
}

async function* stream(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** The same by splitting the whole stream. */
function naive(bytes: Buffer, maxLineBytes: number): Omit<Scan, 'heads' | 'tail'> {
  const lines = bytes.toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const found: FoundLine[] = [];
  let offset = 0;
  lines.forEach((line, index) => {
    const isLong = line.length > maxLineBytes;
    const text = isLong ? line.slice(0, maxLineBytes) : line.replace(/\r$/, '');
    const literals = LITERALS.flatMap((literal, number) =>
      text.includes(Buffer.from(literal).toString('latin1')) ? [number] : [],
    );
    if (literals.length > 0) found.push({ number: index + 1, offset, text, literals, previous: [] });
    offset += line.length + 1;
  });
  return {
    found,
    lines: lines.length,
    bytes: bytes.length,
    longLines: lines.filter((line) => line.length > maxLineBytes).length,
  };
}

const content = fc
  .array(fc.constantFrom('lost', ' l', 'leader', 'é!', '\n', '\n\n', '\r\n', '\r', '\0', 'x', 'xxxxxxxxxx', '\xff'))
  .map((parts) => Buffer.concat(parts.map((part) => Buffer.from(part, part === '\xff' ? 'latin1' : 'utf8'))));
const cutting = fc.array(fc.nat(200));

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.filter((at) => at <= bytes.length).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

/** Enough of it before the lines of interest makes chunks arrive one by one: the first 16 KiB are taken together. */
const OPENING = Buffer.from(`${'-'.repeat(63)}\n`.repeat(256));

describe.each(Object.entries(matchers))('scanLines with a matcher %s', (_, matcher) => {
  it('finds the lines that splitting the whole stream finds, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(content, cutting, async (bytes, cuts) => {
        const { heads: _, tail: __, found, ...counts } = await scan([OPENING, ...cut(bytes, cuts)], 20_000, matcher);
        const { found: expected, ...expectedCounts } = naive(Buffer.concat([OPENING, bytes]), 20_000);
        expect(found.map((line) => ({ ...line, previous: [] }))).toEqual(expected);
        expect(counts).toEqual(expectedCounts);
      }),
      { numRuns: 300 },
    );
  });

  it('examines only the beginning of long lines, the same however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(content, cutting, fc.integer({ min: 64, max: 80 }), async (bytes, cuts, limit) => {
        const { heads: _, tail: __, found, ...counts } = await scan([OPENING, ...cut(bytes, cuts)], limit, matcher);
        const { found: expected, ...expectedCounts } = naive(Buffer.concat([OPENING, bytes]), limit);
        expect(found.map((line) => ({ ...line, previous: [] }))).toEqual(expected);
        expect(counts).toEqual(expectedCounts);
      }),
      { numRuns: 300 },
    );
  });

  it('finds the same in a stream of many scans', async () => {
    const lines = Array.from({ length: 40_000 }, (_, index) =>
      index % 7 === 0 ? 'lost leader' : 'x'.repeat(index % 50),
    );
    const bytes = Buffer.from(lines.join('\n'));
    const { found } = await scan(cut(bytes, [3, 70_000, 262_144, 262_145, 700_000]), undefined, matcher);
    expect(found.map((line) => ({ ...line, previous: [] }))).toEqual(naive(bytes, MAX_LINE_BYTES).found);
  });
});

describe('scanLines', () => {
  it('cuts a line at 1 MiB when nothing else is said', async () => {
    const long = Buffer.from(`lost${'x'.repeat(MAX_LINE_BYTES)} leader\nleader\n`);
    const { found, longLines, lines } = await scan(cut(long, [1000, 700_000]));
    expect(found.map(({ number, literals, text }) => [number, literals, text.length])).toEqual([
      [1, [0], MAX_LINE_BYTES],
      [2, [3], 6],
    ]);
    expect([longLines, lines]).toEqual([1, 2]);
  });

  it('takes the carriage return of a Windows line end off, and no other', async () => {
    const { found } = await scan([Buffer.from('lost\r\nlost\r\r\nlost\r')]);
    expect(found.map(({ text }) => text)).toEqual(['lost', 'lost\r', 'lost']);
  });

  it('reads a last line without newline', async () => {
    const { found, lines } = await scan([Buffer.from('a\nlost')]);
    expect(found.map(({ number, offset }) => [number, offset])).toEqual([[2, 2]]);
    expect(lines).toBe(2);
  });

  it('gives an empty stream no lines, no head and no tail', async () => {
    expect(await scan([Buffer.alloc(0)])).toEqual({ heads: [], found: [], lines: 0, bytes: 0, tail: [], longLines: 0 });
  });

  it('takes no literal for found that lies across two lines', async () => {
    const { found } = await scan([Buffer.from('lo\nst\n')]);
    expect(found).toEqual([]);
  });

  describe('previousLines', () => {
    it('gives the lines before, nearest first, without line ends', async () => {
      const { found } = await scan([Buffer.from('one\r\n\ntwo\nlost')]);
      expect(found[0]?.previous).toEqual(['two', '', 'one']);
    });

    it('gives an empty first line', async () => {
      const { found } = await scan([Buffer.from('\nlost')]);
      expect(found[0]?.previous).toEqual(['']);
    });

    it('reaches 64 KiB back across chunks', async () => {
      const filler = Array.from({ length: 2000 }, (_, index) => `line ${String(index).padStart(25, '0')}\n`);
      const chunks = [...filler, 'lost\n'].map((line) => Buffer.from(line));
      const { found } = await scan(chunks);
      expect(found[0]?.previous[0]).toBe(filler.at(-1)?.trimEnd());
    });

    it('never gives a line that lacks its beginning', async () => {
      const early = Buffer.from(`${'time=early '.repeat(12_000)}\n`);
      const { found } = await scan([early, Buffer.from('x\n'), Buffer.from(`${'y'.repeat(100)}\nlost\n`)]);
      expect(found[0]?.previous).toEqual(['y'.repeat(100), 'x']);
    });
  });

  describe('head', () => {
    it('is the first 50 lines, even when the first chunk is one byte', async () => {
      const lines = Array.from({ length: 80 }, (_, index) => `line ${index}`);
      const bytes = Buffer.from(lines.join('\n'));
      const { heads } = await scan([bytes.subarray(0, 1), bytes.subarray(1)]);
      expect(heads).toEqual([lines.slice(0, 50)]);
    });
  });

  describe('tail', () => {
    it('is the last 50 lines that are not empty', async () => {
      const lines = Array.from({ length: 80 }, (_, index) => `line ${index}`);
      const { tail } = await scan([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)]);
      expect(tail).toEqual(lines.slice(-50));
    });

    it('leaves out a line that lies before it for the most part', async () => {
      const { tail } = await scan([Buffer.from(`time=early${'x'.repeat(20_000)}\nlast\n`)]);
      expect(tail).toEqual(['last']);
    });

    it('is the beginning of a last line that is longer', async () => {
      const { tail } = await scan([Buffer.from(`first\ntime=late${'x'.repeat(20_000)}`)]);
      expect(tail.map((line) => [line.slice(0, 9), line.length])).toEqual([['time=late', 16 * 1024]]);
    });

    it('is empty when the stream ends in a line over the limit', async () => {
      const { tail } = await scan([OPENING, Buffer.from('x'.repeat(500)), Buffer.from('x'.repeat(500))], 100);
      expect(tail).toEqual([]);
    });
  });

  it('lets go of the chunks of a line of 200 MB', async () => {
    const chunks: WeakRef<Uint8Array>[] = [];
    let mostHeld = 0;
    async function* line(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 3_200; index++) {
        const chunk = new Uint8Array(64 * 1024).fill(0x78);
        chunks.push(new WeakRef(chunk));
        yield chunk;
        if (index % 400 !== 399) continue;
        // What a job has made weak references to lives until it ends.
        await setImmediate();
        collectGarbage();
        mostHeld = Math.max(mostHeld, chunks.filter((reference) => reference.deref() !== undefined).length);
        await setImmediate();
      }
      yield Buffer.from('\nlost');
    }
    const found: number[] = [];
    const handler = {
      head: () => undefined,
      line: ({ number }: CandidateLine) => void found.push(number),
      remembered: () => undefined,
      leave: () => undefined,
    };
    const { bytes, lines } = await scanLines(line(), matchers['in WebAssembly'], handler);
    expect([bytes, lines, found]).toEqual([3_200 * 64 * 1024 + 5, 2, [2]]);
    // 1 MiB is 16 chunks.
    expect(mostHeld).toBeLessThanOrEqual(20);
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}
