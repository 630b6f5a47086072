import { mapAt, textAt } from '../../bundle/kube-path.js';
import { conditions, conditionsAt, detailOf } from '../conditions.js';
import { type ComparedKinds, type Fact, type FactReader, Health } from '../fact.js';
import { eachMember, field, presence } from '../fact-readers.js';
import { instanceManagerFamily, ownerFamily } from '../family.js';

const { fine, degraded, failed } = Health;

/** States of engines, replicas and instance-managers; `stopped` is how those of a detached volume are. */
const PROCESS_STATES = { running: fine, starting: degraded, unknown: degraded, error: failed };

/** Conditions of each disk of a node: there is a map of disks, and conditions in each. */
const diskConditions: FactReader = (content) => {
  const disks = mapAt(content, 'status', 'diskStatus');
  return Object.keys(disks)
    .sort()
    .flatMap((disk) =>
      conditionsAt(mapAt(disks, disk), 'conditions').flatMap((condition): Fact[] => {
        const type = textAt(condition, 'type');
        const status = textAt(condition, 'status');
        if (type === undefined || status === undefined) return [];
        const detail = detailOf(condition);
        return [
          {
            field: `status.diskStatus[${disk}].conditions[${type}].status`,
            label: `disk ${disk} ${type}`,
            value: status,
            topic: 'state',
            health: status === 'True' ? fine : failed,
            ...(detail === '' ? {} : { detail }),
          },
        ];
      }),
    );
};

/** Longhorn: https://longhorn.io/docs/ and k8s/pkg/apis/longhorn of longhorn-manager. */
export const longhornKinds: ComparedKinds = {
  'Node.longhorn.io': {
    facts: [
      conditions(),
      diskConditions,
      field('spec.allowScheduling', { topic: 'setting', health: { false: degraded } }),
      field('spec.evictionRequested', { topic: 'setting' }),
      eachMember('spec.disks', 'allowScheduling', 'scheduling to disk', { topic: 'setting' }),
      eachMember('spec.disks', 'path', 'path of disk', { topic: 'setting' }),
    ],
  },
  'Volume.longhorn.io': {
    facts: [
      field('status.robustness', { health: { healthy: fine, degraded, faulted: failed } }),
      field('status.state'),
      field('status.currentNodeID', { label: 'node' }),
      field('spec.migrationNodeID', { label: 'migrates to' }),
      // The other conditions say that something of Longhorn's own is going on.
      conditions({ only: ['Scheduled', 'scheduled', 'TooManySnapshots', 'toomanysnapshots'] }),
      field('spec.size', { label: 'size' }),
      field('spec.numberOfReplicas', { label: 'wanted replicas', topic: 'setting' }),
      field('spec.dataLocality', { topic: 'setting' }),
      field('status.currentImage', { label: 'engine image', topic: 'version' }),
    ],
  },
  'Engine.longhorn.io': {
    facts: [
      field('status.currentState', { label: 'state', health: PROCESS_STATES }),
      // How bad the loss of a replica is, the robustness of the volume says.
      eachMember('status.replicaModeMap', '', 'replica', { health: { RW: fine, WO: degraded, ERR: degraded } }),
      field('spec.nodeID', { label: 'node' }),
    ],
    family: ownerFamily,
  },
  'Replica.longhorn.io': {
    facts: [
      field('status.currentState', { label: 'state', health: PROCESS_STATES }),
      presence('spec.failedAt', 'failed', degraded),
      field('spec.nodeID', { label: 'node' }),
    ],
    family: ownerFamily,
  },
  'InstanceManager.longhorn.io': {
    facts: [
      field('status.currentState', { label: 'state', health: { ...PROCESS_STATES, stopped: degraded } }),
      field('spec.image', { label: 'image', topic: 'version' }),
    ],
    family: instanceManagerFamily,
    remade: true,
  },
  'ShareManager.longhorn.io': {
    facts: [field('status.state', { health: { running: fine, error: failed, unknown: degraded } })],
  },
  'EngineImage.longhorn.io': {
    facts: [
      field('status.state', {
        health: { deployed: fine, ready: fine, deploying: degraded, incompatible: failed, error: failed },
      }),
    ],
  },
  'BackingImage.longhorn.io': {
    facts: [
      eachMember('status.diskFileStatusMap', 'state', 'copy on disk', {
        health: { ready: fine, unknown: degraded, failed, 'failed-and-cleanup': failed },
      }),
    ],
  },
  'BackupTarget.longhorn.io': {
    facts: [
      field('status.available', { health: { true: fine, false: degraded } }),
      field('spec.backupTargetURL', { label: 'URL', topic: 'setting' }),
    ],
  },
};
