import { EXCERPT_LENGTH, type LogCitation } from '../src/model/citation.js';
import { COLLECTION_GAP, type Finding, type Report } from '../src/model/report.js';

const VOLUME = 'pvc-7f0c2b1e-52aa-4c1d-9a0b-6b0e3f4d2c11';
const TOP = 'supportbundle_9c1f6f0a-2d0e-4c55-8d7e-1b1f7f3f6a10_2025-03-05T06-10-22Z';
const MANAGER = `${TOP}/logs/longhorn-system/instance-manager-2bb0d9c9a8b1d6d2f3f7e9c6a5b4d3e2/instance-manager.log`;
const REPLICA_DIRECTORY = `/host/var/lib/harvester/defaultdisk/replicas/${VOLUME}-c4ab1d20`;
const SNAPSHOT = 'volume-snap-8e1b6a5c-0d3f-4a77-b1f5-1de0a2b9c3f4.img';

/** A finding with nothing but what a test gives it. */
export function finding(rule: string, n: number, given: Partial<Finding>): Finding {
  return {
    id: `${rule}#${n}`,
    rule,
    title: rule,
    component: rule.split('-', 1)[0] ?? rule,
    severity: 'error',
    role: 'symptom',
    confidence: 'high',
    entity: { kind: 'Volume.longhorn.io', name: VOLUME },
    bindings: {},
    count: 1,
    evidence: [],
    explanation: `Why ${rule} happens.`,
    remediation: [],
    references: [],
    causedBy: [],
    leadsTo: [],
    ...given,
  };
}

function managerLine(line: number, time: string, process: string, message: string): LogCitation {
  const stamp = `time="2025-03-05T${time.slice(0, 8)}Z" level=error`;
  const raw = `2025-03-05T${time}642118903Z [${VOLUME}-${process}] ${stamp} ${message}`;
  return {
    kind: 'log',
    path: MANAGER,
    line,
    offset: line * 240,
    time: `2025-03-05T${time}642Z`,
    excerpt: raw.slice(0, EXCERPT_LENGTH),
    node: 'harvester-node-1',
    namespace: 'longhorn-system',
    pod: 'instance-manager-2bb0d9c9a8b1d6d2f3f7e9c6a5b4d3e2',
    container: 'instance-manager',
  };
}

