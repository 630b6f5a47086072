import { beforeAll, describe, expect, it } from 'vitest';
import { type Comparison, compare } from '../src/index.js';
import { loadComparisonReporter } from '../src/report/comparison/index.js';
import { healthyWithNodes } from './support/edited-sample.js';
import { packedSample, realBundle } from './support/sample-bundle.js';

const LOG_BYTES = 1_000_000;
let incident: Comparison;
beforeAll(async () => {
  const [old, current] = [
    await healthyWithNodes('hvst-h', 'hvst-c', LOG_BYTES),
    await packedSample('incident-c', LOG_BYTES),
  ];
  const comparison = await compare(old, current, { name: 'bundle' });
  incident = {
    ...comparison,
    old: { ...comparison.old, name: 'working.zip' },
    new: { ...comparison.new, name: 'broken.tar.gz' },
  };
}, 60_000);

async function shown(format: 'text' | 'markdown', language: 'en' | 'zh'): Promise<string> {
  const reporter = await loadComparisonReporter(format);
  return [...reporter(incident, { color: false, width: 80, language, unfolded: false })].join('');
}

/** The texts were read and found good; `npm test -- -u` rewrites them, and the change is to be read again. */
describe('the comparison of a working cluster with the incident it had two weeks later', () => {
  it('reads on a terminal of 80 columns as it was found good', async () => {
    await expect(await shown('text', 'en')).toMatchFileSnapshot('golden/comparison.txt');
  });

  it('reads in an issue, in Chinese, as it was found good', async () => {
    await expect(await shown('markdown', 'zh')).toMatchFileSnapshot('golden/comparison.zh.md');
  });

  it('names the root cause and the broken volume on the first screen of 50 lines', async () => {
    const screen = (await shown('text', 'en')).split('\n').slice(0, 50).join('\n');
    expect(screen).toMatch(/cannot\s+find its snapshot file/);
    expect(screen).toContain('root cause');
    expect(screen).toMatch(/WHAT BROKE \(\d+\)/);
    expect(screen).toContain('robustness: faulted');
  });

  it('calls no finding new that the healthy cluster had', () => {
    const rules = (state: string): readonly string[] =>
      incident.findings
        .filter((change) => change.state === state && change.new?.role !== 'benign')
        .map(({ rule }) => rule);
    expect(rules('new')).toContain('longhorn-snapshot-file-missing');
    expect(rules('unjudged')).toEqual([]);
  });
});

describe('a real bundle compared with itself', () => {
  it.each(['harvester-v1.0-supportbundle.zip', 'troubleshoot-supportbundle.tar.gz', 'sosreport-sunbeam.tar.xz'])(
    'has no differences: %s',
    async (file) => {
      const path = realBundle(file);
      if (path === undefined) return;
      const { objects, notCompared, products, findings } = await compare(path, path);
      expect({ objects, notCompared, products }).toEqual({ objects: [], notCompared: [], products: [] });
      expect(findings.filter(({ state }) => state !== 'persists')).toEqual([]);
    },
    120_000,
  );
});
