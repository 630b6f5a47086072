import type { ClusterSign, Comparison } from '../model/comparison.js';
import type { ClusterState } from './cluster-state.js';

/** Namespaces that every cluster has one of, made when the cluster was: the UID of kube-system is the usual id of a cluster. */
const SIGN_NAMESPACES = ['kube-system', 'default', 'cattle-system', 'longhorn-system'] as const;

/** Names shown of nodes that the bundles do not share. */
const NODES_SHOWN = 5;

/** Whether two bundles are of one cluster. What is newest made decides least: a restored cluster keeps its nodes and not its namespaces. */
export function compareClusters(old: ClusterState, current: ClusterState): Comparison['cluster'] {
  const signs = [
    ...SIGN_NAMESPACES.flatMap((name) => uidSign(old, current, name)),
    ...valueSign(old, current, 'Setting.management.cattle.io', 'install-uuid', 'Rancher install-uuid'),
    ...nodeSign(old, current),
  ];
  const [first] = signs;
  if (first === undefined) return { verdict: 'unknown', signs };
  if (!first.agrees) return { verdict: 'different', signs };
  return { verdict: signs.every(({ agrees }) => agrees) ? 'same' : 'doubtful', signs };
}

function uidSign(old: ClusterState, current: ClusterState, name: string): readonly ClusterSign[] {
  const [before, after] = [old, current].map((state) => state.of('Namespace').get(name)?.uid ?? '');
  return before && after ? [sign(`UID of namespace ${name}`, before, after)] : [];
}

function valueSign(
  old: ClusterState,
  current: ClusterState,
  resource: string,
  name: string,
  label: string,
): readonly ClusterSign[] {
  const [before, after] = [old, current].map(
    (state) =>
      state
        .of(resource)
        .get(name)
        ?.facts.find(({ field }) => field === 'value')?.value,
  );
  return before && after ? [sign(label, before, after)] : [];
}

/** One node in common is enough: the others may have been replaced. */
function nodeSign(old: ClusterState, current: ClusterState): readonly ClusterSign[] {
  const [before, after] = [old, current].map((state) => [...state.of('Node').keys()].sort());
  if (before === undefined || after === undefined || before.length === 0 || after.length === 0) return [];
  const names = new Set(after);
  return [
    {
      sign: 'names of nodes',
      old: namesText(before),
      new: namesText(after),
      agrees: before.some((name) => names.has(name)),
    },
  ];
}

function namesText(names: readonly string[]): string {
  const more = names.length - NODES_SHOWN;
  return names.slice(0, NODES_SHOWN).join(', ') + (more > 0 ? `, … (${names.length})` : '');
}

function sign(label: string, old: string, current: string): ClusterSign {
  return { sign: label, old, new: current, agrees: old === current };
}