const longhornFindings: readonly Finding[] = [
  finding('longhorn-snapshot-file-missing', 1, {
    title: `A replica of ${VOLUME} lost a snapshot file that it still refers to`,
    severity: 'critical',
    role: 'root-cause',
    bindings: { volume: VOLUME, replica: [`${VOLUME}-r-3a91bc0d`, `${VOLUME}-r-77aa01ce`] },
    firstSeen: '2025-03-05T04:48:10.642Z',
    lastSeen: '2025-03-05T05:31:12.007Z',
    count: 214,
    evidence: [
      managerLine(
        18234,
        '04:48:10.',
        'r-3a91bc0d',
        `msg="Failed to get file ${REPLICA_DIRECTORY}/${SNAPSHOT} size" func="replica.(*Replica).getDiskSize" ` +
          `file="replica.go:1495" error="stat ${REPLICA_DIRECTORY}/${SNAPSHOT}: no such file or directory"`,
      ),
      {
        kind: 'object',
        path: `${TOP}/yamls/namespaced/longhorn-system/longhorn.io/v1beta2/replicas.yaml`,
        line: 2210,
        apiVersion: 'longhorn.io/v1beta2',
        resource: 'Replica.longhorn.io',
        namespace: 'longhorn-system',
        name: `${VOLUME}-r-3a91bc0d`,
        field: 'spec.failedAt',
        value: '2025-03-05T04:48:11Z',
      },
    ],
    explanation:
      'When a replica reports its state it sums up the sizes of the files in its snapshot chain. A snapshot purge renamed or removed ' +
      'one of them, so the size query fails, and from then on every health ping of the engine is answered with this failure.',
    remediation: [
      {
        step: 'See which replicas are hit and whether a good one remains.',
        command: `kubectl -n longhorn-system get replicas.longhorn.io -l longhornvolume=${VOLUME} -o wide`,
      },
      {
        step: 'With at least one healthy replica, delete only the failed one, so that it is rebuilt.',
        command: `kubectl -n longhorn-system delete replicas.longhorn.io ${VOLUME}-r-3a91bc0d`,
        danger: 'Never delete the last replica that holds data: it cannot be brought back.',
      },
      {
        step: 'With none, stop the VM so that the volume detaches, let Longhorn salvage it, start the VM, run fsck in the guest.',
      },
    ],
    references: ['https://github.com/harvester/harvester/issues/7773'],
    leadsTo: ['longhorn-replica-monitoring-failed#1'],
  }),
  finding('longhorn-replica-monitoring-failed', 1, {
    title: 'The engine marked a replica ERR after its health ping failed',
    entity: {
      kind: 'Engine.longhorn.io',
      namespace: 'longhorn-system',
      name: `${VOLUME}-e-0`,
      node: 'harvester-node-1',
    },
    firstSeen: '2025-03-05T04:48:10.900Z',
    count: 2,
    evidence: [
      managerLine(18236, '04:48:10.', 'e-0', 'msg="Backend tcp://10.52.1.12:10101 monitoring failed, mark as ERR"'),
    ],
    causedBy: ['longhorn-snapshot-file-missing#1'],
    leadsTo: ['longhorn-engine-no-backend#1'],
  }),
  finding('longhorn-engine-no-backend', 1, {
    title: `Volume ${VOLUME} has no working replica left: every read and write fails`,
    severity: 'critical',
    evidence: [managerLine(18241, '04:48:12.', 'e-0', 'msg="I/O error" error="no backend available"')],
    leadsTo: ['kubevirt-vm-paused-io-error#1', 'longhorn-dual-engine-migration-stuck#1'],
  }),
  finding('longhorn-dual-engine-migration-stuck', 1, {
    title: `Volume ${VOLUME} kept two engines after an interrupted live migration`,
    severity: 'critical',
    evidence: [
      {
        kind: 'object',
        path: `${TOP}/yamls/namespaced/longhorn-system/longhorn.io/v1beta2/volumes.yaml`,
        line: 88,
        apiVersion: 'longhorn.io/v1beta2',
        resource: 'Volume.longhorn.io',
        namespace: 'longhorn-system',
        name: VOLUME,
        field: 'spec.migrationNodeID',
        value: 'harvester-node-2',
      },
    ],
    leadsTo: ['longhorn-instance-manager-not-evictable#1'],
  }),
  finding('longhorn-instance-manager-not-evictable', 1, {
    title: 'An instance manager cannot be evicted: volumes are attached through it',
    entity: { kind: 'Pod', namespace: 'longhorn-system', name: 'instance-manager-2bb0d9c9a8b1d6d2f3f7e9c6a5b4d3e2' },
    leadsTo: ['harvester-upgrade-stuck-pre-drained#1'],
  }),
];

const platformFindings: readonly Finding[] = [
  finding('kubevirt-vm-paused-io-error', 1, {
    title: 'A VM is paused by an I/O error of its disk',
    entity: { kind: 'VirtualMachine.kubevirt.io', namespace: 'default', name: 'billing-db' },
    leadsTo: ['longhorn-instance-manager-not-evictable#1'],
  }),
  finding('harvester-upgrade-stuck-pre-drained', 1, {
    title: 'The upgrade does not get past Pre-drained on harvester-node-1',
    severity: 'critical',
    entity: { kind: 'Upgrade.harvesterhci.io', namespace: 'harvester-system', name: 'hvst-upgrade-x7k2p' },
  }),
  finding('prometheus-oomkilled', 1, {
    title: 'Prometheus was killed again and again because it ran out of memory',
    severity: 'warning',
    role: 'risk',
    entity: { kind: 'Pod', namespace: 'cattle-monitoring-system', name: 'prometheus-rancher-monitoring-prometheus-0' },
    firstSeen: '2025-03-04T22:01:00Z',
    lastSeen: '2025-03-05T05:59:41Z',
    count: 12,
    evidence: [
      {
        kind: 'object',
        path: `${TOP}/yamls/namespaced/cattle-monitoring-system/v1/pods.yaml`,
        line: 120,
        apiVersion: 'v1',
        resource: 'Pod',
        namespace: 'cattle-monitoring-system',
        name: 'prometheus-rancher-monitoring-prometheus-0',
        field: 'status.containerStatuses[0].lastState.terminated.reason',
        value: 'OOMKilled',
      },
    ],
    remediation: [
      {
        step: 'Raise its memory limit in the rancher-monitoring add-on.',
        command: 'kubectl -n cattle-monitoring-system edit addon rancher-monitoring',
        danger: 'Prometheus restarts; metrics of the last minutes may be lost.',
      },
    ],
  }),
  finding('etcd-defragmentation-seen', 1, { severity: 'info', role: 'benign', count: 3 }),
];

