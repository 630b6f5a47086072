import { describe, expect, it } from 'vitest';
import type { UpgradeStep, UpgradeSummary } from '../src/index.js';
import { textReport } from '../src/report/text/text-report.js';
import { analyzeMini, type MiniBundle, node } from './support/mini-rules.js';

type KubeObject = Record<string, unknown>;

const U = 'hvst-upgrade-7tq2m';
/** The time of the bundles. */
const TIME = '2025-04-02T10:00:00Z';
const PLANNER = '[INFO] [planner] rkecluster fleet-local/local: waiting:';

/** The Upgrade in a phase, with its milestones at 07:00, 07:10, ... */
function upgrade(phase: string, states: Readonly<Record<string, object | string>>, parts: KubeObject = {}): KubeObject {
  const milestones = ['LogReady', 'ImageReady', 'RepoReady', 'NodesPrepared', 'SystemServicesUpgraded'];
  return {
    apiVersion: 'harvesterhci.io/v1beta1',
    kind: 'Upgrade',
    metadata: {
      name: U,
      namespace: 'harvester-system',
      creationTimestamp: '2025-04-02T06:50:00Z',
      labels: { 'harvesterhci.io/latestUpgrade': 'true', 'harvesterhci.io/upgradeState': phase },
      ...(typeof parts['annotations'] === 'object' ? { annotations: parts['annotations'] } : {}),
    },
    spec: { version: 'v1.4.2' },
    status: {
      previousVersion: 'v1.4.1',
      repoInfo: 'release:\n    kubernetes: v1.31.4+rke2r1\n',
      conditions: parts['conditions'] ?? [
        ...milestones.map((type, i) => ({ type, status: 'True', lastUpdateTime: `2025-04-02T07:${i}0:00Z` })),
        { type: 'Completed', status: 'Unknown', lastUpdateTime: '2025-04-02T06:50:00Z' },
      ],
      nodeStatuses: Object.fromEntries(
        Object.entries(states).map(([name, state]) => [name, typeof state === 'string' ? { state } : state]),
      ),
    },
  };
}

function job(type: string, status: KubeObject, name = `${U}-${type}-n1`): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: 'harvester-system',
      labels: {
        'harvesterhci.io/upgrade': U,
        'harvesterhci.io/node': 'n1',
        'harvesterhci.io/upgradeJobType': type,
      },
    },
    status,
  };
}

const RUNNING = { startTime: '2025-04-02T09:00:00Z', active: 1 };
const DONE = { startTime: '2025-04-02T08:50:00Z', completionTime: '2025-04-02T09:00:00Z', succeeded: 1 };

function machine(annotations: Readonly<Record<string, string>> = {}, name = 'n1'): KubeObject[] {
  return [
    {
      apiVersion: 'cluster.x-k8s.io/v1beta1',
      kind: 'Machine',
      metadata: { name: `custom-${name}`, namespace: 'fleet-local' },
      status: { nodeRef: { name } },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `custom-${name}-machine-plan`, namespace: 'fleet-local', annotations },
    },
  ];
}

function controlPlane(message: string): KubeObject {
  return {
    apiVersion: 'rke.cattle.io/v1',
    kind: 'RKEControlPlane',
    metadata: { name: 'local', namespace: 'fleet-local' },
    status: { conditions: [{ type: 'Ready', status: 'Unknown', message }] },
  };
}

function applyLog(type: string, lines: readonly string[]): Record<string, string> {
  const text = lines.map((line) => `2025-04-02T${line}\n`).join('');
  return { [`logs/harvester-system/${U}-${type}-n1-abcde/apply.log`]: text };
}

async function told(bundle: MiniBundle, language: 'en' | 'zh' = 'en'): Promise<UpgradeSummary> {
  const report = await analyzeMini([], { time: TIME, ...bundle }, { language });
  const { upgrade: summary } = report.bundle;
  if (summary === undefined) throw new Error('no upgrade is told');
  return summary;
}

async function n1(bundle: MiniBundle): Promise<UpgradeStep> {
  const { nodes } = await told(bundle);
  const found = nodes.find(({ name }) => name === 'n1');
  if (found === undefined) throw new Error('no node n1');
  return found;
}

/** Members that are stated without a citation. */
function unproven(step: UpgradeStep): readonly string[] {
  const proven = new Set((step.evidence ?? []).flatMap(({ proves }) => proves));
  return (['since', 'actor', 'waitsFor'] as const).filter(
    (member) => step[member] !== undefined && !proven.has(member),
  );
}

