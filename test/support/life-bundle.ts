import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { pack, writeFiles } from './cli-bundle.js';

/** The volume whose life is told. */
export const VOLUME = 'pvc-7f0c2b1e-3d4a-4b5c-8d6e-9f0a1b2c3d4e';
/** A volume that is gone: only lines name it. */
export const GONE = 'pvc-00000000-1111-4222-8333-444444444444';
/** Lines in which a replica of the volume is refused, one a second. */
export const REFUSALS = 5_312;

const LONGHORN = 'longhorn-system';
const IN_NAMESPACE = 'yamls/namespaced';

/**
 * A folder with a rule pack (`pack`) and a bundle (`life`): a volume with an engine and a replica on two nodes, its claim, the VM `web` that
 * uses it, and logs of both nodes in four formats.
 */
export async function writeLifeBundle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bundlescope-life-'));
  const files = { 'metadata.yaml': 'bundlecreatedat: "2025-03-05T12:00:00Z"\n', ...objectFiles(), ...logFiles() };
  await writeFiles(folder, {
    ...pack,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`life/${path}`, text])),
  });
  return folder;
}

function objectFiles(): Record<string, string> {
  const volume = (kind: string, name: string, spec: object, status: object = {}): object => ({
    apiVersion: 'longhorn.io/v1beta2',
    kind,
    metadata: { name, namespace: LONGHORN, creationTimestamp: '2025-03-01T08:00:00Z' },
    spec,
    status,
  });
  const core = (kind: string, name: string, parts: object, namespace?: string): object => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, creationTimestamp: '2025-03-01T07:59:00Z', ...(namespace === undefined ? {} : { namespace }) },
    ...parts,
  });
  return {
    [`${IN_NAMESPACE}/${LONGHORN}/longhorn.io/v1beta2/volumes.yaml`]: list([
      volume(
        'Volume',
        VOLUME,
        {},
        {
          conditions: [
            {
              type: 'Scheduled',
              status: 'False',
              reason: 'ReplicaSchedulingFailure',
              lastTransitionTime: '2025-03-05T10:00:05Z',
            },
          ],
        },
      ),
    ]),
    [`${IN_NAMESPACE}/${LONGHORN}/longhorn.io/v1beta2/engines.yaml`]: list([
      volume('Engine', `${VOLUME}-e-0`, { volumeName: VOLUME, nodeID: 'n1' }),
    ]),
    [`${IN_NAMESPACE}/${LONGHORN}/longhorn.io/v1beta2/replicas.yaml`]: list([
      volume('Replica', `${VOLUME}-r-3a91bc0d`, {
        volumeName: VOLUME,
        nodeID: 'n2',
        failedAt: '2025-03-05T10:00:03Z',
        lastFailedAt: '2025-03-05T10:00:03Z',
      }),
      volume('Replica', 'pvc-other-r-1', { volumeName: 'pvc-other', nodeID: 'n2', failedAt: '2025-03-05T10:00:04Z' }),
    ]),
    [`${IN_NAMESPACE}/${LONGHORN}/v1/events.yaml`]: list([
      event('Engine', `${VOLUME}-e-0`, 'Faulted', 'Detected a replica in error', 3),
    ]),
    'yamls/cluster/v1/persistentvolumes.yaml': list([
      core('PersistentVolume', VOLUME, {
        spec: {
          csi: { driver: 'driver.longhorn.io', volumeHandle: VOLUME },
          claimRef: { namespace: 'prod', name: 'web-disk' },
        },
      }),
    ]),
    'yamls/cluster/v1/nodes.yaml': list(
      ['n1', 'n2', 'n10'].map((name) =>
        core('Node', name, {
          status: {
            conditions: [
              {
                type: 'Ready',
                status: 'True',
                lastTransitionTime: '2025-03-01T00:00:00Z',
                lastHeartbeatTime: '2025-03-05T11:59:00Z',
              },
            ],
          },
        }),
      ),
    ),
    [`${IN_NAMESPACE}/prod/v1/persistentvolumeclaims.yaml`]: list([
      core('PersistentVolumeClaim', 'web-disk', { spec: { volumeName: VOLUME } }, 'prod'),
    ]),
    [`${IN_NAMESPACE}/prod/v1/pods.yaml`]: list([
      core(
        'Pod',
        'virt-launcher-web-abcde',
        {
          spec: { nodeName: 'n1', volumes: [{ persistentVolumeClaim: { claimName: 'web-disk' } }] },
          status: {
            containerStatuses: [
              {
                name: 'compute',
                restartCount: 2,
                containerID: 'containerd://1',
                lastState: {
                  terminated: {
                    exitCode: 137,
                    reason: 'OOMKilled',
                    startedAt: '2025-03-05T09:00:00Z',
                    finishedAt: '2025-03-05T10:30:00Z',
                  },
                },
                state: { running: { startedAt: '2025-03-05T10:30:10Z' } },
              },
            ],
          },
        },
        'prod',
      ),
    ]).replace(
      'name: virt-launcher-web-abcde',
      'name: virt-launcher-web-abcde\n      labels: { vm.kubevirt.io/name: web }',
    ),
    [`${IN_NAMESPACE}/prod/kubevirt.io/v1/virtualmachines.yaml`]: list([
      {
        apiVersion: 'kubevirt.io/v1',
        kind: 'VirtualMachine',
        metadata: { name: 'web', namespace: 'prod', creationTimestamp: '2025-03-01T07:58:00Z' },
        spec: { template: { spec: { volumes: [{ persistentVolumeClaim: { claimName: 'web-disk' } }] } } },
      },
    ]),
  };
}

