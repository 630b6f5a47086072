import { describe, expect, it } from 'vitest';
import type { EntryRole } from '../src/bundle/entry-role.js';
import { type BundleIdentity, BundleIdentityBuilder } from '../src/bundle/identity/bundle-identity.js';
import { lowestVersion, withoutPackaging } from '../src/bundle/identity/stated-version.js';
import type { Warning } from '../src/errors/index.js';
import { type KubeMap, type KubeObject, resourceOf } from '../src/model/kube-object.js';

const METADATA: EntryRole = { kind: 'metadata' };

function object(apiVersion: string, kind: string, name: string, content: KubeMap): KubeObject {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return { apiVersion, kind, group, namespace: '', name, content, path: 'objects.yaml', line: 1 };
}

function node(name: string, nodeInfo: KubeMap, heartbeat = '2024-01-01T00:00:00Z', labels: KubeMap = {}): KubeObject {
  const conditions = [{ type: 'Ready', status: 'True', lastHeartbeatTime: heartbeat }];
  return object('v1', 'Node', name, { metadata: { labels }, status: { nodeInfo, conditions } });
}

function pod(...images: readonly string[]): KubeObject {
  return object('v1', 'Pod', 'p', { spec: { containers: images.map((image) => ({ image })) } });
}

interface Given {
  readonly name?: string;
  readonly texts?: readonly (readonly [EntryRole, string])[];
  readonly modified?: number;
  readonly objects?: readonly KubeObject[];
}

function identify({ name = 'bundle.zip', texts = [], modified, objects = [] }: Given): {
  identity: BundleIdentity;
  warnings: Warning[];
} {
  const warnings: Warning[] = [];
  const builder = new BundleIdentityBuilder(name, (warning) => warnings.push(warning));
  builder.addEntry('top/entry.log', modified);
  for (const [role, text] of texts) builder.addText(role, 'top/metadata.yaml', text);
  const identity = builder.build((resource) =>
    objects.filter(({ kind, group }) => resourceOf(kind, group) === resource),
  );
  return { identity, warnings };
}

function versions(given: Given): Record<string, string | undefined> {
  return Object.fromEntries(identify(given).identity.products.map((product) => [product.name, product.version]));
}

describe('the time of a bundle', () => {
  const stated = 'bundlecreatedat: "2022-03-22T23:49:32Z"\n';
  const name = 'supportbundle_9b6b_2022-03-23T01-02-03Z.zip';
  const objects = [node('n1', {}, '2022-03-24T00:00:00Z')];

  it('is what the metadata state, before everything else', () => {
    const { identity, warnings } = identify({ name, texts: [[METADATA, stated]], modified: 5, objects });
    expect(identity).toMatchObject({
      createdAt: Date.UTC(2022, 2, 22, 23, 49, 32),
      createdAtFrom: 'metadata of the bundle',
    });
    expect(warnings).toEqual([]);
  });

  it('is stated by a sosreport as the output of date', () => {
    const date: EntryRole = { kind: 'file', file: 'commands/date_--utc' };
    expect(identify({ texts: [[date, 'Wed May 14 14:22:18 UTC 2025\n']] }).identity.createdAt).toBe(
      Date.UTC(2025, 4, 14, 14, 22, 18),
    );
    expect(identify({ texts: [[date, 'timeout: failed to run command UTC\n']] }).identity.createdAt).toBeUndefined();
  });

  it('is else what the name states', () => {
    expect(identify({ name, modified: 5, objects }).identity.createdAt).toBe(Date.UTC(2022, 2, 23, 1, 2, 3));
  });

  it('is else the newest sign of life, and says that it is an estimate', () => {
    const lease = object('coordination.k8s.io/v1', 'Lease', 'l', {
      spec: { renewTime: '2022-03-24T00:00:07.000000Z' },
    });
    const { identity, warnings } = identify({ modified: 5, objects: [...objects, lease] });
    expect(identity.createdAt).toBe(Date.UTC(2022, 2, 24, 0, 0, 7));
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'time-unknown', message: expect.stringContaining('estimated') }),
    ]);
  });

  it('is else the newest change of a file', () => {
    expect(identify({ modified: 5 }).identity).toMatchObject({
      createdAt: 5,
      createdAtFrom: 'newest file in the bundle',
    });
  });

  it('is missing when nothing states it', () => {
    const { identity, warnings } = identify({});
    expect(identity.createdAt).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(['time-unknown']);
  });
});