describe('a node in an upgrade of Harvester', () => {
  const WORKING = upgrade('UpgradingNodes', { n1: 'Pre-draining', n2: 'Images preloaded' });
  const DRAINED = upgrade('UpgradingNodes', { n1: 'Pre-drained', n2: 'Images preloaded' });
  const WAITING = upgrade('UpgradingNodes', { n1: 'Images preloaded', n2: 'Images preloaded' });
  const ASKED = { 'rke.cattle.io/pre-drain': '{"a":1}', 'harvesterhci.io/pre-hook': '{"a":1}' };
  const REFUSED =
    'error when evicting pods/"virt-api-1" -n "harvester-system" (will retry after 5s): Cannot evict pod as it would violate the budget.';

  it.each<{ says: string; bundle: MiniBundle; step: Partial<UpgradeStep> }>([
    {
      says: 'preloads its images by the job of a plan',
      bundle: {
        objects: [
          upgrade('PreparingNodes', { n1: 'Images preloading' }),
          {
            apiVersion: 'batch/v1',
            kind: 'Job',
            metadata: {
              name: `apply-${U}-prepare-on-n1-with-1-2`,
              namespace: 'cattle-system',
              labels: { 'upgrade.cattle.io/plan': `${U}-prepare`, 'upgrade.cattle.io/node': 'n1' },
            },
            status: RUNNING,
          },
        ],
      },
      step: {
        actor: 'system-upgrade-job',
        since: '2025-04-02T09:00:00.000Z',
        seconds: 3600,
        waitsFor: `job apply-${U}-prepare-on-n1-with-1-2 to end`,
      },
    },
    {
      says: 'waits for the images of the others',
      bundle: { objects: [upgrade('PreparingNodes', { n1: 'Images preloaded', n2: 'Images preloading' })] },
      step: { waitsFor: 'the images on n2' },
    },
    {
      says: 'waits for the system services',
      bundle: { objects: [upgrade('UpgradingSystemServices', { n1: 'Images preloaded' })] },
      step: { actor: 'harvester', waitsFor: 'the system services', since: '2025-04-02T07:30:00.000Z' },
    },
    {
      says: 'waits for its turn, and nobody acts on it',
      bundle: { objects: [upgrade('UpgradingNodes', { n1: 'Images preloaded', n2: 'Waiting Reboot' })] },
      step: { waitsFor: 'its turn after n2' },
    },
    {
      says: 'waits for Rancher when no node is at work',
      bundle: { objects: [WAITING] },
      step: { actor: 'rancher', waitsFor: "Rancher's planner to take the node in hand" },
    },
    {
      says: 'waits for what the control plane object says, with the node in place of its machine',
      bundle: {
        objects: [
          WAITING,
          ...machine(),
          controlPlane('configuring etcd node(s) custom-n1: waiting for plan to be applied'),
        ],
      },
      step: {
        actor: 'rancher',
        waitsFor: "Rancher's planner, which says: configuring etcd node(s) n1: waiting for plan to be applied",
      },
    },
    {
      says: 'has no Machine',
      bundle: { objects: [WAITING, ...machine({}, 'n2')] },
      step: {
        actor: 'administrator',
        waitsFor: 'a CAPI Machine: none refers to this node, so no plan reaches it',
      },
    },
    {
      says: 'has been asked for by Rancher and Harvester has not answered',
      bundle: { objects: [WAITING, ...machine({ 'rke.cattle.io/pre-drain': '{"a":1}' })] },
      step: { actor: 'harvester', waitsFor: 'the pre-drain job, which Rancher has asked for' },
    },
    {
      says: 'is paused until a person lets it go on',
      bundle: {
        objects: [
          upgrade(
            'UpgradingNodes',
            { n1: 'Node-upgrade paused' },
            { annotations: { 'harvesterhci.io/node-upgrade-pause-map': '{"n1":"pause"}' } },
          ),
        ],
      },
      step: { actor: 'administrator', waitsFor: 'someone to let the node go on in the pause map of the Upgrade' },
    },
    {
      says: 'is pre-drained by a job that says what it waits for',
      bundle: {
        objects: [WORKING, job('pre-drain', RUNNING)],
        files: applyLog('pre-drain', [
          '09:00:05Z Waiting for volume pvc-1 to be healthy...',
          '09:59:30Z Waiting for VM live-migration or shutdown...(count: 2)',
        ]),
      },
      step: {
        actor: 'harvester-job',
        since: '2025-04-02T09:00:00.000Z',
        seconds: 3600,
        waitsFor: 'its job, which says: Waiting for VM live-migration or shutdown...(count: 2)',
      },
    },
    {
      says: 'is pre-drained by a job that has gone on since its last wait',
      bundle: {
        objects: [WORKING, job('pre-drain', RUNNING)],
        files: applyLog('pre-drain', [
          '09:00:05Z Waiting for volume pvc-1 to be healthy...',
          '09:30:00Z node/n1 tainted',
        ]),
      },
      step: { actor: 'harvester-job', waitsFor: `job ${U}-pre-drain-n1 to end` },
    },
    {
      says: 'has a pre-drain job that is done, which Harvester has not noticed',
      bundle: { objects: [WORKING, job('pre-drain', DONE)] },
      step: { actor: 'harvester', waitsFor: `job ${U}-pre-drain-n1 to be taken for done, which it is` },
    },
    {
      says: 'has a pre-drain job that failed',
      bundle: {
        objects: [
          WORKING,
          job('pre-drain', {
            startTime: '2025-04-02T09:00:00Z',
            conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded' }],
          }),
        ],
      },
      step: { actor: 'harvester', waitsFor: `a new try: job ${U}-pre-drain-n1 failed (DeadlineExceeded)` },
    },
    {
      says: 'has no pre-drain job',
      bundle: { objects: [WORKING], empty: ['Job.batch'] },
      step: { actor: 'harvester', waitsFor: 'the pre-drain job, which is not there' },
    },
    {
      says: 'is pre-draining, and the jobs were not collected',
      bundle: { objects: [WORKING] },
      step: { actor: 'harvester' },
    },
    {
      says: 'is drained, which is refused',
      bundle: {
        objects: [DRAINED, job('pre-drain', DONE), ...machine({ ...ASKED, 'rke.cattle.io/drain-error': REFUSED })],
      },
      step: {
        actor: 'rancher',
        since: '2025-04-02T09:00:00.000Z',
        waitsFor:
          'the drain, which is refused for pod harvester-system/virt-api-1: Cannot evict pod as it would violate the budget.',
      },
    },
    {
      says: 'is drained, and the error is of another form',
      bundle: { objects: [DRAINED, ...machine({ ...ASKED, 'rke.cattle.io/drain-error': 'no route to host' })] },
      step: { actor: 'rancher', waitsFor: 'the drain, which fails: no route to host' },
    },
    {
      says: 'is drained, and an error of before is left over',
      bundle: {
        objects: [
          DRAINED,
          ...machine({
            ...ASKED,
            'rke.cattle.io/drain-options': '{"o":1}',
            'rke.cattle.io/drain-done': '{"o":1}',
            'rke.cattle.io/drain-error': REFUSED,
          }),
        ],
      },
      step: { actor: 'rancher', waitsFor: 'the drained node to come back with Kubernetes v1.31.4+rke2r1' },
    },
    {
      says: 'is back, and Rancher has asked for the post-drain hook',
      bundle: { objects: [DRAINED, ...machine({ ...ASKED, 'rke.cattle.io/post-drain': '{"a":1}' })] },
      step: { actor: 'harvester', waitsFor: 'the post-drain job, which Rancher has asked for' },
    },
    {
      says: 'is drained as the planner said a minute ago',
      bundle: {
        objects: [DRAINED, ...machine(ASKED)],
        files: {
          'logs/cattle-system/rancher-1/rancher.log': `2025-04-02T09:59:00Z 2025/04/02 09:59:00 ${PLANNER} draining etcd node(s) custom-n1: draining node\n`,
        },
      },
      step: { actor: 'rancher', waitsFor: "Rancher's planner, which says: draining etcd node(s) n1: draining node" },
    },
    {
      says: 'is drained, and the planner spoke last of it an hour ago',
      bundle: {
        objects: [DRAINED, ...machine(ASKED)],
        files: {
          'logs/cattle-system/rancher-1/rancher.log': `2025-04-02T09:00:00Z 2025/04/02 09:00:00 ${PLANNER} draining etcd node(s) custom-n1: draining node\n`,
        },
      },
      step: { actor: 'rancher' },
    },
    {
      says: 'installs its system by the post-drain job',
      bundle: {
        objects: [upgrade('UpgradingNodes', { n1: 'Post-draining' }), job('post-drain', RUNNING)],
        files: applyLog('post-drain', ['09:59:00Z elemental upgrade failed with return code: 33']),
      },
      step: { actor: 'harvester-job', waitsFor: 'its job, which says: elemental upgrade failed with return code: 33' },
    },
    {
      says: 'restarts and is not back',
      bundle: {
        objects: [
          upgrade('UpgradingNodes', { n1: 'Waiting Reboot' }),
          job('post-drain', DONE),
          node('n1', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
        ],
      },
      step: {
        actor: 'node',
        since: '2025-04-02T09:00:00.000Z',
        waitsFor: 'the node to become Ready again after its restart',
      },
    },
    {
      says: 'came back with the old system',
      bundle: {
        objects: [
          upgrade('UpgradingNodes', { n1: 'Waiting Reboot' }),
          {
            apiVersion: 'v1',
            kind: 'Node',
            metadata: { name: 'n1', annotations: { 'harvesterhci.io/pendingOSImage': 'Harvester v1.4.2' } },
            status: {
              conditions: [{ type: 'Ready', status: 'True' }],
              nodeInfo: { osImage: 'Harvester v1.4.1' },
            },
          },
        ],
      },
      step: { actor: 'node', waitsFor: 'the node to start Harvester v1.4.2; it runs Harvester v1.4.1' },
    },
    {
      says: 'is done but still cordoned',
      bundle: {
        objects: [
          upgrade('UpgradingNodes', { n1: 'Succeeded', n2: 'Images preloaded' }),
          node('n1', { spec: { unschedulable: true } }),
        ],
      },
      step: { actor: 'rancher', waitsFor: 'the node to be uncordoned' },
    },
    {
      says: 'failed, with the reason',
      bundle: {
        objects: [upgrade('Failed', { n1: { state: 'Failed', reason: 'DeadlineExceeded', message: 'too slow' } })],
      },
      step: { actor: 'administrator', waitsFor: 'someone to see to it: too slow' },
    },
    {
      says: 'is the only one, upgraded by one job',
      bundle: { objects: [upgrade('UpgradingNodes', { n1: 'Upgrading' }), job('single-node-upgrade', RUNNING)] },
      step: { actor: 'harvester-job', waitsFor: `job ${U}-single-node-upgrade-n1 to end` },
    },
  ])('$says', async ({ bundle, step }) => {
    const found = await n1(bundle);
    expect({ actor: found.actor, waitsFor: found.waitsFor }).toEqual({ actor: step.actor, waitsFor: step.waitsFor });
    expect(found).toMatchObject(step);
    expect(unproven(found)).toEqual([]);
    expect(found.evidence?.some(({ proves }) => proves.includes('state'))).toBe(true);
  });
});

describe('an upgrade of Harvester as a whole', () => {
  it.each([
    ['PreparingLoggingInfra', '2025-04-02T06:50:00.000Z', 'condition LogReady'],
    ['CreatingUpgradeImage', '2025-04-02T07:00:00.000Z', 'condition ImageReady'],
    ['PreparingRepo', '2025-04-02T07:10:00.000Z', 'condition RepoReady'],
    ['PreparingNodes', '2025-04-02T07:20:00.000Z', 'condition NodesPrepared'],
    ['UpgradingSystemServices', '2025-04-02T07:30:00.000Z', 'condition SystemServicesUpgraded'],
    ['UpgradingNodes', '2025-04-02T07:40:00.000Z', undefined],
  ])('is in %s since the milestone before it', async (phase, since, waitsFor) => {
    const summary = await told({ objects: [upgrade(phase, { n1: 'Images preloaded' })] });
    expect(summary).toMatchObject({ kind: 'harvester', running: true, phase, since });
    expect(summary.waitsFor).toBe(waitsFor);
    expect(unproven(summary)).toEqual([]);
  });

  it('tells of the system services what their job says', async () => {
    const summary = await told({
      objects: [upgrade('UpgradingSystemServices', {}), job('', RUNNING, `${U}-apply-manifests`)],
      files: {
        [`logs/harvester-system/${U}-apply-manifests-x2x2x/apply.log`]:
          '2025-04-02T09:59:58Z Waiting for longhorn-manager to be upgraded (2/3)...\n',
      },
    });
    expect(summary).toMatchObject({
      actor: 'harvester-job',
      waitsFor: 'its job, which says: Waiting for longhorn-manager to be upgraded (2/3)...',
    });
    expect(unproven(summary)).toEqual([]);
  });

  it('tells of a failed one which milestone failed and why', async () => {
    const summary = await told({
      objects: [
        upgrade(
          'Failed',
          { n1: 'Images preloading' },
          {
            conditions: [
              { type: 'NodesPrepared', status: 'False', message: 'Job was active longer than specified deadline' },
              { type: 'Completed', status: 'False', lastUpdateTime: '2025-04-02T08:00:00Z' },
            ],
          },
        ),
      ],
    });
    expect(summary).toMatchObject({
      running: false,
      endedAt: '2025-04-02T08:00:00.000Z',
      waitsFor: 'someone to see to it: Job was active longer than specified deadline',
    });
  });

  it('states no time when the time of the bundle is not known', async () => {
    const summary = await told({ objects: [upgrade('UpgradingNodes', { n1: 'Images preloaded' })], time: '' });
    expect(summary.since).toBe('2025-04-02T07:40:00.000Z');
    expect(summary.seconds).toBeUndefined();
  });

  it('speaks Chinese when asked', async () => {
    const summary = await told({ objects: [upgrade('UpgradingNodes', { n1: 'Images preloaded' })] }, 'zh');
    expect(summary.nodes[0]?.waitsFor).toBe('等待 Rancher 的 planner 开始处理该节点');
  });
});

describe('an upgrade without Harvester', () => {
  const plan = (name: string, status: KubeObject): KubeObject => ({
    apiVersion: 'upgrade.cattle.io/v1',
    kind: 'Plan',
    metadata: { name, namespace: 'system-upgrade', creationTimestamp: '2025-04-02T09:00:00Z' },
    spec: { concurrency: 1, nodeSelector: { matchExpressions: [{ key: 'upgrade', operator: 'Exists' }] } },
    status: { latestVersion: 'v1.31.4+rke2r1', latestHash: 'abc', ...status },
  });
  const member = (name: string, labels: Readonly<Record<string, string>>, kubelet = 'v1.30.7+rke2r1'): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    status: { nodeInfo: { kubeletVersion: kubelet } },
  });
  const applyJob = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'apply-server-on-n2',
      namespace: 'system-upgrade',
      labels: { 'upgrade.cattle.io/plan': 'server', 'upgrade.cattle.io/node': 'n2' },
    },
    status: RUNNING,
  };
  const nodes = [
    member('n1', { upgrade: 'yes', 'plan.upgrade.cattle.io/server': 'abc' }),
    member('n2', { upgrade: 'yes' }),
    member('n3', { upgrade: 'yes', 'plan.upgrade.cattle.io/server': 'old' }),
    member('n4', {}),
  ];

  it('is told from the plan, its job and the labels of the nodes it selects', async () => {
    const summary = await told({ objects: [plan('server', { applying: ['n2'] }), applyJob, ...nodes] });
    expect(summary).toMatchObject({
      kind: 'plan',
      name: 'system-upgrade/server',
      to: 'v1.31.4+rke2r1',
      phase: 'Applying',
      running: true,
    });
    expect(summary.nodes.map(({ name, state, actor }) => [name, state, actor])).toEqual([
      ['n1', 'Applied', undefined],
      ['n2', 'Applying', 'system-upgrade-job'],
      ['n3', 'Waiting', undefined],
    ]);
    expect(summary.nodes.flatMap(unproven)).toEqual([]);
  });

  it('is at the drain while that container of the job runs', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'apply-1', namespace: 'system-upgrade', labels: { 'upgrade.cattle.io/plan': 'server' } },
      spec: { nodeName: 'n2' },
      status: { initContainerStatuses: [{ name: 'drain', state: { running: { startedAt: '2025-04-02T09:30:00Z' } } }] },
    };
    const summary = await told({ objects: [plan('server', { applying: ['n2'] }), applyJob, pod, ...nodes] });
    expect(summary.nodes[1]).toMatchObject({ waitsFor: 'the drain by the upgrade job', seconds: 1800 });
  });

  it('is complete when all selected nodes have the hash of the plan', async () => {
    const summary = await told({ objects: [plan('server', {}), nodes[0] ?? {}] });
    expect(summary).toMatchObject({ phase: 'Complete', running: false });
  });

  it('leaves plans of Harvester to the upgrade they belong to', async () => {
    const own = plan('server', { applying: ['n2'] });
    const metadata = { name: 'p', namespace: 'cattle-system', labels: { 'harvesterhci.io/upgrade': U } };
    const report = await analyzeMini([], { time: TIME, objects: [{ ...own, metadata }, ...nodes] });
    expect(report.bundle.upgrade).toBeUndefined();
  });

  it('says only what the kubelets run when nothing tells of an upgrade', async () => {
    const summary = await told({ objects: [member('n1', {}, 'v1.31.4'), member('n2', {}, 'v1.30.1')] });
    expect(summary).toMatchObject({ kind: 'kubelets', phase: 'MixedVersions' });
    expect(summary.running).toBeUndefined();
    expect(summary.nodes.map(({ state, actor }) => [state, actor])).toEqual([
      ['v1.31.4', undefined],
      ['v1.30.1', undefined],
    ]);
  });

  it('is not there when all nodes run the same', async () => {
    const report = await analyzeMini([], { objects: [member('n1', {}), member('n2', {})] });
    expect(report.bundle.upgrade).toBeUndefined();
  });
});

