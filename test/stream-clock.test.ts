import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamClock } from '../src/logs/stream-clock.js';
import type { Instant, YearlessTime } from '../src/model/time.js';

const DAY = 86_400_000;
/** Shorter than any six months. */
const LONGEST_GAP = 180 * DAY;

function withoutYear(instant: Instant): YearlessTime {
  const date = new Date(instant);
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  return { month, day, milliseconds: instant - Date.UTC(date.getUTCFullYear(), month - 1, day) };
}

/** What a clock makes of times without a year, given in file order. */
function resolved(instants: readonly Instant[], notAfter: Instant | undefined): (Instant | undefined)[] {
  const clock = new StreamClock();
  const moments = instants.map((instant) => clock.note({ yearless: withoutYear(instant) }));
  clock.settle(notAfter);
  return moments.map((moment) => (moment === undefined ? undefined : clock.resolve(moment)));
}

function daysOf(times: readonly string[], notAfter: string): (string | undefined)[] {
  const instants = times.map((time) => Date.parse(`${time}T12:00:00Z`));
  return resolved(instants, Date.parse(notAfter)).map((instant) =>
    instant === undefined ? undefined : new Date(instant).toISOString().slice(0, 10),
  );
}

describe('StreamClock', () => {
  it('recovers every year when neighbours lie less than six months apart, in either direction', () => {
    const start = fc.integer({ min: Date.parse('2001-01-01'), max: Date.parse('2030-01-01') });
    const gaps = fc.array(fc.integer({ min: 0, max: LONGEST_GAP }), { maxLength: 12 });
    // The bound may lie up to most of a year after the newest line: bundles are taken later than logs end.
    const slack = fc.integer({ min: 0, max: 300 * DAY });
    fc.assert(
      fc.property(start, gaps, slack, fc.boolean(), (first, steps, after, descending) => {
        const instants = [first];
        for (const step of steps) instants.push((instants.at(-1) ?? first) + step);
        const notAfter = (instants.at(-1) ?? first) + after;
        const inFileOrder = descending ? [...instants].reverse() : instants;
        expect(resolved(inFileOrder, notAfter)).toEqual(inFileOrder);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    { name: 'changes the year at New Year', days: ['2024-12-31', '2025-01-01'], notAfter: '2025-01-02' },
    {
      name: 'keeps a line a little out of order at New Year',
      days: ['2024-12-31', '2025-01-01', '2024-12-31'],
      notAfter: '2025-01-02',
    },
    { name: 'takes the year before when the day lies after the bound', days: ['2024-11-05'], notAfter: '2025-03-05' },
    {
      name: 'allows a clock that is some hours ahead of the bound',
      days: ['2025-03-05'],
      notAfter: '2025-03-05T01:00:00Z',
    },
    { name: 'allows it at New Year, too', days: ['2025-01-01'], notAfter: '2024-12-31T20:00:00Z' },
    { name: 'puts Feb 29 into a leap year', days: ['2024-02-29'], notAfter: '2025-03-05' },
    {
      name: 'lets Feb 29 tell the year of the lines after it',
      days: ['2024-02-29', '2024-04-01'],
      notAfter: '2025-05-05',
    },
    {
      name: 'lets Feb 29 tell the year across New Year',
      days: ['2024-02-29', '2024-08-01', '2025-01-05'],
      notAfter: '2026-06-01',
    },
  ])('$name', ({ days, notAfter }) => {
    expect(daysOf(days, notAfter)).toEqual(days);
  });

  it('does not know the year without a bound', () => {
    expect(resolved([Date.parse('2025-03-05')], undefined)).toEqual([undefined]);
  });

  it('gives full times as they are, however old', () => {
    const clock = new StreamClock();
    const [boot, later] = [Date.parse('1970-01-01T00:00:09Z'), Date.parse('2025-03-05T04:48:10Z')];
    const moments = [clock.note({ time: boot }), clock.note({ time: later })];
    expect(moments.map((moment) => clock.resolve(moment ?? Number.NaN))).toEqual([boot, later]);
  });

  it('keeps microseconds', () => {
    const clock = new StreamClock();
    const moment = clock.note({ yearless: { month: 3, day: 5, milliseconds: 641.503 } });
    clock.settle(Date.parse('2025-03-06'));
    expect(clock.resolve(moment ?? Number.NaN)).toBeCloseTo(Date.parse('2025-03-05') + 641.503, 3);
  });

  it('has no moment for a line without a time', () => {
    expect(new StreamClock().note({})).toBeUndefined();
  });

  it('ends at its newest line, wherever that stands', () => {
    const clock = new StreamClock();
    const moments = ['2025-01-02', '2024-12-30', '2025-01-01'].map((day) =>
      clock.note({ yearless: withoutYear(Date.parse(day)) }),
    );
    clock.settle(Date.parse('2025-01-03'));
    expect(clock.end()).toBe(clock.resolve(moments[0] ?? Number.NaN));
  });

  it.each([
    { name: 'in UTC', zone: 0 },
    { name: 'ahead of it', zone: 8 },
    { name: 'behind it', zone: -3.5 },
    { name: 'ahead of it across New Year', zone: 13 },
  ])('ends at a newest line without a year among lines that state all, on a host $name', ({ zone }) => {
    const atHost = (instant: Instant): YearlessTime => withoutYear(instant + zone * 3_600_000);
    const [told, last] = [Date.parse('2024-12-31T11:00:00Z'), Date.parse('2024-12-31T12:30:00Z')];
    const clock = new StreamClock();
    clock.note({ time: told, hostTime: atHost(told + 20) });
    clock.note({ yearless: atHost(last) });
    clock.settle(Date.parse('2024-12-31T13:00:00Z'));
    const other = new StreamClock();
    other.restore(clock.content());
    other.settle(Date.parse('2024-12-31T13:00:00Z'));
    expect([clock.end(), other.end()]).toEqual([last, last]);
  });

  it('ends at the last line that states all when those without a year are older', () => {
    const [older, told] = [Date.parse('2025-03-05T09:00:00Z'), Date.parse('2025-03-05T11:00:00Z')];
    const clock = new StreamClock();
    clock.note({ yearless: withoutYear(older) });
    clock.note({ time: told });
    clock.settle(told);
    expect(clock.end()).toBe(told);
  });

  it('does not take a file at its word that pretends to run through hundreds of years', () => {
    const clock = new StreamClock();
    const quarters = [2, 6, 10].map((month): YearlessTime => ({ month, day: 1, milliseconds: 0 }));
    const moments = Array.from({ length: 900 }, (_, index) =>
      clock.note({ yearless: quarters[index % 3] ?? { month: 1, day: 1, milliseconds: 0 } }),
    );
    clock.settle(Date.parse('2025-03-06'));
    const years = new Set(moments.map((moment) => new Date(clock.resolve(moment ?? 0) ?? 0).getUTCFullYear()));
    expect(Math.max(...years)).toBeLessThanOrEqual(2025);
    expect(Math.min(...years)).toBeGreaterThanOrEqual(1990);
  });
});
