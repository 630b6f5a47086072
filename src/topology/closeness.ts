import type { ObjectIndex } from '../objects/object-index.js';
import type { EntityTable } from '../rules/entity-table.js';
import { readLinks } from './read-links.js';
import { isHub, isPassable, type ThingKey } from './thing.js';
import { ThingNames } from './thing-names.js';

/** How many steps apart two things may be to count as related: VM, claim, volume, engine. */
const MAX_DISTANCE = 3;

/** Up to so many neighbours are compared one by one; of more a set is kept. */
const FEW_NEIGHBOURS = 8;

/** What is near some things. */
export interface Surroundings {
  readonly from: ReadonlySet<ThingKey>;
  /** By thing how many steps it is away, for all but the last step of the longest path that counts. */
  readonly steps: ReadonlyMap<ThingKey, number>;
  /** The things from which a last step may be made. */
  readonly frontier: readonly ThingKey[];
}

/** Tells of all pairs of things that belong together. */
type PairReader = (add: (one: ThingKey, other: ThingKey) => void) => void;

/**
 * How close things of the cluster are to each other. Of tens of thousands of links only those are kept that a path from a touched thing may
 * use, and without what is said of them; they are read when the first question is asked: a bundle without findings costs nothing.
 */
export class Closeness {
  readonly #read: PairReader;
  readonly #touched: ReadonlySet<ThingKey>;
  #neighbours: ReadonlyMap<ThingKey, readonly ThingKey[]> | undefined;
  readonly #manyNeighbours = new Map<ThingKey, ReadonlySet<ThingKey>>();
  /** What is near the things that were asked about last: a diagnosis asks about one cause and all effects in a row. */
  #nearest: Surroundings | undefined;

  /** @param touched the things that will be asked about */
  constructor(read: PairReader, touched: ReadonlySet<ThingKey>) {
    this.#read = read;
    this.#touched = touched;
  }

  /**
   * As the objects of a bundle tell it.
   * @param entities the names that rules bind (rules/entities.yaml)
   * @param touched the things that will be asked about
   */
  static ofObjects(objects: ObjectIndex, entities: EntityTable, touched: ReadonlySet<ThingKey>): Closeness {
    return new Closeness((add) => {
      readLinks(objects, new ThingNames(entities, objects), (from, _relation, to) => {
        add(from, to);
      });
    }, touched);
  }

  /** The things that a thing belongs to, or that belong to it. Of hubs, and of things that nobody touches, some may be missing. */
  neighboursOf(key: ThingKey): readonly ThingKey[] {
    this.#neighbours ??= this.#readNeighbours();
    return this.#neighbours.get(key) ?? [];
  }

  /** Whether one of these things touches one of those directly, hubs included. */
  areNeighbours(from: Iterable<ThingKey>, to: ReadonlySet<ThingKey>): boolean {
    for (const key of from) {
      for (const other of to) if (this.#isNeighbour(key, other)) return true;
    }
    return false;
  }

  /**
   * Steps between two sets of things, 0 when they share one; undefined when they are further apart than counts as related. A path may
   * begin and end at a hub, but does not lead through one.
   */
  distance(from: ReadonlySet<ThingKey>, to: ReadonlySet<ThingKey>): number | undefined {
    const { steps } = this.around(from);
    let nearest: number | undefined;
    for (const key of to) {
      const distance = steps.get(key) ?? this.#lastStep(key, steps);
      if (distance !== undefined && (nearest === undefined || distance < nearest)) nearest = distance;
    }
    return nearest;
  }

  /** What is around the given things: whatever is related to them is among it, or one step from its frontier. */
  around(from: ReadonlySet<ThingKey>): Surroundings {
    if (this.#nearest?.from !== from) this.#nearest = this.#explore(from);
    return this.#nearest;
  }

  /** Asked from the end that has fewer neighbours: a node has thousands, what runs on it few. */
  #isNeighbour(a: ThingKey, b: ThingKey): boolean {
    const [few, many] = this.neighboursOf(a).length <= this.neighboursOf(b).length ? [a, b] : [b, a];
    const neighbours = this.neighboursOf(few);
    if (neighbours.length <= FEW_NEIGHBOURS) return neighbours.includes(many);
    const known = this.#manyNeighbours.get(few) ?? new Set(neighbours);
    this.#manyNeighbours.set(few, known);
    return known.has(many);
  }

  /** All but the last step of the longest path: a third of the things that the last step would reach. */
  #explore(from: ReadonlySet<ThingKey>): Surroundings {
    const steps = new Map<ThingKey, number>();
    for (const key of from) steps.set(key, 0);
    let frontier: readonly ThingKey[] = [...from];
    for (let distance = 1; distance < MAX_DISTANCE; distance++) {
      const next: ThingKey[] = [];
      for (const key of frontier) {
        for (const other of this.neighboursOf(key)) {
          if (steps.has(other)) continue;
          steps.set(other, distance);
          if (isPassable(other)) next.push(other);
        }
      }
      frontier = next;
    }
    return { from, steps, frontier };
  }

  #lastStep(to: ThingKey, steps: ReadonlyMap<ThingKey, number>): number | undefined {
    for (const before of this.neighboursOf(to)) {
      if (steps.get(before) === MAX_DISTANCE - 1 && isPassable(before)) return MAX_DISTANCE;
    }
    return undefined;
  }

  /**
   * A path of three steps begins and ends at touched things that are no hubs: its links are those of these, and those between what is next
   * to them. Of a hub only the links to touched things are asked about.
   */
  #readNeighbours(): ReadonlyMap<ThingKey, readonly ThingKey[]> {
    const ends = new Set([...this.#touched].filter((thing) => !isHub(thing)));
    const neighbours = new Map<ThingKey, ThingKey[]>();
    const join = (one: ThingKey, other: ThingKey): void => {
      addTo(neighbours, one, other);
      addTo(neighbours, other, one);
    };
    const inner = new Set(this.#touched);
    /** Links that may lie between, two things each. */
    const between: ThingKey[] = [];
    this.#read((one, other) => {
      const isEnd = ends.has(one);
      const isOtherEnd = ends.has(other);
      if (isEnd && isPassable(other)) inner.add(other);
      if (isOtherEnd && isPassable(one)) inner.add(one);
      if (isEnd || isOtherEnd) join(one, other);
      else between.push(one, other);
    });
    for (let place = 0; place < between.length; place += 2) {
      const [one, other] = [between[place], between[place + 1]];
      if (one !== undefined && other !== undefined && inner.has(one) && inner.has(other)) join(one, other);
    }
    return neighbours;
  }
}

function addTo(neighbours: Map<ThingKey, ThingKey[]>, key: ThingKey, other: ThingKey): void {
  const known = neighbours.get(key);
  if (known === undefined) neighbours.set(key, [other]);
  else known.push(other);
}
