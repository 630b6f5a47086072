import type { KubeMap, KubeValue } from '../../model/kube-object.js';
import { emptyMap } from '../../objects/normalise.js';

/** What maps of API data inherit from; it has no members. */
const MAP_OF_DATA: unknown = Object.getPrototypeOf(emptyMap());

/** Values of an expression's variables, by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** True for a map of API data or of an expression. */
export function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Of a class of its own (a date, a type of CEL) the prototype inherits from another.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A member of a map or list; `""` when it is missing. Whole numbers become CEL ints. */
export function fieldOf(container: unknown, key: unknown): unknown {
  if (Array.isArray(container)) return toCel(container[Number(key)]);
  if (isMap(container) && Object.hasOwn(container, String(key))) return toCel(container[String(key)]);
  return '';
}

/** The names of expressions, split once: they are written in rules, so there are not many. */
const splitNames = new Map<string, readonly string[]>();

/** What {@link fieldOf} gives step by step along names with `.` between them. */
export function memberOf(container: unknown, names: string): unknown {
  let path = splitNames.get(names);
  if (path === undefined) {
    path = names.split('.');
    splitNames.set(names, path);
  }
  return memberAt(container, path);
}

/** What {@link fieldOf} gives step by step. */
export function memberAt(container: unknown, path: readonly string[]): unknown {
  let value = container;
  for (const name of path) {
    // By far the most are maps of API data, which need no look at whose member it is.
    value = isMapOfData(value) ? toCel(value[name]) : fieldOf(value, name);
  }
  return value;
}

function isMapOfData(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === MAP_OF_DATA;
}

function toCel(value: unknown): unknown {
  if (value === undefined || value === null) return '';
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}

/** Text of a value: `""` for what is not a text, number or boolean. */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return '';
  }
}

/**
 * Reads a dotted path with `[n]` and `[key=value]` steps, as `cite` of a rule states it, e.g. `status.conditions[type=Ready].status`.
 * Labels and annotations with dots are written in brackets: `metadata.labels[harvesterhci.io/upgradeState]`.
 */
export function readPath(root: KubeMap | KubeValue, path: string): KubeValue | undefined {
  let value: unknown = root;
  for (const step of pathSteps(path)) value = stepInto(value, step);
  return isKubeValue(value) ? value : undefined;
}

/** Paths whose steps are remembered. */
const MAX_REMEMBERED_PATHS = 1_000;

/** Steps of the paths read last: they are written in rules and apply to thousands of objects. */
const rememberedSteps = new Map<string, readonly string[]>();

/** Splits `a.b[c.d].e` into `a`, `b`, `c.d`, `e`. */
export function pathSteps(path: string): readonly string[] {
  let steps = rememberedSteps.get(path);
  if (steps === undefined) {
    steps = [...path.matchAll(/[^.[\]]+|\[([^\]]*)\]/g)].map((match) => match[1] ?? match[0]);
    if (rememberedSteps.size >= MAX_REMEMBERED_PATHS) rememberedSteps.clear();
    rememberedSteps.set(path, steps);
  }
  return steps;
}

function stepInto(value: unknown, step: string): unknown {
  if (isMapOfData(value)) return value[step];
  if (Array.isArray(value)) {
    const equals = step.indexOf('=');
    if (equals <= 0) return value[Number(step)];
    const key = step.slice(0, equals);
    const wanted = step.slice(equals + 1);
    return value.find((element) => isMap(element) && textOf(element[key] ?? '') === wanted);
  }
  return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function isKubeValue(value: unknown): value is KubeValue {
  return value !== undefined && value !== null;
}
