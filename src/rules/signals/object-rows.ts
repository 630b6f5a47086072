import { EXCERPT_LENGTH, type ObjectCitation } from '../../model/citation.js';
import { type KubeObject, resourceOf } from '../../model/kube-object.js';
import type { Instant } from '../../model/time.js';
import { toTime } from '../cel/functions.js';
import { fieldOf, isMap, pathSteps, readPath, textOf } from '../cel/values.js';
import type { CompiledSignal } from '../compile-rule.js';
import { type Evidence, NO_TIMES, type Row } from '../row.js';
import type { ObjectSignal } from '../rule.js';
import { allHold, bindAll } from './bind.js';

/** Rows of an `object` signal, in reading order. */
export function* objectRows(signal: CompiledSignal<ObjectSignal>, objects: Iterable<KubeObject>): Generator<Row> {
  for (const object of objects) {
    for (const element of elementsOf(signal, object)) {
      const variables = { self: object.content, item: element.item, key: element.key };
      if (!allHold(signal.where, variables)) continue;
      const bindings = new Map<string, unknown>();
      bindAll(signal.bind, variables, bindings);
      const first = timeOf(signal.time?.evaluate(variables));
      const last = timeOf(signal.lastSeen?.evaluate(variables)) ?? first;
      yield new ObjectRow(signal, object, element, bindings, { first, last });
    }
  }
}

/** A row whose evidence is put together only when it is asked for: most rows prove nothing in the end. */
class ObjectRow implements Row {
  readonly signal: string;
  readonly bindings: ReadonlyMap<string, unknown>;
  readonly count = 1;
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
  readonly times = NO_TIMES;
  readonly sources = undefined;
  readonly #cite: () => readonly Evidence[];
  #evidence: readonly Evidence[] | undefined;

  constructor(
    signal: CompiledSignal<ObjectSignal>,
    object: KubeObject,
    element: Element,
    bindings: ReadonlyMap<string, unknown>,
    { first, last }: Pick<Row, 'first' | 'last'>,
  ) {
    this.signal = signal.name;
    this.bindings = bindings;
    this.first = first;
    this.last = last;
    this.#cite = () => cite(signal, object, element, last);
  }

  get evidence(): readonly Evidence[] {
    this.#evidence ??= this.#cite();
    return this.#evidence;
  }
}

/** A row's subject: the object itself, or an element of `each` with its path in the object where it has one. */
export interface Element {
  readonly item: unknown;
  readonly key: string;
  /** Found only for what matched: it takes a walk through the object. */
  path(): string | undefined;
}

/** What the signal looks at in an object: it as a whole, or the elements of `each`. */
export function elementsOf(signal: CompiledSignal<ObjectSignal>, object: KubeObject): readonly Element[] {
  if (signal.each === undefined) return [{ item: '', key: '', path: () => undefined }];
  const collection = signal.each.evaluate({ self: object.content });
  const stated = statedPath(signal.each.source);
  if (Array.isArray(collection)) {
    return collection.map((_, index) => {
      const item = fieldOf(collection, index);
      return {
        item,
        key: String(index),
        path: () => (stated === undefined ? pathOf(object.content, item) : `${stated}[${index}]`),
      };
    });
  }
  if (!isMap(collection)) return [];
  return Object.keys(collection).map((key) => ({
    item: fieldOf(collection, key),
    key,
    path: () => {
      const base = stated ?? pathOf(object.content, collection);
      return base === undefined ? undefined : `${base}${separated(keyStep(key))}`;
    },
  }));
}

/** What {@link statedPath} gave for the expressions of rules. */
const statedPaths = new Map<string, string | undefined>();

/** The path of an `each` that is nothing else, such as `self.status.conditions`; its elements need not be looked for. */
function statedPath(each: string): string | undefined {
  if (!statedPaths.has(each)) statedPaths.set(each, /^self\.(\w+(?:\.\w+)*)$/.exec(each)?.[1]);
  return statedPaths.get(each);
}

/**
 * Where a list or map stands inside an object, found by identity: `each` may have filtered or joined lists. The path is written only on the
 * way back from where it was found.
 */
function pathOf(container: unknown, target: unknown): string | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  if (container === target) return '';
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index++) {
      const below = pathOf(container[index], target);
      if (below !== undefined) return `[${index}]${separated(below)}`;
    }
  } else if (isMap(container)) {
    for (const key of Object.keys(container)) {
      const below = pathOf(container[key], target);
      if (below !== undefined) return `${keyStep(key)}${separated(below)}`;
    }
  }
  return undefined;
}

/** A path below another. */
function separated(below: string): string {
  return below === '' || below.startsWith('[') ? below : `.${below}`;
}

/** Keys with dots or slashes (labels, annotations) are written in brackets. */
function keyStep(key: string): string {
  return /^[\w-]+$/.test(key) ? key : `[${key}]`;
}

function timeOf(value: unknown): Instant | undefined {
  if (value === undefined || value === '') return undefined;
  try {
    return toTime(value).getTime();
  } catch {
    return undefined;
  }
}

function cite(
  signal: CompiledSignal<ObjectSignal>,
  object: KubeObject,
  element: Element,
  time: Instant | undefined,
): readonly Evidence[] {
  const citations: ObjectCitation[] = [];
  for (const cited of signal.signal.cite) {
    const field = fieldPath(cited, element);
    const citation = field === undefined ? undefined : citeField(object, field);
    if (citation !== undefined) citations.push(citation);
  }
  // An empty field may be the proof, but what is there says more and comes first.
  if (citations.length > 1) citations.sort((a, b) => Number(a.value === '') - Number(b.value === ''));
  if (citations.length === 0) citations.push(citeObject(object));
  return citations.map((citation) => ({ signal: signal.name, citation, time }));
}

function fieldPath(field: string, element: Element): string | undefined {
  if (field !== 'item' && !field.startsWith('item.') && !field.startsWith('item[')) return field;
  const itemPath = element.path();
  return itemPath === undefined ? undefined : `${itemPath}${field.slice('item'.length)}`;
}

/** A citation of one field; undefined when the path names no field. */
export function citeField(object: KubeObject, field: string): ObjectCitation | undefined {
  if (pathSteps(field).length === 0) return undefined;
  const stated = readPath(object.content, field);
  // A field that is absent proves something as well: the citation then states the empty value.
  const text = stated === undefined ? '' : typeof stated === 'object' ? JSON.stringify(stated) : textOf(stated);
  const value = text.length > EXCERPT_LENGTH ? text.slice(0, EXCERPT_LENGTH) : text;
  const { kind, group, path, line, apiVersion, namespace, name } = object;
  const resource = resourceOf(kind, group);
  // Whole forms rather than parts that are spread: tens of thousands of fields may be cited.
  return namespace === ''
    ? { kind: 'object', path, line, apiVersion, resource, name, field, value }
    : { kind: 'object', path, line, apiVersion, resource, namespace, name, field, value };
}

/** A citation of the object as a whole. */
export function citeObject({ kind, group, path, line, apiVersion, namespace, name }: KubeObject): ObjectCitation {
  const resource = resourceOf(kind, group);
  return namespace === ''
    ? { kind: 'object', path, line, apiVersion, resource, name }
    : { kind: 'object', path, line, apiVersion, resource, namespace, name };
}
