import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AhoCorasickMatcher } from '../src/logs/matcher/aho-corasick.js';
import type { Matcher } from '../src/logs/matcher/matcher.js';
import { MatcherSet } from '../src/logs/matcher/matcher-set.js';
import { ScanModule } from '../src/logs/matcher/scan-module.js';
import { WasmMatcher } from '../src/logs/matcher/wasm-matcher.js';

/** A line in which literals were found. */
interface Line {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly literals: readonly number[];
}

const NEWLINE = 0x0a;
const NO_LIMIT = 2 ** 20;

/** Every line that holds literals, found by comparing each literal at each place. */
function naive(literals: readonly string[], text: Buffer, maxLineBytes = NO_LIMIT): Line[] {
  const found: Line[] = [];
  let start = 0;
  for (let index = 0; start < text.length; index++) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline === -1 ? text.length : newline;
    const examined = text.subarray(start, Math.min(end, start + maxLineBytes));
    const inLine = literals.flatMap((literal, number) => (examined.includes(Buffer.from(literal)) ? [number] : []));
    if (inLine.length > 0) found.push({ index, start, end, literals: inLine });
    start = end + 1;
  }
  return found;
}

function scan(matcher: Matcher, text: Uint8Array, maxLineBytes = NO_LIMIT): { found: Line[]; newlines: number } {
  const found: Line[] = [];
  const newlines = matcher.scan(
    text,
    {
      line: (line) => {
        found.push({ index: line.index, start: line.start, end: line.end, literals: line.literals() });
      },
      known: () => {
        throw new Error('nothing was remembered');
      },
    },
    maxLineBytes,
  );
  return { found, newlines };
}

function countNewlines(text: Uint8Array): number {
  return text.reduce((count, byte) => count + (byte === NEWLINE ? 1 : 0), 0);
}

const module = ScanModule.load();
if (module === undefined) throw new Error('dist/logs/matcher/scan.wasm is missing; `npm run build` makes it');
const built: ScanModule = module;

const matchers: readonly { name: string; make: (literals: readonly string[]) => Matcher }[] = [
  { name: 'in JavaScript', make: (literals) => new AhoCorasickMatcher(literals) },
  { name: 'in WebAssembly', make: (literals) => new WasmMatcher(built, literals) },
];

// Few letters, some of several bytes that share bytes with each other: overlaps, prefixes and suffixes come by themselves.
const letters = fc.constantFrom('a', 'b', 'é', 'è', '中', '丯', '\0');
const literal = fc.string({ unit: letters, minLength: 1, maxLength: 12 });
const piece = fc.oneof(
  letters.map((text) => Buffer.from(text)),
  fc.constant(Buffer.from('\n')),
  fc.uint8Array({ maxLength: 3 }),
);

/** Texts that hold the literals, or parts of them, more often than chance would have it. */
function textWith(literals: readonly string[]): fc.Arbitrary<Buffer> {
  if (literals.length === 0) return fc.array(piece).map((all) => Buffer.concat(all));
  const parts = literals.map((text) => Buffer.from(text));
  const part = fc
    .tuple(fc.constantFrom(...parts), fc.nat(40), fc.nat(40))
    .map(([bytes, from, length]) => bytes.subarray(from % bytes.length).subarray(0, length + 1));
  return fc.array(fc.oneof(piece, fc.constantFrom(...parts), part)).map((all) => Buffer.concat(all));
}

