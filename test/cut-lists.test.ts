import { describe, expect, it } from 'vitest';
import { analyzeFiles, type BundleFiles, rewrite, sampleFiles, verdictOf } from './support/changed-sample.js';

const MACHINES = /\/machines\.yaml$/;
const NODES = /^yamls\/cluster\/v1\/nodes\.yaml$/;
const VOLUMES = /longhorn-system\/longhorn\.io\/v1beta2\/volumes\.yaml$/;
const BUDGETS = /prod\/policy\/v1\/poddisruptionbudgets\.yaml$/;

/** What begins a list of a file, up to a share of it. */
function cut(files: BundleFiles, path: RegExp, share: number, atLineEnd = false): BundleFiles {
  return rewrite(files, path, (text) => {
    const start = text.slice(0, Math.floor(text.length * share));
    return atLineEnd ? start.slice(0, start.lastIndexOf('\n') + 1) : start;
  });
}

describe('a healthy cluster of which a list lacks its end', async () => {
  const healthy = await sampleFiles('healthy');
  const risks = async (files: BundleFiles): Promise<readonly string[]> => {
    const { findings } = await analyzeFiles(files, { minConfidence: 'low' });
    return findings.filter(({ role }) => role !== 'benign').map(({ title }) => title);
  };
  const before = await risks(healthy);

  it.each([
    ['machines', MACHINES, 0.55, false],
    ['nodes', NODES, 0.55, false],
    ['nodes, cut behind a line', NODES, 0.9, true],
    ['volumes', VOLUMES, 0.55, false],
    ['budgets, cut behind a line', BUDGETS, 0.9, true],
  ])('is healthy still: %s', async (_, path, share, atLineEnd) => {
    expect(await risks(cut(healthy, path, share, atLineEnd))).toEqual(before);
  });

  it('is healthy still when the list names its kind before its items', async () => {
    const kindFirst = rewrite(healthy, MACHINES, (text) => `kind: List\n${text.replace(/^kind: List\n/m, '')}`);
    expect(await risks(cut(kindFirst, MACHINES, 0.7))).toEqual(before);
  });

  it('says that what is absent in the list could not be judged', async () => {
    const { coverage, warnings } = await analyzeFiles(cut(healthy, MACHINES, 0.55));
    expect(coverage.unknown).toContainEqual(
      expect.objectContaining({
        rule: 'harvester-node-without-machine',
        missing: 'the list of Machine.cluster.x-k8s.io in the bundle is not whole',
      }),
    );
    expect(warnings.map(({ code }) => code)).toContain('object-unparsable');
  });
});

describe('an incident of which a list lacks its end', () => {
  it('is told by what is left of the list', async () => {
    const files = await sampleFiles('incident-c');
    expect(verdictOf(await analyzeFiles(cut(files, /\/v1\/pods\.yaml$/, 0.8))).roots).toEqual([
      'longhorn-snapshot-file-missing',
    ]);
  });
});
