import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { LabelledPods } from './labelled-pods.js';
import type { Relation } from './relation.js';
import { type ThingKey, thingKey } from './thing.js';
import type { ThingNames } from './thing-names.js';

/** Reads the links that objects of some kinds state. */
export interface LinkFamily {
  /** Kinds it reads, as `Kind` or `Kind.group`. */
  readonly kinds: readonly string[];
  /** Writes what one object of these kinds states. */
  read(object: KubeObject, links: LinkWriter): void;
}

/** Takes a link: what belongs to what, and what states it. */
export type LinkSink = (
  from: ThingKey,
  relation: Relation,
  to: ThingKey,
  object: KubeObject,
  field: string,
  isShortcut: boolean,
) => void;

/** A thing that may not be named after all. */
type MaybeThing = ThingKey | undefined;

/** Takes the links of objects; a link to something without a name is left out. */
export class LinkWriter {
  readonly names: ThingNames;
  readonly objects: ObjectIndex;
  readonly pods: LabelledPods;
  readonly #sink: LinkSink;
  readonly #keys = new Map<KubeObject, ThingKey>();

  constructor(names: ThingNames, objects: ObjectIndex, sink: LinkSink) {
    this.names = names;
    this.objects = objects;
    this.pods = new LabelledPods(objects);
    this.#sink = sink;
  }

  /** The key of an object, one and the same text for all of its links. */
  keyOf(object: KubeObject): ThingKey {
    let key = this.#keys.get(object);
    if (key === undefined) {
      key = this.names.keyOf(object);
      this.#keys.set(object, key);
    }
    return key;
  }

  /**
   * Writes a link.
   * @param object the object that states it, in the field
   */
  link(from: MaybeThing, relation: Relation, to: MaybeThing, object: KubeObject, field: string): void {
    this.#write(from, relation, to, object, field, false);
  }

  /** Writes a link that steps over things in between. */
  shortcut(from: MaybeThing, relation: Relation, to: MaybeThing, object: KubeObject, field: string): void {
    this.#write(from, relation, to, object, field, true);
  }

  #write(
    from: MaybeThing,
    relation: Relation,
    to: MaybeThing,
    object: KubeObject,
    field: string,
    isShortcut: boolean,
  ): void {
    if (from === undefined || to === undefined || from === to) return;
    this.#sink(from, relation, to, object, field, isShortcut);
  }
}

/** The thing of a name; undefined without a value. */
export function named(name: string, value: string | undefined): ThingKey | undefined {
  return value === undefined || value === '' ? undefined : thingKey(name, value);
}

/** The thing of a name in a namespace; undefined without a value. */
export function namedIn(name: string, namespace: string, value: string | undefined): ThingKey | undefined {
  return value === undefined || value === '' ? undefined : thingKey(name, `${namespace}/${value}`);
}
