import { isHub, type ThingKey } from '../topology/thing.js';
import type { Topology } from '../topology/topology.js';
import type { Draft } from './draft.js';

/** Clocks of nodes differ, and logs are cut: an effect may seem to begin this much before its cause. */
const TOLERANCE_MS = 10 * 60_000;

/**
 * How closely two findings are related: 0 when they are about the same thing, else steps in the topology; undefined when nothing
 * connects them. A finding about the whole cluster is related to everything.
 */
export function relatedness(a: Draft, b: Draft, topology: Topology): number | undefined {
  if (a.rule.entity === 'cluster' || b.rule.entity === 'cluster') return 1;
  const shared = [...a.things].filter((thing) => b.things.has(thing));
  if (shared.some((thing) => !isHub(thing))) return 0;
  if (!contradict(a, b) && (shared.length > 0 || topology.areNeighbours(a.things, b.things))) return 1;
  return topology.distance(withoutHubs(a), new Set(withoutHubs(b)));
}

function withoutHubs({ things }: Draft): readonly ThingKey[] {
  return [...things].filter((thing) => !isHub(thing));
}

/**
 * True when the finding is about one thing of a sort and the other names another of that sort: two volumes on one node share no more
 * than the node, two nodes of one upgrade no more than the upgrade.
 */
function contradict(a: Draft, b: Draft): boolean {
  return [a.rule.entity, b.rule.entity, 'node'].some((name) => differIn(name, a, b));
}

function differIn(name: string, a: Draft, b: Draft): boolean {
  const values = a.match.bindings.get(name);
  const others = b.match.bindings.get(name);
  return values !== undefined && others !== undefined && !values.some((value) => others.includes(value));
}

/** False when the effect was over before the cause began: then it cannot have been its effect. */
export function timesAllow(cause: Draft, effect: Draft): boolean {
  return cause.first === undefined || effect.last === undefined || effect.last >= cause.first - TOLERANCE_MS;
}