/** Incident C: a storage fault that stops an upgrade; branches, joins again, with risks and gaps beside it. */
export const storageIncident: Report = {
  schemaVersion: '1',
  tool: { name: 'bundlescope', version: '0.1.0', rules: 214, rulesDigest: 'c0ffee'.repeat(10).padEnd(64, '0') },
  bundle: {
    name: `${TOP}.zip`,
    layout: 'harvester',
    createdAt: '2025-03-05T06:10:22Z',
    products: [
      { name: 'Harvester', version: 'v1.4.1' },
      { name: 'Longhorn', version: 'v1.7.2' },
      { name: 'RKE2', version: 'v1.30.7+rke2r1' },
      { name: 'KubeVirt', version: 'v1.2.2' },
    ],
    nodes: ['harvester-node-0', 'harvester-node-1', 'harvester-node-2'].map((name, index) => ({
      name,
      roles: index === 2 ? ['worker'] : ['control-plane', 'etcd'],
      ready: true,
      unschedulable: index === 1,
      kubeletVersion: 'v1.30.7+rke2r1',
      osImage: 'Harvester v1.4.1',
    })),
    upgrade: {
      name: 'hvst-upgrade-x7k2p',
      from: 'v1.4.1',
      to: 'v1.4.2-rc1',
      phase: 'UpgradingNodes',
      nodes: [
        { name: 'harvester-node-0', state: 'Succeeded' },
        { name: 'harvester-node-1', state: 'Pre-drained' },
        { name: 'harvester-node-2', state: 'Images preloaded' },
      ],
    },
    stats: { entries: 1423, bytes: 1_204_551_872, logLines: 6_120_331, objects: 4821, durationMs: 3240 },
  },
  findings: [...longhornFindings, ...platformFindings],
  diagnosis: {
    rootCauses: [
      {
        finding: 'longhorn-snapshot-file-missing#1',
        rule: 'longhorn-snapshot-file-missing',
        confidence: 'high',
        why: 'It came first and explains 6 of the 7 other findings, up to the stalled upgrade.',
      },
    ],
    chains: [
      [
        'longhorn-snapshot-file-missing#1',
        'longhorn-replica-monitoring-failed#1',
        'longhorn-engine-no-backend#1',
        'longhorn-dual-engine-migration-stuck#1',
        'longhorn-instance-manager-not-evictable#1',
        'harvester-upgrade-stuck-pre-drained#1',
      ],
    ],
    summary:
      `The upgrade to v1.4.2-rc1 is stuck because volume ${VOLUME} lost a snapshot file during a live migration. The volume keeps two ` +
      'engines, so its instance manager cannot be evicted from harvester-node-1.',
  },
  window: {
    from: '2025-03-05T04:48:10.641Z',
    to: '2025-03-05T05:10:41.118Z',
    why: '4 of 4 findings with a known onset began in it; longhorn-snapshot-file-missing#1 was the first.',
  },
  clocks: [
    {
      node: 'harvester-node-2',
      offsetMs: 301_000,
      uncertaintyMs: 1000,
      since: '2025-03-05T04:00:00Z',
      why: 'the API server received 7 events of its kubelet before the time they state',
      evidence: [],
    },
  ],
  timeline: [
    {
      time: '2025-03-05T04:48:10.642Z',
      finding: 'longhorn-snapshot-file-missing#1',
      text: 'A replica lost a snapshot file',
      citation: managerLine(18234, '04:48:10.', 'r-3a91bc0d', 'msg="Failed to get file"'),
    },
    { time: '2025-03-05T04:48:12.000Z', finding: 'longhorn-engine-no-backend#1', text: 'The last replica was gone' },
  ],
  coverage: {
    evaluated: 201,
    unknown: [
      ...Array.from({ length: 12 }, (_, n) => ({ rule: `etcd-rule-${n}`, missing: 'no logs of etcd in the bundle' })),
      { rule: 'os-disk-failing', missing: 'no kernel log of harvester-node-2 in the bundle' },
    ],
  },
  warnings: [
    {
      code: 'archive-truncated',
      message: 'the archive ends inside the entry; its first 88,213 bytes were read',
      path: `${TOP}/nodes/harvester-node-2.zip`,
    },
    {
      code: 'limit-line',
      message: 'line 88 is longer than 1 MiB',
      path: `${TOP}/logs/kube-system/rke2-canal-x/calico-node.log`,
    },
  ],
};

