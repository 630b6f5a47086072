import type { KubeMap, KubeValue } from '../model/kube-object.js';

/** Deeper data is cut: no API object comes near it, a hostile document may. */
const MAX_DEPTH = 100;

/**
 * Makes parsed YAML or JSON uniform: maps without a prototype (so that a key such as `__proto__` is plain data), and
 * the empty text for null and for the text `"null"`, which support-bundle-kit 0.1 writes where the API has null.
 */
export function normalise(value: unknown, depth = 0): KubeValue {
  switch (typeof value) {
    case 'string':
      return value === 'null' ? '' : value;
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return Number(value);
    case 'object':
      break;
    default:
      return '';
  }
  if (value === null || depth >= MAX_DEPTH) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((element) => normalise(element, depth + 1));
  return normaliseMap(value, depth);
}

function normaliseMap(value: object, depth: number): KubeMap {
  const map: { [key: string]: KubeValue } = Object.create(null);
  for (const [key, member] of Object.entries(value)) {
    // Bookkeeping of the API server: large, and no rule has a use for it.
    if (key === 'managedFields') continue;
    // The expression library asks a value's `constructor` for its type: a map with such a key would fail every expression on it.
    if (key === 'constructor') continue;
    map[key] = normalise(member, depth + 1);
  }
  return map;
}
