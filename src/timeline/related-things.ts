import { type KubeObject, resourceOf } from '../model/kube-object.js';
import { type ObjectIndex, referenceOf } from '../objects/object-index.js';
import { isMap, memberOf, textOf } from '../rules/cel/values.js';
import { claimsOf, disksOf, isLauncherOf, labelOf } from './object-links.js';
import { type SearchName, searchName } from './search-name.js';
import type { TimelineSubject } from './timeline-subject.js';

/** Owners of owners are followed so far: Deployment, ReplicaSet, Pod. */
const OWNED_DEPTH = 3;

/** What is told together with a thing. */
export interface RelatedThings {
  /** The thing itself first. */
  readonly objects: readonly KubeObject[];
  readonly names: readonly SearchName[];
  /** `namespace/name` of pods whose own logs tell of the thing without naming it. */
  readonly pods: ReadonlySet<string>;
  /** Nodes whose starts and ends are part of its life. */
  readonly nodes: ReadonlySet<string>;
}

/** What belongs to a thing, as far as the objects read so far tell. */
export function relatedThings(subject: TimelineSubject, objects: ObjectIndex): RelatedThings {
  const family = new Family(objects);
  if (subject.object === undefined) family.addMissing(subject);
  else family.addSubject(subject.object);
  return family;
}

/** Gathers a thing and what belongs to it, each once. */
class Family implements RelatedThings {
  readonly #index: ObjectIndex;
  readonly #objects = new Set<KubeObject>();
  readonly #names = new Map<string, SearchName>();
  readonly pods = new Set<string>();
  readonly nodes = new Set<string>();

  constructor(index: ObjectIndex) {
    this.#index = index;
  }

  get objects(): readonly KubeObject[] {
    return [...this.#objects];
  }

  get names(): readonly SearchName[] {
    return [...this.#names.values()];
  }

  /** Of a thing that is gone, others may still tell: a claim of its volume, a log of its name. */
  addMissing({ resource, namespace, name }: TimelineSubject): void {
    if (resource === 'Node') {
      this.#addNode(name);
      return;
    }
    const isStem = resource === undefined || resource === 'Upgrade.harvesterhci.io';
    this.#addName(name, namespace, isStem);
    if (resource === 'VirtualMachine.kubevirt.io') this.#addMachine(namespace, name);
    else if (resource === undefined || resource.startsWith('Volume.') || resource === 'PersistentVolume')
      this.#addVolume(name);
  }

  addSubject(object: KubeObject): void {
    this.#objects.add(object);
    const { namespace, name, content } = object;
    switch (resourceOf(object.kind, object.group)) {
      case 'Volume.longhorn.io':
        this.#addVolume(name);
        break;
      case 'PersistentVolume':
        this.#addPersistentVolume(object);
        break;
      case 'PersistentVolumeClaim':
      case 'DataVolume.cdi.kubevirt.io':
        this.#addClaim(namespace, name);
        break;
      case 'VirtualMachine.kubevirt.io':
      case 'VirtualMachineInstance.kubevirt.io':
        this.#addMachine(namespace, name);
        break;
      case 'Node':
      case 'Node.longhorn.io':
        this.#addNode(name);
        break;
      case 'Machine.cluster.x-k8s.io':
        this.#addName(name, '', true);
        this.#addNode(textOf(memberOf(content, 'status.nodeRef.name')));
        break;
      case 'Upgrade.harvesterhci.io':
        this.#addUpgrade(object);
        break;
      case 'InstanceManager.longhorn.io':
        this.#addName(name, '', false);
        this.#addObject('Pod', referenceOf(object));
        break;
      default:
        this.#addWorkload(object);
    }
  }

  #addVolume(volume: string): void {
    if (volume === '') return;
    this.#addName(volume, '', true);
    for (const resource of ['Volume.longhorn.io', 'ShareManager.longhorn.io', 'VolumeAttachment.longhorn.io'])
      this.#addWhere(resource, ({ name }) => name === volume);
    for (const resource of ['Engine.longhorn.io', 'Replica.longhorn.io'])
      this.#addWhere(resource, ({ content }) => textOf(memberOf(content, 'spec.volumeName')) === volume);
    this.#addWhere('Snapshot.longhorn.io', ({ content }) => textOf(memberOf(content, 'spec.volume')) === volume);
    this.#addWhere('Backup.longhorn.io', ({ content }) => textOf(memberOf(content, 'status.volumeName')) === volume);
    for (const persistent of this.#index.list('PersistentVolume')) {
      const handle = textOf(memberOf(persistent.content, 'spec.csi.volumeHandle'));
      if (handle === volume || persistent.name === volume) this.#addClaimedVolume(persistent);
    }
  }

  #addPersistentVolume(persistent: KubeObject): void {
    const handle = textOf(memberOf(persistent.content, 'spec.csi.volumeHandle'));
    this.#addClaimedVolume(persistent);
    this.#addVolume(handle);
  }

