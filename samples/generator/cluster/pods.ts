/** Pods of the system workloads, and the controllers that own them. */

import { daemonSetPodName, deploymentPodName, hexOf, replicaSetName, safeNameOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { NodeSpec, SampleSpec } from '../sample-spec.js';
import {
  condition,
  daysAgo,
  isControlPlane,
  newObject,
  POD_AGE_DAYS,
  podAddress,
  schedulableNodes,
} from './cluster-context.js';
import { systemWorkloads, type Workload } from './workload-table.js';

/** Where a pod runs. */
interface PlacedPod {
  workload: Workload;
  name: string;
  node: NodeSpec;
}

/** Options of {@link runningPod}. */
interface PodOptions {
  namespace: string;
  name: string;
  node: NodeSpec;
  containers: readonly string[];
  image: string;
  labels: JsonObject;
  annotations?: JsonObject;
  hostNetwork: boolean;
  owner: { apiVersion: string; kind: string; name: string };
  /** fields added to spec */
  spec?: JsonObject;
  ageDays?: number;
}

/** All pods of the system workloads with their nodes. */
export function placedPods(spec: SampleSpec): PlacedPod[] {
  const { nodes } = spec.cluster;
  const controlPlanes = nodes.filter(isControlPlane);
  return systemWorkloads(spec.cluster).flatMap((workload) => {
    const { namespace, name, kind } = workload;
    const candidates = workload.controlPlaneOnly ? controlPlanes : nodes;
    if (kind === 'DaemonSet' || kind === 'Static') {
      return candidates.map((node) => ({
        workload,
        node,
        name: kind === 'Static' ? `${name}-${node.name}` : daemonSetPodName(namespace, name, node.name),
      }));
    }
    // A drain has moved the pods of Deployments and StatefulSets away from cordoned nodes.
    const open = schedulableNodes(spec);
    const start = Number.parseInt(hexOf(`${namespace}/${name}`, 4), 16);
    return Array.from({ length: workload.replicas }, (_, index) => {
      const node = open[(start + index) % open.length];
      const podName = kind === 'StatefulSet' ? `${name}-${index}` : deploymentPodName(namespace, name, index);
      return node === undefined ? [] : [{ workload, node, name: podName }];
    }).flat();
  });
}

/** Pods, Deployments, ReplicaSets, DaemonSets and StatefulSets of the system. */
export function workloadObjects(spec: SampleSpec): KubernetesObject[] {
  const pods = placedPods(spec);
  const objects = pods.map((pod) => systemPod(spec, pod));
  for (const workload of systemWorkloads(spec.cluster)) {
    const count = pods.filter(
      (pod) =>
        pod.workload === workload ||
        (pod.workload.name === workload.name && pod.workload.namespace === workload.namespace),
    ).length;
    objects.push(...controllers(spec, workload, count));
  }
  return objects;
}

/** A pod that has been Running and Ready since the past upgrade. */
export function runningPod(spec: SampleSpec, options: PodOptions): KubernetesObject {
  const { namespace, name, node, containers, image } = options;
  const ageDays = options.ageDays ?? POD_AGE_DAYS;
  const address = options.hostNetwork ? node.address : podAddress(spec, node.name, `${namespace}/${name}`);
  const annotations = options.annotations ?? (options.hostNetwork ? {} : cniAnnotations(name, address));
  return newObject(spec, 'v1', 'Pod', name, {
    namespace,
    labels: options.labels,
    annotations,
    owner: options.owner,
    ageDays,
    body: {
      spec: {
        containers: containers.map((container) => containerSpec(container, image)),
        dnsPolicy: 'ClusterFirst',
        enableServiceLinks: true,
        ...(options.hostNetwork ? { hostNetwork: true } : {}),
        nodeName: node.name,
        preemptionPolicy: 'PreemptLowerPriority',
        priority: 0,
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        serviceAccountName: 'default',
        terminationGracePeriodSeconds: 30,
        tolerations: [
          { effect: 'NoExecute', key: 'node.kubernetes.io/not-ready', operator: 'Exists', tolerationSeconds: 300 },
          { effect: 'NoExecute', key: 'node.kubernetes.io/unreachable', operator: 'Exists', tolerationSeconds: 300 },
        ],
        ...options.spec,
      },
      status: podStatus(spec, options, address, ageDays),
    },
  });
}

function cniAnnotations(name: string, address: string): JsonObject {
  return {
    'cni.projectcalico.org/containerID': hexOf(`sandbox/${name}`, 64),
    'cni.projectcalico.org/podIP': `${address}/32`,
    'cni.projectcalico.org/podIPs': `${address}/32`,
    'k8s.v1.cni.cncf.io/network-status': `[{\n    "name": "k8s-pod-network",\n    "ips": [\n        "${address}"\n    ],\n    "default": true,\n    "dns": {}\n}]`,
  };
}

function containerSpec(container: string, image: string): JsonObject {
  return {
    image,
    imagePullPolicy: 'IfNotPresent',
    name: container,
    resources: { requests: { cpu: '25m', memory: '64Mi' } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  };
}

function podStatus(spec: SampleSpec, options: PodOptions, address: string, ageDays: number): JsonObject {
  const startedAt = daysAgo(spec, ageDays - 0.001);
  return {
    conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) =>
      condition(spec, type, 'True', '', '', ageDays),
    ),
    containerStatuses: options.containers.map((container) => ({
      containerID: `containerd://${hexOf(`${options.name}/${container}`, 64)}`,
      image: `docker.io/${options.image}`,
      imageID: `docker.io/${options.image.split(':')[0] ?? ''}@sha256:${hexOf(options.image, 64)}`,
      lastState: {},
      name: container,
      ready: true,
      restartCount: 0,
      started: true,
      state: { running: { startedAt } },
    })),
    hostIP: options.node.address,
    phase: 'Running',
    podIP: address,
    podIPs: [{ ip: address }],
    qosClass: 'Burstable',
    startTime: daysAgo(spec, ageDays),
  };
}

