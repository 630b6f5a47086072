import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnd, parseSize, parseStart } from '../src/cli/argument-parsers.js';
import { wantsColor } from '../src/cli/color.js';

describe('sizes', () => {
  it.each([
    ['500', 500],
    ['10GB', 10_000_000_000],
    ['10gb', 10_000_000_000],
    ['1.5GiB', 1_610_612_736],
    ['512Mi', 536_870_912],
    ['64 kB', 64_000],
    ['2T', 2_000_000_000_000],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', 'GB', '0', '0.1', '-1', '1e3', '10XB', '9999999TB', '1,5GB'])('%j is none', (text) => {
    expect(() => parseSize(text)).toThrow('Give a size');
  });

  it('grow with their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.constantFrom('', 'B', 'k', 'MB', 'Gi', 'GiB'), (n, unit) => {
        expect(parseSize(`${n + 1}${unit}`)).toBeGreaterThan(parseSize(`${n}${unit}`));
      }),
    );
  });
});

describe('times', () => {
  it('of a day span all of it', () => {
    expect([parseStart('2025-03-05'), parseEnd('2025-03-05')]).toEqual([
      '2025-03-05T00:00:00.000Z',
      '2025-03-05T23:59:59.999Z',
    ]);
  });

  it.each([
    ['2025-03-05T04:48:00Z', '2025-03-05T04:48:00.000Z'],
    ['2025-03-05t04:48:00.641z', '2025-03-05T04:48:00.641Z'],
    ['2025-03-05 06:48:00+02:00', '2025-03-05T04:48:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(parseStart(text)).toBe(time);
  });

  it.each([
    '',
    'yesterday',
    '2025-3-5',
    '2025-02-29',
    '2025-13-01',
    '2025-03-05T24:30:00Z',
    '2025-03-05T04:48:00',
    '1741150080',
  ])('%j is none', (text) => {
    expect(() => parseStart(text)).toThrow('Give a time');
  });

  it('that a program prints are read back', () => {
    const times = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(times, (time) => {
        expect(parseEnd(time.toISOString())).toBe(time.toISOString());
      }),
    );
  });
});

describe('colour', () => {
  const screen = { isTerminal: true, columns: 80, write: async () => undefined };
  const pipe = { ...screen, isTerminal: false };
  it.each([
    ['on a terminal', screen, {}, true],
    ['in a pipe', pipe, {}, false],
    ['on a dumb terminal', screen, { TERM: 'dumb' }, false],
    ['with NO_COLOR', screen, { NO_COLOR: '1' }, false],
    ['with an empty NO_COLOR', screen, { NO_COLOR: '' }, true],
    ['in a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['with FORCE_COLOR=0', screen, { FORCE_COLOR: '0' }, false],
    ['with both', pipe, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
  ])('%s', (_, output, env, expected) => {
    expect(wantsColor(output, env)).toBe(expected);
  });
});
