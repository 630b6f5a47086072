/** A value of an API object after normalisation: no nulls, dangerous keys dropped. */
export type KubeValue = string | number | boolean | readonly KubeValue[] | KubeMap;

/** A map of an API object. Made without a prototype, so that keys such as `constructor` are plain data. */
export interface KubeMap {
  readonly [key: string]: KubeValue | undefined;
}

/** An API object and where it was read. */
export interface KubeObject {
  readonly apiVersion: string;
  /** `Pod`, `Engine`. */
  readonly kind: string;
  /** Group of the apiVersion, empty for the core group. */
  readonly group: string;
  readonly namespace: string;
  readonly name: string;
  /** The whole object; null, `""` and the text `"null"` are dropped. */
  readonly content: KubeMap;
  readonly path: string;
  /** First line of the object in the file, counted from 1. */
  readonly line: number;
}

/** `Kind` or `Kind.group`: how rules name a kind; the version does not matter. */
export function resourceOf(kind: string, group: string): string {
  return group === '' ? kind : `${kind}.${group}`;
}
