import { mapAt, valueAt } from '../../bundle/kube-path.js';
import type { KubeMap, KubeObject, KubeValue } from '../../model/kube-object.js';
import { selects } from '../../rules/cel/selector.js';
import type { LinkFamily, LinkWriter } from '../link-writer.js';

/** What selects pods by their labels: Service and PodDisruptionBudget. */
export const SELECTORS: LinkFamily = { Service: readSelector, 'PodDisruptionBudget.policy': readSelector };

function readSelector(object: KubeObject, links: LinkWriter): void {
  const selector = valueAt(object.content, 'spec', 'selector');
  // A service without a selector has its endpoints from elsewhere.
  if (selector === undefined || (object.kind === 'Service' && !hasLabels(selector))) return;
  const key = links.keyOf(object);
  for (const pod of candidates(selector, object.namespace, links)) {
    if (selects(selector, mapAt(pod.content, 'metadata', 'labels')))
      links.link(key, 'selects', links.keyOf(pod), object, 'spec.selector');
  }
}

function hasLabels(selector: KubeValue): boolean {
  return typeof selector === 'object' && Object.keys(selector).length > 0;
}

/** Pods of the namespace that have the first label asked for; all of them when none is. */
function candidates(selector: KubeValue, namespace: string, { pods }: LinkWriter): Iterable<KubeObject> {
  const [label] = labelsOf(selector);
  return label === undefined ? pods.inNamespace(namespace) : pods.withLabel(namespace, ...label);
}

function labelsOf(selector: KubeValue): readonly (readonly [string, string])[] {
  if (typeof selector !== 'object' || Array.isArray(selector)) return [];
  const map: KubeMap = { selector };
  const isPlain = !('matchLabels' in selector) && !('matchExpressions' in selector);
  const labels = isPlain ? mapAt(map, 'selector') : mapAt(map, 'selector', 'matchLabels');
  return Object.entries(labels).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}
