/** Ordinary events of a healthy cluster: schedules, probes while pods start, volume work. */

import { hexOf, replicaName, uuidOf } from '../identifiers.js';
import type { KubernetesObject } from '../json-object.js';
import type { SampleSpec } from '../sample-spec.js';
import { minutesAgo, newObject } from './cluster-context.js';
import { placedPods } from './pods.js';
import { clusterVolumes } from './volumes.js';

interface EventText {
  kind: string;
  apiVersion: string;
  namespace: string;
  name: string;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  component: string;
  count: number;
  /** first and last occurrence, minutes before the bundle */
  minutes: readonly [number, number];
}

/** Events of the last hour as core/v1 objects. */
export function eventObjects(spec: SampleSpec): KubernetesObject[] {
  return [...probeEvents(spec), ...volumeEvents(spec), ...conflictEvents(spec)].map((event) => coreEvent(spec, event));
}

function coreEvent(spec: SampleSpec, event: EventText): KubernetesObject {
  const { kind, apiVersion, namespace, name } = event;
  const [first, last] = event.minutes;
  return newObject(spec, 'v1', 'Event', `${name}.${hexOf(`event/${name}/${event.reason}/${event.message}`, 16)}`, {
    namespace,
    ageDays: first / 1440,
    body: {
      count: event.count,
      firstTimestamp: minutesAgo(spec, first),
      involvedObject: { apiVersion, kind, name, namespace, uid: uuidOf(`${kind}/${namespace}/${name}`) },
      lastTimestamp: minutesAgo(spec, last),
      message: event.message,
      reason: event.reason,
      reportingComponent: event.component,
      reportingInstance: '',
      source: { component: event.component },
      type: event.type,
    },
  });
}

/** A probe that failed once or twice; the pods are Ready. */
function probeEvents(spec: SampleSpec): EventText[] {
  const names = ['rancher-webhook', 'rancher-monitoring-grafana', 'longhorn-csi-plugin', 'virt-operator'];
  return placedPods(spec)
    .filter((pod) => names.includes(pod.workload.name))
    .map((pod, index) => ({
      kind: 'Pod',
      apiVersion: 'v1',
      namespace: pod.workload.namespace,
      name: pod.name,
      type: 'Warning',
      reason: 'Unhealthy',
      message: `Readiness probe failed: Get "http://10.52.${index % 3}.${20 + index}:9402/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
      component: 'kubelet',
      count: 1 + (index % 2),
      minutes: [52 - index * 3, 50 - index * 3],
    }));
}

/** One replica that was rebuilt and became healthy again. */
function volumeEvents(spec: SampleSpec): EventText[] {
  const volume = clusterVolumes(spec).find((candidate) => candidate.node !== '' && candidate.replicaNodes.length > 2);
  if (volume === undefined) {
    return [];
  }
  const replica = replicaName(volume.name, volume.replicaNodes[1] ?? '');
  const event = (kind: string, name: string, reason: string, message: string, minute: number): EventText => ({
    kind,
    apiVersion: 'longhorn.io/v1beta2',
    namespace: 'longhorn-system',
    name,
    type: 'Normal',
    reason,
    message,
    component: kind === 'Engine' ? 'longhorn-engine-controller' : 'longhorn-volume-controller',
    count: 1,
    minutes: [minute, minute],
  });
  return [
    event('Volume', volume.name, 'Degraded', `volume ${volume.name} became degraded`, 48),
    event(
      'Engine',
      `${volume.name}-e-0`,
      'Rebuilding',
      `Start rebuilding replica ${replica} with Address 10.52.1.40:10205 for normal engine ${volume.name}-e-0 and volume ${volume.name}`,
      47,
    ),
    event(
      'Engine',
      `${volume.name}-e-0`,
      'Rebuilt',
      `Replica ${replica} with Address 10.52.1.40:10205 has been rebuilt for volume ${volume.name}`,
      41,
    ),
    event('Volume', volume.name, 'Healthy', `volume ${volume.name} became healthy`, 41),
  ];
}

function conflictEvents(spec: SampleSpec): EventText[] {
  const vm = spec.cluster.vms.find((candidate) => !candidate.stopped);
  if (vm === undefined) {
    return [];
  }
  return [
    {
      kind: 'VirtualMachineInstance',
      apiVersion: 'kubevirt.io/v1',
      namespace: vm.namespace,
      name: vm.name,
      type: 'Normal',
      reason: 'Created',
      message: 'VirtualMachineInstance defined.',
      component: 'virt-handler',
      count: 12,
      minutes: [55, 4],
    },
  ];
}
