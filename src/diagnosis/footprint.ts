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

/** The footprint of a finding. @param about the thing it is about; undefined for the whole cluster. */
export function footprintOf(things: ReadonlySet<ThingKey>, about: ThingKey | undefined): Footprint {
  const specific = [...things].filter(
    (thing) => !isHub(thing) && (thing === about || !thing.startsWith(INSTANCE_MANAGER)),
  );
  const named = (name: string): ReadonlySet<ThingKey> =>
    new Set([...things].filter((thing) => thing.startsWith(thingKey(name, ''))));
  return {
    isWhole: about === undefined,
    things,
    specific: new Set(specific),
    anchors: new Set(about === undefined ? specific : [...specific, about]),
    nodes: named('node'),
    upgrades: named('upgrade'),
  };
}

/** Whether two sets share a member. */
export function intersect(a: ReadonlySet<ThingKey>, b: ReadonlySet<ThingKey>): boolean {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  for (const key of few) if (many.has(key)) return true;
  return false;
}
