import { type KubeObject, resourceOf } from '../model/kube-object.js';

/** All objects that were asked for, by kind and by name. The newest reading of an object that occurs twice wins. */
export class ObjectIndex {
  readonly #byResource = new Map<string, Map<string, KubeObject>>();
  readonly #paths = new Map<string, Set<string>>();
  #size = 0;

  /** Objects in the index. */
  get size(): number {
    return this.#size;
  }

  add(object: KubeObject): void {
    const resource = resourceOf(object.kind, object.group);
    const objects = this.#byResource.get(resource) ?? new Map<string, KubeObject>();
    this.#byResource.set(resource, objects);
    const key = referenceOf(object);
    if (!objects.has(key)) this.#size++;
    objects.set(key, object);
    this.markCollected(resource, object.path);
  }

  /** Notes that a list of this kind was in the bundle, with or without items. */
  markCollected(resource: string, path: string): void {
    const paths = this.#paths.get(resource) ?? new Set<string>();
    paths.add(path);
    this.#paths.set(resource, paths);
  }

  /** Objects of a kind such as `Engine.longhorn.io`, in reading order. */
  list(resource: string): Iterable<KubeObject> {
    return this.#byResource.get(resource)?.values() ?? [];
  }

  /** One object by `namespace/name`, or `name` when it has no namespace. */
  get(resource: string, reference: string): KubeObject | undefined {
    return this.#byResource.get(resource)?.get(reference);
  }

  /** True when the bundle holds a list of this kind, even an empty one. */
  isCollected(resource: string): boolean {
    return this.#paths.has(resource);
  }

  /** Paths of the files that objects of this kind were read from. */
  pathsOf(resource: string): readonly string[] {
    return [...(this.#paths.get(resource) ?? [])];
  }
}

/** `namespace/name`, or `name` for a cluster-scoped object. */
export function referenceOf(object: Pick<KubeObject, 'namespace' | 'name'>): string {
  return object.namespace === '' ? object.name : `${object.namespace}/${object.name}`;
}
