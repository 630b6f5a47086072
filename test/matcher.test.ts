import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AhoCorasickMatcher } from '../src/logs/matcher/aho-corasick.js';

/** Literal and offset in the whole stream after its last byte. */
type Occurrence = readonly [literal: number, end: number];

/** Every occurrence, found by comparing each literal at each place. */
function naive(literals: readonly string[], stream: Buffer): Occurrence[] {
  const found: Occurrence[] = [];
  literals.forEach((literal, number) => {
    const bytes = Buffer.from(literal);
    for (let at = stream.indexOf(bytes); at !== -1; at = stream.indexOf(bytes, at + 1)) found.push([number, at + bytes.length]);
  });
  return sorted(found);
}

function sorted(occurrences: readonly Occurrence[]): Occurrence[] {
  return [...occurrences].sort(([a, endA], [b, endB]) => endA - endB || a - b);
}

function scanAll(matcher: AhoCorasickMatcher, chunks: readonly Uint8Array[]): Occurrence[] {
  const found: Occurrence[] = [];
  let offset = 0;
  for (const chunk of chunks) {
    matcher.scan(chunk, (literal, end) => found.push([literal, offset + end]));
    offset += chunk.length;
  }
  return found;
}

function everyCut(stream: Buffer): Buffer[][] {
  return Array.from({ length: stream.length + 1 }, (_, at) => [stream.subarray(0, at), stream.subarray(at)]);
}

// Few letters, some of several bytes that share bytes with each other: overlaps, prefixes and suffixes come by themselves.
const letters = fc.constantFrom('a', 'b', 'é', 'è', '中', '丯', '\0');
const literal = fc.string({ unit: letters, minLength: 1, maxLength: 5 });
const stream = fc.array(fc.oneof(letters.map((text) => Buffer.from(text)), fc.uint8Array({ maxLength: 3 }))).map((parts) => Buffer.concat(parts));

describe('AhoCorasickMatcher', () => {
  it('finds what a naive search finds, in order of the ends, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.uniqueArray(literal, { maxLength: 8 }), stream, fc.array(fc.nat(40)), (literals, bytes, cuts) => {
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const found = scanAll(new AhoCorasickMatcher(literals), chunks);
        expect(found.map(([, end]) => end)).toEqual(found.map(([, end]) => end).sort((a, b) => a - b));
        expect(sorted(found)).toEqual(naive(literals, bytes));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    { name: 'overlapping literals', literals: ['abab', 'baba'], text: 'ababab' },
    { name: 'a literal that ends another', literals: ['connection lost', 'lost'], text: 'the connection lost' },
    { name: 'a literal that begins another', literals: ['lost', 'lost leader'], text: 'lost leader' },
    { name: 'a literal inside another', literals: ['xabcx', 'b'], text: 'xabcy xabcx' },
    { name: 'repeats of one byte', literals: ['aa', 'aaa'], text: 'aaaaa' },
  ])('finds $name at every chunk border', ({ literals, text }) => {
    const bytes = Buffer.from(text);
    const expected = naive(literals, bytes);
    expect(expected.length).toBeGreaterThan(0);
    for (const chunks of everyCut(bytes)) expect(sorted(scanAll(new AhoCorasickMatcher(literals), chunks))).toEqual(expected);
  });

  it('matches bytes, so that text in another encoding does not hide a literal', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('I/O error'), Buffer.from([0xc3])]);
    expect(scanAll(new AhoCorasickMatcher(['I/O error']), [bytes])).toEqual([[0, 12]]);
  });

  it('goes on after an empty chunk', () => {
    const chunks = [Buffer.from('los'), Buffer.alloc(0), Buffer.from('t')];
    expect(scanAll(new AhoCorasickMatcher(['lost']), chunks)).toEqual([[0, 4]]);
  });

  it('joins nothing across a reset', () => {
    const matcher = new AhoCorasickMatcher(['lost']);
    expect(scanAll(matcher, [Buffer.from('los')])).toEqual([]);
    matcher.reset();
    expect(scanAll(matcher, [Buffer.from('t lost')])).toEqual([[0, 6]]);
  });

  it('finds nothing without literals', () => {
    expect(scanAll(new AhoCorasickMatcher([]), [Buffer.from('anything')])).toEqual([]);
  });
});
