import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignYears, isNewestFirst, parseJournalHeader } from '../src/logs/year-inference.js';
import type { Instant, YearlessTime } from '../src/model/time.js';

const DAY = 86_400_000;
const LATEST = Date.parse('2025-03-05T00:00:00Z');

function withoutYear(instant: Instant): YearlessTime {
  const date = new Date(instant);
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  return { month, day, milliseconds: instant - Date.UTC(date.getUTCFullYear(), month - 1, day) };
}

function yearsOf(times: readonly string[], options: { descending?: boolean } = {}): string[] {
  const yearless = times.map((time) => withoutYear(Date.parse(`2024-${time}Z`)));
  return assignYears(yearless, { latest: LATEST, ...options }).map((instant) =>
    new Date(instant).toISOString().slice(0, 10),
  );
}

describe('assignYears', () => {
  it('recovers every year when neighbours lie less than eleven months apart', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 330 * DAY }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(gaps, fc.boolean(), (steps, descending) => {
        const instants: Instant[] = [];
        let instant = LATEST;
        for (const step of steps) {
          instant -= step;
          instants.push(instant);
        }
        if (!descending) instants.reverse();
        expect(assignYears(instants.map(withoutYear), { latest: LATEST, descending })).toEqual(instants);
      }),
    );
  });

  it('takes a year off where month and day jump forward', () => {
    expect(yearsOf(['11-30T00:00:00', '12-31T23:59:59', '01-01T00:00:01', '03-04T00:00:00'])).toEqual([
      '2024-11-30',
      '2024-12-31',
      '2025-01-01',
      '2025-03-04',
    ]);
  });

  it('keeps lines a little out of order at New Year in their own years', () => {
    expect(yearsOf(['01-01T00:00:00', '12-31T23:59:59', '01-01T00:00:01'])).toEqual([
      '2025-01-01',
      '2024-12-31',
      '2025-01-01',
    ]);
  });

  it('puts Feb 29 into a leap year', () => {
    expect(yearsOf(['02-28T00:00:00', '02-29T00:00:00', '06-01T00:00:00'])).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-06-01',
    ]);
  });

  it('places a time later than the anchor by more than a day in the year before', () => {
    expect(yearsOf(['03-07T00:00:00'])).toEqual(['2024-03-07']);
    expect(yearsOf(['03-05T20:00:00'])).toEqual(['2025-03-05']);
  });

  it('reads a descending file from its first line', () => {
    expect(yearsOf(['01-01T00:00:01', '12-31T23:59:59'], { descending: true })).toEqual(['2025-01-01', '2024-12-31']);
  });
});

describe('parseJournalHeader', () => {
  const begin = Date.parse('2022-03-06T22:45:10Z');
  const end = Date.parse('2022-03-22T23:50:53Z');

  it('reads both generations of journalctl', () => {
    const old = '-- Logs begin at Sun 2022-03-06 22:45:10 UTC, end at Tue 2022-03-22 23:50:53 UTC. --';
    const current = '-- Journal begins at Sun 2022-03-06 22:45:10 UTC, ends at Tue 2022-03-22 23:50:53 UTC. --';
    expect(parseJournalHeader(old)).toEqual({ begin, end });
    expect(parseJournalHeader(current)).toEqual({ begin, end });
  });

  it('reads a header without end, and a zone given as a number', () => {
    expect(parseJournalHeader('-- Logs begin at Mon 2022-03-07 00:45:10 +02. --')).toEqual({ begin });
  });

  it.each([
    '-- Boot 4f1c --',
    '-- Reboot --',
    '-- No entries --',
    'Mar 06 22:45:10 n kernel: x',
    '-- Logs begin at noon --',
  ])('gives nothing for %j', (line) => {
    expect(parseJournalHeader(line)).toBeUndefined();
  });
});

describe('isNewestFirst', () => {
  const [early, late] = [Date.parse('2024-12-20T00:00:00Z'), Date.parse('2025-01-10T00:00:00Z')];

  it('compares full times', () => {
    expect(isNewestFirst({ time: late }, { time: early })).toBe(true);
    expect(isNewestFirst({ time: early }, { time: late })).toBe(false);
  });

  it('compares times without a year across New Year', () => {
    expect(isNewestFirst({ yearless: withoutYear(late) }, { yearless: withoutYear(early) })).toBe(true);
    expect(isNewestFirst({ yearless: withoutYear(early) }, { yearless: withoutYear(late) })).toBe(false);
  });

  it('claims nothing for equal or missing times', () => {
    expect(isNewestFirst({ time: late }, { time: late })).toBe(false);
    expect(isNewestFirst({}, { time: late })).toBe(false);
  });
});
