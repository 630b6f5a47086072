import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readFlatMap } from '../src/bundle/identity/flat-map.js';

const harvester = `bundlename: ""
bundleversion: 0.1.0
kubernetesversion: v1.31.4+rke2r1
projectnamespaceuuid: 4ed73075-21e5-4d37-90f8-9c4033571a6d
bundlecreatedat: "2025-05-08T15:40:05Z"
`;

describe('the reader of flat metadata', () => {
  it('reads what collectors write', () => {
    expect(Object.fromEntries(readFlatMap(harvester) ?? [])).toEqual(parse(harvester));
  });

  it.each([
    ['a number', 'a: 1.5\n'],
    ['an exponent', 'a: 1e5\n'],
    ['null', 'a: null\n'],
    ['a truth value', 'a: True\n'],
    ['a nested map', 'a: b\nc:\n  d: e\n'],
    ['a comment', 'a: b # c\n'],
    ['a map in a value', 'a: b: c\n'],
    ['a value on two lines', 'a: b\n  c\n'],
    ['an anchor', 'a: &b c\n'],
    ['an escape', 'a: "\\u0041"\n'],
    ['a key that comes twice', 'a: b\na: c\n'],
    ['JSON', '{"a": "b"}\n'],
    ['nothing', ''],
  ])('leaves %s to the YAML parser', (_, text) => {
    expect(readFlatMap(text)).toBeUndefined();
  });

  it('never differs from the YAML parser', () => {
    const part = fc.string({ unit: fc.constantFrom(...'abe019_-.+/: #"\'\\&*!|>%@`~[]{},?\t\r\né'), maxLength: 8 });
    const word = fc.constantFrom(
      'null',
      'Null',
      'true',
      'yes',
      'on',
      '0x1f',
      '0o7',
      '.inf',
      'v1.2.3',
      '1.2.3',
      '1e3',
      'a b',
    );
    const line = fc
      .tuple(fc.constantFrom('a', 'b', 'Key', 'x-y'), fc.oneof(part, word))
      .map(([key, value]) => `${key}: ${value}`);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const text = `${lines.join('\n')}\n`;
        const read = readFlatMap(text);
        if (read !== undefined) expect(Object.fromEntries(read)).toEqual(parse(text));
      }),
      { numRuns: 2000 },
    );
  });
});
