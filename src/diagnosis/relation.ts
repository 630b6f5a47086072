import type { Draft } from './draft.js';
import { isHub, type Topology } from './topology.js';

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
  // Two findings on one node about two different volumes share no more than the node.
  if (shared.length > 0 && !contradict(a, b)) return 1;
  const distance = topology.distance([...a.things].filter((thing) => !isHub(thing)), new Set([...b.things].filter((thing) => !isHub(thing))));
  return distance;
}

/** True when both bind a name other than a hub and share no value of it. */
function contradict(a: Draft, b: Draft): boolean {
  for (const [name, values] of a.match.bindings) {
    const others = b.match.bindings.get(name);
    if (others === undefined || isHub(`${name}:`)) continue;
    if (!values.some((value) => others.includes(value)) && isEntityOf(a, name) && isEntityOf(b, name)) return true;
  }
  return false;
}

function isEntityOf(draft: Draft, name: string): boolean {
  return draft.rule.entity === name;
}

/** False when the effect was over before the cause began: then it cannot have been its effect. */
export function timesAllow(cause: Draft, effect: Draft): boolean {
  return cause.first === undefined || effect.last === undefined || effect.last >= cause.first - TOLERANCE_MS;
}
