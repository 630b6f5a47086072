import { textAt } from '../../bundle/kube-path.js';
import type { KubeMap } from '../../model/kube-object.js';
import { conditionStatus, stateOfWords, type ThingState } from './state.js';

/** What `kubectl get vm` shows of a VM that is as its owner wants it. */
const WELL_MACHINES: ReadonlySet<string> = new Set([
  'Running',
  'Stopped',
  'Starting',
  'Stopping',
  'Migrating',
  'Provisioning',
]);
const WELL_INSTANCES: ReadonlySet<string> = new Set(['Running', 'Succeeded', 'Scheduling', 'Scheduled', 'Pending']);

/** State of KubeVirt's and CDI's objects; undefined for other kinds. */
export function virtualizationState(resource: string, content: KubeMap): ThingState | undefined {
  switch (resource) {
    case 'VirtualMachine.kubevirt.io': {
      const status = textAt(content, 'status', 'printableStatus');
      return stateOfWords([status], status !== undefined && !WELL_MACHINES.has(status));
    }
    case 'VirtualMachineInstance.kubevirt.io': {
      const phase = textAt(content, 'status', 'phase');
      const isPaused = conditionStatus(content, 'Paused') === 'True';
      const isFixed = conditionStatus(content, 'LiveMigratable') === 'False';
      const words = [phase, isPaused ? 'paused' : undefined, isFixed ? 'not live-migratable' : undefined];
      return stateOfWords(words, isPaused || (phase !== undefined && !WELL_INSTANCES.has(phase)));
    }
    case 'VirtualMachineInstanceMigration.kubevirt.io':
    case 'DataVolume.cdi.kubevirt.io': {
      const phase = textAt(content, 'status', 'phase');
      return stateOfWords([phase], phase === 'Failed');
    }
    default:
      return undefined;
  }
}
