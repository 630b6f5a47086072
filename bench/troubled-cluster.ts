import { type BundleEntry, incidentMix } from './log-mixes.js';
import {
  engine,
  event,
  HASH,
  type JsonMap,
  LONGHORN_REPLICAS,
  NAME,
  NAMESPACE,
  NODE,
  object,
  pod,
  replica,
  volume,
} from './object-templates.js';
import { filled, hashOf, listText, templateText } from './objects-input.js';

/** Of a cluster of 5,000 pods, 20,000 events and 1,000 volumes; a factor makes it larger. */
const PODS = 5000;
const EVENTS = 20_000;
const VOLUMES = 1000;
const NAMESPACES = 20;
const NODES = 50;

/** What a volume has come to. */
type Fate = 'lost' | 'degraded' | 'well';

/** Three of ten volumes have lost all replicas, three of ten one. */
function fateOf(volumeIndex: number): Fate {
  return volumeIndex % 10 < 3 ? 'lost' : volumeIndex % 10 < 6 ? 'degraded' : 'well';
}

/** Pods without a volume: one of 20 is killed for memory again and again, one of 40 finds no node. */
function podFate(index: number): 'killed' | 'pending' | 'well' {
  return index % 20 === 7 ? 'killed' : index % 40 === 11 ? 'pending' : 'well';
}

/**
 * A large cluster in which much is wrong: about 2,000 findings times `factor`. Engines lost their replicas and pods that hang on their
 * volumes crash; volumes are degraded; pods are killed for memory and crash; pods find no node. With it comes what the incident mix holds.
 * @param logBytes size of the logs of the incident mix
 */
export function troubledCluster(logBytes: number, factor = 1): BundleEntry[] {
  const ours = new Map<string, string>();
  const mix = incidentMix(logBytes);
  const top = mix[0]?.path.split('/', 1)[0] ?? '';
  for (const { path, text } of lists(factor)) ours.set(`${top}/${path}`, text);
  for (let node = 0; node < NODES; node++) {
    const name = `instance-manager-${managerOf(node)}`;
    ours.set(`${top}/logs/longhorn-system/${name}/instance-manager.log`, engineLog(node, factor));
  }
  // Lists of the incident give way to those of the cluster.
  const entries = mix.filter(({ path }) => !ours.has(path));
  const made = [...ours].map(([path, text]) => ({ path, content: () => [Buffer.from(text)] }));
  return [...entries, ...made].sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Volume {
  readonly index: number;
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly hash: string;
  readonly fate: Fate;
}

function volumes(factor: number): readonly Volume[] {
  return Array.from({ length: VOLUMES * factor }, (_, index) => {
    const hash = hashOf(`volume ${index}`);
    const uid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
    return {
      index,
      name: `pvc-${uid}`,
      namespace: `team-${index % NAMESPACES}`,
      node: `node-${Math.floor(index / NAMESPACES) % NODES}`,
      hash,
      fate: fateOf(index),
    };
  });
}

function managerOf(node: number): string {
  return hashOf(`manager ${node}`).slice(0, 32);
}

/** Templates state times of their own; those of the cluster lie before the incident's bundle was taken. */
function template(value: JsonMap): string {
  return templateText(value).replaceAll('2026-03-06T23', '2025-03-18T15');
}

function* lists(factor: number): Generator<{ readonly path: string; readonly text: string }> {
  const all = volumes(factor);
  const claim = template(claimOf());
  const happening = template(event());
  for (let index = 0; index < NAMESPACES; index++) {
    const namespace = `team-${index}`;
    const own = all.filter((candidate) => candidate.namespace === namespace);
    const path = `yamls/namespaced/${namespace}/v1`;
    const pods = podsOf(namespace, own, (PODS * factor) / NAMESPACES);
    yield { path: `${path}/pods.yaml`, text: listText(pods) };
    yield {
      path: `${path}/persistentvolumeclaims.yaml`,
      text: listText(own.map(({ name, node, hash }) => filled(claim, name, namespace, node, hash))),
    };
    const events = Array.from({ length: (EVENTS * factor) / NAMESPACES }, (_, number) => {
      const hash = hashOf(`event ${namespace} ${number}`);
      return filled(happening, `web-${hash.slice(0, 10)}`, namespace, `node-${number % NODES}`, hash);
    });
    yield { path: `${path}/events.yaml`, text: listText(events) };
  }
  yield { path: 'yamls/cluster/v1/persistentvolumes.yaml', text: listText(all.map(persistentVolume())) };
  yield* longhornLists(all);
}

function podsOf(namespace: string, own: readonly Volume[], count: number): readonly string[] {
  const well = template(pod(podStatus('well')));
  const crashing = template(pod(podStatus('crashing')));
  const killed = template(pod(podStatus('killed')));
  const pending = template(pod(podStatus('pending')));
  return Array.from({ length: count }, (_, index) => {
    const hash = hashOf(`pod ${namespace} ${index}`);
    const used = own[index];
    const node = used?.node ?? `node-${index % NODES}`;
    // A pod has the name of its claim, so that the template's claim is its own.
    if (used !== undefined) return filled(used.fate === 'lost' ? crashing : well, used.name, namespace, node, hash);
    const text = { killed, pending, well }[podFate(index)];
    return filled(text, `web-${hash.slice(0, 10)}-${index}`, namespace, node, hash);
  });
}

/** What differs from a pod that has always run. */
function podStatus(fate: 'well' | 'crashing' | 'killed' | 'pending'): JsonMap {
  if (fate === 'pending') {
    const message = '0/50 nodes are available: 50 Insufficient memory. preemption: 0/50 nodes are available.';
    const at = { lastProbeTime: 'null', lastTransitionTime: '2026-03-06T23:10:04Z' };
    return {
      phase: 'Pending',
      containerStatuses: [],
      conditions: [{ type: 'PodScheduled', ...at, status: 'False', reason: 'Unschedulable', message }],
    };
  }
  if (fate === 'well') return { containerStatuses: [{ name: 'app', ready: true, restartCount: 0 }] };
  const terminated = {
    exitCode: fate === 'killed' ? 137 : 1,
    reason: fate === 'killed' ? 'OOMKilled' : 'Error',
    startedAt: '2026-03-06T23:50:01Z',
    finishedAt: '2026-03-06T23:52:01Z',
  };
  const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=app' };
  return {
    containerStatuses: [{ name: 'app', ready: false, restartCount: 9, state: { waiting }, lastState: { terminated } }],
  };
}

function claimOf(): JsonMap {
  const body = {
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'longhorn', volumeName: NAME },
    status: { phase: 'Bound' },
  };
  return object('v1', 'PersistentVolumeClaim', { app: 'web' }, body, ['kube-controller-manager']);
}

