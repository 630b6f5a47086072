import type { KindTable } from '../bundle/index.js';
import { BundlescopeError } from '../errors/index.js';
import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { didYouMean } from '../rules/did-you-mean.js';
import type { EntityReference } from '../topology/entity-reference.js';

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

/** What a reference leads to; without an object when the bundle has none of that name, as after a deletion. */
export interface TimelineSubject {
  readonly resource: string | undefined;
  readonly namespace: string;
  readonly name: string;
  readonly object: KubeObject | undefined;
}

/**
 * The thing that a reference means in this bundle.
 * @throws BundlescopeError `usage` when things of several namespaces bear the name
 */
export function findSubject(reference: EntityReference, objects: ObjectIndex, kinds: KindTable): TimelineSubject {
  const slash = reference.name.indexOf('/');
  const namespace = slash === -1 ? undefined : reference.name.slice(0, slash);
  const name = reference.name.slice(slash + 1);
  for (const candidate of reference.kinds ?? new Set([...LIKELY_KINDS, ...kinds.resources])) {
    const named = objectsNamed(objects, candidate, namespace, name);
    if (named.length > 1) {
      const namespaces = named.map((object) => `${object.namespace}/${name}`).join(', ');
      throw new BundlescopeError('usage', `${candidate} "${name}" exists more than once; give one of ${namespaces}`);
    }
    const [object] = named;
    if (object !== undefined) return { resource: candidate, namespace: object.namespace, name, object };
  }
  return { resource: reference.kinds?.[0], namespace: namespace ?? '', name, object: undefined };
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
