import type { KubeMap, KubeValue } from '../model/kube-object.js';

/** The value at a path of keys below an object; undefined as soon as one is missing. */
export function valueAt(content: KubeMap, ...path: readonly string[]): KubeValue | undefined {
  let value: KubeValue | undefined = content;
  for (const key of path) {
    if (!isMap(value)) return undefined;
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

/** The maps of a list at a path; empty when there is no list. */
export function mapsAt(content: KubeMap, ...path: readonly string[]): readonly KubeMap[] {
  const value = valueAt(content, ...path);
  return isList(value) ? value.filter(isMap) : [];
}

function isList(value: KubeValue | undefined): value is readonly KubeValue[] {
  return Array.isArray(value);
}

function isMap(value: KubeValue | undefined): value is KubeMap {
  return typeof value === 'object' && !isList(value);
}