function persistentVolume(): (volume: Volume) => string {
  const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: NAME, namespace: NAMESPACE };
  const body = {
    spec: { claimRef, csi: { driver: 'driver.longhorn.io', volumeHandle: NAME } },
    status: { phase: 'Bound' },
  };
  const text = template(object('v1', 'PersistentVolume', { app: 'web' }, body, ['csi-provisioner']));
  return ({ name, namespace, node, hash }) => filled(text, name, namespace, node, hash);
}

function* longhornLists(all: readonly Volume[]): Generator<{ readonly path: string; readonly text: string }> {
  const path = 'yamls/namespaced/longhorn-system/longhorn.io/v1beta2';
  const volumeTexts = {
    lost: template(volume({ robustness: 'faulted' })),
    degraded: template(volume({ robustness: 'degraded', lastDegradedAt: '2026-03-06T23:11:00Z' })),
    well: template(volume({})),
  };
  const engineText = template(engine());
  const [replicaText, failedText] = [template(replica('')), template(replica('2026-03-06T23:11:00Z'))];
  const instances = (text: string, { node, namespace }: Volume): string =>
    text
      .replaceAll(`instance-manager-${HASH}`, `instance-manager-${managerOf(Number(node.slice(5)))}`)
      .replaceAll('namespace: team-1', `namespace: ${namespace}`);
  const items = (texts: (of: Volume) => string, name: (of: Volume) => string): string =>
    listText(all.map((of) => filled(instances(texts(of), of), name(of), 'longhorn-system', of.node, of.hash)));
  yield {
    path: `${path}/volumes.yaml`,
    text: items(
      ({ fate }) => volumeTexts[fate],
      ({ name }) => name,
    ),
  };
  const engines = items(
    ({ name }) => engineText.replaceAll(`volumeName: ${NAME}`, `volumeName: ${name}`),
    ({ name }) => `${name}-e-0`,
  );
  yield { path: `${path}/engines.yaml`, text: engines };
  const replicas = all.flatMap((of) =>
    Array.from({ length: LONGHORN_REPLICAS }, (_, number) => {
      const failed = of.fate === 'lost' || (of.fate === 'degraded' && number === 0);
      const text = (failed ? failedText : replicaText).replaceAll(`volumeName: ${NAME}`, `volumeName: ${of.name}`);
      const other = { ...of, node: `node-${(of.index + number * 7) % NODES}` };
      return filled(
        instances(text, other),
        `${of.name}-r-${number}`,
        'longhorn-system',
        other.node,
        hashOf(`${of.name} ${number}`),
      );
    }),
  );
  yield { path: `${path}/replicas.yaml`, text: listText(replicas) };
  const managerText = template(
    object(
      'longhorn.io/v1beta2',
      'InstanceManager',
      { app: 'longhorn' },
      { spec: { nodeID: NODE }, status: { currentState: 'running' } },
      ['longhorn-manager'],
    ),
  );
  const managers = Array.from({ length: NODES }, (_, node) =>
    filled(
      managerText,
      `instance-manager-${managerOf(node)}`,
      'longhorn-system',
      `node-${node}`,
      hashOf(`object ${node}`),
    ),
  );
  yield { path: `${path}/instancemanagers.yaml`, text: listText(managers) };
}

/** What the engines of a node say of their replicas. */
function engineLog(node: number, factor: number): string {
  const lines: string[] = [];
  const own = volumes(factor).filter((candidate) => candidate.node === `node-${node}` && candidate.fate !== 'well');
  for (const [number, { name, fate }] of own.entries()) {
    const minute = String(10 + (number % 40)).padStart(2, '0');
    const say = (second: number, text: string): void => {
      const stamp = `2025-03-18T15:${minute}:${String(second).padStart(2, '0')}`;
      lines.push(`${stamp}.204230718Z [${name}-e-0] time="${stamp}Z" level=error ${text} volume=${name}\n`);
    };
    for (let dropped = 0; dropped < (fate === 'lost' ? LONGHORN_REPLICAS : 1); dropped++)
      say(
        10 + dropped,
        `msg="Backend tcp://10.52.${dropped}.40:10205 monitoring failed, mark as ERR" error="rpc error: code = DeadlineExceeded"`,
      );
    if (fate === 'lost')
      for (let second = 20; second < 25; second++) say(second, 'msg="I/O error" error="no backend available"');
  }
  return lines.sort().join('');
}
