/** All generated objects of a healthy cluster. */

import type { KubernetesObject } from '../json-object.js';
import type { SampleSpec } from '../sample-spec.js';
import { eventObjects } from './events.js';
import { fleetObjects } from './fleet.js';
import { harvesterObjects } from './harvester.js';
import { storageObjects } from './longhorn.js';
import { managementObjects } from './management.js';
import { nodeObjects } from './nodes.js';
import { workloadObjects } from './pods.js';
import { virtualizationObjects } from './virtual-machines.js';

/** The objects of the cluster that `spec.cluster` describes. */
export function clusterObjects(spec: SampleSpec): KubernetesObject[] {
  return [
    ...nodeObjects(spec),
    ...workloadObjects(spec),
    ...storageObjects(spec),
    ...virtualizationObjects(spec),
    ...managementObjects(spec),
    ...fleetObjects(spec),
    ...harvesterObjects(spec),
    ...eventObjects(spec),
  ];
}