describe('what holds a node up', () => {
  const stuck = {
    id: 'stuck',
    role: 'symptom',
    entity: 'upgrade',
    signals: {
      waiting: {
        object: 'Upgrade.harvesterhci.io',
        each: 'self.status.nodeStatuses',
        where: 'item.state == "Pre-drained"',
        bind: { upgrade: 'self.metadata.name', node: 'key' },
      },
    },
    when: { high: ['waiting'] },
  };
  const cause = {
    id: 'cause',
    entity: 'node',
    'leads-to': ['stuck'],
    signals: { old: { object: 'Node', where: 'self.spec.unschedulable', bind: { node: 'self.metadata.name' } } },
    when: { high: ['old'] },
  };
  const bundle = {
    time: TIME,
    objects: [
      upgrade('UpgradingNodes', { n1: 'Pre-drained', n2: 'Images preloaded' }),
      node('n1', { spec: { unschedulable: true } }),
    ],
  };

  it('is the cause of the finding about it, and not told of a node that waits for its turn', async () => {
    const { upgrade: summary } = (await analyzeMini([stuck, cause], bundle)).bundle;
    expect(summary?.nodes.map(({ blockedBy }) => blockedBy)).toEqual([['cause#1'], undefined]);
  });

  it('is the finding itself when nothing led to it', async () => {
    const { upgrade: summary } = (await analyzeMini([stuck], bundle)).bundle;
    expect(summary?.nodes[0]?.blockedBy).toEqual(['stuck#1']);
  });

  it('is not a mere risk', async () => {
    const { upgrade: summary } = (await analyzeMini([{ ...stuck, role: 'risk' }], bundle)).bundle;
    expect(summary?.nodes[0]?.blockedBy).toBeUndefined();
  });
});

