import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import type { Comparison } from '../src/index.js';
import { writeBundles } from './support/cli-bundle.js';
import { type BundleFiles, namesIn, objectsOfSample, patched, without, withoutFiles } from './support/edited-sample.js';
import { fakeTerminal } from './support/fake-terminal.js';
import { writeZip } from './support/zip-writer.js';

const NODES = 'yamls/cluster/v1/nodes.yaml';
const NAMESPACES = 'yamls/cluster/v1/namespaces.yaml';
const SETTINGS = 'yamls/cluster/harvesterhci.io/v1beta1/settings.yaml';
const VOLUMES = 'yamls/namespaced/longhorn-system/longhorn.io/v1beta2/volumes.yaml';
const ENGINES = 'yamls/namespaced/longhorn-system/longhorn.io/v1beta2/engines.yaml';
const RANCHER_PODS = 'yamls/namespaced/cattle-system/v1/pods.yaml';
const DEPLOYMENTS = 'yamls/namespaced/harvester-system/apps/v1/deployments.yaml';
const VOLUME = 'pvc-ff5e074d-128e-42ca-9e5f-f946d0d27105';
const POD = 'rancher-hzz6h7wfvz-chqc5';

let folder: string;
let healthy: BundleFiles;
let bundles = 0;
beforeAll(async () => {
  folder = await writeBundles();
  healthy = await objectsOfSample('healthy');
});
afterAll(() => rm(folder, { recursive: true }));

async function written(files: BundleFiles): Promise<string> {
  const path = join(folder, `bundle${++bundles}.zip`);
  await writeFile(path, writeZip(Object.entries(files).map(([name, content]) => ({ name, content }))));
  return path;
}

/** Compares two bundles with the rules of the test pack, so that loading takes no time. */
async function diff(old: BundleFiles, current: BundleFiles, ...options: string[]) {
  const { terminal, out, err } = fakeTerminal();
  const paths = [await written(old), await written(current)];
  const rules = ['--no-builtin-rules', '--rules', join(folder, 'pack')];
  const status = await run(['diff', ...paths, ...rules, ...options], terminal);
  return { status, out: out(), err: err() };
}

const schema: unknown = JSON.parse(
  readFileSync(fileURLToPath(new URL('../docs/comparison.schema.json', import.meta.url)), 'utf8'),
);
if (typeof schema !== 'object' || schema === null) throw new TypeError('comparison.schema.json is no schema');
const isComparison = new Ajv2020({ strict: false, validateFormats: false }).compile<Comparison>(schema);

/** The JSON of a comparison, checked against the published schema. */
async function compared(old: BundleFiles, current: BundleFiles, ...options: string[]): Promise<Comparison> {
  const comparison: unknown = JSON.parse((await diff(old, current, '--format', 'json', ...options)).out);
  if (!isComparison(comparison))
    throw new Error(`not of the schema: ${JSON.stringify(isComparison.errors?.slice(0, 3))}`);
  return comparison;
}

describe('a bundle compared with itself', () => {
  it('has no differences, and ends with status 0', async () => {
    const { status, out } = await diff(healthy, healthy);
    expect(status).toBe(0);
    expect(out).toContain('NO DIFFERENCES');
  });

  it('has no differences when only what always changes did', async () => {
    const later = patched(healthy, NODES, 'hvst-h1', {
      metadata: { resourceVersion: '99999999', generation: 12, managedFields: [{ manager: 'kubelet' }] },
      status: { allocatable: { memory: '1Ki' }, images: [] },
    });
    const comparison = await compared(healthy, later);
    expect(comparison.objects).toEqual([]);
  });

  it('is no change when the heartbeats and messages of its conditions are other ones', async () => {
    const at = (time: string) =>
      patched(healthy, NODES, 'hvst-h1', {
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'True',
              lastHeartbeatTime: time,
              lastTransitionTime: time,
              message: `ok at ${time}`,
            },
          ],
        },
      });
    expect((await compared(at('2025-03-04T10:00:00Z'), at('2025-03-05T10:00:00Z'))).objects).toEqual([]);
  });
});

