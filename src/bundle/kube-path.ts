import type { KubeMap, KubeValue } from '../model/kube-object.js';

/** The value at a path of keys below an object; undefined as soon as one is missing. */
export function valueAt(content: KubeMap, ...path: readonly string[]): KubeValue | undefined {
  let value: KubeValue | undefined = content;
  // By place: an iterator gives an object for each step, and hundreds of thousands of steps are taken before this is compiled.
  for (let step = 0; step < path.length; step++) {
    const key = path[step];
    if (key === undefined || !isMap(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** The text at a path, undefined when it is missing, empty or not a text. */
export function textAt(content: KubeMap, ...path: readonly string[]): string | undefined {
  const value = valueAt(content, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The map at a path; empty when there is none. */
export function mapAt(content: KubeMap, ...path: readonly string[]): KubeMap {
  const value = valueAt(content, ...path);
  return isMap(value) ? value : {};
}

const NO_MAPS: readonly KubeMap[] = [];

/** The maps of a list at a path; empty when there is no list. */
export function mapsAt(content: KubeMap, ...path: readonly string[]): readonly KubeMap[] {
  const value = valueAt(content, ...path);
  if (!isList(value)) return NO_MAPS;
  return value.every(isMap) ? value : value.filter(isMap);
}

function isList(value: KubeValue | undefined): value is readonly KubeValue[] {
  return Array.isArray(value);
}

function isMap(value: KubeValue | undefined): value is KubeMap {
  return typeof value === 'object' && !isList(value);
}
