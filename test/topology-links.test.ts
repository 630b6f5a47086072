import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { writeFiles } from './support/cli-bundle.js';
import { object, objectFiles, type TestObject } from './support/cluster-files.js';
import { fakeTerminal } from './support/fake-terminal.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundlescope-links-'));
});
afterEach(() => rm(folder, { recursive: true }));

const METADATA = { 'metadata.yaml': 'bundlecreatedat: "2025-03-05T06:00:00Z"\n' };

/** The tree around a thing, without the drawing of branches. */
async function tree(
  objects: readonly TestObject[],
  entity: string,
  { files = {}, options = ['--depth', '4'] }: { files?: Readonly<Record<string, string>>; options?: string[] } = {},
): Promise<readonly string[]> {
  await writeFiles(folder, { ...METADATA, ...objectFiles(objects), ...files });
  const { terminal, out, err } = fakeTerminal();
  await run(['graph', folder, entity, '--quiet', ...options], terminal);
  expect(err()).toBe('');
  return out()
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^[│├└─ ]+/, ''));
}

const LONGHORN = 'longhorn.io/v1beta2';
const IN_LONGHORN = (name: string): string => `longhorn-system/${name}`;
const engine = object(LONGHORN, 'Engine', IN_LONGHORN('pvc-1-e-0'), {
  spec: { volumeName: 'pvc-1', nodeID: 'n1', desireState: 'running', active: true },
  status: {
    currentState: 'running',
    instanceManagerName: 'im-1',
    currentReplicaAddressMap: { 'pvc-1-r-a': '10.52.1.12:10101' },
  },
});
const replica = object(LONGHORN, 'Replica', IN_LONGHORN('pvc-1-r-a'), {
  spec: { volumeName: 'pvc-1', nodeID: 'n2', diskID: 'uuid-2', desireState: 'running', failedAt: '' },
  status: { currentState: 'running', instanceManagerName: 'im-2', storageIP: '10.52.1.12', port: 10_101 },
});
const volume = object(LONGHORN, 'Volume', IN_LONGHORN('pvc-1'), {
  spec: { nodeID: 'n1' },
  status: { state: 'attached', robustness: 'degraded' },
});
const longhornNode = object(LONGHORN, 'Node', IN_LONGHORN('n2'), {
  spec: { disks: { 'disk-2': { path: '/mnt/two' } } },
  status: { diskStatus: { 'disk-2': { diskUUID: 'uuid-2', conditions: [{ type: 'Ready', status: 'False' }] } } },
});
const manager = object(LONGHORN, 'InstanceManager', IN_LONGHORN('im-1'), {
  spec: { nodeID: 'n1' },
  status: { currentState: 'running', instanceEngines: { 'pvc-1-e-0': {}, 'pvc-9-e-0': {} } },
});
const claim = object('v1', 'PersistentVolumeClaim', 'shop/data', {
  metadata: { annotations: { 'volume.kubernetes.io/storage-provisioner': 'driver.longhorn.io' } },
  spec: { volumeName: 'pvc-1' },
  status: { phase: 'Bound' },
});
const persistentVolume = object('v1', 'PersistentVolume', 'pvc-1', {
  spec: { csi: { driver: 'driver.longhorn.io', volumeHandle: 'pvc-1' }, claimRef: { namespace: 'shop', name: 'data' } },
  status: { phase: 'Bound' },
});
const pod = object('v1', 'Pod', 'shop/web-0', {
  metadata: { uid: '8d7c6b5a-1111-4222-8333-944455556666', labels: { app: 'web' } },
  spec: { nodeName: 'n1', volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
  status: {
    phase: 'Running',
    podIP: '10.52.0.7',
    containerStatuses: [{ name: 'web', ready: true, restartCount: 0, containerID: `containerd://${'2d'.repeat(32)}` }],
  },
});

describe('storage', () => {
  it('is followed from a pod to the replicas of its volume', async () => {
    const lines = await tree([pod, claim, persistentVolume, volume, engine, replica], 'pod/shop/web-0');
    expect(lines.slice(0, 8)).toEqual([
      'Pod shop/web-0  Running, 1/1 ready',
      'runs-on Node n1  its kind was not collected',
      'claims PersistentVolumeClaim shop/data  Bound',
      'bound-to PersistentVolume pvc-1  Bound',
      'backed-by Volume pvc-1  ! attached, degraded',
      'has-engine Engine pvc-1-e-0  running',
      'runs-on Node n1 (above)',
      'connects-to Replica pvc-1-r-a (below)',
    ]);
  });

  it('is followed from a claim to its volume where no PersistentVolume was collected', async () => {
    const lines = await tree([claim, volume], 'pvc/data', { options: ['--depth', '1'] });
    expect(lines).toContain('backed-by Volume pvc-1  ! attached, degraded');
  });

  it('has no short cuts where the things in between are there', async () => {
    const lines = await tree([claim, persistentVolume, volume], 'pvc/data', { options: ['--depth', '1'] });
    expect(lines.some((line) => line.startsWith('backed-by'))).toBe(false);
  });

  it('says on which disk of which node a replica lies, and that the disk is not ready', async () => {
    const lines = await tree([replica, longhornNode], 'replica/pvc-1-r-a');
    expect(lines).toContain('stored-on Disk n2/disk-2  ! /mnt/two, not ready');
  });

  it('shows a process that an instance manager runs although it has no object', async () => {
    const lines = await tree([engine, manager], 'lhim/im-1', { options: ['--depth', '1'] });
    expect(lines).toContain('runs Engine pvc-9-e-0  in no list of the bundle');
    expect(lines).toContain('runs Engine pvc-1-e-0  running');
  });

  it('includes both sorts of attachment', async () => {
    const lines = await tree(
      [
        persistentVolume,
        volume,
        object('storage.k8s.io/v1', 'VolumeAttachment', 'csi-1', {
          spec: { nodeName: 'n1', source: { persistentVolumeName: 'pvc-1' } },
          status: { attached: true },
        }),
        object(LONGHORN, 'VolumeAttachment', IN_LONGHORN('pvc-1'), {
          spec: { volume: 'pvc-1', attachmentTickets: { 'csi-1': { nodeID: 'n1' } } },
        }),
      ],
      'volume/pvc-1',
    );
    expect(lines).toContain('attached-by VolumeAttachment.storage.k8s.io csi-1  attached');
    expect(lines).toContain('attached-by VolumeAttachment.longhorn.io longhorn-system/pvc-1');
  });
});

describe('virtual machines', () => {
  it('are followed over their instance to the pod, the claim and a migration', async () => {
    const lines = await tree(
      [
        object('kubevirt.io/v1', 'VirtualMachine', 'shop/vm1', {
          spec: { template: { spec: { volumes: [{ name: 'd', dataVolume: { name: 'data' } }] } } },
          status: { printableStatus: 'Running' },
        }),
        object('kubevirt.io/v1', 'VirtualMachineInstance', 'shop/vm1', {
          spec: { volumes: [{ name: 'd', dataVolume: { name: 'data' } }] },
          status: { phase: 'Running', nodeName: 'n1', conditions: [{ type: 'Paused', status: 'True' }] },
        }),
        object('v1', 'Pod', 'shop/virt-launcher-vm1', {
          metadata: {
            labels: { 'vm.kubevirt.io/name': 'vm1' },
            ownerReferences: [{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', name: 'vm1' }],
          },
          status: { phase: 'Running' },
        }),
        object('kubevirt.io/v1', 'VirtualMachineInstanceMigration', 'shop/m1', {
          spec: { vmiName: 'vm1' },
          status: { phase: 'Failed', migrationState: { sourceNode: 'n1', targetNode: 'n2' } },
        }),
        object('cdi.kubevirt.io/v1beta1', 'DataVolume', 'shop/data', { status: { phase: 'Succeeded' } }),
        claim,
      ],
      'vm/vm1',
    );
    expect(lines).toContain('has-instance VirtualMachineInstance shop/vm1  ! Running, paused');
    expect(lines).toContain('runs-in Pod shop/virt-launcher-vm1  Running');
    expect(lines).toContain('migrated-by VirtualMachineInstanceMigration shop/m1  ! Failed');
    expect(lines).toContain('moves-to Node n2  its kind was not collected');
    expect(lines).toContain('filled-by DataVolume shop/data  Succeeded');
  });
});

describe('services', () => {
  it('are followed from a webhook to the pods that answer it', async () => {
    const lines = await tree(
      [
        object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'check', {
          webhooks: [
            { name: 'a', failurePolicy: 'Fail', clientConfig: { service: { namespace: 'shop', name: 'hook' } } },
          ],
        }),
        object('v1', 'Service', 'shop/hook', { spec: { selector: { app: 'web' } } }),
        object('discovery.k8s.io/v1', 'EndpointSlice', 'shop/hook-x', {
          metadata: { labels: { 'kubernetes.io/service-name': 'hook' } },
          endpoints: [{ conditions: { ready: false }, targetRef: { kind: 'Pod', namespace: 'shop', name: 'web-0' } }],
        }),
        pod,
        object('v1', 'Pod', 'shop/other', { metadata: { labels: { app: 'other' } }, status: { phase: 'Running' } }),
        object('policy/v1', 'PodDisruptionBudget', 'shop/budget', {
          spec: { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } },
          status: { disruptionsAllowed: 0 },
        }),
      ],
      'webhook/check',
    );
    expect(lines).toContain('calls Service shop/hook');
    expect(lines).toContain('has-slice EndpointSlice shop/hook-x  ! 0/1 ready');
    expect(lines).toContain('selects Pod shop/web-0  Running, 1/1 ready');
    expect(lines).toContain('selected-by PodDisruptionBudget shop/budget  0 disruptions allowed');
    expect(lines.some((line) => line.includes('shop/other'))).toBe(false);
  });
});

describe('machines', () => {
  const machine = [
    object('cluster.x-k8s.io/v1beta1', 'Machine', 'fleet-local/custom-1', {
      spec: { bootstrap: { configRef: { apiVersion: 'rke.cattle.io/v1', kind: 'RKEBootstrap', name: 'custom-1' } } },
      status: { phase: 'Running', nodeRef: { name: 'n1' } },
    }),
    object('rke.cattle.io/v1', 'RKEBootstrap', 'fleet-local/custom-1'),
    object('v1', 'Secret', 'fleet-local/custom-1-machine-plan', {
      metadata: { labels: { 'rke.cattle.io/machine-name': 'custom-1' } },
      data: { plan: 'c2VjcmV0LXBsYW4=' },
    }),
    object('v1', 'Secret', 'fleet-local/password', { data: { password: 'c2VjcmV0LXBsYW4=' } }),
    object('v1', 'Node', 'n1', { status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
  ];

  it('are followed from the node to the plan', async () => {
    const lines = await tree(machine, 'node/n1');
    expect(lines).toContain('represented-by Machine custom-1  Running');
    expect(lines).toContain('has-plan Secret fleet-local/custom-1-machine-plan');
    expect(lines).toContain('bootstrapped-by RKEBootstrap fleet-local/custom-1');
  });

  it('show of a secret no more than its name', async () => {
    const written = await tree(machine, 'node/n1', { options: ['--format', 'json', '--depth', '9'] });
    expect(written.join('\n')).not.toContain('c2VjcmV0');
    await writeFiles(folder, {});
    const { terminal, out } = fakeTerminal();
    await run(['graph', folder, '--format', 'json', '--quiet'], terminal);
    expect(out()).not.toContain('password');
  });
});

it('an upgrade is followed to its jobs and the nodes they work on', async () => {
  const lines = await tree(
    [
      object('harvesterhci.io/v1beta1', 'Upgrade', 'harvester-system/up', {
        metadata: { labels: { 'harvesterhci.io/upgradeState': 'UpgradingNodes' } },
        spec: { version: 'v1.4.2' },
        status: { nodeStatuses: { n1: { state: 'Succeeded' }, n2: { state: 'Pre-draining' } } },
      }),
      object('batch/v1', 'Job', 'harvester-system/up-pre-drain-n2', {
        metadata: { labels: { 'harvesterhci.io/upgrade': 'up', 'harvesterhci.io/node': 'n2' } },
        status: { active: 1 },
      }),
    ],
    'upgrade/up',
  );
  expect(lines).toContain('Upgrade up  UpgradingNodes, to v1.4.2, 1/2 nodes done');
  expect(lines).toContain('has-part Job harvester-system/up-pre-drain-n2  active');
  expect(lines).toContain('works-on Node n2 (above)');
});

it('a chart is followed over bundle and release to what it installed', async () => {
  const lines = await tree(
    [
      object('management.cattle.io/v3', 'ManagedChart', 'fleet-local/harvester'),
      object('fleet.cattle.io/v1alpha1', 'Bundle', 'fleet-local/mcc-harvester', {
        status: { conditions: [{ type: 'Ready', status: 'False' }] },
      }),
      object('fleet.cattle.io/v1alpha1', 'BundleDeployment', 'cluster-local/mcc-harvester', {
        metadata: {
          labels: {
            'fleet.cattle.io/bundle-name': 'mcc-harvester',
            'fleet.cattle.io/bundle-namespace': 'fleet-local',
          },
        },
        status: { release: 'harvester-system/harvester:14' },
      }),
      object('apps/v1', 'Deployment', 'harvester-system/harvester', {
        metadata: {
          annotations: {
            'meta.helm.sh/release-name': 'harvester',
            'meta.helm.sh/release-namespace': 'harvester-system',
          },
        },
        spec: { replicas: 2 },
        status: { readyReplicas: 1 },
      }),
    ],
    'release/harvester',
  );
  expect(lines).toContain('installs Deployment harvester-system/harvester  ! 1/2 ready');
  expect(lines).toContain('deployment-of Bundle fleet-local/mcc-harvester  ! not ready');
  expect(lines).toContain('made-by ManagedChart fleet-local/harvester');
});

it('owner references join kinds that no other link is known of', async () => {
  const owned = object('batch/v1', 'Job', 'shop/run-1', {
    metadata: { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'run' }] },
    status: { conditions: [{ type: 'Failed', status: 'True' }] },
  });
  expect(await tree([owned, object('batch/v1', 'CronJob', 'shop/run')], 'cj/run')).toContain(
    'owns Job shop/run-1  ! failed',
  );
});

describe('one link each', () => {
  const hook = object('v1', 'Service', 'shop/hook');
  const backend = { service: { name: 'hook', port: { number: 80 } } };
  it.each([
    [
      'an API service calls its service',
      object('apiregistration.k8s.io/v1', 'APIService', 'v1.metrics', {
        spec: { service: { namespace: 'shop', name: 'hook' } },
        status: { conditions: [{ type: 'Available', status: 'False' }] },
      }),
      'service/hook',
      'called-by APIService v1.metrics  ! not available',
    ],
    [
      'an ingress routes to its services',
      object('networking.k8s.io/v1', 'Ingress', 'shop/front', {
        spec: { rules: [{ http: { paths: [{ backend }] } }] },
      }),
      'svc/hook',
      'routed-from Ingress shop/front',
    ],
    [
      'endpoints lead from a service without slices to its pods',
      object('v1', 'Endpoints', 'shop/hook', {
        subsets: [{ notReadyAddresses: [{ ip: '10.52.0.7', targetRef: { kind: 'Pod', name: 'web-0' } }] }],
      }),
      'svc/hook',
      'selects Pod shop/web-0  its kind was not collected',
    ],
    [
      'a chart has the job that installs it',
      object('helm.cattle.io/v1', 'HelmChart', 'kube-system/canal', {
        status: { jobName: 'helm-install-canal', conditions: [{ type: 'Failed', status: 'True' }] },
      }),
      'job/helm-install-canal',
      'made-by HelmChart kube-system/canal  ! failed',
    ],
    [
      'an app installs a release',
      object('catalog.cattle.io/v1', 'App', 'shop/monitoring', { status: { summary: { state: 'deployed' } } }),
      'release/shop/monitoring',
      'installed-by App shop/monitoring  deployed',
    ],
    [
      'a share manager exports its volume from its pod',
      object(LONGHORN, 'ShareManager', IN_LONGHORN('pvc-1'), { status: { state: 'error' } }),
      'pod/longhorn-system/share-manager-pvc-1',
      'runs ShareManager longhorn-system/pvc-1  ! error',
    ],
    [
      'a node names its machine',
      object('v1', 'Node', 'n1', { metadata: { annotations: { 'cluster.x-k8s.io/machine': 'custom-1' } } }),
      'machine/custom-1',
      'represents Node n1',
    ],
    [
      'a job of a plan works on a node',
      object('batch/v1', 'Job', 'cattle-system/apply-on-n1', {
        metadata: { labels: { 'upgrade.cattle.io/plan': 'prepare', 'upgrade.cattle.io/node': 'n1' } },
      }),
      'plan/prepare',
      'has-part Job cattle-system/apply-on-n1  not finished',
    ],
    [
      'an ephemeral volume of a pod claims what is named after both',
      object('v1', 'Pod', 'shop/web-1', { spec: { volumes: [{ name: 'scratch', ephemeral: {} }] } }),
      'pvc/shop/web-1-scratch',
      'claimed-by Pod shop/web-1',
    ],
  ])('%s', async (_, stated, entity, expected) => {
    expect(await tree([stated, hook], entity, { options: ['--depth', '1'] })).toContain(expected);
  });
});

it('things of one machine set, one plan or one Longhorn node are not connected by it', async () => {
  const owner = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'MachineSet', name: 'pool' };
  const machine = (name: string): TestObject =>
    object('cluster.x-k8s.io/v1beta1', 'Machine', `fleet-default/${name}`, { metadata: { ownerReferences: [owner] } });
  const lines = await tree([machine('m1'), machine('m2')], 'machine/m1');
  expect(lines).toEqual(['Machine m1', 'owned-by MachineSet fleet-default/pool  its kind was not collected']);
});

