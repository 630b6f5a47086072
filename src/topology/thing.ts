/** A thing as rules bind it: `volume:pvc-1`, `vm:default/web`, `device:node1/sdf`; of a kind that rules have no name for, `Kind.group:name`. */
export type ThingKey = string;

/** The key of a binding. */
export function thingKey(name: string, value: string): ThingKey {
  return `${name}:${value}`;
}

/** Name and value of a key. */
export function partsOfThing(key: ThingKey): { readonly name: string; readonly value: string } {
  const colon = key.indexOf(':');
  return { name: key.slice(0, colon), value: key.slice(colon + 1) };
}

/** Things that many unrelated things touch: a path may end there but not lead through. */
const HUBS: ReadonlySet<string> = new Set(['node', 'namespace', 'upgrade', 'cluster', 'storage_class']);

/** Things that have no more in common than to touch one of these: a path does not lead through them either. */
const SHARED: ReadonlySet<string> = new Set(['disk', 'backing_image', 'image', 'release', 'plan']);

/**
 * Kinds without a name in rules that a path may lead through. Owners of other kinds (a MachineSet, a GitRepo, a Longhorn node) have many
 * things that know nothing of each other.
 */
const STEPS: ReadonlySet<string> = new Set([
  'VirtualMachineInstance.kubevirt.io',
  'EndpointSlice.discovery.k8s.io',
  'VolumeAttachment.storage.k8s.io',
  'VolumeAttachment.longhorn.io',
  'ShareManager.longhorn.io',
  'RKEBootstrap.rke.cattle.io',
  'CustomMachine.rke.cattle.io',
  'ManagedChart.management.cattle.io',
  'BundleDeployment.fleet.cattle.io',
]);

/** True for things that say little about what touches them. */
export function isHub(key: ThingKey): boolean {
  return HUBS.has(key.slice(0, key.indexOf(':')));
}

/** Whether a thing is a node of the cluster. */
export function isNode(key: ThingKey): boolean {
  return key.startsWith('node:');
}

/** Whether a path may lead through a thing. */
export function isPassable(key: ThingKey): boolean {
  const name = key.slice(0, key.indexOf(':'));
  const isKind = name.charCodeAt(0) < 'a'.charCodeAt(0);
  return isKind ? STEPS.has(name) : !HUBS.has(name) && !SHARED.has(name);
}
