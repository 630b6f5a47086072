import { textAt, valueAt } from '../../bundle/kube-path.js';
import type { KubeMap } from '../../model/kube-object.js';
import { conditions } from '../conditions.js';
import { type ComparedKinds, type FactReader, Health } from '../fact.js';
import { eachMember, field, healthOf, metadataLabel, structure } from '../fact-readers.js';
import { migrationFamily } from '../family.js';

const { fine, degraded, failed } = Health;

/** KubeVirt's VirtualMachinePrintableStatus; the others tell of something under way. */
const VM_STATES: Readonly<Record<string, Health>> = {
  Running: fine,
  Migrating: fine,
  Paused: failed,
  CrashLoopBackOff: failed,
  ErrorUnschedulable: failed,
  ErrImagePull: failed,
  ImagePullBackOff: failed,
  ErrorPvcNotFound: failed,
  DataVolumeError: failed,
  Unknown: degraded,
};

/** A VM that nobody wants to run is well when it is stopped. */
const vmState: FactReader = (content) => {
  const value = textAt(content, 'status', 'printableStatus');
  if (value === undefined) return [];
  const health = value === 'Stopped' && isWantedRunning(content) ? degraded : healthOf(value, VM_STATES);
  return [
    {
      field: 'status.printableStatus',
      label: 'status',
      value,
      topic: 'state',
      ...(health === undefined ? {} : { health }),
    },
  ];
};

function isWantedRunning(content: KubeMap): boolean {
  const strategy = textAt(content, 'spec', 'runStrategy');
  return valueAt(content, 'spec', 'running') === true || strategy === 'Always' || strategy === 'RerunOnFailure';
}

/** What changes everything else. */
export const upgradeKinds: ComparedKinds = {
  'Upgrade.harvesterhci.io': {
    facts: [
      metadataLabel('harvesterhci.io/upgradeState', 'state'),
      eachMember('status.nodeStatuses', 'state', 'node', { health: { Succeeded: fine, Failed: failed } }),
      conditions({ unknownIsUnderWay: true }),
      field('spec.version', { label: 'to version', topic: 'version' }),
    ],
  },
};

/** KubeVirt, its CDI, and Harvester around them. */
export const virtualizationKinds: ComparedKinds = {
  'VirtualMachine.kubevirt.io': {
    facts: [
      vmState,
      conditions({ only: ['Paused', 'Failure'] }),
      field('spec.runStrategy', { topic: 'setting' }),
      field('spec.running', { topic: 'setting' }),
    ],
  },
  'VirtualMachineInstance.kubevirt.io': {
    facts: [
      field('status.phase', {
        health: { Running: fine, Pending: degraded, Scheduling: degraded, Failed: failed, Unknown: failed },
      }),
      field('status.nodeName', { label: 'node' }),
      conditions({ without: ['LiveMigratable', 'StorageLiveMigratable'] }),
    ],
  },
  'VirtualMachineInstanceMigration.kubevirt.io': {
    facts: [field('status.phase', { health: { Succeeded: fine, Failed: failed } })],
    family: migrationFamily,
  },
  'VirtualMachineImage.harvesterhci.io': {
    facts: [conditions({ unknownIsUnderWay: true })],
  },
  'VirtualMachineBackup.harvesterhci.io': {
    facts: [field('status.readyToUse', { health: { true: fine, false: degraded } })],
  },
  'DataVolume.cdi.kubevirt.io': {
    facts: [field('status.phase', { health: { Succeeded: fine, Failed: failed, Unknown: degraded } })],
  },
  'Addon.harvesterhci.io': {
    facts: [
      field('status.status', { health: { AddonDeploySuccessful: fine, AddonDeployFailed: failed } }),
      field('spec.enabled', { topic: 'setting' }),
      field('spec.version', { topic: 'version' }),
    ],
  },
  'BlockDevice.harvesterhci.io': {
    facts: [
      field('status.state', { health: { Active: fine, Inactive: degraded, Unknown: degraded } }),
      field('status.provisionPhase', { label: 'provisioning' }),
    ],
  },
  'VlanConfig.network.harvesterhci.io': { facts: [conditions(), structure('spec.uplink', 'uplink')] },
  'VlanStatus.network.harvesterhci.io': { facts: [conditions({ troubleWhenFalse: ['ready'] })] },
  'ClusterNetwork.network.harvesterhci.io': { facts: [conditions({ troubleWhenFalse: ['ready'] })] },
  'KubeVirt.kubevirt.io': {
    facts: [
      field('status.phase', { health: { Deployed: fine, Deploying: degraded, Deleting: degraded, Error: failed } }),
      conditions(),
      structure('spec.infra', 'infra'),
      structure('spec.workloads', 'workloads'),
      structure('spec.configuration', 'configuration'),
      field('status.observedKubeVirtVersion', { label: 'version', topic: 'version' }),
    ],
  },
  'CDI.cdi.kubevirt.io': {
    facts: [
      field('status.phase', { health: { Deployed: fine, Deploying: degraded, Error: failed } }),
      field('status.observedVersion', { label: 'version', topic: 'version' }),
    ],
  },
};
