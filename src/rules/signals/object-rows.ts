import { EXCERPT_LENGTH, type ObjectCitation } from '../../model/citation.js';
import { type KubeObject, resourceOf } from '../../model/kube-object.js';
import type { Instant } from '../../model/time.js';
import { toTime } from '../cel/functions.js';
import { pathSteps, readPath, textOf } from '../cel/values.js';
import type { CompiledSignal } from '../compile-rule.js';
import { type Evidence, NO_TIMES, type Row } from '../row.js';
import type { ObjectSignal } from '../rule.js';
import { allHold, bindAll } from './bind.js';
import type { Element } from './object-elements.js';
import { type Subject, variablesOf } from './object-subjects.js';

/** Rows of an `object` signal. @param subjects among which are all that meet its conditions; their order is that of the rows */
export function objectRows(signal: CompiledSignal<ObjectSignal>, subjects: readonly Subject[]): readonly Row[] {
  return subjects.flatMap((subject) => {
    const variables = variablesOf(subject);
    if (!allHold(signal.where, variables)) return [];
    const bindings = new Map<string, unknown>();
    bindAll(signal.bind, variables, bindings);
    const first = timeOf(signal.time?.evaluate(variables));
    const last = timeOf(signal.lastSeen?.evaluate(variables)) ?? first;
    return [new ObjectRow(signal, subject, bindings, { first, last })];
  });
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
    subject: Subject,
    bindings: ReadonlyMap<string, unknown>,
    { first, last }: Pick<Row, 'first' | 'last'>,
  ) {
    this.signal = signal.name;
    this.bindings = bindings;
    this.first = first;
    this.last = last;
    this.#cite = () => cite(signal, subject, last);
  }

  get evidence(): readonly Evidence[] {
    this.#evidence ??= this.#cite();
    return this.#evidence;
  }
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
  { object, element }: Subject,
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
