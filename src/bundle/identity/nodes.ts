import type { NodeSummary } from '../../model/report.js';
import { mapAt, mapsAt, textAt, valueAt } from '../kube-path.js';
import type { ObjectSource } from './object-source.js';

const ROLE_LABEL = 'node-role.kubernetes.io/';

/** The cluster's nodes by name, from the Node objects. */
export function summarizeNodes(objects: ObjectSource): readonly NodeSummary[] {
  const nodes = [...objects('Node')].map(({ name, content }): NodeSummary => {
    const ready = mapsAt(content, 'status', 'conditions').find((condition) => condition.type === 'Ready');
    const kubeletVersion = textAt(content, 'status', 'nodeInfo', 'kubeletVersion');
    const osImage = textAt(content, 'status', 'nodeInfo', 'osImage');
    return {
      name,
      roles: rolesOf(mapAt(content, 'metadata', 'labels')),
      ...(ready !== undefined && { ready: ready.status === 'True' }),
      unschedulable: valueAt(content, 'spec', 'unschedulable') === true,
      ...(kubeletVersion !== undefined && { kubeletVersion }),
      ...(osImage !== undefined && { osImage }),
    };
  });
  return nodes.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `master` is the old name of `control-plane` and stands beside it on nodes that have both. */
function rolesOf(labels: Readonly<Record<string, unknown>>): readonly string[] {
  const roles = Object.keys(labels)
    .filter((label) => label.startsWith(ROLE_LABEL))
    .map((label) => label.slice(ROLE_LABEL.length));
  return roles.filter((role) => role !== 'master' || !roles.includes('control-plane')).sort();
}
