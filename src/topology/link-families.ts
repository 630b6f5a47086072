import { CLAIMS } from './families/claims.js';
import { KUBEVIRT } from './families/kubevirt.js';
import { LONGHORN } from './families/longhorn.js';
import { MACHINES } from './families/machines.js';
import { PODS } from './families/pods.js';
import { RELEASES } from './families/releases.js';
import { SELECTORS } from './families/selectors.js';
import { SERVICES } from './families/services.js';
import { UPGRADES } from './families/upgrades.js';
import type { LinkFamily } from './link-writer.js';

/** Everything that states links, the most telling relation of two things first: of several links between two things the first is kept. */
export const LINK_FAMILIES: readonly LinkFamily[] = [
  PODS,
  CLAIMS,
  KUBEVIRT,
  LONGHORN,
  SELECTORS,
  SERVICES,
  MACHINES,
  UPGRADES,
  RELEASES,
];

/** Kinds that findings need relations of. Those that rules ask for besides are read anyway and linked too. */
export const DIAGNOSIS_KINDS: readonly string[] = [
  'Pod',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'VirtualMachine.kubevirt.io',
  'VirtualMachineInstance.kubevirt.io',
  'Engine.longhorn.io',
  'Replica.longhorn.io',
  'InstanceManager.longhorn.io',
  'Machine.cluster.x-k8s.io',
  'Upgrade.harvesterhci.io',
  'Deployment.apps',
  'ReplicaSet.apps',
  'DaemonSet.apps',
  'StatefulSet.apps',
  'Job.batch',
  'PodDisruptionBudget.policy',
];

/** Kinds that a picture of the cluster shows: all that state links, and what they lead to. */
export const GRAPH_KINDS: readonly string[] = [
  ...new Set([
    ...LINK_FAMILIES.flatMap((family) => Object.keys(family)),
    'ReplicaSet.apps',
    'CronJob.batch',
    'StorageClass.storage.k8s.io',
    'BackingImage.longhorn.io',
    'Cluster.cluster.x-k8s.io',
    'MachineDeployment.cluster.x-k8s.io',
    'MachineSet.cluster.x-k8s.io',
    'RKEBootstrap.rke.cattle.io',
    'RKEControlPlane.rke.cattle.io',
    'CustomMachine.rke.cattle.io',
    'Cluster.provisioning.cattle.io',
    'VirtualMachineImage.harvesterhci.io',
  ]),
];
