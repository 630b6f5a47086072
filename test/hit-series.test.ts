import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HitSeries, type LinePlace } from '../src/rules/hit-series.js';
import { SeriesHits } from '../src/rules/series-hits.js';
import { type HitStream, knownTimes } from '../src/rules/timed-hits.js';

/** As many times are kept at each end. */
const KEPT_AT_EACH_END = 5_000;

/** Neighbours in a log: so many lines of a stream, the first at a time, the others each so much later, or all without a time. */
const stretch = fc.record({
  stream: fc.nat({ max: 3 }),
  lines: fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 6_000 })),
  from: fc.oneof(
    fc.double({ min: 0, max: 4e12, noNaN: true }),
    // Of lines that state no year.
    fc.double({ min: -1e12, max: -1e11, noNaN: true }),
    fc.constant(Number.NaN),
  ),
  step: fc.oneof(
    fc.constant(0),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: -1e7, max: 1e7, noNaN: true }),
  ),
});

describe('the lines behind a row', () => {
  it('keep stream and time of the first and the last, whatever they are, and count all', () => {
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), (stretches) => {
        const given = stretches.flatMap(({ stream, lines, from, step }) =>
          Array.from({ length: lines }, (_, line) => ({ stream, moment: from + line * step })),
        );
        const series = seriesOf(given);
        const { count, streams, moments } = series.content();
        const rest = given.slice(KEPT_AT_EACH_END);
        const kept = [...given.slice(0, KEPT_AT_EACH_END), ...rest.slice(-KEPT_AT_EACH_END)];
        expect(count).toBe(given.length);
        expect([...streams]).toEqual(kept.map(({ stream }) => stream));
        expect([...moments]).toEqual(kept.map(({ moment }) => moment));
      }),
      { numRuns: 40 },
    );
  });

  it('are told by time when the bundle was read, those of unknown time first', () => {
    const hit = fc.record({
      stream: fc.nat({ max: 2 }),
      moment: fc.option(fc.integer({ min: 1, max: 9 }), { nil: Number.NaN }),
    });
    fc.assert(
      fc.property(fc.array(hit), fc.array(hit), (some, others) => {
        const hits = new SeriesHits([seriesOf(some), seriesOf(others)], streamAt);
        const given = [...some, ...others].map(({ stream, moment }) => ({
          stream,
          // Nothing settles the times of stream 2.
          time: stream === 2 || Number.isNaN(moment) ? Number.NEGATIVE_INFINITY : moment,
        }));
        const expected = given.sort((a, b) => a.time - b.time || 0);
        const { times, streams } = hits.listed();
        expect([...times]).toEqual(expected.map(({ time }) => (time === Number.NEGATIVE_INFINITY ? Number.NaN : time)));
        expect([...streams]).toEqual(expected.map(({ stream }) => streamAt(stream)));
        const known = expected.map(({ time }) => time).filter((time) => time !== Number.NEGATIVE_INFINITY);
        expect([...knownTimes(hits)]).toEqual(known);
        expect(hits.span()).toEqual({
          first: known[0],
          last: known.at(-1),
          hasUntimed: known.length < expected.length,
        });
      }),
    );
  });
});

const STREAMS: readonly HitStream[] = [0, 1, 2].map((index) => ({
  resolve: (moment) => (index === 2 ? undefined : moment),
  end: () => undefined,
}));

function streamAt(index: number): HitStream {
  const stream = STREAMS[index];
  if (stream === undefined) throw new RangeError(`no stream ${index}`);
  return stream;
}

function seriesOf(hits: readonly { readonly stream: number; readonly moment: number }[]): HitSeries {
  const series = new HitSeries();
  for (const [index, { stream, moment }] of hits.entries())
    series.add(stream, Number.isNaN(moment) ? undefined : moment, placeOf(index + 1));
  return series;
}

function placeOf(number: number): LinePlace {
  return { number, offset: number * 100, start: 0, end: 99 };
}
