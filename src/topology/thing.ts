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

/** Things that share no more than a place: a path does not lead through them either, although a finding about one says much about another. */
const SHARED_PLACES: ReadonlySet<string> = new Set([
  'disk',
  'backing_image',
  'release',
  'Cluster.cluster.x-k8s.io',
  'Cluster.provisioning.cattle.io',
  'Cluster.fleet.cattle.io',
  'RKEControlPlane.rke.cattle.io',
]);

/** True for things that say little about what touches them. */
export function isHub(key: ThingKey): boolean {
  return HUBS.has(key.slice(0, key.indexOf(':')));
}

/** Whether a path may lead through a thing. */
export function isPassable(key: ThingKey): boolean {
  const name = key.slice(0, key.indexOf(':'));
  return !HUBS.has(name) && !SHARED_PLACES.has(name);
}
