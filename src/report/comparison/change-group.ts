import type { ChangeEffect, Comparison, FieldChange, ObjectChange } from '../../model/comparison.js';

/** Objects to which the same happened, shown as one. */
export interface ChangeGroup {
  readonly first: ObjectChange;
  readonly changes: readonly ObjectChange[];
  /** Objects that came or went with these: what was in them or belonged to them. */
  readonly inside: number;
}

/** Kinds that several groups of these clusters have: said with their group. */
const SHARED_KINDS = new Set(['Node', 'Setting', 'Cluster', 'VolumeAttachment', 'APIService']);

/** A kind as people say it: `Volume`, `Node.longhorn.io`. */
export function kindLabel(resource: string): string {
  const kind = kindOf(resource);
  return SHARED_KINDS.has(kind) ? resource : kind;
}

/** `namespace/name`, or the name. All objects of Longhorn are in its own namespace, which says nothing. */
export function objectName({ resource, namespace, name }: ObjectChange): string {
  return namespace === undefined || resource.endsWith('.longhorn.io') ? name : `${namespace}/${name}`;
}

/**
 * Changes of one effect, folded where the same happened to objects of one kind, and where an object came or went with what it belongs to.
 * @param unfolded each object stands alone
 */
export function groupsOfEffect(
  comparison: Comparison,
  effect: ChangeEffect,
  unfolded: boolean,
): readonly ChangeGroup[] {
  const changes = comparison.objects.filter((change) => change.effect === effect);
  if (unfolded) return changes.map((change) => ({ first: change, changes: [change], inside: 0 }));
  const wholes = effect === 'came' || effect === 'went' ? wholesOf(changes) : new Map<ObjectChange, ObjectChange>();
  const inside = new Map<ObjectChange, number>();
  const groups = new Map<string, [ObjectChange, ...ObjectChange[]]>();
  for (const change of changes) {
    const whole = wholes.get(change);
    if (whole !== undefined) {
      inside.set(whole, (inside.get(whole) ?? 0) + 1);
      continue;
    }
    const key = signature(change);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].map((group) => ({
    first: group[0],
    changes: group,
    inside: group.reduce((sum, change) => sum + (inside.get(change) ?? 0), 0),
  }));
}

/** Owners above owners are followed this far: VM, VMI, pod. */
const MAX_OWNERS = 5;

/** The namespace, or the outermost owner, with which each of these objects came or went; those of none are left out. */
function wholesOf(changes: readonly ObjectChange[]): ReadonlyMap<ObjectChange, ObjectChange> {
  const byReference = new Map(
    changes.map((change) => [reference(change.namespace, kindOf(change.resource), change.name), change]),
  );
  const wholes = new Map<ObjectChange, ObjectChange>();
  for (const change of changes) {
    let whole = change;
    for (let step = 0; step < MAX_OWNERS; step++) {
      const [kind = '', name = ''] = whole.owner?.split(' ') ?? [];
      const owner = byReference.get(reference(whole.namespace, kind, name));
      if (owner === undefined || owner === whole) break;
      whole = owner;
    }
    whole = byReference.get(reference(undefined, 'Namespace', change.namespace ?? '')) ?? whole;
    if (whole !== change) wholes.set(change, whole);
  }
  return wholes;
}

function reference(namespace: string | undefined, kind: string, name: string): string {
  return JSON.stringify([namespace ?? '', kind, name]);
}

function kindOf(resource: string): string {
  return resource.split('.', 1)[0] ?? resource;
}

/** What broke or mended is the same only with the same values; of the rest, what was changed is enough. */
function signature({ resource, change, effect, fields }: ObjectChange): string {
  const isExact = effect === 'broke' || effect === 'mended' || effect === 'setting';
  const parts = fields.map((field) => {
    if (effect === 'replaced') return [];
    if (isImage(field)) return ['image', splitImage(field.old ?? '').tag, splitImage(field.new ?? '').tag];
    return [generalLabel(field), ...(isExact || field.topic === 'version' ? [field.old, field.new] : [])];
  });
  return JSON.stringify([resource, change, ...new Set(parts.map((part) => JSON.stringify(part)))]);
}

/** Whether a field is the image of a container. */
export function isImage({ label }: FieldChange): boolean {
  return label.startsWith('image of ');
}

/** An image and the part of it that a release changes. */
export function splitImage(image: string): { readonly repository: string; readonly tag: string } {
  const colon = image.lastIndexOf(':');
  // A port is before the path: `registry:5000/etcd`.
  return colon < 0 || image.includes('/', colon)
    ? { repository: image, tag: '' }
    : { repository: image.slice(0, colon), tag: image.slice(colon + 1) };
}

/** Labels with the name of a part of the object in them (`replica pvc-1-r-2bf3a9c1`): the same part of another object has another name. */
export function generalLabel({ label }: FieldChange): string {
  return label.replace(/ \S*[0-9a-f]{8,}\S*/g, '');
}

/** Who makes the objects of a group and how many each, most first. */
export function ownersOf({ changes }: ChangeGroup): readonly { readonly owner: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { resource, owner = '', namespace } of changes) {
    const [kind = '', ...name] = owner.split(' ');
    const label =
      namespace === undefined || name.length !== 1 || resource.endsWith('.longhorn.io')
        ? owner
        : `${kind} ${namespace}/${name.join(' ')}`;
    if (owner !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts]
    .map(([owner, count]) => ({ owner, count }))
    .sort((a, b) => b.count - a.count || (a.owner < b.owner ? -1 : 1));
}
