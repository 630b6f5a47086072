import type { KindTable } from '../bundle/index.js';
import { BundlescopeError } from '../errors/index.js';
import { didYouMean } from '../rules/did-you-mean.js';
import type { EntityTable } from '../rules/entity-table.js';

/** What a user named: `vm/default/web`, `volume/pvc-1`, `default/web` or `web`. */
export interface EntityReference {
  /** Kinds it may be of, as `Kind` or `Kind.group`; undefined when none was given. */
  readonly kinds: readonly string[] | undefined;
  /** The name, with the namespace or node before it where one was given. */
  readonly name: string;
  /** As the user wrote it. */
  readonly text: string;
  /** `; did you mean "volume"?` where a misspelt kind was taken for a namespace, else empty. */
  readonly nearestKind: string;
}

/** Short names: those of `kubectl api-resources`, of Longhorn's kinds, and what people say. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  po: 'Pod',
  no: 'Node',
  svc: 'Service',
  ep: 'Endpoints',
  ns: 'Namespace',
  sa: 'ServiceAccount',
  cm: 'ConfigMap',
  pvc: 'PersistentVolumeClaim',
  claim: 'PersistentVolumeClaim',
  pv: 'PersistentVolume',
  sc: 'StorageClass.storage.k8s.io',
  deploy: 'Deployment.apps',
  ds: 'DaemonSet.apps',
  sts: 'StatefulSet.apps',
  rs: 'ReplicaSet.apps',
  cj: 'CronJob.batch',
  hpa: 'HorizontalPodAutoscaler.autoscaling',
  pdb: 'PodDisruptionBudget.policy',
  ing: 'Ingress.networking.k8s.io',
  netpol: 'NetworkPolicy.networking.k8s.io',
  vm: 'VirtualMachine.kubevirt.io',
  vms: 'VirtualMachine.kubevirt.io',
  vmi: 'VirtualMachineInstance.kubevirt.io',
  vmis: 'VirtualMachineInstance.kubevirt.io',
  vmim: 'VirtualMachineInstanceMigration.kubevirt.io',
  dv: 'DataVolume.cdi.kubevirt.io',
  dvs: 'DataVolume.cdi.kubevirt.io',
  vol: 'Volume.longhorn.io',
  lhv: 'Volume.longhorn.io',
  lhe: 'Engine.longhorn.io',
  lhr: 'Replica.longhorn.io',
  lhim: 'InstanceManager.longhorn.io',
  im: 'InstanceManager.longhorn.io',
  lhn: 'Node.longhorn.io',
  lhva: 'VolumeAttachment.longhorn.io',
  lhsm: 'ShareManager.longhorn.io',
  lhbi: 'BackingImage.longhorn.io',
  ma: 'Machine.cluster.x-k8s.io',
  va: 'VolumeAttachment.storage.k8s.io',
};

/** Reads how users name things. */
export class EntityReferenceParser {
  /** Kinds by every word for them, in lower case. */
  readonly #words = new Map<string, string[]>();

  constructor(entities: EntityTable, kinds: KindTable) {
    for (const [name, { kind }] of entities) this.#addWord(name.replaceAll('_', '-'), kind);
    for (const [word, kind] of Object.entries(SHORT_NAMES)) this.#addWord(word, kind);
    for (const resource of kinds.resources) this.#addKind(resource, kinds.info(resource)?.plural);
    // Kinds that only rules know, such as a device, are named like the others.
    for (const [, { kind }] of entities) if (!kinds.has(kind)) this.#addKind(kind, undefined);
  }

  /**
   * Takes a reference apart. What stands before the first slash is a kind when it is the word for one, else a namespace.
   * @throws BundlescopeError `usage` when it is empty, has too many parts or names a kind that there is not
   */
  parse(text: string): EntityReference {
    // Logs write addresses and container ids with a scheme: tcp://10.52.1.12:10101, containerd://2d42...
    const parts = text.replace(/^[a-z0-9-]+:\/\//, '').split('/');
    const isComplete = parts.length <= 3 && parts.every((part) => part !== '');
    if (!isComplete) throw new BundlescopeError('usage', `"${text}" names nothing; ${FORMS}`);
    const [first = '', ...rest] = parts;
    if (rest.length === 0) return { kinds: undefined, name: first, text, nearestKind: '' };
    const kinds = this.#words.get(normal(first));
    if (kinds !== undefined) return { kinds, name: rest.join('/'), text, nearestKind: '' };
    const nearestKind = didYouMean(normal(first), this.#words.keys());
    if (rest.length === 1) return { kinds: undefined, name: parts.join('/'), text, nearestKind };
    throw new BundlescopeError('usage', `there is no kind "${first}"${nearestKind || `; ${FORMS}`}`);
  }

  #addKind(resource: string, plural: string | undefined): void {
    const [kind = resource] = resource.split('.', 1);
    const group = resource.slice(kind.length);
    for (const word of [kind, ...(plural === undefined ? [] : [plural])]) {
      this.#addWord(word, resource);
      if (group !== '') this.#addWord(`${word}${group}`, resource);
    }
  }

  #addWord(word: string, resource: string): void {
    const key = normal(word);
    const kinds = this.#words.get(key) ?? [];
    this.#words.set(key, kinds);
    if (!kinds.includes(resource)) kinds.push(resource);
  }
}

const FORMS = 'give kind/name, kind/namespace/name or a name, such as volume/pvc-1, vm/default/web or node1';

/** `InstanceManager`, `instance-manager` and `instance_manager` are one word. */
function normal(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '');
}
