import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { LabelledPods } from './labelled-pods.js';
import type { Relation } from './relation.js';
import { type ThingKey, thingKey } from './thing.js';
import type { ThingNames } from './thing-names.js';

/** Writes the links that one object states. */
export type LinkReader = (object: KubeObject, links: LinkWriter) => void;

/** What reads the objects of some kinds, by `Kind` or `Kind.group`. */
export type LinkFamily = Readonly<Record<string, LinkReader>>;

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
  #last: { readonly object: KubeObject; readonly key: ThingKey } | undefined;

  constructor(names: ThingNames, objects: ObjectIndex, sink: LinkSink) {
    this.names = names;
    this.objects = objects;
    this.pods = new LabelledPods(objects);
    this.#sink = sink;
  }

  /** The key of an object: one and the same text for the links that are written of it in a row. */
  keyOf(object: KubeObject): ThingKey {
    if (this.#last?.object !== object) this.#last = { object, key: this.names.keyOf(object) };
    return this.#last.key;
  }

  /**
   * Writes a link.
   * @param object the object that states it, in the field
   */
  link(from: MaybeThing, relation: Relation, to: MaybeThing, object: KubeObject, field: string): void {
    if (from !== undefined && to !== undefined && from !== to) this.#sink(from, relation, to, object, field, false);
  }

  /** Writes a link that steps over things in between. */
  shortcut(from: MaybeThing, relation: Relation, to: MaybeThing, object: KubeObject, field: string): void {
    if (from !== undefined && to !== undefined && from !== to) this.#sink(from, relation, to, object, field, true);
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
