import type { KubeObject } from '../model/kube-object.js';
import { resourceOf } from '../model/kube-object.js';
import { clusterState } from './states/cluster-states.js';
import type { ThingState } from './states/state.js';
import { storageState } from './states/storage-states.js';
import { virtualizationState } from './states/virtualization-states.js';
import { workloadState } from './states/workload-states.js';

/** How a thing is, in the words of its object, and whether it should be otherwise; undefined for kinds that have no state of note. */
export function stateOf(object: KubeObject): ThingState | undefined {
  const resource = resourceOf(object.kind, object.group);
  return (
    workloadState(resource, object.content) ??
    storageState(resource, object.content) ??
    virtualizationState(resource, object.content) ??
    clusterState(resource, object.content)
  );
}
