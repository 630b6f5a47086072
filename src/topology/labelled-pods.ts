import { mapAt } from '../bundle/kube-path.js';
import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';

/** Pods by namespace and by label: a selector is then compared with few of them. Of labels only those are indexed that are asked for. */
export class LabelledPods {
  readonly #objects: ObjectIndex;
  #byNamespace: ReadonlyMap<string, readonly KubeObject[]> | undefined;
  /** By namespace and name of a label the pods by its value. */
  readonly #byLabel = new Map<string, ReadonlyMap<string, readonly KubeObject[]>>();

  constructor(objects: ObjectIndex) {
    this.#objects = objects;
  }

  /** All pods of a namespace. */
  inNamespace(namespace: string): readonly KubeObject[] {
    this.#byNamespace ??= indexBy(this.#objects.list('Pod'), (pod) => pod.namespace);
    return this.#byNamespace.get(namespace) ?? [];
  }

  /** Pods of a namespace that carry a label. */
  withLabel(namespace: string, name: string, value: string): readonly KubeObject[] {
    const key = `${namespace} ${name}`;
    let byValue = this.#byLabel.get(key);
    if (byValue === undefined) {
      byValue = indexBy(this.inNamespace(namespace), (pod) => labelOf(pod, name));
      this.#byLabel.set(key, byValue);
    }
    return byValue.get(value) ?? [];
  }
}

function labelOf(pod: KubeObject, name: string): string | undefined {
  const value = mapAt(pod.content, 'metadata', 'labels')[name];
  return typeof value === 'string' ? value : undefined;
}

function indexBy(
  pods: Iterable<KubeObject>,
  keyOf: (pod: KubeObject) => string | undefined,
): ReadonlyMap<string, readonly KubeObject[]> {
  const index = new Map<string, KubeObject[]>();
  for (const pod of pods) {
    const key = keyOf(pod);
    if (key === undefined) continue;
    const known = index.get(key);
    if (known === undefined) index.set(key, [pod]);
    else known.push(pod);
  }
  return index;
}
