import { mapAt, mapsAt, textAt, valueAt } from '../../bundle/kube-path.js';
import type { KubeMap } from '../../model/kube-object.js';
import { conditionStatus, countAt, stateOfWords, type ThingState } from './state.js';

/** State of what Kubernetes itself runs; undefined for other kinds. */
export function workloadState(resource: string, content: KubeMap): ThingState | undefined {
  switch (resource) {
    case 'Pod':
      return podState(content);
    case 'Deployment.apps':
    case 'StatefulSet.apps':
    case 'ReplicaSet.apps':
      return readyOf(countAt(mapAt(content, 'status'), 'readyReplicas'), wantedReplicas(content));
    case 'DaemonSet.apps': {
      const status = mapAt(content, 'status');
      return readyOf(countAt(status, 'numberReady'), countAt(status, 'desiredNumberScheduled'));
    }
    case 'Job.batch':
      return jobState(content);
    case 'PodDisruptionBudget.policy': {
      const status = mapAt(content, 'status');
      const allowed = countAt(status, 'disruptionsAllowed');
      // None allowed is what the budgets of instance managers say in good health: no fault in itself.
      return stateOfWords([`${allowed} disruptions allowed`], false);
    }
    case 'EndpointSlice.discovery.k8s.io':
      return sliceState(content);
    default:
      return undefined;
  }
}

/** Replicas default to one. */
function wantedReplicas(content: KubeMap): number {
  return valueAt(content, 'spec', 'replicas') === undefined ? 1 : countAt(mapAt(content, 'spec'), 'replicas');
}

function readyOf(ready: number, wanted: number): ThingState | undefined {
  return stateOfWords([wanted === 0 ? 'scaled to 0' : `${ready}/${wanted} ready`], ready < wanted);
}

function podState(content: KubeMap): ThingState | undefined {
  const phase = textAt(content, 'status', 'phase');
  const statuses = mapsAt(content, 'status', 'containerStatuses');
  const ready = statuses.filter((status) => status['ready'] === true).length;
  const restarts = statuses.reduce((sum, status) => sum + countAt(status, 'restartCount'), 0);
  const waiting = [...statuses, ...mapsAt(content, 'status', 'initContainerStatuses')]
    .map((status) => textAt(status, 'state', 'waiting', 'reason'))
    .find((reason) => reason !== undefined && reason !== 'PodInitializing' && reason !== 'ContainerCreating');
  const isDeleted = textAt(content, 'metadata', 'deletionTimestamp') !== undefined;
  const isDone = phase === 'Succeeded';
  const words = [
    phase,
    statuses.length === 0 || isDone ? undefined : `${ready}/${statuses.length} ready`,
    waiting,
    restarts === 0 ? undefined : restarts === 1 ? '1 restart' : `${restarts} restarts`,
    isDeleted ? 'being deleted' : undefined,
  ];
  const isRunning = phase === 'Running' && ready === statuses.length;
  return stateOfWords(words, phase !== undefined && !isDone && !(isRunning && waiting === undefined));
}

function jobState(content: KubeMap): ThingState | undefined {
  const status = mapAt(content, 'status');
  const failed = countAt(status, 'failed');
  const tries = failed === 0 ? undefined : `${failed} failed ${failed === 1 ? 'try' : 'tries'}`;
  if (conditionStatus(content, 'Failed') === 'True') return stateOfWords(['failed', tries], true);
  if (conditionStatus(content, 'Complete') === 'True') return stateOfWords(['complete', tries], false);
  return stateOfWords([countAt(status, 'active') > 0 ? 'active' : 'not finished', tries], false);
}

/** An endpoint without the condition counts as ready (discovery/v1). */
function sliceState(content: KubeMap): ThingState | undefined {
  const endpoints = mapsAt(content, 'endpoints');
  const ready = endpoints.filter((endpoint) => valueAt(endpoint, 'conditions', 'ready') !== false).length;
  return stateOfWords([`${ready}/${endpoints.length} ready`], ready < endpoints.length);
}