const { window: _window, clocks: _clocks, ...timeless } = storageIncident;

/** A bundle in which nothing was found. */
export const nothingFound: Report = {
  ...timeless,
  bundle: {
    name: 'healthy.tar.gz',
    layout: 'harvester',
    products: [],
    nodes: [],
    stats: { entries: 1, bytes: 999, logLines: 1, objects: 0, durationMs: 40 },
  },
  findings: [],
  diagnosis: { rootCauses: [], chains: [], summary: '' },
  timeline: [],
  coverage: { evaluated: 214, unknown: [] },
  warnings: [],
};

/** The incident in which every text that a bundle or rule can bring in is the given one. */
export function reportOf(text: string): Report {
  const evidence: Finding['evidence'] = [
    { kind: 'log', path: text, line: 1, offset: 0, excerpt: text },
    {
      kind: 'object',
      path: text,
      apiVersion: text,
      resource: text,
      name: text,
      namespace: text,
      field: text,
      value: text,
    },
    { kind: 'absence', what: text, searched: [text] },
  ];
  const given: Partial<Finding> = {
    title: text,
    explanation: text,
    evidence,
    entity: { kind: text, name: text, namespace: text, node: text },
    bindings: { text },
    remediation: [{ step: text, command: text, danger: text }],
    references: [text],
  };
  return {
    ...storageIncident,
    bundle: {
      ...storageIncident.bundle,
      name: text,
      layout: text,
      products: [{ name: text, version: text }],
      nodes: [{ name: text, roles: [text], kubeletVersion: text }],
      upgrade: {
        name: text,
        from: text,
        to: text,
        phase: text,
        running: true,
        waitsFor: text,
        nodes: [
          {
            name: `${text}2`,
            state: text,
            actor: 'rancher',
            waitsFor: text,
            evidence: evidence.map((citation) => ({ proves: ['state'], citation })),
          },
        ],
        unfinished: [{ name: text, to: text, phase: text, nodes: [{ name: text, state: text }], evidence: [] }],
      },
    },
    findings: [
      finding('a', 1, { ...given, leadsTo: ['b#1'] }),
      finding('b', 1, { ...given, causedBy: ['a#1'] }),
      finding('c', 1, { ...given, role: 'risk' }),
      finding(COLLECTION_GAP, 1, { ...given, role: 'risk', severity: 'warning' }),
    ],
    diagnosis: {
      rootCauses: [{ finding: 'a#1', rule: 'a', confidence: 'low', why: text }],
      chains: [['a#1', 'b#1']],
      summary: text,
    },
    clocks: [{ node: text, offsetMs: -61_000, uncertaintyMs: 1000, why: text, evidence: [] }],
    timeline: [{ time: '2025-03-05T04:48:10Z', text }],
    coverage: {
      evaluated: 1,
      unknown: [{ rule: text, missing: text }],
      notApplicable: [{ rule: text, why: text }],
      partial: [{ rule: text, why: text }],
    },
    warnings: [{ code: 'limit-line', message: text, path: text }],
  };
}

/** A line an attacker would write: terminal escapes, bidi overrides, HTML, Markdown, mentions, links, fences. */
export const hostileText =
  '\u001b[2J\u001b]0;owned\u0007 \u202eevil\u202c \u009b31m ``` </details><script>alert(1)</script> ![x](http://e.example/x.png) ' +
  '[click](javascript:alert(1)) @everyone #123 org/repo#7 GH-9 | a | b | https://e.example www.e.example $x$ *b* _i_ :tada: &lt; <!-- \r\n# heading\n- item';