describe('links that only logs state', () => {
  const managerPod = object('v1', 'Pod', IN_LONGHORN('instance-manager-1'), { spec: { nodeName: 'n1' } });
  const managerLog = 'logs/longhorn-system/instance-manager-1/instance-manager.log';

  it('join a device with the volume it is the disk of, by the newest line', async () => {
    const created = (time: string, name: string): string =>
      `2025-03-05T${time}Z [${name}-e-0] time="2025-03-05T${time}Z" level=info msg="device ${name}: SCSI device sdf created"\n`;
    const files = { [managerLog]: created('04:00:00', 'pvc-9') + created('05:00:00', 'pvc-1') };
    const lines = await tree([managerPod, volume], 'device/n1/sdf', { files, options: ['--depth', '1'] });
    expect(lines.filter((line) => line.startsWith('presents'))).toEqual([
      'presents Volume pvc-1  ! attached, degraded  (seen 2025-03-05 05:00:00 UTC; device names are given away again)',
    ]);
  });

  it('join an engine with the replica it dropped, by the address', async () => {
    const files = {
      [managerLog]:
        '2025-03-05T04:48:10Z [pvc-1-e-0] time="2025-03-05T04:48:10Z" level=error msg="Backend tcp://10.52.1.12:10101 monitoring failed, mark as ERR"\n',
    };
    const lines = await tree([managerPod, engine, replica], 'engine/pvc-1-e-0', { files, options: ['--depth', '1'] });
    expect(lines).toContain(
      'connects-to, dropped Replica pvc-1-r-a  running  (seen 2025-03-05 04:48:10 UTC; known by its address)',
    );
  });

  it('join a pod with the volume of a path that bears its UID', async () => {
    const path = '/var/lib/kubelet/pods/8d7c6b5a-1111-4222-8333-944455556666/volumes/kubernetes.io~csi/pvc-1/mount';
    const files = {
      'nodes/n1/logs/kubelet.log': `E0305 05:10:22.118211    1611 nestedpendingoperations.go:348] MountVolume failed for ${path}\n`,
    };
    const lines = await tree([pod], 'pod/web-0', { files, options: ['--depth', '1'] });
    expect(lines).toContain(
      'mounts PersistentVolume pvc-1  its kind was not collected  (seen 2025-03-05 05:10:22 UTC; it may be unmounted since)',
    );
  });

  it('name a pod that is gone by the container that a log knows', async () => {
    const id = 'ab'.repeat(32);
    const files = {
      'nodes/n1/logs/kubelet.log':
        `I0305 05:10:22.118211    1611 kubelet.go:2453] "SyncLoop (PLEG): event for pod" pod="shop/gone" event={"ID":"11111111-1111-4222-8333-944455556666","Type":"ContainerDied","Data":"${id}"}\n` +
        'E0305 05:10:23.118211    1611 kubelet_volumes.go:245] orphaned pod found: /var/lib/kubelet/pods/11111111-1111-4222-8333-944455556666/volumes/kubernetes.io~csi/pvc-7/mount\n',
    };
    const lines = await tree([pod], id.slice(0, 12), { files, options: ['--depth', '1'] });
    expect(lines[0]).toBe('Pod shop/gone  in no list of the bundle');
    expect(lines.at(-1)).toBe(`"${id.slice(0, 12)}" is its container id`);
  });
});

it.each([
  ['the UID of its pod', '8d7c6b5a-1111-4222-8333-944455556666', 'Pod shop/web-0'],
  ['the address of its pod', '10.52.0.7', 'Pod shop/web-0'],
  ['a container id with its runtime', `containerd://${'2d'.repeat(32)}`, 'Pod shop/web-0'],
  ['the address of a replica', 'tcp://10.52.1.12:10101', 'Replica pvc-1-r-a'],
])('a thing is found by %s', async (_, name, found) => {
  const [first] = await tree([pod, engine, replica], name, { options: ['--depth', '1'] });
  expect(first).toContain(found);
});
