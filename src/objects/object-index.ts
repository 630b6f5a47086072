import { type KubeMap, type KubeObject, type KubeValue, resourceOf } from '../model/kube-object.js';

/** All objects that were asked for, by kind and by name. The newest reading of an object that occurs twice wins. */
export class ObjectIndex {
  readonly #byResource = new Map<string, Map<string, KubeObject>>();
  readonly #paths = new Map<string, Set<string>>();
  readonly #cut = new Set<string>();
  /** Made when first asked for, and again after more was added. */
  #labels: ReadonlyMap<string, readonly KubeObject[]> | undefined;
  #owners: ReadonlyMap<string, readonly KubeObject[]> | undefined;
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
    this.#labels = undefined;
    this.#owners = undefined;
    this.markCollected(resource, object.path);
  }

  /** Notes that a list of this kind was in the bundle, with or without items. */
  markCollected(resource: string, path: string): void {
    const paths = this.#paths.get(resource) ?? new Set<string>();
    paths.add(path);
    this.#paths.set(resource, paths);
  }

  /** Notes that a list of this kind lacks its end, so that no object can be told to be absent. */
  markCut(resource: string): void {
    this.#cut.add(resource);
  }

  /** Whether some list of this kind lacks its end, or an object in it could not be read. */
  isCut(resource: string): boolean {
    return this.#cut.has(resource);
  }

  /** Kinds there are objects of, in reading order. */
  get resources(): Iterable<string> {
    return this.#byResource.keys();
  }

  /** Objects of a kind such as `Engine.longhorn.io`, in reading order. */
  list(resource: string): Iterable<KubeObject> {
    return this.#byResource.get(resource)?.values() ?? [];
  }

  /** One object by `namespace/name`, or `name` when it has no namespace. */
  get(resource: string, reference: string): KubeObject | undefined {
    return this.#byResource.get(resource)?.get(reference);
  }

  /** Objects of a kind in a namespace that carry all of the labels. */
  withLabels(resource: string, namespace: string, labels: Readonly<Record<string, string>>): readonly KubeObject[] {
    this.#labels ??= indexBy(this.#all(), (object) =>
      labelsOf(object).map(([name, value]) =>
        labelKey(resourceOf(object.kind, object.group), object.namespace, name, value),
      ),
    );
    const index = this.#labels;
    const [first, ...others] = Object.entries(labels).map(
      ([name, value]) => new Set(index.get(labelKey(resource, namespace, name, value))),
    );
    return first === undefined ? [] : [...first].filter((object) => others.every((set) => set.has(object)));
  }

  /** Objects whose owner references name this object. */
  ownedBy(owner: KubeObject): readonly KubeObject[] {
    this.#owners ??= indexBy(this.#all(), (object) =>
      ownersOf(object).map(({ kind, name }) => `${kind} ${object.namespace}/${name}`),
    );
    return this.#owners.get(`${owner.kind} ${owner.namespace}/${owner.name}`) ?? [];
  }

  /** True when the bundle holds a list of this kind, even an empty one. */
  isCollected(resource: string): boolean {
    return this.#paths.has(resource);
  }

  *#all(): Generator<KubeObject> {
    for (const objects of this.#byResource.values()) yield* objects.values();
  }

  /** Paths of the files that objects of this kind were read from. */
  pathsOf(resource: string): readonly string[] {
    return [...(this.#paths.get(resource) ?? [])];
  }
}

function indexBy(
  objects: Iterable<KubeObject>,
  keysOf: (object: KubeObject) => readonly string[],
): ReadonlyMap<string, readonly KubeObject[]> {
  const index = new Map<string, KubeObject[]>();
  for (const object of objects) {
    for (const key of keysOf(object)) {
      const entries = index.get(key);
      if (entries === undefined) index.set(key, [object]);
      else entries.push(object);
    }
  }
  return index;
}

function labelKey(resource: string, namespace: string, name: string, value: string): string {
  return `${resource} ${namespace} ${name}=${value}`;
}

function labelsOf({ content }: KubeObject): readonly (readonly [string, string])[] {
  const { metadata } = content;
  const labels = isMap(metadata) ? metadata['labels'] : undefined;
  if (!isMap(labels)) return [];
  return Object.entries(labels).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}

function ownersOf({ content }: KubeObject): readonly { readonly kind: string; readonly name: string }[] {
  const { metadata } = content;
  const owners = isMap(metadata) ? metadata['ownerReferences'] : undefined;
  if (!Array.isArray(owners)) return [];
  return owners.flatMap((owner: KubeValue) => {
    const kind = isMap(owner) ? owner['kind'] : undefined;
    const name = isMap(owner) ? owner['name'] : undefined;
    return typeof kind === 'string' && typeof name === 'string' ? [{ kind, name }] : [];
  });
}

function isMap(value: KubeValue | undefined): value is KubeMap {
  return typeof value === 'object' && !Array.isArray(value);
}

/** `namespace/name`, or `name` for a cluster-scoped object. */
export function referenceOf(object: Pick<KubeObject, 'namespace' | 'name'>): string {
  return object.namespace === '' ? object.name : `${object.namespace}/${object.name}`;
}
