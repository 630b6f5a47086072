import type { ObjectIndex } from '../objects/object-index.js';
import type { EntityTable } from '../rules/entity-table.js';
import { type Link, otherEnd } from './link.js';
import { readLinks } from './read-links.js';
import { isPassable, type ThingKey } from './thing.js';
import { ThingNames } from './thing-names.js';

/**
 * What belongs to what in the cluster, with the place where each link was read. The links are read when the first question is asked: a
 * bundle without findings costs nothing.
 */
export class Topology {
  readonly names: ThingNames;
  readonly #objects: ObjectIndex;
  readonly #added: Link[] = [];
  #links: ReadonlyMap<ThingKey, readonly Link[]> | undefined;

  /** @param entities the names that rules bind (rules/entities.yaml) */
  constructor(objects: ObjectIndex, entities: EntityTable) {
    this.#objects = objects;
    this.names = new ThingNames(entities, objects);
  }

  /** Adds links that are not in the objects. */
  add(links: Iterable<Link>): void {
    for (const link of links) this.#added.push(link);
    this.#links = undefined;
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

  #linked(): ReadonlyMap<ThingKey, readonly Link[]> {
    this.#links ??= this.#read();
    return this.#links;
  }

  #read(): ReadonlyMap<ThingKey, readonly Link[]> {
    const links = new LinkTable();
    readLinks(this.#objects, this.names, (from, relation, to, object, field, shortcut) => {
      links.add({ from, relation, to, source: { kind: 'object', object, field }, shortcut });
    });
    for (const link of this.#added) links.add(link);
    return links.byThing;
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
