/** The volumes of a cluster: which claim, on which node, with replicas where. */

import { hexOf, launcherPodName, volumeName } from '../identifiers.js';
import type { SampleSpec } from '../sample-spec.js';
import { schedulableNodes } from './cluster-context.js';

/** One Longhorn volume with its claim. */
export interface ClusterVolume {
  name: string;
  namespace: string;
  claim: string;
  sizeGiB: number;
  /** node that the volume is attached to, '' when detached */
  node: string;
  /** nodes with a replica */
  replicaNodes: string[];
  /** pod that uses it, '' when detached */
  pod: string;
  /** VM disks are migratable block volumes, others are file systems */
  migratable: boolean;
}

/** All volumes: one per VM, and those of the monitoring. */
export function clusterVolumes(spec: SampleSpec): ClusterVolume[] {
  const names = spec.cluster.nodes.map((node) => node.name);
  const spread = (seed: string, count: number): string[] => {
    const start = Number.parseInt(hexOf(seed, 4), 16);
    return Array.from(
      { length: Math.min(count, names.length) },
      (_, index) => names[(start + index) % names.length] ?? '',
    ).sort();
  };
  const volumes: ClusterVolume[] = spec.cluster.vms.map((vm) => ({
    name: volumeName(vm.namespace, `${vm.name}-disk-0`),
    namespace: vm.namespace,
    claim: `${vm.name}-disk-0`,
    sizeGiB: vm.size,
    node: vm.stopped ? '' : (vm.volumeNode ?? vm.node),
    replicaNodes: spread(`replicas/${vm.namespace}/${vm.name}`, vm.replicas),
    pod: vm.stopped ? '' : launcherPodName(vm.namespace, vm.name),
    migratable: true,
  }));
  const monitoring = 'cattle-monitoring-system';
  for (const [app, sizeGiB] of [
    ['prometheus', 50],
    ['alertmanager', 5],
  ] as const) {
    const pod = `${app}-rancher-monitoring-${app}-0`;
    const claim = `${app}-rancher-monitoring-${app}-db-${pod}`;
    const start = Number.parseInt(hexOf(`${monitoring}/${app}-rancher-monitoring-${app}`, 4), 16);
    const open = schedulableNodes(spec);
    const node = open[start % open.length]?.name ?? '';
    volumes.push({
      name: volumeName(monitoring, claim),
      namespace: monitoring,
      claim,
      sizeGiB,
      node,
      replicaNodes: spread(claim, 3),
      pod,
      migratable: false,
    });
  }
  return volumes;
}
