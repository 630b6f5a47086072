import { describe, expect, it } from 'vitest';
import { loadReporter } from '../src/report/index.js';
import { reportOnSample } from './support/sample-bundle.js';

const SAMPLES = ['healthy', 'incident-a', 'incident-b', 'incident-c', 'incident-d', 'incident-e'];

/** The texts were read and found good; `npm test -- -u` rewrites them, and the change is to be read again. */
describe('the report on a sample, as it is read on a terminal of 80 columns,', () => {
  it.each(SAMPLES)('is as it was found good: %s', async (name) => {
    const report = await reportOnSample(name);
    const timeless = { ...report, bundle: { ...report.bundle, stats: { ...report.bundle.stats, durationMs: 0 } } };
    const reporter = await loadReporter('text');
    const text = [...reporter(timeless, { color: false, width: 80, language: 'en' })].join('');
    await expect(text).toMatchFileSnapshot(`golden/samples/${name}.txt`);
  });

  it('is as it was found good in Chinese', async () => {
    const report = await reportOnSample('incident-c', 'zh');
    const timeless = { ...report, bundle: { ...report.bundle, stats: { ...report.bundle.stats, durationMs: 0 } } };
    const reporter = await loadReporter('markdown');
    const text = [...reporter(timeless, { color: false, width: 80, language: 'zh' })].join('');
    await expect(text).toMatchFileSnapshot('golden/samples/incident-c.zh.md');
  });
});

describe('the first root cause, on a terminal of 100 columns,', () => {
  const firstRoot = async (name: string): Promise<readonly string[]> => {
    const reporter = await loadReporter('text');
    const text = [...reporter(await reportOnSample(name), { color: false, width: 100, language: 'en' })].join('');
    const lines = text.split('\n');
    const begin = lines.findIndex((line) => line.startsWith('ROOT CAUSE 1'));
    const length = lines.slice(begin + 1).findIndex((line) => /^[A-Z]/.test(line) && /-{2,}/.test(line));
    return lines.slice(begin, begin + 1 + length);
  };
  const incidents = SAMPLES.filter((name) => name !== 'healthy');

  it.each(incidents)('fits on a screen with all that followed: %s', async (name) => {
    expect((await firstRoot(name)).length).toBeLessThanOrEqual(55);
  });

  it.each(incidents)('has a place for each thing that followed: %s', async (name) => {
    const text = (await firstRoot(name)).join('\n');
    const followed = text.slice(text.indexOf('What followed'), text.indexOf('\n  Evidence')).split('→').slice(1);
    expect(followed.filter((told) => !/\S+\.(?:log|yaml):\d+\s*$/.test(told))).toEqual([]);
    expect(followed).not.toEqual([]);
  });
});