  /** A PersistentVolume, its attachment, its claim, and the pods that use that. */
  #addClaimedVolume(persistent: KubeObject): void {
    this.#objects.add(persistent);
    this.#addName(persistent.name, '', true);
    this.#addWhere(
      'VolumeAttachment.storage.k8s.io',
      ({ content }) => textOf(memberOf(content, 'spec.source.persistentVolumeName')) === persistent.name,
    );
    const namespace = textOf(memberOf(persistent.content, 'spec.claimRef.namespace'));
    const claim = textOf(memberOf(persistent.content, 'spec.claimRef.name'));
    if (claim === '') return;
    this.#addName(`${namespace}/${claim}`, '', false);
    this.#addObject('PersistentVolumeClaim', `${namespace}/${claim}`);
    this.#addWhere('Pod', (pod) => pod.namespace === namespace && claimsOf(pod).includes(claim));
  }

  #addClaim(namespace: string, name: string): void {
    this.#addName(name, namespace, false);
    this.#addObject('PersistentVolumeClaim', `${namespace}/${name}`);
    this.#addObject('DataVolume.cdi.kubevirt.io', `${namespace}/${name}`);
    const claim = this.#index.get('PersistentVolumeClaim', `${namespace}/${name}`);
    const bound = textOf(memberOf(claim?.content, 'spec.volumeName'));
    const persistent = this.#index.get('PersistentVolume', bound);
    if (persistent === undefined) this.#addVolume(bound);
    else this.#addPersistentVolume(persistent);
  }

  #addMachine(namespace: string, name: string): void {
    this.#addName(name, namespace, false);
    for (const resource of ['VirtualMachine.kubevirt.io', 'VirtualMachineInstance.kubevirt.io'])
      this.#addObject(resource, `${namespace}/${name}`);
    this.#addWhere(
      'VirtualMachineInstanceMigration.kubevirt.io',
      (migration) => migration.namespace === namespace && textOf(memberOf(migration.content, 'spec.vmiName')) === name,
    );
    for (const pod of this.#index.list('Pod')) {
      if (pod.namespace === namespace && isLauncherOf(pod, name)) this.#addOwnPod(pod);
    }
    const claims = new Set(
      ['VirtualMachine.kubevirt.io', 'VirtualMachineInstance.kubevirt.io'].flatMap((resource) =>
        disksOf(this.#index.get(resource, `${namespace}/${name}`)),
      ),
    );
    for (const claim of claims) this.#addClaim(namespace, claim);
  }

  #addNode(name: string): void {
    if (name === '') return;
    this.nodes.add(name);
    this.#addName(name, '', true);
    this.#addObject('Node', name);
    this.#addWhere('Node.longhorn.io', (node) => node.name === name);
    this.#addWhere('InstanceManager.longhorn.io', ({ content }) => textOf(memberOf(content, 'spec.nodeID')) === name);
    this.#addWhere(
      'Machine.cluster.x-k8s.io',
      ({ content }) => textOf(memberOf(content, 'status.nodeRef.name')) === name,
    );
    for (const resource of ['Job.batch', 'Pod'])
      this.#addWhere(resource, (object) => labelOf(object, 'harvesterhci.io/node') === name);
  }

  #addUpgrade(upgrade: KubeObject): void {
    this.#addName(upgrade.name, '', true);
    const isPartOf = (object: KubeObject): boolean =>
      labelOf(object, 'harvesterhci.io/upgrade') === upgrade.name || object.name.startsWith(`${upgrade.name}-`);
    for (const resource of ['UpgradeLog.harvesterhci.io', 'Plan.upgrade.cattle.io']) this.#addWhere(resource, isPartOf);
    for (const job of this.#index.list('Job.batch')) {
      if (!isPartOf(job)) continue;
      this.#objects.add(job);
      this.#addName(job.name, '', true);
    }
    for (const pod of this.#index.list('Pod')) if (isPartOf(pod)) this.#addOwnPod(pod);
    const nodes = memberOf(upgrade.content, 'status.nodeStatuses');
    for (const node of isMap(nodes) ? Object.keys(nodes) : []) {
      this.nodes.add(node);
      this.#addObject('Node', node);
      this.#addWhere(
        'Machine.cluster.x-k8s.io',
        ({ content }) => textOf(memberOf(content, 'status.nodeRef.name')) === node,
      );
    }
  }

  /** Anything else: what it owns, and its name, which those of its pods begin with. */
  #addWorkload(object: KubeObject, depth = 0): void {
    this.#objects.add(object);
    if (object.kind === 'Pod') this.#addOwnPod(object);
    else if (depth === 0) this.#addName(object.name, object.namespace, true);
    if (depth === OWNED_DEPTH) return;
    for (const owned of this.#index.ownedBy(object)) {
      if (!this.#objects.has(owned)) this.#addWorkload(owned, depth + 1);
    }
  }

  #addOwnPod(pod: KubeObject): void {
    this.#objects.add(pod);
    this.pods.add(referenceOf(pod));
    this.#addName(pod.name, pod.namespace, false);
  }

  #addObject(resource: string, reference: string): void {
    const object = this.#index.get(resource, reference);
    if (object !== undefined) this.#objects.add(object);
  }

  #addWhere(resource: string, holds: (object: KubeObject) => boolean): void {
    for (const object of this.#index.list(resource)) if (holds(object)) this.#objects.add(object);
  }

  #addName(text: string, namespace: string, isStem: boolean): void {
    if (text !== '' && !this.#names.has(text)) this.#names.set(text, searchName(text, namespace, isStem));
  }
}
