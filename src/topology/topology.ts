import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import type { EntityTable } from '../rules/entity-table.js';
import { readOwners } from './families/owners.js';
import { type Link, otherEnd } from './link.js';
import { LINK_FAMILIES } from './link-families.js';
import { LinkWriter } from './link-writer.js';
import { isPassable, type ThingKey } from './thing.js';
import { ThingNames } from './thing-names.js';

/** How many steps apart two things may be to count as related: VM, claim, volume, engine. */
const MAX_DISTANCE = 3;

/** Up to so many links are compared one by one; of more a set is kept. */
const FEW_LINKS = 8;

/** Lists of these hold things that happened, not things that are. */
const NOT_THINGS: ReadonlySet<string> = new Set(['Event', 'Event.events.k8s.io', 'Lease.coordination.k8s.io']);

/** What is near some things. */
export interface Surroundings {
  readonly from: ReadonlySet<ThingKey>;
  /** By thing how many steps it is away, for all but the last step of the longest path that counts. */
  readonly steps: ReadonlyMap<ThingKey, number>;
  /** The things from which a last step may be made. */
  readonly frontier: readonly ThingKey[];
}

/**
 * What belongs to what in the cluster, with the place where each link was read. The links are read when the first question is asked: a
 * bundle without findings costs nothing.
 */
export class Topology {
  readonly names: ThingNames;
  readonly #objects: ObjectIndex;
  readonly #added: Link[] = [];
  #links: ReadonlyMap<ThingKey, readonly Link[]> | undefined;
  readonly #neighbours = new Map<ThingKey, ReadonlySet<ThingKey>>();
  /** What is near the things that were asked about last: a diagnosis asks about one cause and all effects in a row. */
  #nearest: Surroundings | undefined;

  /** @param entities the names that rules bind (rules/entities.yaml) */
  constructor(objects: ObjectIndex, entities: EntityTable) {
    this.#objects = objects;
    this.names = new ThingNames(entities, objects);
  }

  /** Adds links that are not in the objects. */
  add(links: Iterable<Link>): void {
    for (const link of links) this.#added.push(link);
    this.#links = undefined;
    this.#neighbours.clear();
    this.#nearest = undefined;
  }

  /** All links of a thing, in the order of the bundle. */
  linksOf(key: ThingKey): readonly Link[] {
    return this.#linked().get(key) ?? [];
  }

