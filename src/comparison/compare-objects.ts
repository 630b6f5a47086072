import {
  CHANGE_EFFECTS,
  type ChangeEffect,
  type FieldChange,
  type NotCompared,
  type ObjectChange,
  type Side,
} from '../model/comparison.js';
import { compareTexts } from '../model/text-order.js';
import type { ClusterState, ObjectState } from './cluster-state.js';
import { compareFacts, troublesOf, worstHealth } from './compare-facts.js';
import { byKind } from './compared-kinds.js';
import { Health } from './fact.js';
import { type ObjectPair, onlyIn, pairObjects } from './pair-objects.js';

/** What changed among the objects of two bundles. */
export interface ObjectComparison {
  /** Heaviest first. */
  readonly changes: readonly ObjectChange[];
  readonly notCompared: readonly NotCompared[];
  /** Objects in both in which nothing changed. */
  readonly unchanged: number;
}

/** A change with what it is ordered by. */
interface WeighedChange {
  readonly change: ObjectChange;
  /** The worse of the two states of the object. */
  readonly health: number;
}

/** Compares the objects of the given kinds. */
export function compareObjects(old: ClusterState, current: ClusterState, kinds: Iterable<string>): ObjectComparison {
  const weighed: WeighedChange[] = [];
  const notCompared: NotCompared[] = [];
  let unchanged = 0;
  for (const resource of [...kinds].sort(byKind)) {
    const gone = decided(resource, old, current, 'new', notCompared);
    const come = decided(resource, current, old, 'old', notCompared);
    for (const pair of pairObjects(resource, old, current, gone, come)) {
      const change = changeOf(pair);
      if (change === undefined) unchanged++;
      else weighed.push(change);
    }
  }
  return { changes: weighed.sort(byWeight).map(({ change }) => change), notCompared, unchanged };
}

/**
 * Objects that one bundle has and the other would have if it could; the rest is noted as not compared.
 * @param side the bundle that does not have them
 */
function decided(
  resource: string,
  having: ClusterState,
  lacking: ClusterState,
  side: Side,
  notCompared: NotCompared[],
): readonly ObjectState[] {
  const unknown = new Map<NotCompared['reason'], ObjectState[]>();
  const known = onlyIn(having.of(resource), lacking.of(resource)).filter((object) => {
    const reason = lacking.coverage(resource, object.namespace);
    if (reason === 'complete') return true;
    unknown.set(reason, [...(unknown.get(reason) ?? []), object]);
    return false;
  });
  for (const [reason, objects] of [...unknown].sort(([a], [b]) => compareTexts(a, b))) {
    const namespaces = new Set(objects.flatMap(({ namespace }) => (namespace === '' ? [] : [namespace])));
    notCompared.push({ resource, side, reason, namespaces: [...namespaces].sort(), objects: objects.length });
  }
  return known;
}

/** Undefined when nothing that is compared changed. */
function changeOf({ resource, old, new: current }: ObjectPair): WeighedChange | undefined {
  if (old !== undefined && current !== undefined) {
    const isSuccessor = old.name !== current.name;
    const fields = compareFacts(old.facts, current.facts, isSuccessor);
    if (fields.length === 0 && !isSuccessor) return undefined;
    const health = { old: worstHealth(old.facts), new: worstHealth(current.facts) };
    return {
      change: {
        ...nameOf(resource, old),
        change: isSuccessor ? 'replaced' : 'changed',
        effect: effectOf(fields, health, isSuccessor),
        ...(isSuccessor ? { replacedBy: current.name } : {}),
        fields,
        old: placeOf(old),
        new: placeOf(current),
      },
      health: Math.max(health.old, health.new),
    };
  }
  const [side, object] = old === undefined ? (['new', current] as const) : (['old', old] as const);
  if (object === undefined) return undefined;
  const fields = troublesOf(object.facts, side);
  const health = worstHealth(object.facts);
  const [change, troubled] = side === 'new' ? (['came', 'broke'] as const) : (['went', 'mended'] as const);
  return {
    change: {
      ...nameOf(resource, object),
      change,
      effect: health > Health.fine ? troubled : change,
      fields,
      [side]: placeOf(object),
    },
    health,
  };
}

/** The object as a whole decides; where it is as bad as before, its parts do. */
function effectOf(
  fields: readonly FieldChange[],
  health: { readonly old: number; readonly new: number },
  isSuccessor: boolean,
): ChangeEffect {
  const has = (direction: FieldChange['direction']): boolean => fields.some((field) => field.direction === direction);
  if (has('broke') && health.new >= health.old) return 'broke';
  if (has('mended') && health.new <= health.old) return 'mended';
  if (isSuccessor) return 'replaced';
  const topics = new Set(fields.map(({ topic }) => topic));
  return (['state', 'version', 'setting'] as const).find((topic) => topics.has(topic)) ?? 'state';
}

function nameOf(resource: string, { namespace, name, owner }: ObjectState) {
  return {
    resource,
    ...(namespace === '' ? {} : { namespace }),
    name,
    ...(owner === undefined ? {} : { owner }),
  };
}

function placeOf({ path, line }: ObjectState): { readonly path: string; readonly line: number } {
  return { path, line };
}

function byWeight(a: WeighedChange, b: WeighedChange): number {
  return (
    CHANGE_EFFECTS.indexOf(a.change.effect) - CHANGE_EFFECTS.indexOf(b.change.effect) ||
    b.health - a.health ||
    byKind(a.change.resource, b.change.resource) ||
    compareTexts(a.change.namespace ?? '', b.change.namespace ?? '') ||
    compareTexts(a.change.name, b.change.name)
  );
}