describe('the products', () => {
  it('take the version that is stated for the cluster before those of nodes and images', () => {
    const objects = [
      object('harvesterhci.io/v1beta1', 'Setting', 'server-version', { value: 'v1.4.1' }),
      object('longhorn.io/v1beta2', 'Setting', 'current-longhorn-version', { value: 'v1.7.2' }),
      object('management.cattle.io/v3', 'Setting', 'server-version', { value: 'v2.9.3' }),
      object('kubevirt.io/v1', 'KubeVirt', 'kubevirt', { status: { observedKubeVirtVersion: '1.2.2-150500.8.24.1' } }),
      node('n1', {
        osImage: 'Harvester v1.3.2',
        kubeletVersion: 'v1.27.13+rke2r1',
        kernelVersion: '5.14.21-150400.24.119-default',
      }),
      pod(
        'docker.io/longhornio/longhorn-manager:v1.6.2',
        'rancher/rancher:v2.8.3',
        'rancher/hardened-etcd:v3.5.9-k3s1-build20230802',
      ),
    ];
    expect(versions({ objects })).toEqual({
      harvester: 'v1.4.1',
      longhorn: 'v1.7.2',
      rancher: 'v2.9.3',
      kubevirt: '1.2.2',
      kubernetes: 'v1.27.13+rke2r1',
      rke2: 'v1.27.13+rke2r1',
      etcd: 'v3.5.9',
      kernel: '5.14.21-150400.24.119-default',
    });
  });

  it('take the lowest version when nodes differ', () => {
    const objects = ['v1.4.10', 'v1.4.9', 'v1.5.0'].map((version, n) =>
      node(`n${n}`, { osImage: `Harvester ${version}` }),
    );
    expect(versions({ objects })).toEqual({ harvester: 'v1.4.9' });
  });

  it('prefer a release to the name of a development build', () => {
    const release: EntryRole = { kind: 'file', file: '/etc/harvester-release.yaml', node: 'n1' };
    const objects = [object('harvesterhci.io/v1beta1', 'Setting', 'server-version', { value: '1a861fc-dirty' })];
    expect(versions({ objects, texts: [[release, 'harvester: v1.4.0\n']] })).toEqual({ harvester: 'v1.4.0' });
    expect(versions({ objects })).toEqual({ harvester: '1a861fc-dirty' });
  });

  it('do not take a branch for a version', () => {
    expect(versions({ objects: [pod('rancher/rancher:master-head', 'longhornio/longhorn-manager')] })).toEqual({});
  });

  it('are read from a registry with a port and a digest', () => {
    expect(versions({ objects: [pod('registry:5000/mirror/rancher/rancher:v2.9.3@sha256:00')] })).toEqual({
      rancher: 'v2.9.3',
    });
  });

  it('are read from the metadata of old and new bundles', () => {
    expect(versions({ texts: [[METADATA, 'kubernetesVersion: v1.24.4+k3s1\nlonghornversion: v1.3.1\n']] })).toEqual({
      kubernetes: 'v1.24.4+k3s1',
      k3s: 'v1.24.4+k3s1',
      longhorn: 'v1.3.1',
    });
  });
});

describe('damaged metadata', () => {
  it.each(['a: [', '- just\n- a list\n', 'a: &a x\nb: *a\n', ''])('is a warning: %j', (text) => {
    const { warnings } = identify({ name: 'b_2022-03-23T01-02-03Z', texts: [[METADATA, text]] });
    expect(warnings).toEqual([expect.objectContaining({ code: 'metadata-unparsable', path: 'top/metadata.yaml' })]);
  });
});

describe('the nodes', () => {
  it('are told by name with roles and state', () => {
    const labels = {
      'node-role.kubernetes.io/master': 'true',
      'node-role.kubernetes.io/control-plane': 'true',
      'node-role.kubernetes.io/etcd': 'true',
    };
    const { nodes } = identify({
      objects: [node('n2', {}), node('n1', { kubeletVersion: 'v1.30.1' }, undefined, labels)],
    }).identity;
    expect(nodes).toEqual([
      { name: 'n1', roles: ['control-plane', 'etcd'], ready: true, unschedulable: false, kubeletVersion: 'v1.30.1' },
      { name: 'n2', roles: [], ready: true, unschedulable: false },
    ]);
  });
});

describe('the upgrade', () => {
  function upgrade(name: string, labels: KubeMap, created: string, status: KubeMap = {}): KubeObject {
    const metadata = { labels, creationTimestamp: created };
    return object('harvesterhci.io/v1beta1', 'Upgrade', name, { metadata, spec: { version: 'v1.4.1' }, status });
  }

  it('is the one that is labelled as the latest', () => {
    const labels = { 'harvesterhci.io/latestUpgrade': 'true', 'harvesterhci.io/upgradeState': 'UpgradingNodes' };
    const status = {
      previousVersion: 'v1.3.2',
      nodeStatuses: { n2: { state: 'Pre-draining' }, n1: { state: 'Succeeded' } },
    };
    const objects = [upgrade('u2', {}, '2025-02-01T00:00:00Z'), upgrade('u1', labels, '2025-01-01T00:00:00Z', status)];
    expect(identify({ objects }).identity.upgrade).toEqual({
      name: 'u1',
      from: 'v1.3.2',
      to: 'v1.4.1',
      phase: 'UpgradingNodes',
      nodes: [
        { name: 'n1', state: 'Succeeded' },
        { name: 'n2', state: 'Pre-draining' },
      ],
    });
  });

  it('is the newest when none is labelled', () => {
    const status = { conditions: [{ type: 'Completed', status: 'True' }] };
    const objects = [upgrade('new', {}, '2025-02-01T00:00:00Z', status), upgrade('old', {}, '2025-01-01T00:00:00Z')];
    expect(identify({ objects }).identity.upgrade).toMatchObject({ name: 'new', phase: 'Succeeded' });
  });
});

describe('versions', () => {
  it.each([
    ['v3.4.13-k3s3-build20211118', 'v3.4.13'],
    ['0.45.0-8.4.3', '0.45.0'],
    ['v1.4.0-rc1', 'v1.4.0-rc1'],
    ['v1.21.7+rke2r1', 'v1.21.7+rke2r1'],
  ])('%s without packaging is %s', (version, upstream) => {
    expect(withoutPackaging(version)).toBe(upstream);
  });

  it('compare as numbers, and what is no version comes last', () => {
    expect(lowestVersion(['master-head', 'v1.10.0', 'v1.9.9', 'v1.9.9-rc2'])).toBe('v1.9.9-rc2');
    expect(lowestVersion([])).toBeUndefined();
  });
});
