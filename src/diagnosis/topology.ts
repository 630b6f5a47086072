import { type KubeMap, type KubeObject, type KubeValue, resourceOf } from '../model/kube-object.js';
import { type ObjectIndex, referenceOf } from '../objects/object-index.js';

/** Kinds that relations between things are read from. */
export const TOPOLOGY_KINDS = [
  'Pod',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'VirtualMachine.kubevirt.io',
  'VirtualMachineInstance.kubevirt.io',
  'Engine.longhorn.io',
  'Replica.longhorn.io',
  'InstanceManager.longhorn.io',
  'Machine.cluster.x-k8s.io',
  'Upgrade.harvesterhci.io',
  'Deployment.apps',
  'ReplicaSet.apps',
  'DaemonSet.apps',
  'StatefulSet.apps',
  'Job.batch',
  'PodDisruptionBudget.policy',
] as const;

/** Kinds whose owned objects are followed, with the name rules bind them by. */
const OWNERS = {
  'Deployment.apps': 'deployment',
  'ReplicaSet.apps': 'replicaset',
  'DaemonSet.apps': 'daemonset',
  'StatefulSet.apps': 'statefulset',
  'Job.batch': 'job',
} as const;

/** A thing as rules bind it: `volume:pvc-1`, `vm:default/web`. */
export type ThingKey = string;

/** The key of a binding. */
export function thingKey(name: string, value: string): ThingKey {
  return `${name}:${value}`;
}

/** Things that many unrelated things touch: a path may end there but not lead through. */
const HUBS = new Set(['node', 'namespace', 'upgrade', 'cluster', 'storage_class']);

/** How many steps apart two things may be to count as related: VM, claim, volume, engine. */
const MAX_DISTANCE = 3;

/** What belongs to what in the cluster, from owner references, claims, names and selectors of its objects. */
export class Topology {
  readonly #neighbours = new Map<ThingKey, Set<ThingKey>>();

  constructor(objects: ObjectIndex) {
    for (const pod of objects.list('Pod')) this.#addPod(pod);
    for (const claim of objects.list('PersistentVolumeClaim')) this.#addClaim(claim);
    for (const volume of objects.list('PersistentVolume')) this.#addPersistentVolume(volume);
    for (const machine of objects.list('VirtualMachine.kubevirt.io')) this.#addVirtualMachine(machine);
    for (const instance of objects.list('VirtualMachineInstance.kubevirt.io'))
      this.#addVirtualMachineInstance(instance);
    for (const engine of objects.list('Engine.longhorn.io')) this.#addLonghornInstance(engine, 'engine');
    for (const replica of objects.list('Replica.longhorn.io')) this.#addLonghornInstance(replica, 'replica');
    for (const manager of objects.list('InstanceManager.longhorn.io')) this.#addInstanceManager(manager);
    for (const machine of objects.list('Machine.cluster.x-k8s.io')) this.#addMachine(machine);
    for (const upgrade of objects.list('Upgrade.harvesterhci.io')) this.#addUpgrade(upgrade);
    for (const budget of objects.list('PodDisruptionBudget.policy')) this.#addBudget(budget, objects);
    for (const [resource, name] of Object.entries(OWNERS)) {
      for (const owner of objects.list(resource)) this.#addOwned(owner, name, objects);
    }
  }

  /** Whether one of these things touches one of those directly, hubs included. */
  areNeighbours(from: Iterable<ThingKey>, to: ReadonlySet<ThingKey>): boolean {
    for (const key of from) {
      for (const neighbour of this.#neighbours.get(key) ?? []) if (to.has(neighbour)) return true;
    }
    return false;
  }

  /** Steps between two sets of things, 0 when they share one; undefined when they are further apart than counts as related. */
  distance(from: Iterable<ThingKey>, to: ReadonlySet<ThingKey>): number | undefined {
    let frontier = new Set(from);
    const seen = new Set(frontier);
    for (let distance = 0; distance <= MAX_DISTANCE; distance++) {
      if ([...frontier].some((key) => to.has(key))) return distance;
      const passable = [...frontier].filter((key) => distance === 0 || !isHub(key));
      frontier = new Set(
        passable.flatMap((key) => [...(this.#neighbours.get(key) ?? [])]).filter((key) => !seen.has(key)),
      );
      for (const key of frontier) seen.add(key);
    }
    return undefined;
  }

  #addPod(pod: KubeObject): void {
    const reference = referenceOf(pod);
    this.#link('pod', reference, 'node', text(at(pod.content, 'spec', 'nodeName')));
    for (const volume of listOf(at(pod.content, 'spec', 'volumes'))) {
      this.#linkNamespaced(
        'pod',
        reference,
        'pvc',
        pod.namespace,
        text(at(volume, 'persistentVolumeClaim', 'claimName')),
      );
    }
    for (const label of ['vm.kubevirt.io/name', 'harvesterhci.io/vmName']) {
      this.#linkNamespaced('pod', reference, 'vm', pod.namespace, text(at(pod.content, 'metadata', 'labels', label)));
    }
  }

  #addClaim(claim: KubeObject): void {
    const volume = text(at(claim.content, 'spec', 'volumeName'));
    this.#link('pvc', referenceOf(claim), 'pv', volume);
    // Longhorn names its volume like the PersistentVolume it was provisioned for.
    if (
      text(at(claim.content, 'metadata', 'annotations', 'volume.kubernetes.io/storage-provisioner')) ===
      'driver.longhorn.io'
    ) {
      this.#link('pvc', referenceOf(claim), 'volume', volume);
    }
  }

  #addPersistentVolume(volume: KubeObject): void {
    const claim = at(volume.content, 'spec', 'claimRef');
    this.#linkNamespaced('pv', volume.name, 'pvc', text(at(claim, 'namespace')), text(at(claim, 'name')));
    if (text(at(volume.content, 'spec', 'csi', 'driver')) !== 'driver.longhorn.io') return;
    const handle = text(at(volume.content, 'spec', 'csi', 'volumeHandle'));
    this.#link('pv', volume.name, 'volume', handle);
    if (text(at(claim, 'name')) !== '')
      this.#link('pvc', `${text(at(claim, 'namespace'))}/${text(at(claim, 'name'))}`, 'volume', handle);
  }

