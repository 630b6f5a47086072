import { EXCERPT_LENGTH, type ObjectCitation } from '../../model/citation.js';
import { type KubeObject, resourceOf } from '../../model/kube-object.js';
import type { Instant } from '../../model/time.js';
import { toTime } from '../cel/functions.js';
import { fieldOf, isMap, pathSteps, readPath, textOf } from '../cel/values.js';
import type { CompiledSignal } from '../compile-rule.js';
import type { Evidence, Row } from '../row.js';
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
      const time = timeOf(signal.time?.evaluate(variables));
      yield {
        bindings,
        count: 1,
        first: time,
        last: time,
        evidence: cite(signal, object, element.path, time),
        times: [],
        sources: undefined,
      };
    }
  }
}

/** A row's subject: the object itself, or an element of `each` with its path in the object where it has one. */
export interface Element {
  readonly item: unknown;
  readonly key: string;
  readonly path: string | undefined;
}

/** What the signal looks at in an object: it as a whole, or the elements of `each`. */
export function elementsOf(signal: CompiledSignal<ObjectSignal>, object: KubeObject): readonly Element[] {
  if (signal.each === undefined) return [{ item: '', key: '', path: undefined }];
  const collection = signal.each.evaluate({ self: object.content });
  if (Array.isArray(collection)) {
    return collection.map((_, index) => {
      const item = fieldOf(collection, index);
      return { item, key: String(index), path: pathOf(object.content, item, '') };
    });
  }
  if (!isMap(collection)) return [];
  const base = pathOf(object.content, collection, '');
  return Object.keys(collection).map((key) => ({
    item: fieldOf(collection, key),
    key,
    path: base === undefined ? undefined : memberPath(base, key),
  }));
}

/** Where a list or map stands inside an object, found by identity: `each` may have filtered or joined lists. */
function pathOf(container: unknown, target: unknown, path: string): string | undefined {
  if (container === target && typeof target === 'object') return path;
  if (Array.isArray(container)) {
    for (const [index, element] of container.entries()) {
      const found = pathOf(element, target, `${path}[${index}]`);
      if (found !== undefined) return found;
    }
  } else if (isMap(container)) {
    for (const [key, member] of Object.entries(container)) {
      const found = pathOf(member, target, memberPath(path, key));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Keys with dots or slashes (labels, annotations) are written in brackets. */
function memberPath(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
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
  itemPath: string | undefined,
  time: Instant | undefined,
): readonly Evidence[] {
  const fields = signal.signal.cite.flatMap((field) => fieldPath(field, itemPath));
  const citations = fields.flatMap((field) => citeField(object, field));
  // An empty field may be the proof, but what is there says more and comes first.
  citations.sort((a, b) => Number(a.value === '') - Number(b.value === ''));
  return (citations.length > 0 ? citations : [citeObject(object)]).map((citation) => ({
    signal: signal.name,
    citation,
    time,
  }));
}

function fieldPath(field: string, itemPath: string | undefined): readonly string[] {
  if (field !== 'item' && !field.startsWith('item.') && !field.startsWith('item[')) return [field];
  return itemPath === undefined ? [] : [`${itemPath}${field.slice('item'.length)}`];
}

/** A citation of one field; none when the path names no field. */
export function citeField(object: KubeObject, field: string): readonly ObjectCitation[] {
  if (pathSteps(field).length === 0) return [];
  const value = readPath(object.content, field);
  // A field that is absent proves something as well: the citation then states the empty value.
  const text = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : textOf(value);
  return [{ ...citeObject(object), field, value: text.slice(0, EXCERPT_LENGTH) }];
}

/** A citation of the object as a whole. */
export function citeObject(object: KubeObject): ObjectCitation {
  return {
    kind: 'object',
    path: object.path,
    line: object.line,
    apiVersion: object.apiVersion,
    resource: resourceOf(object.kind, object.group),
    ...(object.namespace === '' ? {} : { namespace: object.namespace }),
    name: object.name,
  };
}
