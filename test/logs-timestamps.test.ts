import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochInstant, readDateTime, readMonthDayTime, readRfc3339 } from '../src/logs/timestamps.js';

describe('readRfc3339', () => {
  it('agrees with Date.parse, whatever the offset', () => {
    const instant = fc.integer({ min: 0, max: Date.parse('9000-01-01T00:00:00Z') });
    fc.assert(
      fc.property(instant, fc.constantFrom('Z', '+03:00', '-07:30'), (value, zone) => {
        const text = new Date(value).toISOString().replace('Z', zone);
        expect(readRfc3339(text)).toMatchObject({ instant: Date.parse(text), end: text.length });
      }),
    );
  });

  it.each([
    '2025-03-05 04:48:10Z',
    '2025-03-05T04:48:10',
    '2025-02-29T04:48:10Z',
    '2025-03-05T24:00:00Z',
    '0001-01-01T00:00:00Z',
    '',
  ])('refuses %j', (text) => {
    expect(readRfc3339(text)).toBeUndefined();
  });
});

describe('readDateTime', () => {
  it('keeps microseconds in the fraction of the instant', () => {
    expect(readDateTime('2025-03-05T04:48:10.641503Z')?.instant).toBeCloseTo(
      Date.parse('2025-03-05T04:48:10Z') + 641.503,
      2,
    );
  });
});

describe('readMonthDayTime', () => {
  it.each(['Mar 05 04:48:10', 'Mar  5 04:48:10', 'Mar 5 04:48:10'])('accepts the padding of %j', (text) => {
    expect(readMonthDayTime(text)).toEqual({
      yearless: { month: 3, day: 5, milliseconds: 17_290_000 },
      end: text.length,
    });
  });
});

describe('epochInstant', () => {
  it('tells the unit from the size', () => {
    const expected = Date.parse('2025-03-05T04:48:10Z');
    for (const value of [expected / 1000, expected, expected * 1e3, expected * 1e6])
      expect(epochInstant(value)).toBe(expected);
  });

  it('takes counters for no time', () => {
    expect(epochInstant(42)).toBeUndefined();
    expect(epochInstant(Number.NaN)).toBeUndefined();
  });
});
