/** Longhorn's objects of the cluster and of each node (longhorn.io/v1beta2), and all volumes. */

import { hexOf, instanceManagerName, replicaName, uuidOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { NodeSpec, SampleSpec } from '../sample-spec.js';
import { condition, newObject, POD_AGE_DAYS } from './cluster-context.js';
import { GIB, instanceManagerAddress, instancePort, LONGHORN_API, LONGHORN_NAMESPACE } from './longhorn-instances.js';
import { runningPod } from './pods.js';
import { volumeObjects } from './volume-objects.js';
import { type ClusterVolume, clusterVolumes } from './volumes.js';

const SETTINGS: Readonly<Record<string, string>> = {
  'auto-salvage': 'true',
  'concurrent-automatic-engine-upgrade-per-node-limit': '3',
  'default-data-path': '/var/lib/harvester/defaultdisk',
  'default-replica-count': '3',
  'guaranteed-instance-manager-cpu': '{"v1":"12","v2":"12"}',
  'node-drain-policy': 'allow-if-replica-is-stopped',
  'node-down-pod-deletion-policy': 'do-nothing',
  'replica-replenishment-wait-interval': '600',
  'storage-minimal-available-percentage': '25',
  'storage-over-provisioning-percentage': '200',
  'storage-reserved-percentage-for-default-disk': '30',
  'upgrade-checker': 'false',
};

/** All storage objects of a cluster. */
export function storageObjects(spec: SampleSpec): KubernetesObject[] {
  const volumes = clusterVolumes(spec);
  return [
    ...Object.entries(SETTINGS).map(([name, value]) =>
      newObject(spec, LONGHORN_API, 'Setting', name, {
        namespace: LONGHORN_NAMESPACE,
        generation: 1,
        body: { status: { applied: true }, value },
      }),
    ),
    ...spec.cluster.nodes.flatMap((node) => nodeStorage(spec, node, volumes)),
    ...volumes.flatMap((volume) => volumeObjects(spec, volume)),
    newObject(spec, 'storage.k8s.io/v1', 'StorageClass', 'harvester-longhorn', {
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      body: {
        allowVolumeExpansion: true,
        parameters: { migratable: 'true', numberOfReplicas: '3', staleReplicaTimeout: '30' },
        provisioner: 'driver.longhorn.io',
        reclaimPolicy: 'Delete',
        volumeBindingMode: 'Immediate',
      },
    }),
    newObject(spec, LONGHORN_API, 'EngineImage', 'ei-51cc7b9c', {
      namespace: LONGHORN_NAMESPACE,
      body: {
        spec: { image: `longhornio/longhorn-engine:${spec.cluster.longhorn}` },
        status: { conditions: [condition(spec, 'ready', 'True', '', '')], refCount: volumes.length, state: 'deployed' },
      },
    }),
  ];
}

function nodeStorage(spec: SampleSpec, node: NodeSpec, volumes: readonly ClusterVolume[]): KubernetesObject[] {
  return [
    instanceManager(spec, node, volumes),
    runningPod(spec, {
      namespace: LONGHORN_NAMESPACE,
      name: instanceManagerName(node.name),
      node,
      containers: ['instance-manager'],
      image: instanceManagerImage(spec),
      labels: instanceManagerLabels(node),
      hostNetwork: false,
      owner: { apiVersion: LONGHORN_API, kind: 'InstanceManager', name: instanceManagerName(node.name) },
    }),
    instanceManagerBudget(spec, node),
    longhornNode(spec, node),
  ];
}

function instanceManagerImage(spec: SampleSpec): string {
  return `longhornio/longhorn-instance-manager:${spec.cluster.longhorn}`;
}

function instanceManagerLabels(node: NodeSpec): JsonObject {
  return {
    'longhorn.io/component': 'instance-manager',
    'longhorn.io/data-engine': 'v1',
    'longhorn.io/instance-manager-image': 'imi-57e0a1c2',
    'longhorn.io/instance-manager-type': 'aio',
    'longhorn.io/managed-by': 'longhorn-manager',
    'longhorn.io/node': node.name,
  };
}

function runningInstance(name: string): JsonObject {
  const port = instancePort(name);
  return {
    spec: { dataEngine: 'v1', name },
    status: { endpoint: '', errorMsg: '', portEnd: port, portStart: port, state: 'running', type: '' },
  };
}

function instanceManager(spec: SampleSpec, node: NodeSpec, volumes: readonly ClusterVolume[]): KubernetesObject {
  const attached = volumes.filter((volume) => volume.node !== '');
  const engines = attached.filter((volume) => volume.node === node.name).map((volume) => `${volume.name}-e-0`);
  const replicas = attached
    .filter((volume) => volume.replicaNodes.includes(node.name))
    .map((volume) => replicaName(volume.name, node.name));
  return newObject(spec, LONGHORN_API, 'InstanceManager', instanceManagerName(node.name), {
    namespace: LONGHORN_NAMESPACE,
    labels: instanceManagerLabels(node),
    owner: { apiVersion: LONGHORN_API, kind: 'Node', name: node.name },
    ageDays: POD_AGE_DAYS,
    body: {
      spec: { dataEngine: 'v1', image: instanceManagerImage(spec), nodeID: node.name, type: 'aio' },
      status: {
        apiMinVersion: 1,
        apiVersion: 5,
        currentState: 'running',
        instanceEngines: Object.fromEntries(engines.map((engine) => [engine, runningInstance(engine)])),
        instanceReplicas: Object.fromEntries(replicas.map((replica) => [replica, runningInstance(replica)])),
        ip: instanceManagerAddress(spec, node.name),
        ownerID: node.name,
        proxyApiVersion: 5,
      },
    },
  });
}

/** No disruption is ever allowed here while the node is in service: normal. */
function instanceManagerBudget(spec: SampleSpec, node: NodeSpec): KubernetesObject {
  return newObject(spec, 'policy/v1', 'PodDisruptionBudget', instanceManagerName(node.name), {
    namespace: LONGHORN_NAMESPACE,
    labels: { 'longhorn.io/managed-by': 'longhorn-manager' },
    generation: 1,
    ageDays: POD_AGE_DAYS,
    body: {
      spec: {
        minAvailable: 1,
        selector: {
          matchLabels: {
            'longhorn.io/component': 'instance-manager',
            'longhorn.io/data-engine': 'v1',
            'longhorn.io/instance-manager-type': 'aio',
            'longhorn.io/node': node.name,
          },
        },
      },
      status: {
        conditions: [condition(spec, 'DisruptionAllowed', 'False', 'InsufficientPods', '')],
        currentHealthy: 1,
        desiredHealthy: 1,
        disruptionsAllowed: 0,
        expectedPods: 1,
        observedGeneration: 1,
      },
    },
  });
}

function longhornNode(spec: SampleSpec, node: NodeSpec): KubernetesObject {
  const disk = `default-disk-${hexOf(`disk/${node.name}`, 16)}`;
  const schedulable = condition(spec, 'Schedulable', 'True', '', '');
  const ready = condition(spec, 'Ready', 'True', '', `Node ${node.name} is ready`);
  return newObject(spec, LONGHORN_API, 'Node', node.name, {
    namespace: LONGHORN_NAMESPACE,
    finalizers: ['longhorn.io'],
    body: {
      spec: {
        allowScheduling: true,
        disks: {
          [disk]: {
            allowScheduling: true,
            diskType: 'filesystem',
            evictionRequested: false,
            path: '/var/lib/harvester/defaultdisk',
            storageReserved: 289_910_292_480,
            tags: [],
          },
        },
        evictionRequested: false,
        name: node.name,
        tags: [],
      },
      status: {
        autoEvicting: false,
        conditions: [ready, condition(spec, 'MountPropagation', 'True', '', ''), schedulable],
        diskStatus: {
          [disk]: {
            conditions: [condition(spec, 'Ready', 'True', '', ''), schedulable],
            diskUUID: uuidOf(`disk/${node.name}`),
            storageAvailable: 611 * GIB,
            storageMaximum: 900 * GIB,
            storageScheduled: 240 * GIB,
          },
        },
      },
    },
  });
}
