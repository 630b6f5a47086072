import type { KubeMap, KubeValue } from '../model/kube-object.js';

/** Deeper data is cut: no API object comes near it, a hostile document may. */
const MAX_DEPTH = 100;

/** What null becomes. */
export const NOTHING = '';

/** Map that is still being filled. */
export type GrowingMap = { [key: string]: KubeValue };

/**
 * V8 keeps objects made by `Object.create(null)` as hash tables, which take four times the memory and twice the time of an instance of a
 * class (measured on Node 20); a class whose prototype is empty and inherits nothing is as safe.
 */
class PlainMap {
  [key: string]: KubeValue;
}
Object.setPrototypeOf(PlainMap.prototype, null);
Reflect.deleteProperty(PlainMap.prototype, 'constructor');
Object.freeze(PlainMap.prototype);

/**
 * Makes parsed YAML or JSON uniform: maps without inherited members (so that a key such as `__proto__` is plain data),
 * and the empty text for null and for the text `"null"`.
 */
export function normalise(value: unknown, depth = 0): KubeValue {
  switch (typeof value) {
    case 'string':
      return normaliseText(value);
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return Number(value);
    case 'object':
      break;
    default:
      return NOTHING;
  }
  if (value === null || depth >= MAX_DEPTH) return NOTHING;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((element) => normalise(element, depth + 1));
  return normaliseMap(value, depth);
}

/** The text as it is, but nothing for `null`, which support-bundle-kit 0.1 writes as a text where the API has null. */
export function normaliseText(text: string): string {
  return text === 'null' ? NOTHING : text;
}

/**
 * Members that are left out: `managedFields`, bookkeeping of the API server that is large and of no use to a rule; and `constructor`,
 * which the expression library asks a value for its type: every expression on a map with such a key would fail.
 */
export function isBookkeeping(key: string): boolean {
  return key === 'managedFields' || key === 'constructor';
}

/** A map without members, own or inherited. */
export function emptyMap(): GrowingMap {
  return new PlainMap();
}

function normaliseMap(value: object, depth: number): KubeMap {
  const map = emptyMap();
  for (const [key, member] of Object.entries(value)) {
    if (!isBookkeeping(key)) map[key] = normalise(member, depth + 1);
  }
  return map;
}
