import { mapAt, textAt, valueAt } from '../../bundle/kube-path.js';
import type { KubeMap } from '../../model/kube-object.js';
import { conditionStatus, stateOfWords, type ThingState } from './state.js';

/** Robustness that is a fault while the volume is in use: a detached volume is `unknown` in good health. */
const POOR_ROBUSTNESS: ReadonlySet<string> = new Set(['degraded', 'faulted']);

/** State of claims and of Longhorn's objects; undefined for other kinds. */
export function storageState(resource: string, content: KubeMap): ThingState | undefined {
  switch (resource) {
    case 'PersistentVolumeClaim':
    case 'PersistentVolume': {
      const phase = textAt(content, 'status', 'phase');
      return stateOfWords([phase], phase === 'Pending' || phase === 'Lost' || phase === 'Failed');
    }
    case 'Volume.longhorn.io':
      return volumeState(content);
    case 'Engine.longhorn.io':
      return instanceState(content, valueAt(content, 'spec', 'active') === false ? 'not active' : undefined);
    case 'Replica.longhorn.io': {
      const failedAt = textAt(content, 'spec', 'failedAt');
      return instanceState(
        content,
        failedAt === undefined ? undefined : `failed at ${failedAt}`,
        failedAt !== undefined,
      );
    }
    case 'InstanceManager.longhorn.io': {
      const state = textAt(content, 'status', 'currentState');
      return stateOfWords([state], state !== undefined && state !== 'running');
    }
    case 'Node.longhorn.io': {
      const isReady = conditionStatus(content, 'Ready') !== 'False';
      const schedulable = valueAt(content, 'spec', 'allowScheduling') === false ? 'scheduling disabled' : undefined;
      return stateOfWords([isReady ? 'ready' : 'not ready', schedulable], !isReady);
    }
    case 'VolumeAttachment.storage.k8s.io':
      return attachmentState(content);
    case 'ShareManager.longhorn.io': {
      const state = textAt(content, 'status', 'state');
      return stateOfWords([state], state === 'error');
    }
    default:
      return undefined;
  }
}

function volumeState(content: KubeMap): ThingState | undefined {
  const robustness = textAt(content, 'status', 'robustness');
  const target = textAt(content, 'spec', 'migrationNodeID');
  const words = [
    textAt(content, 'status', 'state'),
    robustness,
    target === undefined ? undefined : `migrating to ${target}`,
  ];
  return stateOfWords(words, robustness !== undefined && POOR_ROBUSTNESS.has(robustness));
}

/** Engines and replicas. */
function instanceState(content: KubeMap, more: string | undefined, isFailed = false): ThingState | undefined {
  const state = textAt(content, 'status', 'currentState');
  const wanted = textAt(content, 'spec', 'desireState');
  const isAstray = state !== undefined && wanted !== undefined && state !== wanted;
  const words = [state, isAstray ? `should be ${wanted}` : undefined, more];
  return stateOfWords(words, isFailed || isAstray || state === 'error' || state === 'unknown');
}

function attachmentState(content: KubeMap): ThingState | undefined {
  const isAttached = valueAt(content, 'status', 'attached') === true;
  const failures = ['attachError', 'detachError'].filter(
    (field) => Object.keys(mapAt(content, 'status', field)).length > 0,
  );
  const isDeleted = textAt(content, 'metadata', 'deletionTimestamp') !== undefined;
  const words = [isAttached ? 'attached' : 'not attached', ...failures, isDeleted ? 'being deleted' : undefined];
  return stateOfWords(words, !isAttached || failures.length > 0);
}
