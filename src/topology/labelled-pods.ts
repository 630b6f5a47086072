import { mapAt } from '../bundle/kube-path.js';
import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';

/** Pods by namespace and by label: a selector is then compared with few of them. Indexed when first asked. */
export class LabelledPods {
  readonly #objects: ObjectIndex;
  #index: ReadonlyMap<string, readonly KubeObject[]> | undefined;

  constructor(objects: ObjectIndex) {
    this.#objects = objects;
  }

  /** All pods of a namespace. */
  inNamespace(namespace: string): readonly KubeObject[] {
    return this.#indexed().get(namespace) ?? [];
  }

  /** Pods of a namespace that carry a label. */
  withLabel(namespace: string, name: string, value: string): readonly KubeObject[] {
    return this.#indexed().get(labelKey(namespace, name, value)) ?? [];
  }

  #indexed(): ReadonlyMap<string, readonly KubeObject[]> {
    this.#index ??= indexPods(this.#objects.list('Pod'));
    return this.#index;
  }
}

function indexPods(pods: Iterable<KubeObject>): ReadonlyMap<string, readonly KubeObject[]> {
  const index = new Map<string, KubeObject[]>();
  const put = (key: string, pod: KubeObject): void => {
    const known = index.get(key);
    if (known === undefined) index.set(key, [pod]);
    else known.push(pod);
  };
  for (const pod of pods) {
    put(pod.namespace, pod);
    const labels = mapAt(pod.content, 'metadata', 'labels');
    for (const [name, value] of Object.entries(labels))
      if (typeof value === 'string') put(labelKey(pod.namespace, name, value), pod);
  }
  return index;
}

/** A blank is in no name of the API. */
function labelKey(namespace: string, name: string, value: string): string {
  return `${namespace} ${name}=${value}`;
}