function logFiles(): Record<string, string> {
  const start = Date.parse('2025-03-05T10:00:10Z');
  const refusal = (index: number): string =>
    `${new Date(start + index * 1000).toISOString()} time="x" level=warning msg="Replica ${VOLUME}-r-3a91bc0d is refused, attempt ${index}"`;
  return {
    [`logs/${LONGHORN}/longhorn-manager-a/longhorn-manager.log`]: lines([
      `2025-03-05T09:59:58.5Z time="x" level=info msg="Volume ${VOLUME} is attached to n1"`,
      '2025-03-05T09:59:59Z time="x" level=info msg="Volume pvc-other is attached to n1"',
      ...Array.from({ length: REFUSALS }, (_, index) => refusal(index)),
      `2025-03-05T11:45:00Z time="x" level=info msg="Volume ${GONE} is deleted"`,
    ]),
    [`logs/${LONGHORN}/instance-manager-b/instance-manager.log`]: lines([
      `2025-03-05T10:00:01.25Z [${VOLUME}-e-0] time="x" level=error msg="I/O error" error="no backend available"`,
      '2025-03-05T10:00:01.3Z [pvc-other-e-0] time="x" level=error msg="I/O error" error="no backend available"',
    ]),
    'nodes/n2/logs/kernel.log': lines([
      'Mar 05 09:00:00.000000 n2 kernel: Linux version 5.14.21',
      `Mar 05 10:00:02.500000 n2 kernel: XFS (longhorn/${VOLUME}): metadata I/O error`,
      'Mar 05 10:00:02.600000 n2 kernel: XFS (sdb): nothing of it',
    ]),
    'logs/prod/virt-launcher-web-abcde/compute.log': lines([
      '2025-03-05T10:00:04Z {"component":"virt-launcher","level":"error","msg":"the disk cannot be written"}',
      '2025-03-05T10:00:04.1Z {"component":"virt-launcher","level":"info","msg":"all is calm"}',
    ]),
    'logs/kube-system/kube-controller-manager-n1/kube-controller-manager.log': lines([
      'I0305 10:00:06.000000       1 reconciler.go:1] attaching prod/web-disk',
      'I0305 10:00:07.000000       1 reconciler.go:1] attaching prod/web-disk-2',
      'I0305 10:00:08.000000       1 taint.go:1] node n10 is tainted',
      'I0305 10:00:09.000000       1 taint.go:1] node n1 is tainted \u001b[31mred\u202e',
    ]),
  };
}

function event(kind: string, name: string, reason: string, message: string, count: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.1`, namespace: LONGHORN },
    involvedObject: { kind, name, namespace: LONGHORN },
    type: 'Warning',
    reason,
    message,
    count,
    firstTimestamp: '2025-03-05T10:00:02Z',
    lastTimestamp: '2025-03-05T10:01:02Z',
  };
}

function list(items: readonly object[]): string {
  return stringify({ apiVersion: 'v1', kind: 'List', items });
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