describe('the text report of an upgrade', () => {
  it('has one line for nodes that wait for the same, and counts those beyond the eighth', async () => {
    const states: Record<string, string> = { a0: 'Pre-drained' };
    for (let n = 1; n <= 60; n++) states[`b${String(n).padStart(2, '0')}`] = 'Images preloaded';
    for (let n = 1; n <= 12; n++) states[`c${n}`] = `Unheard of ${n}`;
    const report = await analyzeMini([], { time: TIME, objects: [upgrade('UpgradingNodes', states)] });
    const text = [...textReport(report, { color: false, width: 120, language: 'en' })].join('');
    const header = text.slice(0, text.indexOf('\nNodes '));
    expect(header).toContain(
      'b01, b02, b03, b04, and 56 more: Images preloaded for 2 h 30 min; waits for its turn after a0',
    );
    expect(header).toContain('6 more nodes');
    expect(header.slice(header.indexOf('Upgrade ')).split('\n').length).toBeLessThanOrEqual(14);
  });

  it('is one line for an upgrade that succeeded', async () => {
    const done = upgrade(
      'Succeeded',
      { n1: 'Succeeded' },
      { conditions: [{ type: 'Completed', status: 'True', lastUpdateTime: '2025-03-02T10:00:00Z' }] },
    );
    const report = await analyzeMini([], { time: TIME, objects: [done] });
    const text = [...textReport(report, { color: false, width: 120, language: 'en' })].join('');
    expect(text).toContain(`Upgrade     ${U}, v1.4.1 → v1.4.2, Succeeded 31 d before the bundle was taken\nNodes `);
  });
});
