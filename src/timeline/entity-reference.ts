import type { KindTable } from '../bundle/index.js';
import { BundlescopeError } from '../errors/index.js';
import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { didYouMean } from '../rules/did-you-mean.js';
import type { EntityTable } from '../rules/entity-table.js';

/** Names of kinds that people type and that neither the API nor rules/entities.yaml has. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['no', 'Node'],
  ['po', 'Pod'],
  ['ns', 'Namespace'],
  ['svc', 'Service'],
  ['cm', 'ConfigMap'],
  ['deploy', 'Deployment.apps'],
  ['ds', 'DaemonSet.apps'],
  ['sts', 'StatefulSet.apps'],
  ['rs', 'ReplicaSet.apps'],
  ['pdb', 'PodDisruptionBudget.policy'],
  ['vmi', 'VirtualMachineInstance.kubevirt.io'],
  ['vmim', 'VirtualMachineInstanceMigration.kubevirt.io'],
  ['dv', 'DataVolume.cdi.kubevirt.io'],
  ['vol', 'Volume.longhorn.io'],
  ['lhv', 'Volume.longhorn.io'],
  ['lhe', 'Engine.longhorn.io'],
  ['lhr', 'Replica.longhorn.io'],
  ['im', 'InstanceManager.longhorn.io'],
  ['lhim', 'InstanceManager.longhorn.io'],
]);

/** Of a name that several things bear, the one a person most likely means comes first. */
const LIKELY_KINDS = [
  'Upgrade.harvesterhci.io',
  'VirtualMachine.kubevirt.io',
  'VirtualMachineInstance.kubevirt.io',
  'Volume.longhorn.io',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'Node',
  'Deployment.apps',
  'StatefulSet.apps',
  'DaemonSet.apps',
  'Job.batch',
  'Pod',
] as const;

/** A name of a thing as it was typed. */
export interface EntityReference {
  /** `Kind` or `Kind.group`; undefined when none was given. */
  readonly resource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** What a reference leads to; without an object when the bundle has none of that name, as after a deletion. */
export interface TimelineSubject {
  readonly resource: string | undefined;
  readonly namespace: string;
  readonly name: string;
  readonly object: KubeObject | undefined;
}

/**
 * Reads `name`, `namespace/name`, `kind/name` or `kind/namespace/name`; kinds in any of their names: `vm`, `pvc`, `volume`, `Pod`, `pods`,
 * `Engine.longhorn.io`.
 * @throws BundlescopeError `usage` when it is none of these, or the kind is not known
 */
export function parseEntityReference(text: string, kinds: KindTable, entities: EntityTable): EntityReference {
  const parts = text.split('/');
  const [first = '', second = '', third] = parts;
  if (parts.length > 3 || parts.some((part) => part.trim() === '')) {
    throw new BundlescopeError('usage', `"${text}" names nothing; give name, kind/name or kind/namespace/name`);
  }
  if (parts.length === 1) return { resource: undefined, namespace: undefined, name: first };
  const resource = kindNamed(first, kinds, entities);
  if (resource !== undefined) {
    return third === undefined
      ? { resource, namespace: undefined, name: second }
      : { resource, namespace: second, name: third };
  }
  if (third === undefined && suggestionFor(first, kinds, entities) === '') {
    return { resource: undefined, namespace: first, name: second };
  }
  const wayOut =
    suggestionFor(first, kinds, entities) || '; see rules/kinds.yaml for the kinds, such as pod, volume, vm';
  throw new BundlescopeError('usage', `"${first}" is no kind that is known${wayOut}`);
}

function kindNamed(word: string, kinds: KindTable, entities: EntityTable): string | undefined {
  const lower = word.toLowerCase();
  const entity = entities.get(lower)?.kind;
  if (entity !== undefined && kinds.has(entity)) return entity;
  const short = SHORT_NAMES.get(lower);
  if (short !== undefined) return short;
  const fitting = kinds.resources.filter((resource) => {
    const info = kinds.info(resource);
    const names = [info?.kind, info?.plural].map((name) => name?.toLowerCase());
    return names.includes(lower) || resource.toLowerCase() === lower || `${info?.plural}.${info?.group}` === lower;
  });
  return kinds.byPluralAlone(lower) ?? fitting[0];
}

function suggestionFor(word: string, kinds: KindTable, entities: EntityTable): string {
  const known = kinds.resources.flatMap((resource) => kinds.info(resource)?.kind.toLowerCase() ?? []);
  return word.length < 3 ? '' : didYouMean(word.toLowerCase(), [...entities.keys(), ...SHORT_NAMES.keys(), ...known]);
}

/**
 * The thing that a reference means in this bundle.
 * @throws BundlescopeError `usage` when things of several namespaces bear the name
 */
export function findSubject(reference: EntityReference, objects: ObjectIndex, kinds: KindTable): TimelineSubject {
  const { resource, namespace, name } = reference;
  const order = resource === undefined ? [...new Set([...LIKELY_KINDS, ...kinds.resources])] : [resource];
  for (const candidate of order) {
    const named = objectsNamed(objects, candidate, namespace, name);
    if (named.length > 1) {
      const namespaces = named.map((object) => `${object.namespace}/${name}`).join(', ');
      throw new BundlescopeError('usage', `${candidate} "${name}" exists more than once; give one of ${namespaces}`);
    }
    const [object] = named;
    if (object !== undefined) return { resource: candidate, namespace: object.namespace, name, object };
  }
  return { resource, namespace: namespace ?? '', name, object: undefined };
}

function objectsNamed(
  objects: ObjectIndex,
  resource: string,
  namespace: string | undefined,
  name: string,
): readonly KubeObject[] {
  const exact = objects.get(resource, namespace === undefined ? name : `${namespace}/${name}`);
  if (exact !== undefined) return [exact];
  if (namespace !== undefined) return [];
  return [...objects.list(resource)].filter((object) => object.name === name);
}

/** `; did you mean "..."?` for a name that nothing in the bundle bears, or empty. */
export function similarName({ resource, name }: TimelineSubject, objects: ObjectIndex, kinds: KindTable): string {
  const resources = resource === undefined ? kinds.resources : [resource];
  return didYouMean(
    name,
    resources.flatMap((kind) => [...objects.list(kind)].map((object) => object.name)),
  );
}
