import type { ClusterOverview, GraphThing, NodeOverview } from '../model/graph.js';
import { compareTexts } from '../model/text-order.js';
import { otherEnd } from './link.js';
import { byConcern } from './neighbourhood.js';
import { partsOfThing, type ThingKey } from './thing.js';
import type { ThingIndex } from './thing-index.js';
import type { Topology } from './topology.js';

/** Kinds that a reader asks for first; the others follow by name. */
const FIRST_KINDS = [
  'Node',
  'Upgrade.harvesterhci.io',
  'VirtualMachine.kubevirt.io',
  'VirtualMachineInstance.kubevirt.io',
  'Volume.longhorn.io',
  'PersistentVolumeClaim',
  'Pod',
  'Engine.longhorn.io',
  'Replica.longhorn.io',
  'InstanceManager.longhorn.io',
];
/** Things that are not as they should be: of one kind, and in all. */
const MAX_UNWELL_ALIKE = 6;
const MAX_UNWELL = 24;
/** Kinds whose surroundings tell most, in the order in which they serve as an example. */
const EXAMPLE_KINDS = ['VirtualMachine.kubevirt.io', 'Volume.longhorn.io', 'Node', 'Pod'];
const MAX_EXAMPLES = 3;

/** The whole cluster on one page, however large it is. */
export function overviewOf(bundle: string, topology: Topology, index: ThingIndex): ClusterOverview {
  const kinds = new Map<string, GraphThing[]>();
  const nodes: NodeOverview[] = [];
  for (const key of index.keys()) {
    const thing = index.describe(key);
    // A node that is only named is one nevertheless: its list may be missing.
    if (thing.kind === 'Node') nodes.push(nodeOverview(thing, topology));
    if (thing.presence !== 'collected') continue;
    const alike = kinds.get(thing.kind);
    if (alike === undefined) kinds.set(thing.kind, [thing]);
    else alike.push(thing);
  }
  const ordered = [...kinds].sort(([a], [b]) => place(a) - place(b) || compareTexts(a, b));
  const unwell = ordered.map(([, things]) => things.filter(({ isUnwell }) => isUnwell).sort(byConcern));
  const shown = unwell.flatMap((things) => things.slice(0, MAX_UNWELL_ALIKE)).slice(0, MAX_UNWELL);
  return {
    bundle,
    kinds: ordered.map(([kind, things], place) => ({
      kind,
      count: things.length,
      unwell: unwell[place]?.length ?? 0,
    })),
    nodes: nodes.sort((a, b) => byConcern(a.thing, b.thing)),
    unwell: shown,
    unwellLeftOut: unwell.reduce((sum, things) => sum + things.length, 0) - shown.length,
    examples: examplesOf(kinds, shown),
  };
}

function place(kind: string): number {
  const index = FIRST_KINDS.indexOf(kind);
  return index === -1 ? FIRST_KINDS.length : index;
}

function nodeOverview(thing: GraphThing, topology: Topology): NodeOverview {
  const counts = new Map<string, number>();
  for (const link of topology.linksOf(thing.id)) {
    if (link.relation !== 'runs-on') continue;
    const { name } = partsOfThing(otherEnd(link, thing.id));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const count = (name: string): number => counts.get(name) ?? 0;
  return {
    thing,
    pods: count('pod'),
    vms: count('vm'),
    engines: count('engine'),
    replicas: count('replica'),
  };
}

/** What stands out first, else the first of the kinds that tell most. */
function examplesOf(
  kinds: ReadonlyMap<string, readonly GraphThing[]>,
  unwell: readonly GraphThing[],
): readonly string[] {
  const striking = unwell.slice(0, 1);
  const usual = EXAMPLE_KINDS.flatMap((kind) => [...(kinds.get(kind) ?? [])].sort(byConcern).slice(0, 1));
  const ids = new Set([...striking, ...usual].map(({ id }) => id));
  return [...ids].slice(0, MAX_EXAMPLES).map(argumentOf);
}

/** How the command names a thing: `vm/default/web`. */
export function argumentOf(key: ThingKey): string {
  const { name, value } = partsOfThing(key);
  return `${name.replaceAll('_', '-')}/${value}`;
}
