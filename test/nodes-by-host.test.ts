import { describe, expect, it } from 'vitest';
import { analyzeFiles, type BundleFiles, sampleFiles, verdictOf } from './support/changed-sample.js';

/** The logs of each node as loose files: only the journal's prefix tells which node wrote them. */
function loose(files: BundleFiles): BundleFiles {
  return new Map(
    [...files].map(([path, text]) => [
      path.replace(/^nodes\/([^/]+)\.zip!\/[^/]+\/logs\//, 'copied/$1/var/log/'),
      text,
    ]),
  );
}

describe('logs of nodes whose path states no node', async () => {
  const files = await sampleFiles('incident-c');
  const report = await analyzeFiles(loose(files));

  it('are diagnosed as those of a bundle that states it', async () => {
    expect(verdictOf(report)).toEqual(verdictOf(await analyzeFiles(files)));
  });

  it('belong to the host that their lines state', () => {
    const disks = report.findings.filter(({ rule }) => rule === 'os-iscsi-volume-io-error');
    expect(disks.map(({ entity }) => entity.node).sort()).toEqual(['hvst-c1', 'hvst-c2']);
  });
});

describe('a title whose name the bundle does not tell', () => {
  it('says so', async () => {
    const report = await analyzeFiles(
      new Map([
        [
          'case/dmesg.txt',
          '[18412.130561] nvme0n1: I/O Cmd(0x2) @ LBA 60129542144, 8 blocks, I/O Error (sct 0x2 / sc 0x81)\n'.repeat(3),
        ],
      ]),
      { minConfidence: 'low' },
    );
    expect(report.findings.map(({ title }) => title)).toEqual(['Disk nvme0n1 of node (not stated) returns I/O errors']);
  });
});