  #addVirtualMachine(machine: KubeObject): void {
    this.#addDisks(machine, at(machine.content, 'spec', 'template', 'spec', 'volumes'));
  }

  #addVirtualMachineInstance(instance: KubeObject): void {
    this.#addDisks(instance, at(instance.content, 'spec', 'volumes'));
    this.#link('vm', referenceOf(instance), 'node', text(at(instance.content, 'status', 'nodeName')));
  }

  /** A DataVolume makes a claim of its own name. */
  #addDisks(machine: KubeObject, volumes: KubeValue | undefined): void {
    for (const volume of listOf(volumes)) {
      const claim = text(at(volume, 'persistentVolumeClaim', 'claimName')) || text(at(volume, 'dataVolume', 'name'));
      this.#linkNamespaced('vm', referenceOf(machine), 'pvc', machine.namespace, claim);
    }
  }

  #addInstanceManager(manager: KubeObject): void {
    this.#link('instance_manager', manager.name, 'node', text(at(manager.content, 'spec', 'nodeID')));
    this.#link('instance_manager', manager.name, 'pod', referenceOf(manager));
  }

  #addMachine(machine: KubeObject): void {
    this.#link('machine', machine.name, 'node', text(at(machine.content, 'status', 'nodeRef', 'name')));
  }

  #addUpgrade(upgrade: KubeObject): void {
    const nodes = mapOf(at(upgrade.content, 'status', 'nodeStatuses'));
    for (const node of Object.keys(nodes)) this.#link('upgrade', upgrade.name, 'node', node);
  }

  #addBudget(budget: KubeObject, objects: ObjectIndex): void {
    const wanted = Object.entries(mapOf(at(budget.content, 'spec', 'selector', 'matchLabels'))).map(([name, value]) => [
      name,
      text(value),
    ]);
    for (const pod of objects.withLabels('Pod', budget.namespace, Object.fromEntries(wanted))) {
      this.#link('budget', referenceOf(budget), 'pod', referenceOf(pod));
    }
  }

  #addOwned(owner: KubeObject, name: string, objects: ObjectIndex): void {
    for (const owned of objects.ownedBy(owner)) {
      const resource = resourceOf(owned.kind, owned.group);
      const ownedName = resource === 'Pod' ? 'pod' : Object.entries(OWNERS).find(([kind]) => kind === resource)?.[1];
      if (ownedName !== undefined) this.#link(name, referenceOf(owner), ownedName, referenceOf(owned));
    }
  }

  #addLonghornInstance(instance: KubeObject, name: 'engine' | 'replica'): void {
    const volume = text(at(instance.content, 'spec', 'volumeName'));
    this.#link(name, instance.name, 'volume', volume);
    this.#link(name, instance.name, 'node', text(at(instance.content, 'spec', 'nodeID')));
    this.#link(name, instance.name, 'instance_manager', text(at(instance.content, 'status', 'instanceManagerName')));
    this.#link('volume', volume, 'node', text(at(instance.content, 'spec', 'nodeID')));
  }

  #linkNamespaced(name: string, value: string, other: string, namespace: string, otherName: string): void {
    if (otherName !== '') this.#link(name, value, other, `${namespace}/${otherName}`);
  }

  #link(name: string, value: string, other: string, otherValue: string): void {
    if (value === '' || otherValue === '') return;
    this.#addNeighbour(thingKey(name, value), thingKey(other, otherValue));
    this.#addNeighbour(thingKey(other, otherValue), thingKey(name, value));
  }

  #addNeighbour(key: ThingKey, neighbour: ThingKey): void {
    const neighbours = this.#neighbours.get(key) ?? new Set();
    this.#neighbours.set(key, neighbours.add(neighbour));
  }
}

/** True for things that say little about what touches them. */
export function isHub(key: ThingKey): boolean {
  return HUBS.has(key.slice(0, key.indexOf(':')));
}

function at(value: KubeValue | undefined, ...path: readonly string[]): KubeValue | undefined {
  return path.reduce<KubeValue | undefined>((current, key) => mapOf(current)[key], value);
}

function mapOf(value: KubeValue | undefined): KubeMap {
  return isMap(value) ? value : {};
}

function isMap(value: KubeValue | undefined): value is KubeMap {
  return typeof value === 'object' && !Array.isArray(value);
}

function listOf(value: KubeValue | undefined): readonly KubeValue[] {
  return Array.isArray(value) ? value : [];
}

function text(value: KubeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
