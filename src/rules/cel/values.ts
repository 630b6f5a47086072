import type { KubeMap, KubeValue } from '../../model/kube-object.js';

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
  let value = container;
  for (const name of path) value = fieldOf(value, name);
  return value;
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

/** Paths that were split before, up to so many: most are written in rules, some hold names of a bundle. */
const splitPaths = new Map<string, readonly string[]>();
const MAX_SPLIT_PATHS = 1000;

/** Splits `a.b[c.d].e` into `a`, `b`, `c.d`, `e`. */
export function pathSteps(path: string): readonly string[] {
  const known = splitPaths.get(path);
  if (known !== undefined) return known;
  const steps = [...path.matchAll(/[^.[\]]+|\[([^\]]*)\]/g)].map((match) => match[1] ?? match[0]);
  if (splitPaths.size < MAX_SPLIT_PATHS) splitPaths.set(path, steps);
  return steps;
}

function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value)) {
    const selector = /^([^=]+)=(.*)$/.exec(step);
    if (selector === null) return value[Number(step)];
    return value.find((element) => isMap(element) && textOf(element[selector[1] ?? '']) === selector[2]);
  }
  return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function isKubeValue(value: unknown): value is KubeValue {
  return value !== undefined && value !== null;
}