describe('what broke', () => {
  const notReady = (files: BundleFiles): BundleFiles =>
    patched(files, NODES, 'hvst-h2', {
      spec: { unschedulable: true },
      status: {
        conditions: [
          { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting' },
        ],
      },
    });
  const degraded = (files: BundleFiles): BundleFiles =>
    patched(patched(files, VOLUMES, VOLUME, { status: { robustness: 'degraded' } }), ENGINES, `${VOLUME}-e-0`, {
      status: { replicaModeMap: { [`${VOLUME}-r-9f2e0cbd`]: 'ERR' } },
    });

  it('comes before everything else, with both places', async () => {
    const { out } = await diff(healthy, patched(notReady(healthy), SETTINGS, 'log-level', { value: 'debug' }));
    const broke = out.slice(out.indexOf('WHAT BROKE (1)'), out.indexOf('SET OTHERWISE (1)'));
    expect(broke).toContain('Node hvst-h2');
    expect(broke).toContain('Ready: True → Unknown (NodeStatusUnknown: Kubelet stopped posting)');
    expect(broke).toContain('unschedulable: none → true');
    expect(broke).toMatch(/old, new yamls\/cluster\/v1\/nodes\.yaml:\d+/);
  });

  it('is cited where it stands in each bundle', async () => {
    const later = notReady(without(healthy, NODES, 'hvst-h1'));
    const [broke] = (await compared(healthy, later)).objects;
    for (const [files, place] of [[healthy, broke?.old] as const, [later, broke?.new] as const]) {
      const lines = (files[place?.path ?? ''] ?? '').split('\n').slice((place?.line ?? 0) - 1);
      expect(lines.find((line) => /^ +name: hvst/.test(line))).toContain('hvst-h2');
    }
    expect(broke?.old?.line).not.toBe(broke?.new?.line);
  });

  it('is a volume that lost a replica, and the engine that dropped it', async () => {
    const { objects } = await compared(healthy, degraded(healthy));
    expect(objects).toMatchObject([
      {
        resource: 'Volume.longhorn.io',
        effect: 'broke',
        fields: [{ label: 'robustness', old: 'healthy', new: 'degraded' }],
      },
      { resource: 'Engine.longhorn.io', effect: 'broke', fields: [{ new: 'ERR', direction: 'broke' }] },
    ]);
  });

  it('is what mended, the other way round', async () => {
    const { objects } = await compared(degraded(healthy), healthy);
    expect(objects.map(({ effect }) => effect)).toEqual(['mended', 'mended']);
  });

  it('folds objects to which the same happened, and --all unfolds them', async () => {
    const all = namesIn(healthy, VOLUMES).reduce(
      (files, name) => patched(files, VOLUMES, name, { status: { robustness: 'faulted' } }),
      healthy,
    );
    const folded = (await diff(healthy, all)).out;
    expect(folded).toMatch(/× Volume: pvc-\S+,\s+pvc-\S+,\s+pvc-\S+,\s+and \d+ more/);
    const unfolded = (await diff(healthy, all, '--all')).out;
    for (const name of namesIn(healthy, VOLUMES)) expect(unfolded).toContain(name);
  });

  it('is a program that was restarted again and again, and not one that was restarted once', async () => {
    const restarted = (count: number) =>
      patched(healthy, RANCHER_PODS, POD, {
        status: {
          containerStatuses: [
            {
              name: 'rancher',
              ready: true,
              restartCount: count,
              lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
            },
          ],
        },
      });
    expect((await compared(restarted(0), restarted(1))).objects).toMatchObject([{ effect: 'state' }]);
    expect((await compared(restarted(0), restarted(9))).objects).toMatchObject([
      { effect: 'broke', fields: [{ label: 'restarts', old: '0', new: '9', newDetail: 'last: OOMKilled' }] },
    ]);
  });
});

describe('an object whose name is a matter of chance', () => {
  const renamed = (files: BundleFiles): BundleFiles =>
    patched(files, RANCHER_PODS, POD, {
      metadata: {
        name: 'rancher-7d9f8c6b5-x2x2x',
        uid: 'new',
        labels: { 'pod-template-hash': '7d9f8c6b5' },
        ownerReferences: [{ apiVersion: 'apps/v1', controller: true, kind: 'ReplicaSet', name: 'rancher-7d9f8c6b5' }],
      },
      spec: { nodeName: 'hvst-h1' },
    });

  it('is replaced by another of the same Deployment, which is one line', async () => {
    const { objects } = await compared(healthy, renamed(healthy));
    expect(objects).toMatchObject([
      {
        change: 'replaced',
        effect: 'replaced',
        name: POD,
        replacedBy: 'rancher-7d9f8c6b5-x2x2x',
        owner: 'Deployment rancher',
        fields: [],
      },
    ]);
  });

  it('broke when the one in its place does not run', async () => {
    const waiting = patched(renamed(healthy), RANCHER_PODS, 'rancher-7d9f8c6b5-x2x2x', {
      status: {
        containerStatuses: [
          { name: 'rancher', ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
      },
    });
    const { out } = await diff(healthy, waiting);
    expect(out).toContain('WHAT BROKE (1)');
    expect(out).toContain('replaced by');
    expect(out).toContain('container rancher waits: none → CrashLoopBackOff');
  });
});

describe('a version or setting', () => {
  it('is told as such', async () => {
    const upgraded = patched(healthy, DEPLOYMENTS, 'virt-api', {
      spec: { template: { spec: { containers: [{ name: 'virt-api', image: 'registry.example/virt-api:9.9.9' }] } } },
    });
    const { objects } = await compared(healthy, upgraded);
    expect(objects).toMatchObject([
      { effect: 'version', fields: [{ label: 'image of virt-api', new: 'registry.example/virt-api:9.9.9' }] },
    ]);
  });

  it('does not show what may be a password', async () => {
    const target = (secret: string) =>
      patched(healthy, SETTINGS, 'backup-target', { value: JSON.stringify({ type: 's3', secretAccessKey: secret }) });
    for (const format of ['text', 'json', 'markdown']) {
      const { out } = await diff(target('first-secret'), target('second-secret'), '--format', format);
      expect(out).toContain('backup-target');
      expect(out).not.toMatch(/first-secret|second-secret/);
    }
  });

  it('is no change when what was the default was set', async () => {
    const byDefault = patched(healthy, SETTINGS, 'log-level', { value: '', default: 'info' });
    const set = patched(healthy, SETTINGS, 'log-level', { value: 'info', default: 'info' });
    expect((await compared(byDefault, set)).objects).toEqual([]);
  });
});

describe('an object that only one bundle has', () => {
  it('went, or came', async () => {
    const fewer = without(healthy, NODES, 'hvst-h3');
    expect((await compared(healthy, fewer)).objects).toMatchObject([
      { resource: 'Node', name: 'hvst-h3', effect: 'went' },
    ]);
    expect((await compared(fewer, healthy)).objects).toMatchObject([
      { resource: 'Node', name: 'hvst-h3', effect: 'came' },
    ]);
  });

  it('is not compared when the other bundle has no list of its kind', async () => {
    const { objects, notCompared } = await compared(withoutFiles(healthy, VOLUMES), healthy);
    expect(objects).toEqual([]);
    expect(notCompared).toEqual([
      {
        resource: 'Volume.longhorn.io',
        side: 'old',
        reason: 'no-list',
        namespaces: ['longhorn-system'],
        objects: namesIn(healthy, VOLUMES).length,
      },
    ]);
  });

  it('is said to be not compared', async () => {
    const { out } = await diff(withoutFiles(healthy, VOLUMES), healthy);
    expect(out).toContain('× Volume in longhorn-system: no list of them in the old bundle');
    expect(out).not.toContain('WHAT CAME');
  });

  it('is not gone when the list of its namespace was not collected', async () => {
    const { objects, notCompared } = await compared(
      healthy,
      withoutFiles(healthy, 'yamls/namespaced/cattle-system/v1/pods'),
    );
    expect(objects).toEqual([]);
    expect(notCompared).toMatchObject([
      { resource: 'Pod', side: 'new', reason: 'no-list', namespaces: ['cattle-system'] },
    ]);
  });

  it('is not gone when its list was cut between two objects', async () => {
    const text = healthy[VOLUMES] ?? '';
    const cut = text.slice(0, text.lastIndexOf('- apiVersion: longhorn.io/v1beta2'));
    const { objects, notCompared } = await compared(healthy, { ...healthy, [VOLUMES]: cut });
    expect(objects).toEqual([]);
    // The one that was cut off and the one before it, of which nobody knows whether it is whole.
    expect(notCompared).toMatchObject([
      { resource: 'Volume.longhorn.io', side: 'new', reason: 'incomplete', objects: 2 },
    ]);
  });

  it('is not gone when its list was cut inside an object, of which the rest may look changed', async () => {
    const text = healthy[VOLUMES] ?? '';
    const { notCompared, objects } = await compared(healthy, { ...healthy, [VOLUMES]: text.slice(0, text.length / 2) });
    expect(objects.filter(({ change }) => change !== 'changed')).toEqual([]);
    expect(notCompared).toMatchObject([{ resource: 'Volume.longhorn.io', side: 'new', reason: 'incomplete' }]);
  });

  it('is gone with its namespace, told once', async () => {
    const gone = without(withoutFiles(healthy, 'yamls/namespaced/prod/'), NAMESPACES, 'prod');
    const { out } = await diff(healthy, gone);
    expect(out).toMatch(/Namespace prod, with \d+ dependent objects/);
    expect(out).not.toContain('prod/web-01');
    expect(out).not.toContain('NOT COMPARED');
  });

  it('is another one when it was made anew under the same name', async () => {
    const { objects } = await compared(
      healthy,
      patched(healthy, VOLUMES, VOLUME, { metadata: { uid: 'another', creationTimestamp: '2025-03-05T00:00:00Z' } }),
    );
    expect(objects).toMatchObject([{ effect: 'state', fields: [{ label: 'made anew', new: '2025-03-05T00:00:00Z' }] }]);
  });
});

describe('--kind', () => {
  const changed = (files: BundleFiles): BundleFiles =>
    patched(patched(files, NODES, 'hvst-h1', { spec: { unschedulable: true } }), VOLUMES, VOLUME, {
      status: { robustness: 'degraded' },
    });

  it.each(['volumes', 'volume', 'lhv', 'Volume', 'volumes.longhorn.io'])('takes the name %s', async (name) => {
    const { objects } = await compared(healthy, changed(healthy), '--kind', name);
    expect(objects.map(({ resource }) => resource)).toEqual(['Volume.longhorn.io']);
  });

  it('means the Node of Kubernetes by node, as kubectl does', async () => {
    const { objects, kinds } = await compared(healthy, changed(healthy), '--kind', 'node');
    expect(kinds).toEqual(['Node']);
    expect(objects.map(({ resource }) => resource)).toEqual(['Node']);
  });

  it('compares kinds that are not compared otherwise', async () => {
    const map = (names: string[]) => ({
      'yamls/namespaced/default/v1/configmaps.yaml': JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMapList',
        items: names.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } })),
      }),
    });
    const { objects } = await compared(map(['a']), map(['a', 'b']), '--kind', 'cm');
    expect(objects).toMatchObject([{ resource: 'ConfigMap', name: 'b', effect: 'came' }]);
  });

  it('says what was meant by a misspelt name', async () => {
    const { status, out, err } = await diff(healthy, healthy, '--kind', 'volums');
    expect({ status, out, err }).toMatchObject({ status: 2, out: '' });
    expect(err).toContain('did you mean "volume"?');
  });
});
