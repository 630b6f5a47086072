import type { ChangeEffect, Comparison, FieldChange, ObjectChange } from '../../model/comparison.js';

/** Objects to which the same happened, shown as one. */
export interface ChangeGroup {
  readonly first: ObjectChange;
  readonly changes: readonly ObjectChange[];
  /** Of a namespace that came or went: objects that came or went with it. */
  readonly inside: number;
}

/** Kinds that several groups of these clusters have: said with their group. */
const SHARED_KINDS = new Set(['Node', 'Setting', 'Cluster', 'VolumeAttachment', 'APIService']);

/** A kind as people say it: `Volume`, `Node.longhorn.io`. */
export function kindLabel(resource: string): string {
  const kind = resource.split('.', 1)[0] ?? resource;
  return SHARED_KINDS.has(kind) ? resource : kind;
}

/** `namespace/name`, or the name. All objects of Longhorn are in its own namespace, which says nothing. */
export function objectName({ resource, namespace, name }: ObjectChange): string {
  return namespace === undefined || resource.endsWith('.longhorn.io') ? name : `${namespace}/${name}`;
}

/**
 * Changes of one effect, folded where the same happened to objects of one kind.
 * @param unfolded each object stands alone
 */
export function groupsOfEffect(
  comparison: Comparison,
  effect: ChangeEffect,
  unfolded: boolean,
): readonly ChangeGroup[] {
  const changes = comparison.objects.filter((change) => change.effect === effect);
  if (unfolded) return changes.map((change) => ({ first: change, changes: [change], inside: 0 }));
  const whole = new Set(
    changes.flatMap(({ resource, change, name }) =>
      resource === 'Namespace' && (change === 'came' || change === 'went') ? [name] : [],
    ),
  );
  const inside = new Map<string, number>();
  const groups = new Map<string, [ObjectChange, ...ObjectChange[]]>();
  for (const change of changes) {
    const { namespace } = change;
    if (namespace !== undefined && whole.has(namespace) && (change.change === 'came' || change.change === 'went')) {
      inside.set(namespace, (inside.get(namespace) ?? 0) + 1);
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
    inside: group[0].resource === 'Namespace' ? group.reduce((sum, { name }) => sum + (inside.get(name) ?? 0), 0) : 0,
  }));
}

/** What broke or mended is the same only with the same values; of the rest, what was changed is enough. */
function signature({ resource, change, effect, fields }: ObjectChange): string {
  const isExact = effect === 'broke' || effect === 'mended' || effect === 'setting';
  const parts = fields.map((field) => {
    if (effect === 'replaced') return [];
    if (isImage(field)) return ['image', imageTag(field.old), imageTag(field.new)];
    return [generalLabel(field), ...(isExact || field.topic === 'version' ? [field.old, field.new] : [])];
  });
  return JSON.stringify([resource, change, ...new Set(parts.map((part) => JSON.stringify(part)))]);
}

/** Whether a field is the image of a container. */
export function isImage({ label }: FieldChange): boolean {
  return label.startsWith('image of ');
}

/** The part of an image that a release changes. */
export function imageTag(image: string | undefined): string | undefined {
  return image === undefined ? undefined : image.slice(image.lastIndexOf(':', image.length) + 1);
}

/** Labels with the name of a part of the object in them (`replica pvc-1-r-2`): the same part of another object has another name. */
export function generalLabel({ label }: FieldChange): string {
  return label.replace(/ \S+-[rei]-[0-9a-f]+$/, '');
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
