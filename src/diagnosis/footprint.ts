import { isHub, type ThingKey, thingKey } from '../topology/thing.js';

/** What a finding touches in the cluster. */
export interface Footprint {
  /** It is about the whole cluster. */
  readonly isWhole: boolean;
  /** Everything bound whose name is an entity. */
  readonly things: ReadonlySet<ThingKey>;
  /** Of these what few others touch: no nodes, no upgrades, no instance managers, through which all volumes of a node go. */
  readonly specific: ReadonlySet<ThingKey>;
  /** The specific ones, and what the finding is about. */
  readonly anchors: ReadonlySet<ThingKey>;
  /** The nodes among the things. */
  readonly nodes: ReadonlySet<ThingKey>;
  /** The upgrades among them: what is done to one node after the other. */
  readonly upgrades: ReadonlySet<ThingKey>;
}

const INSTANCE_MANAGER = thingKey('instance_manager', '');
const NODE = thingKey('node', '');
const UPGRADE = thingKey('upgrade', '');

const NONE: ReadonlySet<ThingKey> = new Set();

/** The footprint of a finding. @param about the thing it is about; undefined for the whole cluster. */
export function footprintOf(things: ReadonlySet<ThingKey>, about: ThingKey | undefined): Footprint {
  const specific = new Set<ThingKey>();
  for (const thing of things) {
    if (!isHub(thing) && (thing === about || !thing.startsWith(INSTANCE_MANAGER))) specific.add(thing);
  }
  return {
    isWhole: about === undefined,
    things,
    specific,
    anchors: about === undefined || specific.has(about) ? specific : new Set([...specific, about]),
    nodes: namedWith(NODE, things),
    upgrades: namedWith(UPGRADE, things),
  };
}

/** Those whose key begins like this; most findings name none. */
function namedWith(beginning: string, things: ReadonlySet<ThingKey>): ReadonlySet<ThingKey> {
  let found: Set<ThingKey> | undefined;
  for (const thing of things) if (thing.startsWith(beginning)) found = (found ?? new Set<ThingKey>()).add(thing);
  return found ?? NONE;
}

/** Whether two sets share a member. */
export function intersect(a: ReadonlySet<ThingKey>, b: ReadonlySet<ThingKey>): boolean {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  for (const key of few) if (many.has(key)) return true;
  return false;
}
