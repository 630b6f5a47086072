import { describe, expect, it } from 'vitest';
import type { Report } from '../src/index.js';
import {
  analyzeFiles,
  type BundleFiles,
  changeObjects,
  type PlainObject,
  rewrite,
  sampleFiles,
  verdictOf,
  withLines,
  withObjects,
  withoutLines,
} from './support/changed-sample.js';

const VOLUME = 'pvc-a4bd8ee7-dff5-4153-9bf7-1408dc5630da';

/** Rules from the first root to the failed upgrade. */
function chainTo(rule: string, { diagnosis }: Report): readonly string[] {
  const chains = diagnosis.chains.map((chain) => chain.map((id) => id.slice(0, id.lastIndexOf('#'))));
  return chains.find((chain) => chain.includes(rule)) ?? [];
}

/** Incident A as it is after Harvester's fix: KubeVirt has a placement, and nothing of it is Pending or refused. */
async function stuckDrain(pod: string): Promise<BundleFiles> {
  const [namespace = '', name = ''] = pod.split('/');
  const placed = rewrite(await sampleFiles('incident-a'), /\/kubevirts\.yaml$/, (text) =>
    text.replace(/^ {2}spec:$/m, '  spec:\n    infra:\n      nodePlacement: {}'),
  );
  const running = changeObjects(placed, /harvester-system\/v1\/pods\.yaml$/, (object) =>
    /virt-(api|controller)-/.test(JSON.stringify(object.metadata)) &&
    JSON.stringify(object.status).includes('"Pending"')
      ? undefined
      : object,
  );
  const allowed = changeObjects(running, /harvester-system\/policy\/v1\/poddisruptionbudgets\.yaml$/, (budget) => ({
    ...budget,
    status: { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 },
  }));
  return rewrite(withoutLines(allowed, /error when evicting pods\/"virt-controller-/), /rancher\.log$/, (text) =>
    text
      .replaceAll('pods/"virt-api-ct92hwktc7-p98fx"', `pods/"${name}"`)
      .replaceAll('-n "harvester-system"', `-n "${namespace}"`),
  );
}

function podOn(node: string, namespace: string, name: string, labels: PlainObject): PlainObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: { nodeName: node, containers: [{ name: 'main' }] },
    status: { phase: 'Running' },
  };
}

function budget(namespace: string, name: string, labels: PlainObject, owner?: PlainObject): PlainObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { namespace, name, ...(owner === undefined ? {} : { ownerReferences: [owner] }) },
    spec: { minAvailable: 1, selector: { matchLabels: labels } },
    status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
  };
}

describe('an upgrade that does not leave Pre-drained, as in incident A,', () => {
  it('is told as the budget of a workload that never allows an eviction', async () => {
    const labels = { app: 'orders-db' };
    const files = withObjects(
      withObjects(await stuckDrain('prod/orders-db-0'), 'yamls/namespaced/prod/v1/pods.yaml', [
        podOn('hvst-a1', 'prod', 'orders-db-0', labels),
      ]),
      'yamls/namespaced/prod/policy/v1/poddisruptionbudgets.yaml',
      [budget('prod', 'orders-db', labels)],
    );
    const report = await analyzeFiles(files);
    expect(verdictOf(report)).toEqual({ roots: ['pdb-misconfigured'], unexplained: [] });
    expect(chainTo('harvester-upgrade-stuck-pre-drained', report)).toEqual([
      'pdb-misconfigured',
      'harvester-upgrade-drain-blocked-by-pdb',
      'harvester-upgrade-stuck-pre-drained',
    ]);
  });

  it('is told as unknown when nothing shows why the pod is held, with what would settle it', async () => {
    const report = await analyzeFiles(await stuckDrain('prod/orders-db-0'));
    expect(verdictOf(report)).toEqual({ roots: [], unexplained: ['harvester-upgrade-drain-blocked-by-pdb'] });
    const [open] = report.diagnosis.unexplained ?? [];
    const verdicts = new Map(open?.possibleCauses.map(({ rule, verdict }) => [rule, verdict]));
    expect(verdicts.get('kubevirt-infra-strict-node-placement')).toBe('not-found');
    expect(verdicts.get('pdb-misconfigured')).toBe('not-found');
    expect(report.diagnosis.summary).toContain('Cause unknown');
  });

  it('is told as a VM that cannot migrate', async () => {
    const labels = {
      'kubevirt.io': 'virt-launcher',
      'kubevirt.io/created-by': 'vmi-uid-1',
      'vm.kubevirt.io/name': 'gpu-9',
    };
    const machine = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', name: 'gpu-9', uid: 'vmi-uid-1' };
    const instance = {
      ...machine,
      metadata: { namespace: 'prod', name: 'gpu-9', uid: 'vmi-uid-1', creationTimestamp: '2025-03-01T00:00:00Z' },
      spec: { evictionStrategy: 'LiveMigrate', domain: { devices: { hostDevices: [{ name: 'gpu0' }] } } },
      status: {
        phase: 'Running',
        nodeName: 'hvst-a1',
        evacuationNodeName: 'hvst-a1',
        conditions: [
          { type: 'Ready', status: 'True' },
          {
            type: 'LiveMigratable',
            status: 'False',
            reason: 'HostDeviceNotLiveMigratable',
            message: 'VMI uses a PCI host devices',
            lastTransitionTime: '2025-03-01T00:00:00Z',
          },
        ],
      },
    };
    const base = await stuckDrain('prod/virt-launcher-gpu-9-abcde');
    const files = [
      ['yamls/namespaced/prod/v1/pods.yaml', podOn('hvst-a1', 'prod', 'virt-launcher-gpu-9-abcde', labels)],
      ['yamls/namespaced/prod/kubevirt.io/v1/virtualmachineinstances.yaml', instance],
      [
        'yamls/namespaced/prod/policy/v1/poddisruptionbudgets.yaml',
        budget(
          'prod',
          'kubevirt-disruption-budget-q7x2m',
          { 'kubevirt.io/created-by': 'vmi-uid-1' },
          { ...machine, controller: true },
        ),
      ],
    ] as const;
    const report = await analyzeFiles(files.reduce((all, [path, object]) => withObjects(all, path, [object]), base));
    const chain = chainTo('harvester-upgrade-stuck-pre-drained', report);
    expect(chain[0]).toMatch(/^(harvester-nonmigratable-vm-blocks-upgrade|kubevirt-vm-not-live-migratable)$/);
    expect(verdictOf(report).unexplained).toEqual([]);
  });
});

