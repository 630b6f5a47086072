import type { GraphCut, GraphThing } from '../model/graph.js';
import { compareTexts } from '../model/text-order.js';
import { type Link, otherEnd } from './link.js';
import { inverseOf } from './relation.js';
import { isPassable, partsOfThing, type ThingKey } from './thing.js';
import type { ThingIndex } from './thing-index.js';
import type { Topology } from './topology.js';

/** Bounds of a part of the graph. */
export interface Extent {
  /** Steps from the root. */
  readonly depth: number;
  /** Things in all. */
  readonly things: number;
  /** Things of one sort that hang on one thing. */
  readonly alike: number;
}

/** The part of the cluster around a thing. */
export interface Neighbourhood {
  readonly things: readonly GraphThing[];
  readonly links: readonly Link[];
  readonly cut: readonly GraphCut[];
  /** Whether more would be reached with more steps. */
  readonly hasMore: boolean;
}

/** Neighbours of one sort: the same relation to the same kind of thing. */
interface Sort {
  readonly relation: string;
  readonly name: string;
  readonly keys: ThingKey[];
}

/**
 * Walks from a thing in all directions. It does not lead through what many unrelated things touch, such as a node, unless that is the root.
 * What is not as it should be comes first and is left out last.
 */
export function neighbourhoodOf(root: ThingKey, extent: Extent, topology: Topology, index: ThingIndex): Neighbourhood {
  const things = new Map<ThingKey, GraphThing>([[root, index.describe(root)]]);
  const cut: GraphCut[] = [];
  let frontier: readonly ThingKey[] = [root];
  for (let step = 0; step < extent.depth && frontier.length > 0; step++) {
    const next: ThingKey[] = [];
    for (const key of frontier) {
      if (key !== root && !isPassable(key)) continue;
      for (const { relation, name, keys } of sortsAround(key, things, topology)) {
        const described = keys.map((other) => index.describe(other)).sort(byConcern);
        const room = Math.max(0, Math.min(extent.alike, extent.things - things.size));
        for (const thing of described.slice(0, room)) {
          things.set(thing.id, { ...thing, reachedFrom: key });
          next.push(thing.id);
        }
        if (described.length > room)
          cut.push({ at: key, relation, kind: topology.names.kindOf(name), count: described.length - room });
      }
    }
    frontier = next;
  }
  const hasMore = frontier.some(
    (key) => isPassable(key) && topology.drawnLinksOf(key).some((link) => !things.has(otherEnd(link, key))),
  );
  return { things: [...things.values()], links: linksAmong(things, topology), cut, hasMore };
}

/** The links between things that are in the picture, each once. */
export function linksAmong(things: ReadonlyMap<ThingKey, unknown>, topology: Topology): readonly Link[] {
  const links = new Set<Link>();
  for (const key of things.keys()) {
    for (const link of topology.drawnLinksOf(key)) if (things.has(otherEnd(link, key))) links.add(link);
  }
  return [...links];
}

/** New neighbours of a thing by sort, in the order in which its links stand in the bundle. */
function sortsAround(key: ThingKey, known: ReadonlyMap<ThingKey, unknown>, topology: Topology): Iterable<Sort> {
  const sorts = new Map<string, Sort>();
  for (const link of topology.drawnLinksOf(key)) {
    const other = otherEnd(link, key);
    if (known.has(other)) continue;
    const relation = link.from === key ? link.relation : inverseOf(link.relation);
    const { name } = partsOfThing(other);
    const sort = sorts.get(`${relation} ${name}`) ?? { relation, name, keys: [] };
    sorts.set(`${relation} ${name}`, sort);
    sort.keys.push(other);
  }
  return sorts.values();
}

/** What is not as it should be first, then by name. */
export function byConcern(a: GraphThing, b: GraphThing): number {
  return Number(b.isUnwell) - Number(a.isUnwell) || compareTexts(a.id, b.id);
}
