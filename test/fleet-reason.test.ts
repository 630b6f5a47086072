import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { analyzeFiles } from './support/changed-sample.js';

const PATCH = '{"webhooks":[{"clientConfig":{"caBundle":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJk"}}]}';

async function reasonFor(message: string): Promise<unknown> {
  const bundle = {
    apiVersion: 'fleet.cattle.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'mcc-rancher-monitoring', namespace: 'fleet-local' },
    status: { conditions: [{ type: 'Ready', status: 'False', lastUpdateTime: '2022-03-22T18:57:09Z', message }] },
  };
  const path = 'yamls/namespaced/fleet-local/fleet.cattle.io/v1alpha1/bundles.yaml';
  const list = stringify({ apiVersion: 'v1', items: [bundle], kind: 'List' });
  const { findings } = await analyzeFiles(new Map([[path, list]]), { minConfidence: 'low' });
  return findings.find(({ rule }) => rule === 'fleet-bundle-stuck')?.bindings['reason'];
}

describe('what a Fleet bundle waits for', () => {
  it('is told without the patches of objects that are only modified', async () => {
    expect(
      await reasonFor(
        `NotReady(1) [Cluster fleet-local/local]; mutatingwebhookconfiguration.admissionregistration.k8s.io x modified ${PATCH}; persistentvolumeclaim.v1 m/grafana [progressing] Resource scheduled for deletion; y modified ${PATCH}`,
      ),
    ).toBe(
      'NotReady(1) [Cluster fleet-local/local]; persistentvolumeclaim.v1 m/grafana [progressing] Resource scheduled for deletion',
    );
  });

  it('is told up to a patch when nothing else is named', async () => {
    expect(await reasonFor(`NotReady(1) [Cluster fleet-local/local]; x modified ${PATCH}`)).toBe(
      'NotReady(1) [Cluster fleet-local/local]; x modified',
    );
  });
});