/** Incident C without the lines that say that a snapshot file is missing. */
async function lostVolume(): Promise<BundleFiles> {
  const files = rewrite(await sampleFiles('incident-c'), /instance-manager\.log$/, (text) =>
    text.replace(/ping failure due to Failed to get file [^"\\]*/g, 'connection is closed'),
  );
  return withoutLines(files, /Failed to get file/);
}

describe('a volume that lost all its replicas, as in incident C,', () => {
  it('is told as unknown when its logs do not say why, with what was looked for', async () => {
    const report = await analyzeFiles(await lostVolume());
    expect(verdictOf(report)).toEqual({ roots: [], unexplained: ['longhorn-replica-monitoring-failed'] });
    const [open] = report.diagnosis.unexplained ?? [];
    const verdicts = new Map(open?.possibleCauses.map(({ rule, verdict }) => [rule, verdict]));
    expect(verdicts.get('longhorn-snapshot-file-missing')).toBe('not-found');
    expect(verdicts.get('longhorn-disk-full')).toBe('not-found');
    expect(verdicts.get('network-nic-flap')).toBe('not-found');
  });

  it('asks for the kernel log of a node whose files are missing', async () => {
    const files = new Map([...(await lostVolume())].filter(([path]) => !path.startsWith('nodes/hvst-c3.zip!')));
    const report = await analyzeFiles(files);
    const [open] = report.diagnosis.unexplained ?? [];
    expect(open?.possibleCauses.find(({ rule }) => rule === 'network-nic-flap')).toMatchObject({
      verdict: 'not-judged',
      missing: ['no logs of kernel from node hvst-c3 in the bundle'],
    });
  });

  it('is told as a full disk', async () => {
    const manager = 'logs/longhorn-system/instance-manager-a5c6c2d84c4b709efa8126d8c466cb98/instance-manager.log';
    const files = withLines(await lostVolume(), manager, [
      `2025-03-18T11:48:10.642118903Z [${VOLUME}-e-0] time="2025-03-18T11:48:10Z" level=info msg="Setting RW replica tcp://10.52.0.65:10230 to ERR due to no space" func="controller.(*Controller).handleErrorNoLock" file="control.go:1295"`,
    ]);
    const report = await analyzeFiles(files);
    expect(verdictOf(report).roots).toEqual(['longhorn-disk-full']);
    expect(chainTo('longhorn-dual-engine-migration-stuck', report).slice(0, 4)).toEqual([
      'longhorn-disk-full',
      'longhorn-replica-monitoring-failed',
      'longhorn-engine-no-backend',
      'longhorn-dual-engine-migration-stuck',
    ]);
  });

  it('is told as the lost network of a node of its replicas', async () => {
    const log = [...(await lostVolume()).keys()].find((path) => /^nodes\/hvst-c2\.zip!.*kernel\.log$/.test(path)) ?? '';
    const flaps = ['11:47:50', '11:47:58', '11:48:06', '11:48:09'].flatMap((time) => [
      `Mar 18 ${time} hvst-c2 kernel: ixgbe 0000:3b:00.0 eno1: NIC Link is Down`,
    ]);
    const files = rewrite(await lostVolume(), new RegExp(`^${log.replace(/[.!]/g, '\\$&')}$`), (text) => {
      const lines = text.split('\n');
      const at = lines.findIndex((line) => line >= 'Mar 18 11:47:50' && line.startsWith('Mar 18'));
      return [...lines.slice(0, at), ...flaps, ...lines.slice(at)].join('\n');
    });
    const report = await analyzeFiles(files);
    expect(verdictOf(report).roots).toEqual(['network-nic-flap']);
    expect(chainTo('longhorn-replica-monitoring-failed', report)[0]).toBe('network-nic-flap');
  });
});
