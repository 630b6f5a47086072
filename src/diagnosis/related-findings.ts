import type { Reach } from '../rules/causal-link.js';
import type { Closeness } from '../topology/closeness.js';
import { isNode, isPassable, type ThingKey } from '../topology/thing.js';
import type { Draft } from './draft.js';
import type { Footprint } from './footprint.js';
import { relatedness } from './relation.js';

/** A finding and how closely it is related to the one it was looked up for. */
export interface Related {
  readonly draft: Draft;
  readonly distance: number;
}

/** Findings among which those related to another are looked up without comparing each with each. */
export class RelatedFindings {
  readonly #closeness: Closeness;
  readonly #groups: readonly SameSubject[];

  constructor(drafts: readonly Draft[], closeness: Closeness) {
    this.#closeness = closeness;
    const bySubject = new Map<string, Draft[]>();
    for (const draft of drafts) {
      const group = bySubject.get(draft.rule.entity);
      if (group === undefined) bySubject.set(draft.rule.entity, [draft]);
      else group.push(draft);
    }
    this.#groups = [...bySubject].map(([subject, group]) => new SameSubject(subject, group, closeness));
  }

  /** Those of the findings that are related to the given one within the reach; never itself. */
  relatedTo(draft: Draft, reach?: Reach): readonly Related[] {
    const related: Related[] = [];
    for (const group of this.#groups) {
      for (const other of group.candidates(draft, reach)) {
        const distance = other === draft ? undefined : relatedness(draft, other, this.#closeness, reach);
        if (distance !== undefined) related.push({ draft: other, distance });
      }
    }
    return related;
  }
}

/** Findings by what they touch; each as its place in a list. */
interface TouchIndex {
  readonly byThing: PlacesByThing;
  readonly byAnchor: PlacesByThing;
  readonly byUpgrade: PlacesByThing;
}

/** Findings by what a path to them ends in. */
interface PathIndex {
  readonly bySpecific: PlacesByThing;
  /** By what a path may lead through and is one step from something specific that they touch. */
  readonly byNextTo: PlacesByThing;
}

/** Findings by the nodes that they name, and by the nodes next to what they touch. */
interface NodeIndex {
  readonly byNode: PlacesByThing;
  readonly byNodeNextTo: PlacesByThing;
}

type PlacesByThing = ReadonlyMap<ThingKey, readonly number[]>;

/** Findings about things of one sort. */
class SameSubject {
  readonly #subject: string;
  readonly #drafts: readonly Draft[];
  readonly #closeness: Closeness;
  #touches: TouchIndex | undefined;
  #paths: PathIndex | undefined;
  #nodes: NodeIndex | undefined;
  /** By name of a thing of their sort, whatever node it is on. */
  #byName: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(subject: string, drafts: readonly Draft[], closeness: Closeness) {
    this.#subject = subject;
    this.#drafts = drafts;
    this.#closeness = closeness;
  }

