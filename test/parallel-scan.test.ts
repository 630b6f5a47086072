import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/index.js';
import type { LogCitation } from '../src/model/citation.js';
import { THREADS_FROM_BYTES } from '../src/pipeline/gather.js';
import { HitSeries, type LinePlace } from '../src/rules/hit-series.js';
import { ensureBuilt } from './support/build.js';
import { packedSample } from './support/sample-bundle.js';

/** Threads are started from compiled files only. */
const COMPILED = fileURLToPath(new URL('../dist/index.js', import.meta.url));

describe('threads', () => {
  let folder = '';
  beforeAll(async () => {
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'bundlescope-threads-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it.each([
    ['a stream that one thread reads', 'incident-c'],
    ['entries that threads read by themselves', 'incident-b'],
  ])('give the same report whatever their number, of %s', async (_, sample) => {
    const { analyze }: typeof import('../src/index.js') = await import(COMPILED);
    const bundle = join(folder, sample);
    await writeFile(bundle, await packedSample(sample, THREADS_FROM_BYTES + 10_000_000));
    const alone = await analyze(bundle, { threads: 0 });
    expect(alone.bundle.stats.bytes).toBeGreaterThan(THREADS_FROM_BYTES);
    for (const threads of [1, 2]) expect(timeless(await analyze(bundle, { threads }))).toBe(timeless(alone));
  });
});

describe('the lines behind a row, gathered in parts,', () => {
  it('are what one thread would have kept that read all streams in order', () => {
    const streams = fc.array(fc.record({ lines: fc.nat({ max: 4_000 }), part: fc.nat({ max: 2 }) }), { maxLength: 12 });
    fc.assert(
      fc.property(streams, (given) => {
        const whole = new HitSeries();
        const parts = [new HitSeries(), new HitSeries(), new HitSeries()];
        given.forEach(({ lines, part }, stream) => {
          for (let line = 1; line <= lines; line++) {
            whole.add(stream, line, place(line));
            parts[part]?.add(stream, line, place(line));
          }
          for (const series of [whole, ...parts]) series.cite(({ number }) => citation(stream, number));
        });
        const [merged = new HitSeries(), ...others] = parts;
        for (const other of others) merged.absorb(other.content());
        expect(merged.content()).toEqual(whole.content());
      }),
      { numRuns: 25 },
    );
  });
});

function place(line: number): LinePlace {
  return { number: line, offset: 0, start: 0, end: 0 };
}

function citation(stream: number, line: number): LogCitation {
  return { kind: 'log', path: `${stream}.log`, line, offset: 0, excerpt: '' };
}

function timeless(report: Report): string {
  return JSON.stringify({ ...report, bundle: { ...report.bundle, stats: { ...report.bundle.stats, durationMs: 0 } } });
}
