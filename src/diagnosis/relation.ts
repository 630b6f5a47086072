import type { Reach } from '../rules/causal-link.js';
import type { Closeness } from '../topology/closeness.js';
import { isNode } from '../topology/thing.js';
import type { Draft } from './draft.js';
import { type Footprint, intersect } from './footprint.js';

/** Steps between findings that have only their node in common. */
const ON_ONE_NODE = 3;
/** Steps between findings that have only their cluster in common. */
const IN_ONE_CLUSTER = 4;

/**
 * How closely two findings are related: 0 when they are about the same thing, else steps in the topology; undefined when nothing
 * connects them within the reach. A finding about the whole cluster is related to everything, unless the rule says that it must name
 * the node of the other.
 *
 * What many things touch (a node, a namespace) relates two findings only when one of them is about it: two volumes on one node share
 * no more than the node, unless the rule says that the node is enough. Those that name one upgrade are steps of the same work.
 */
export function relatedness(a: Draft, b: Draft, closeness: Closeness, reach?: Reach): number | undefined {
  const [one, other] = [a.footprint, b.footprint];
  if (!one.isWhole && !other.isWhole) return relatednessOfParts(a, b, closeness, reach);
  return reach === 'node' && !areOnOneNode(one, other, closeness) ? undefined : 1;
}

function relatednessOfParts(a: Draft, b: Draft, closeness: Closeness, reach: Reach | undefined): number | undefined {
  const [one, other] = [a.footprint, b.footprint];
  if (intersect(one.specific, other.specific)) return 0;
  const isNear = !contradict(a, b);
  if (reach === 'same') return isNear && nameTheSame(one, other) ? 0 : undefined;
  if (isNear && shareAnchor(one, other)) return 1;
  if (isNear && closeness.areNeighbours(one.anchors, other.anchors)) return 1;
  const steps = haveOwnSubjects(a, b) ? undefined : closeness.distance(one.specific, other.specific);
  if (steps !== undefined && (typeof reach !== 'number' || steps <= reach)) return steps;
  if (reach === 'node') return areOnOneNode(one, other, closeness) ? ON_ONE_NODE : undefined;
  return reach === 'cluster' ? IN_ONE_CLUSTER : undefined;
}

function shareAnchor(one: Footprint, other: Footprint): boolean {
  return (
    intersect(one.anchors, other.things) ||
    intersect(one.things, other.anchors) ||
    intersect(one.upgrades, other.upgrades)
  );
}

/** What runs on a node is not the node: both must be about it. */
function nameTheSame(one: Footprint, other: Footprint): boolean {
  const isIn = (from: Footprint, to: Footprint): boolean =>
    [...from.anchors].some((thing) => (isNode(thing) ? to.anchors : to.things).has(thing));
  return isIn(one, other) || isIn(other, one) || intersect(one.upgrades, other.upgrades);
}

function areOnOneNode(one: Footprint, other: Footprint, closeness: Closeness): boolean {
  return (
    intersect(one.nodes, other.nodes) ||
    closeness.areNeighbours(one.things, other.nodes) ||
    closeness.areNeighbours(other.things, one.nodes)
  );
}

/**
 * True when a finding is about one thing of a sort and the other names another of that sort: two volumes on one node share no more
 * than the node, two nodes of one upgrade no more than the upgrade.
 */
export function contradict(a: Draft, b: Draft): boolean {
  return haveOwnSubjects(a, b) || differIn('node', a, b);
}

/** True when one is about a thing of a sort of which the other names another: no way from volume to volume relates their failures. */
function haveOwnSubjects(a: Draft, b: Draft): boolean {
  return differIn(a.rule.entity, a, b) || differIn(b.rule.entity, a, b);
}

function differIn(name: string, a: Draft, b: Draft): boolean {
  const values = a.match.bindings.get(name);
  const others = b.match.bindings.get(name);
  return values !== undefined && others !== undefined && !values.some((value) => others.includes(value));
}