describe.each(matchers)('a matcher $name', ({ make }) => {
  it.each([
    { lengths: 'any length', minLength: 1 },
    { lengths: '7 bytes and more', minLength: 7 },
    { lengths: '13 bytes and more', minLength: 13 },
  ])('finds what a naive search finds, with literals of $lengths', ({ minLength }) => {
    const long = fc.string({ unit: letters, minLength, maxLength: minLength + 12 });
    const samples = fc
      .uniqueArray(long, { maxLength: 8 })
      .chain((literals) => fc.tuple(fc.constant(literals), textWith(literals)));
    fc.assert(
      fc.property(samples, ([literals, text]) => {
        const { found, newlines } = scan(make(literals), text);
        expect(found).toEqual(naive(literals, text));
        expect(newlines).toBe(countNewlines(text));
      }),
      { numRuns: 300 },
    );
  });

  it('examines only the beginning of long lines', () => {
    const samples = fc
      .uniqueArray(literal, { minLength: 1, maxLength: 8 })
      .chain((literals) => fc.tuple(fc.constant(literals), textWith(literals), fc.integer({ min: 1, max: 40 })));
    fc.assert(
      fc.property(samples, ([literals, text, limit]) => {
        expect(scan(make(literals), text, limit).found).toEqual(naive(literals, text, limit));
      }),
    );
  });

  it.each([
    { name: 'overlapping literals', literals: ['abab', 'baba'], text: 'ababab' },
    { name: 'a literal that ends another', literals: ['connection lost', 'lost'], text: 'the connection lost' },
    { name: 'a literal that begins another', literals: ['lost', 'lost leader'], text: 'lost leader' },
    { name: 'a literal inside another', literals: ['xabcx', 'b'], text: 'xabcy xabcx' },
    { name: 'repeats of one byte', literals: ['aa', 'aaa'], text: 'aaaaa' },
    { name: 'a literal twice in the list', literals: ['lost', 'lost'], text: 'lost' },
  ])('finds $name', ({ literals, text }) => {
    const expected = naive(literals, Buffer.from(text));
    expect(expected.length).toBeGreaterThan(0);
    expect(scan(make(literals), Buffer.from(text)).found).toEqual(expected);
  });

  it('finds a literal at every offset of a text of many blocks', () => {
    const literals = ['connection refused', 'no leader at term', 'leader'];
    const text = Buffer.alloc(600_000, 'x');
    // 19 bytes apart: every place of a block's border is met.
    for (let at = 7; at + 20 < text.length; at += 19)
      text.write(at % 2 === 0 ? 'no leader at term\n' : 'connection refused', at);
    const { found, newlines } = scan(make(literals), text);
    expect(found.length).toBeGreaterThan(10_000);
    expect(found).toEqual(naive(literals, text));
    expect(newlines).toBe(countNewlines(text));
  });

  it('finds all literals of a line that has more of them than bytes', () => {
    const literals = ['a', 'aa', 'aaa', 'aaaa', 'aaaaa'];
    const line = 'a'.repeat(300_000);
    expect(scan(make(literals), Buffer.from(`${line}\nb\naa`)).found).toEqual([
      { index: 0, start: 0, end: 300_000, literals: [0, 1, 2, 3, 4] },
      { index: 2, start: 300_003, end: 300_005, literals: [0, 1] },
    ]);
    const short = Buffer.from(`${'a'.repeat(40)}\n`.repeat(10_000));
    expect(scan(make(literals), short).found).toEqual(naive(literals, short));
  });

  it('matches bytes, so that text in another encoding does not hide a literal', () => {
    const text = Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('I/O error'), Buffer.from([0xc3])]);
    expect(scan(make(['I/O error']), text).found).toEqual([{ index: 0, start: 0, end: 13, literals: [0] }]);
  });

  it('joins nothing across two texts', () => {
    const matcher = make(['lost']);
    expect(scan(matcher, Buffer.from('the leader is los')).found).toEqual([]);
    expect(scan(matcher, Buffer.from('t lost')).found).toEqual([{ index: 0, start: 0, end: 6, literals: [0] }]);
  });

  it('finds nothing in an empty text', () => {
    expect(scan(make(['lost']), Buffer.alloc(0))).toEqual({ found: [], newlines: 0 });
  });

  it('counts newlines without literals', () => {
    const text = Buffer.from('anything\n\n'.repeat(20_000));
    expect(scan(make([]), text)).toEqual({ found: [], newlines: 40_000 });
  });
});

describe('WasmMatcher', () => {
  it('finds the same after a text full of what looks like its literals', () => {
    const literals = ['bab\0a', 'ab\0abb', 'b\0abaa', 'é中'];
    const matcher = new WasmMatcher(built, literals);
    // Samples of it are verified in vain, which makes the automaton take over.
    scan(matcher, Buffer.from('ab\0'.repeat(2 ** 19)));
    fc.assert(
      fc.property(textWith(literals), (text) => {
        const { found, newlines } = scan(matcher, text);
        expect(found).toEqual(naive(literals, text));
        expect(newlines).toBe(countNewlines(text));
      }),
      { numRuns: 300 },
    );
  });

  it('goes on at every place of a text of many blocks after such a text', () => {
    const literals = ['connection refused', 'no leader at term', 'leader'];
    const matcher = new WasmMatcher(built, literals);
    const line = `${'leade eader '.repeat(9)}\nconnection refused no leader at term\n`;
    const text = Buffer.from(line.repeat(10_000));
    for (let scans = 0; scans < 2; scans++) expect(scan(matcher, text).found).toEqual(naive(literals, text));
  });
});

describe.each([
  { where: 'in JavaScript', module: undefined },
  { where: 'in WebAssembly', module: built },
])('MatcherSet $where', ({ module: chosen }) => {
  const literals = ['lost', 'leader', 'refused', 'x'.repeat(5000)];

  it('finds only what is wanted, by its number in the whole list', () => {
    const matcher = new MatcherSet(literals, chosen).for(new Set([1, 2]));
    expect(scan(matcher, Buffer.from('lost leader\nrefused')).found).toEqual([
      { index: 0, start: 0, end: 11, literals: [1] },
      { index: 1, start: 12, end: 19, literals: [2] },
    ]);
  });

  it('gives the same matcher for the same literals', () => {
    const set = new MatcherSet(literals, chosen);
    expect(
      set.for(
        new Map([
          [2, 'two'],
          [1, 'one'],
        ]),
      ),
    ).toBe(set.for(new Set([1, 2])));
  });

  it('finds literals of any length', () => {
    const matcher = new MatcherSet(literals, chosen).for(new Set([3]));
    expect(scan(matcher, Buffer.from(`${'x'.repeat(5000)}\n`)).found).toEqual([
      { index: 0, start: 0, end: 5000, literals: [3] },
    ]);
  });
});
