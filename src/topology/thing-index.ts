import { mapAt, textAt } from '../bundle/kube-path.js';
import type { GraphThing, Presence } from '../model/graph.js';
import { type KubeMap, type KubeObject, resourceOf } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { conditionStatus, stateOfWords, type ThingState } from './states/state.js';
import { partsOfThing, type ThingKey } from './thing.js';
import { stateOf } from './thing-state.js';
import type { Topology } from './topology.js';

/** Things with what the bundle says of them. */
export class ThingIndex {
  readonly #topology: Topology;
  readonly #lists: ObjectIndex;
  readonly #kinds: ReadonlySet<string>;
  readonly #objects: ReadonlyMap<ThingKey, KubeObject>;
  readonly #all: ReadonlySet<ThingKey>;
  readonly #disks: ReadonlyMap<ThingKey, KubeObject>;

  constructor(topology: Topology, objects: ObjectIndex, kinds: Iterable<string>) {
    this.#topology = topology;
    this.#lists = objects;
    this.#kinds = new Set(kinds);
    const known = new Map<ThingKey, KubeObject>();
    for (const kind of this.#kinds) {
      for (const object of objects.list(kind)) if (isThing(object)) known.set(topology.names.keyOf(object), object);
    }
    this.#objects = known;
    this.#all = new Set([...known.keys(), ...topology.things()]);
    this.#disks = disksOf(objects);
  }

  /** All things of the cluster: those that have an object, and those that are only named. */
  keys(): Iterable<ThingKey> {
    return this.#all;
  }

  has(key: ThingKey): boolean {
    return this.#all.has(key);
  }

  /** The object of a thing; undefined when the bundle does not hold it. */
  objectOf(key: ThingKey): KubeObject | undefined {
    return this.#objects.get(key);
  }

  /** A thing as a reader sees it. */
  describe(key: ThingKey): GraphThing {
    const { name, value } = partsOfThing(key);
    const object = this.#objects.get(key);
    const statement = object ?? this.#disks.get(key);
    const state = object === undefined ? diskState(value, this.#disks.get(key)) : stateOf(object);
    const slash = value.indexOf('/');
    const before = slash === -1 ? undefined : value.slice(0, slash);
    const isPerNode = this.#topology.names.isPerNode(name);
    return {
      id: key,
      kind: object === undefined ? this.#topology.names.kindOf(name) : resourceOf(object.kind, object.group),
      name: value.slice(slash + 1),
      ...(before === undefined ? {} : isPerNode ? { node: before } : { namespace: before }),
      ...(state === undefined ? {} : { state: state.text }),
      isUnwell: state?.isUnwell ?? false,
      presence: statement === undefined ? this.#presenceOf(name) : 'collected',
      ...(statement === undefined ? {} : { path: statement.path, line: statement.line }),
    };
  }

  #presenceOf(name: string): Presence {
    const kind = this.#topology.names.kindOf(name);
    if (!this.#kinds.has(kind)) return 'not-read';
    return this.#lists.isCollected(kind) ? 'missing' : 'not-collected';
  }
}

/** Of secrets only those that plan a machine are part of the picture. */
function isThing(object: KubeObject): boolean {
  return object.kind !== 'Secret' || object.name.endsWith('-machine-plan');
}

/** Longhorn disks by their key: they have no object of their own but stand in that of their node. */
function disksOf(objects: ObjectIndex): ReadonlyMap<ThingKey, KubeObject> {
  const disks = new Map<ThingKey, KubeObject>();
  for (const node of objects.list('Node.longhorn.io')) {
    for (const disk of Object.keys(mapAt(node.content, 'spec', 'disks'))) disks.set(`disk:${node.name}/${disk}`, node);
  }
  return disks;
}

function diskState(value: string, node: KubeObject | undefined): ThingState | undefined {
  if (node === undefined) return undefined;
  const disk = value.slice(value.indexOf('/') + 1);
  const content: KubeMap = { status: mapAt(node.content, 'status', 'diskStatus', disk) };
  const failing = ['Ready', 'Schedulable'].filter((type) => conditionStatus(content, type) === 'False');
  const words = failing.map((type) => `not ${type.toLowerCase()}`);
  return stateOfWords([textAt(node.content, 'spec', 'disks', disk, 'path'), ...words], failing.length > 0);
}
