import { describe, expect, it } from 'vitest';
import type { Report } from '../src/index.js';
import { analyzeFiles } from './support/changed-sample.js';
import { object, objectFiles } from './support/cluster-files.js';

const METADATA = { 'metadata.yaml': 'bundlecreatedat: "2025-05-06T18:50:00Z"\n' };

function upgrade(state: string, status: Readonly<Record<string, unknown>> = {}) {
  return object('harvesterhci.io/v1beta1', 'Upgrade', 'harvester-system/hvst-upgrade-9k2lp', {
    metadata: {
      creationTimestamp: '2025-05-06T15:00:00Z',
      labels: { 'harvesterhci.io/latestUpgrade': 'true', 'harvesterhci.io/upgradeState': state },
    },
    status,
  });
}

/** A bundle of Fleet whose Helm release is locked since an hour, while the upgrade waits for a chart since half an hour. */
function lockedBundle(name: string, chart: string): Promise<Report> {
  const message =
    'ErrApplied(1) [Cluster fleet-local/local: another operation (install/upgrade/rollback) is in progress]';
  const objects = [
    upgrade('UpgradingSystemServices'),
    object('fleet.cattle.io/v1alpha1', 'Bundle', `fleet-local/${name}`, {
      status: { conditions: [{ type: 'Ready', status: 'False', lastUpdateTime: '2025-05-06T17:50:00Z', message }] },
    }),
  ];
  const waits = Array.from(
    { length: 12 },
    (_, number) =>
      `2025-05-06T18:${16 + number * 3}:00.222110033Z Current version: 1.5.0, Current state: ErrApplied, Current generation: 40\n`,
  );
  const log = `2025-05-06T18:15:00.222110033Z Waiting for ManagedChart fleet-local/${chart} from generation 40\n${waits.join('')}`;
  return analyze({
    ...objectFiles(objects),
    'logs/harvester-system/hvst-upgrade-9k2lp-apply-manifests-7vzso/apply.log': log,
  });
}

function analyze(files: Readonly<Record<string, string>>): Promise<Report> {
  return analyzeFiles(new Map(Object.entries({ ...METADATA, ...files })), { minConfidence: 'low' });
}

function chains({ diagnosis }: Report): readonly string[] {
  return diagnosis.chains.map((chain) => chain.map((id) => id.slice(0, id.lastIndexOf('#'))).join(' > '));
}

describe('an upgrade that stands still', () => {
  it('waits for the chart whose Helm release is locked', async () => {
    expect(chains(await lockedBundle('mcc-rancher-monitoring-crd', 'rancher-monitoring-crd'))).toContain(
      'helm-release-pending > harvester-system-services-stuck',
    );
  });

  it('does not wait for a locked release of somebody else', async () => {
    expect(chains(await lockedBundle('shop', 'rancher-monitoring-crd'))).not.toContain(
      'helm-release-pending > harvester-system-services-stuck',
    );
  });

  it('is named without blanks when a failed one states no milestone', async () => {
    const { findings } = await analyze(objectFiles([upgrade('Failed', { conditions: [] })]));
    expect(findings.map(({ title }) => title)).toEqual([
      'Upgrade hvst-upgrade-9k2lp has failed (it states no milestone)',
    ]);
  });
});
