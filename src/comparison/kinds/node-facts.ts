import { mapAt, mapsAt, textAt } from '../../bundle/kube-path.js';
import type { KubeMap } from '../../model/kube-object.js';
import { type Fact, type FactReader, scalarText } from '../fact.js';
import { longFact } from '../fact-readers.js';

const ROLE = 'node-role.kubernetes.io/';

/** Labels that other fields say, and digests of the plans that have run. */
const UNTOLD_LABEL =
  /^(?:beta\.kubernetes\.io|plan\.upgrade\.cattle\.io|node-role\.kubernetes\.io)\/|^kubernetes\.io\/hostname$/;

/** Annotations by which Harvester, Rancher and Cluster API say what is being done to a node; others are bookkeeping. */
const TOLD_ANNOTATION =
  /^harvesterhci\.io\/|^rke\.cattle\.io\/(?:pre|post)-drain$|^cluster\.x-k8s\.io\/(?:machine|cluster-name)$|^kubevirt\.io\/drain$/;

/** What a node is for. */
export const roles: FactReader = (content) => {
  const names = Object.keys(mapAt(content, 'metadata', 'labels'))
    .filter((label) => label.startsWith(ROLE))
    .map((label) => label.slice(ROLE.length))
    .sort();
  return [
    { field: 'metadata.labels[node-role.kubernetes.io/*]', label: 'roles', value: names.join(','), topic: 'state' },
  ];
};

/** What keeps pods away from a node; when a taint was added says nothing. */
export const taints: FactReader = (content) =>
  mapsAt(content, 'spec', 'taints').flatMap((taint): Fact[] => {
    const key = textAt(taint, 'key');
    const effect = textAt(taint, 'effect');
    if (key === undefined || effect === undefined) return [];
    const value = scalarText(taint['value']);
    return [
      {
        field: `spec.taints[${key}:${effect}]`,
        label: `taint ${key}:${effect}`,
        value: value ?? 'set',
        topic: 'state',
      },
    ];
  });

/** Labels that people, controllers and upgrades act on. */
export const labels: FactReader = (content) => ofMap(content, 'labels', 'label', (name) => !UNTOLD_LABEL.test(name));

/** Annotations that tell of maintenance and upgrades. */
export const annotations: FactReader = (content) =>
  ofMap(content, 'annotations', 'annotation', (name) => TOLD_ANNOTATION.test(name));

function ofMap(content: KubeMap, member: string, word: string, isTold: (name: string) => boolean): readonly Fact[] {
  const map = mapAt(content, 'metadata', member);
  return Object.keys(map)
    .filter(isTold)
    .sort()
    .map((name) =>
      longFact(`metadata.${member}[${name}]`, `${word} ${name}`, scalarText(map[name]) ?? 'set', 'setting'),
    );
}
