import type { ClusterState, ObjectState } from './cluster-state.js';
import { comparedKind } from './compared-kinds.js';

/** An object of either bundle, or of both; with different names when one was put in the place of the other. */
export interface ObjectPair {
  readonly resource: string;
  readonly old?: ObjectState;
  readonly new?: ObjectState;
}

/** Objects of one bundle only, in order of their names: the order in which they are paired must not depend on the bundle's. */
export function onlyIn(
  objects: ReadonlyMap<string, ObjectState>,
  others: ReadonlyMap<string, ObjectState>,
): readonly ObjectState[] {
  const only = [...objects].filter(([reference]) => !others.has(reference));
  return only.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

/**
 * Pairs objects of one kind by name, and those that only one bundle has with a successor of the same family: on the same node if there is one.
 * @param goneable what of the old bundle is really gone, and `come` what of the new one really came
 */
export function pairObjects(
  resource: string,
  old: ClusterState,
  current: ClusterState,
  gone: readonly ObjectState[],
  come: readonly ObjectState[],
): readonly ObjectPair[] {
  const pairs: ObjectPair[] = [];
  for (const [reference, object] of old.of(resource)) {
    const same = current.of(resource).get(reference);
    if (same !== undefined) pairs.push({ resource, old: object, new: same });
  }
  if (comparedKind(resource).family === undefined) {
    return [
      ...pairs,
      ...gone.map((object) => ({ resource, old: object })),
      ...come.map((object) => ({ resource, new: object })),
    ];
  }
  const successors = succession(gone, come);
  const succeeding = new Set(successors.values());
  for (const object of gone) {
    const successor = successors.get(object);
    pairs.push({ resource, old: object, ...(successor === undefined ? {} : { new: successor }) });
  }
  for (const object of come) if (!succeeding.has(object)) pairs.push({ resource, new: object });
  return pairs;
}

function succession(gone: readonly ObjectState[], come: readonly ObjectState[]): ReadonlyMap<ObjectState, ObjectState> {
  const successors = new Map<ObjectState, ObjectState>();
  const free = new Set(come);
  // First those on the same node, so that a DaemonSet's pods are not mixed up; then whoever is left.
  for (const keyOf of [familyOnNode, familyOf]) {
    const byKey = new Map<string, ObjectState[]>();
    for (const object of free) {
      const key = keyOf(object);
      if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), object]);
    }
    for (const object of gone) {
      if (successors.has(object)) continue;
      const key = keyOf(object);
      const successor = key === undefined ? undefined : byKey.get(key)?.shift();
      if (successor === undefined) continue;
      successors.set(object, successor);
      free.delete(successor);
    }
  }
  return successors;
}

function familyOf({ family, namespace }: ObjectState): string | undefined {
  return family === undefined ? undefined : `${namespace} ${family}`;
}

function familyOnNode(object: ObjectState): string | undefined {
  const family = familyOf(object);
  const node = object.facts.find(({ label }) => label === 'node')?.value;
  return family === undefined || node === undefined ? undefined : `${family} ${node}`;
}
