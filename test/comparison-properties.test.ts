import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClusterState, ClusterStateBuilder } from '../src/comparison/cluster-state.js';
import { compareObjects, type ObjectComparison } from '../src/comparison/compare-objects.js';
import type { FieldChange, ObjectChange } from '../src/index.js';
import { readObjects } from '../src/objects/read-objects.js';

/** Everything a pod of the test has. */
interface PodOfTest {
  readonly name: string;
  readonly owner: string | undefined;
  readonly node: string | undefined;
  readonly phase: string;
  readonly ready: boolean;
  readonly restarts: number;
}

/** A cluster of the test; without pods when their list was not collected, cut when its end is missing. */
interface ClusterOfTest {
  readonly pods: readonly PodOfTest[];
  readonly list: 'whole' | 'cut' | 'missing';
  readonly volumes: readonly { readonly name: string; readonly robustness: string; readonly size: string }[];
}

const pod = fc.record<PodOfTest>({
  name: fc.constantFrom('web-a', 'web-b', 'web-c', 'agent-x', 'agent-y'),
  owner: fc.constantFrom('ReplicaSet web', 'DaemonSet agent', undefined),
  node: fc.constantFrom('n1', 'n2', undefined),
  phase: fc.constantFrom('Running', 'Pending', 'Failed', 'Succeeded', 'Unknown'),
  ready: fc.boolean(),
  restarts: fc.integer({ min: 0, max: 8 }),
});
const cluster = fc.record<ClusterOfTest>({
  pods: fc.uniqueArray(pod, { selector: ({ name }) => name, maxLength: 5 }),
  list: fc.constantFrom('whole', 'whole', 'whole', 'cut', 'missing'),
  volumes: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('v1', 'v2', 'v3'),
      robustness: fc.constantFrom('healthy', 'degraded', 'faulted', 'unknown', ''),
      size: fc.constantFrom('1', '2'),
    }),
    { selector: ({ name }) => name, maxLength: 3 },
  ),
});

const KINDS = ['Pod', 'Volume.longhorn.io'];

/** Compares the objects of two clusters as they are read from the lists that a collector wrote. */
function diff(old: ClusterOfTest, current: ClusterOfTest): ObjectComparison {
  return compareObjects(stateOf(old), stateOf(current), KINDS);
}

function stateOf({ pods, list, volumes }: ClusterOfTest): ClusterState {
  const builder = new ClusterStateBuilder(KINDS);
  const podList = JSON.stringify({ apiVersion: 'v1', items: pods.map(podObject), kind: 'PodList' });
  if (list !== 'missing') addList(builder, 'Pod', 'default', list === 'whole' ? podList : podList.slice(0, -2));
  const volumeList = JSON.stringify({ apiVersion: 'v1', items: volumes.map(volumeObject), kind: 'List' });
  addList(builder, 'Volume.longhorn.io', 'longhorn-system', volumeList);
  return builder.build([]);
}

function addList(builder: ClusterStateBuilder, resource: string, namespace: string, text: string): void {
  const path = `${resource}.yaml`;
  const file = readObjects(text, { path, resource, wants: () => true, warn: () => undefined });
  builder.addFile({ path, namespace, ...file });
}

function podObject({ name, owner, node, phase, ready, restarts }: PodOfTest): object {
  const [kind, ownerName] = owner?.split(' ') ?? [];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      ...(kind === undefined ? {} : { ownerReferences: [{ kind, name: ownerName, controller: true }] }),
    },
    spec: { containers: [{ name: 'main' }], ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase, containerStatuses: [{ name: 'main', ready, restartCount: restarts }] },
  };
}

function volumeObject({ name, robustness, size }: ClusterOfTest['volumes'][number]): object {
  return {
    apiVersion: 'longhorn.io/v1beta2',
    kind: 'Volume',
    metadata: { name, namespace: 'longhorn-system' },
    spec: { size },
    status: { robustness },
  };
}

const OPPOSITE = { broke: 'mended', mended: 'broke', neutral: 'neutral' } as const;
const COUNTERPART = { came: 'went', went: 'came', changed: 'changed', replaced: 'replaced' } as const;

/** A change as the comparison in the other order must tell it, without what depends on the place in the file. */
function mirrored(change: ObjectChange): object {
  const { name, replacedBy } = change;
  return told({
    ...change,
    change: COUNTERPART[change.change],
    name: replacedBy ?? name,
    ...(replacedBy === undefined ? {} : { replacedBy: name }),
    fields: change.fields.map(mirroredField),
  });
}

function mirroredField({ field, label, old, new: current, direction, topic }: FieldChange): FieldChange {
  return {
    field,
    label,
    ...(current === undefined ? {} : { old: current }),
    ...(old === undefined ? {} : { new: old }),
    direction: OPPOSITE[direction],
    topic,
  };
}

function told({ resource, namespace, name, change, replacedBy, fields }: ObjectChange): object {
  const plain = fields.map(({ field, old, new: current, direction }) => ({ field, old, new: current, direction }));
  const sorted = plain.sort((a, b) => (a.field < b.field ? -1 : 1));
  return { resource, namespace, name, change, replacedBy, fields: sorted };
}

function inOrder(changes: readonly object[]): readonly string[] {
  return changes.map((change) => JSON.stringify(change)).sort();
}

describe('a comparison', () => {
  it('of a cluster with itself is empty, whatever is in it', () => {
    fc.assert(
      fc.property(cluster, (any) => {
        expect(diff(any, any)).toMatchObject({ changes: [], notCompared: [] });
      }),
    );
  });

  it('mirrors the one in the other order', () => {
    fc.assert(
      fc.property(cluster, cluster, (a, b) => {
        const [there, back] = [diff(a, b), diff(b, a)];
        expect(inOrder(back.changes.map(told))).toEqual(inOrder(there.changes.map(mirrored)));
        expect(back.unchanged).toBe(there.unchanged);
        const flipped = there.notCompared.map((item) => ({ ...item, side: item.side === 'old' ? 'new' : 'old' }));
        expect(inOrder(back.notCompared)).toEqual(inOrder(flipped));
      }),
      { numRuns: 1000 },
    );
  });

  it('says of every object of either cluster what became of it', () => {
    fc.assert(
      fc.property(cluster, cluster, (a, b) => {
        const { unchanged, changes, notCompared } = diff(a, b);
        const both = changes.filter(({ old, new: current }) => old !== undefined && current !== undefined).length;
        const readOf = ({ pods, list, volumes }: ClusterOfTest): number =>
          (list === 'missing' ? 0 : pods.length) + volumes.length;
        const unknown = notCompared.reduce((sum, item) => sum + item.objects, 0);
        expect(2 * (unchanged + both) + (changes.length - both) + unknown).toBe(readOf(a) + readOf(b));
      }),
    );
  });
});