function systemPod(spec: SampleSpec, pod: PlacedPod): KubernetesObject {
  const { workload, name, node } = pod;
  const { namespace, kind } = workload;
  const labels: JsonObject = { ...workload.labels };
  let owner = { apiVersion: 'apps/v1', kind: kind as string, name: workload.name };
  if (kind === 'Deployment') {
    const replicaSet = replicaSetName(namespace, workload.name);
    labels['pod-template-hash'] = replicaSet.slice(workload.name.length + 1);
    owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: replicaSet };
  } else if (kind === 'Static') {
    owner = { apiVersion: 'v1', kind: 'Node', name: node.name };
  } else {
    labels['controller-revision-hash'] = hexOf(`revision/${workload.name}`, 10);
  }
  const extra: JsonObject =
    kind === 'Static' ? { priorityClassName: 'system-node-critical', priority: 2_000_001_000 } : {};
  return runningPod(spec, {
    namespace,
    name,
    node,
    containers: workload.containers,
    image: workload.image,
    labels,
    hostNetwork: workload.hostNetwork,
    owner,
    spec: extra,
    ...(kind === 'Static'
      ? { annotations: { 'kubernetes.io/config.hash': hexOf(name, 32), 'kubernetes.io/config.source': 'file' } }
      : {}),
  });
}

/** The controller of a workload; `count` is the number of its pods. */
function controllers(spec: SampleSpec, workload: Workload, count: number): KubernetesObject[] {
  const { namespace, name, kind, replicas, labels } = workload;
  const template = {
    metadata: { labels: { ...labels } },
    spec: {
      containers: workload.containers.map((container) => containerSpec(container, workload.image)),
      restartPolicy: 'Always',
    },
  };
  const common = { selector: { matchLabels: { ...labels } }, template };
  const counts = { availableReplicas: replicas, observedGeneration: 3, readyReplicas: replicas, replicas };
  const controller = (own: JsonObject, status: JsonObject): KubernetesObject =>
    newObject(spec, 'apps/v1', kind, name, {
      namespace,
      labels: { ...labels },
      generation: 3,
      body: { spec: { ...common, ...own }, status },
    });
  switch (kind) {
    case 'Static':
      return [];
    case 'DaemonSet':
      return [controller({ updateStrategy: { type: 'RollingUpdate' } }, daemonSetStatus(count))];
    case 'StatefulSet': {
      const updated = { currentReplicas: replicas, updatedReplicas: replicas };
      return [controller({ replicas, serviceName: name }, { ...counts, ...updated })];
    }
    case 'Deployment': {
      const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } };
      const conditions = deploymentConditions(spec, replicaSetName(namespace, name));
      return [
        controller(
          { replicas, revisionHistoryLimit: 10, strategy },
          { ...counts, conditions, updatedReplicas: replicas },
        ),
        replicaSet(spec, workload, { ...common, replicas }, { ...counts, fullyLabeledReplicas: replicas }),
      ];
    }
  }
}

function daemonSetStatus(count: number): JsonObject {
  return {
    currentNumberScheduled: count,
    desiredNumberScheduled: count,
    numberAvailable: count,
    numberMisscheduled: 0,
    numberReady: count,
    observedGeneration: 3,
    updatedNumberScheduled: count,
  };
}

function deploymentConditions(spec: SampleSpec, replicaSetOfDeployment: string): JsonObject[] {
  const progressed = `ReplicaSet "${replicaSetOfDeployment}" has successfully progressed.`;
  return [
    condition(spec, 'Progressing', 'True', 'NewReplicaSetAvailable', progressed),
    condition(spec, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'),
  ];
}

function replicaSet(spec: SampleSpec, workload: Workload, body: JsonObject, status: JsonObject): KubernetesObject {
  const { namespace, name, labels } = workload;
  return newObject(spec, 'apps/v1', 'ReplicaSet', replicaSetName(namespace, name), {
    namespace,
    labels: { ...labels, 'pod-template-hash': safeNameOf(`replicaset/${namespace}/${name}`, 10) },
    owner: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    generation: 1,
    ageDays: POD_AGE_DAYS,
    body: { spec: body, status },
  });
}