  /** Findings among which all are that are related to the given one, in their order. */
  candidates(draft: Draft, reach: Reach | undefined): readonly Draft[] {
    if (draft.footprint.isWhole || this.#subject === 'cluster' || reach === 'cluster') return this.#drafts;
    const { footprint } = draft;
    const places = new Set<number>();
    this.#addTouching(footprint, places);
    // Who names a thing of their sort is related to those that name it too, and to others only by what both touch.
    const named = draft.match.bindings.get(this.#subject);
    if (named !== undefined) this.#addNamed(named, places);
    else if (reach !== 'same') this.#addNear(footprint, places);
    if (reach === 'node') this.#addOnNodes(footprint, places);
    if (places.size === 0) return [];
    const ordered = [...places].sort((a, b) => a - b);
    return ordered.flatMap((place) => this.#drafts[place] ?? []);
  }

  /** Those that touch the same. */
  #addTouching(footprint: Footprint, places: Set<number>): void {
    this.#touches ??= touchIndexOf(this.#drafts);
    const { byThing, byAnchor, byUpgrade } = this.#touches;
    for (const thing of footprint.anchors) addAll(byThing.get(thing), places);
    for (const thing of footprint.things) addAll(byAnchor.get(thing), places);
    for (const upgrade of footprint.upgrades) addAll(byUpgrade.get(upgrade), places);
  }

  /** Those that name a thing of their sort alike: it need not be the same thing, for a device of that name may be on any node. */
  #addNamed(names: readonly string[], places: Set<number>): void {
    this.#byName ??= placesBy(this.#drafts, ({ match }) => match.bindings.get(this.#subject) ?? []);
    for (const name of names) addAll(this.#byName.get(name), places);
  }

  /** Those that touch what is next to it, or what a short path leads to. */
  #addNear(footprint: Footprint, places: Set<number>): void {
    this.#touches ??= touchIndexOf(this.#drafts);
    this.#paths ??= pathIndexOf(this.#drafts, this.#closeness);
    const { byAnchor } = this.#touches;
    const { bySpecific, byNextTo } = this.#paths;
    for (const thing of footprint.anchors) {
      for (const other of this.#closeness.neighboursOf(thing)) addAll(byAnchor.get(other), places);
    }
    const { steps, frontier } = this.#closeness.around(footprint.specific);
    for (const thing of steps.keys()) addAll(bySpecific.get(thing), places);
    for (const thing of frontier) addAll(byNextTo.get(thing), places);
  }

  #addOnNodes(footprint: Footprint, places: Set<number>): void {
    this.#nodes ??= nodeIndexOf(this.#drafts, this.#closeness);
    const { byNode, byNodeNextTo } = this.#nodes;
    for (const node of footprint.nodes) {
      addAll(byNode.get(node), places);
      addAll(byNodeNextTo.get(node), places);
    }
    for (const node of nodesNextTo(footprint, this.#closeness)) addAll(byNode.get(node), places);
  }
}

function touchIndexOf(drafts: readonly Draft[]): TouchIndex {
  const footprints = drafts.map(({ footprint }) => footprint);
  return {
    byThing: placesBy(footprints, ({ things }) => things),
    byAnchor: placesBy(footprints, ({ anchors }) => anchors),
    byUpgrade: placesBy(footprints, ({ upgrades }) => upgrades),
  };
}

function pathIndexOf(drafts: readonly Draft[], closeness: Closeness): PathIndex {
  const footprints = drafts.map(({ footprint }) => footprint);
  return {
    bySpecific: placesBy(footprints, ({ specific }) => specific),
    byNextTo: placesBy(footprints, ({ specific }) => thingsNextTo(specific, closeness, isPassable)),
  };
}

function nodeIndexOf(drafts: readonly Draft[], closeness: Closeness): NodeIndex {
  const footprints = drafts.map(({ footprint }) => footprint);
  return {
    byNode: placesBy(footprints, ({ nodes }) => nodes),
    byNodeNextTo: placesBy(footprints, (footprint) => nodesNextTo(footprint, closeness)),
  };
}

/** Nodes are not next to each other: what is next to a node, thousands of things, is not looked through. */
function nodesNextTo({ things }: Footprint, closeness: Closeness): ReadonlySet<ThingKey> {
  return thingsNextTo(
    [...things].filter((thing) => !isNode(thing)),
    closeness,
    isNode,
  );
}

function thingsNextTo(
  things: Iterable<ThingKey>,
  closeness: Closeness,
  isWanted: (thing: ThingKey) => boolean,
): ReadonlySet<ThingKey> {
  const found = new Set<ThingKey>();
  for (const thing of things) {
    for (const other of closeness.neighboursOf(thing)) if (isWanted(other)) found.add(other);
  }
  return found;
}

function placesBy<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => Iterable<string>,
): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  for (const [place, item] of items.entries()) {
    for (const key of keysOf(item)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [place]);
      else known.push(place);
    }
  }
  return index;
}

function addAll(found: readonly number[] | undefined, places: Set<number>): void {
  if (found !== undefined) for (const place of found) places.add(place);
}