  /** The links of a thing as a picture shows them: without those that step over things which are there. */
  drawnLinksOf(key: ThingKey): readonly Link[] {
    return this.linksOf(key).filter((link) => !link.shortcut || !this.#isBridged(link));
  }

  /** All things that have links. */
  things(): Iterable<ThingKey> {
    return this.#linked().keys();
  }

  /** Whether one of these things touches one of those directly, hubs included. */
  areNeighbours(from: Iterable<ThingKey>, to: ReadonlySet<ThingKey>): boolean {
    for (const key of from) {
      for (const other of to) if (this.#isLinked(key, other)) return true;
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

  /**
   * The links of a shortest path between two things, from the first on: how they are related. As for distances it does not lead through a
   * hub.
   * @param maxSteps longest path that is looked for
   * @returns undefined when there is none; empty for one and the same thing
   */
  path(from: ThingKey, to: ThingKey, maxSteps: number): readonly Link[] | undefined {
    const arrivals = new Map<ThingKey, Link | undefined>([[from, undefined]]);
    let frontier: readonly ThingKey[] = [from];
    for (let step = 0; step < maxSteps && frontier.length > 0 && !arrivals.has(to); step++) {
      const next: ThingKey[] = [];
      for (const key of frontier) {
        if (step > 0 && !isPassable(key)) continue;
        for (const link of this.drawnLinksOf(key)) {
          const other = otherEnd(link, key);
          if (arrivals.has(other)) continue;
          arrivals.set(other, link);
          next.push(other);
        }
      }
      frontier = next;
    }
    return arrivals.has(to) ? trace(to, arrivals) : undefined;
  }

  /** Whether what a shortcut steps over is there, so that the shortcut adds nothing; asked from the end that has fewer links. */
  #isBridged({ from, to }: Link): boolean {
    const [near, far] = this.linksOf(from).length <= this.linksOf(to).length ? [from, to] : [to, from];
    return this.linksOf(near).some((link) => {
      const between = otherEnd(link, near);
      return !link.shortcut && isPassable(between) && this.linksOf(between).some((next) => isStepTo(next, far));
    });
  }

  /** Asked from the end that has fewer links: a node has thousands, what runs on it few. */
  #isLinked(a: ThingKey, b: ThingKey): boolean {
    const [few, many] = this.linksOf(a).length <= this.linksOf(b).length ? [a, b] : [b, a];
    const links = this.linksOf(few);
    if (links.length <= FEW_LINKS) return links.some((link) => otherEnd(link, few) === many);
    const neighbours = this.#neighbours.get(few) ?? new Set(links.map((link) => otherEnd(link, few)));
    this.#neighbours.set(few, neighbours);
    return neighbours.has(many);
  }

  /** All but the last step of the longest path: a third of the things that the last step would reach. */
  #explore(from: ReadonlySet<ThingKey>): Surroundings {
    const steps = new Map<ThingKey, number>();
    for (const key of from) steps.set(key, 0);
    let frontier: readonly ThingKey[] = [...from];
    for (let distance = 1; distance < MAX_DISTANCE; distance++) {
      const next: ThingKey[] = [];
      for (const key of frontier) {
        for (const link of this.linksOf(key)) {
          const other = otherEnd(link, key);
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
    for (const link of this.linksOf(to)) {
      const before = otherEnd(link, to);
      if (steps.get(before) === MAX_DISTANCE - 1 && isPassable(before)) return MAX_DISTANCE;
    }
    return undefined;
  }

  #linked(): ReadonlyMap<ThingKey, readonly Link[]> {
    this.#links ??= this.#read();
    return this.#links;
  }

  #read(): ReadonlyMap<ThingKey, readonly Link[]> {
    const links = new LinkTable();
    const writer = new LinkWriter(this.names, this.#objects, (link) => {
      links.add(link);
    });
    for (const { kinds, read } of LINK_FAMILIES) {
      for (const kind of kinds) for (const object of this.#objects.list(kind)) read(object, writer);
    }
    for (const object of this.#things()) readOwners(object, writer);
    for (const link of this.#added) links.add(link);
    return links.byThing;
  }

  *#things(): Generator<KubeObject> {
    for (const resource of this.#objects.resources) {
      if (!NOT_THINGS.has(resource)) yield* this.#objects.list(resource);
    }
  }
}

/** Of what objects say of two things one statement is enough; what a log says is another matter. */
function saysTheSame(a: Link, b: Link): boolean {
  return a.relation === b.relation || (a.source.kind === 'object' && b.source.kind === 'object');
}

/** A link to the same thing that says the same. A loop without a function of its own: large clusters have tens of thousands of links. */
function sameLink(links: readonly Link[], key: ThingKey, link: Link): Link | undefined {
  for (const other of links) {
    if ((other.from === key || other.to === key) && saysTheSame(other, link)) return other;
  }
  return undefined;
}

/** Links by both of their things; of several between two things the first, unless only a later one is more than a shortcut. */
class LinkTable {
  readonly byThing = new Map<ThingKey, Link[]>();

  add(link: Link): void {
    const from = this.#of(link.from);
    const to = this.#of(link.to);
    const [few, key] = from.length <= to.length ? [from, link.to] : [to, link.from];
    const known = sameLink(few, key, link);
    if (known === undefined) {
      from.push(link);
      to.push(link);
    } else if (known.shortcut && !link.shortcut) {
      from.splice(from.indexOf(known), 1, link);
      to.splice(to.indexOf(known), 1, link);
    }
  }

  #of(key: ThingKey): Link[] {
    const known = this.byThing.get(key);
    if (known !== undefined) return known;
    const links: Link[] = [];
    this.byThing.set(key, links);
    return links;
  }
}

function isStepTo(link: Link, key: ThingKey): boolean {
  return !link.shortcut && (link.from === key || link.to === key);
}

function trace(to: ThingKey, arrivals: ReadonlyMap<ThingKey, Link | undefined>): readonly Link[] {
  const links: Link[] = [];
  let key = to;
  for (let link = arrivals.get(key); link !== undefined; link = arrivals.get(key)) {
    links.unshift(link);
    key = otherEnd(link, key);
  }
  return links;
}
