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
