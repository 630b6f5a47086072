import { describe, expect, it } from 'vitest';
import { analyze } from '../src/index.js';
import { memorySource, openSource } from '../src/source/index.js';
import { citationsOf, wrongCitations } from './support/open-citations.js';
import { packedSample, realBundle } from './support/sample-bundle.js';

const SAMPLES = ['healthy', 'incident-a', 'incident-b', 'incident-c', 'incident-d', 'incident-e'];
const REAL = ['harvester-v1.0-supportbundle.zip', 'troubleshoot-supportbundle.tar.gz', 'sosreport-sunbeam.tar.xz'];

describe('every citation opens again', () => {
  it.each(SAMPLES)('in %s', async (name) => {
    const bundle = await packedSample(name);
    const citations = citationsOf(await analyze(bundle, { name, minConfidence: 'low' }));
    expect(citations.length).toBeGreaterThan(0);
    expect(await wrongCitations(memorySource(name, bundle), citations)).toEqual([]);
  });

  it.each(REAL)('in the real bundle %s', async (file) => {
    const path = realBundle(file);
    if (path === undefined) return;
    const citations = citationsOf(await analyze(path, { minConfidence: 'low' }));
    expect(await wrongCitations(await openSource(path, { warn: () => undefined }), citations)).toEqual([]);
  });
});
