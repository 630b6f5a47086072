/** Rancher's side of the cluster: CAPI machines, RKE2 provisioning, machine plans. */

import { hexOf, machineName, uuidOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { NodeSpec, SampleSpec } from '../sample-spec.js';
import { condition, daysAgo, milestone, newObject, POD_AGE_DAYS } from './cluster-context.js';

const NAMESPACE = 'fleet-local';

/** Objects of cluster.x-k8s.io, rke.cattle.io, provisioning.cattle.io and Rancher's settings. */
export function managementObjects(spec: SampleSpec): KubernetesObject[] {
  return [
    ...spec.cluster.nodes.filter((node) => node.machine).flatMap((node) => machineObjects(spec, node)),
    provisioningCluster(spec),
    controlPlane(spec),
    capiCluster(spec),
    newObject(spec, 'management.cattle.io/v3', 'Setting', 'server-version', {
      body: { customized: false, default: 'dev', source: 'env', value: spec.cluster.rancher },
    }),
  ];
}

function roleLabels(node: NodeSpec): JsonObject {
  const labels: JsonObject = {
    'cluster.x-k8s.io/cluster-name': 'local',
    'rke.cattle.io/cluster-name': 'local',
    'rke.cattle.io/machine-id': hexOf(`machine-id/${node.name}`, 54),
  };
  const roles = node.roles.length === 0 ? ['worker'] : [...node.roles, 'worker'];
  for (const role of roles) {
    labels[`rke.cattle.io/${role}-role`] = 'true';
  }
  return labels;
}

function addressesOf(node: NodeSpec): JsonObject[] {
  return [
    { address: node.address, type: 'InternalIP' },
    { address: node.name, type: 'Hostname' },
  ];
}

function machineObjects(spec: SampleSpec, node: NodeSpec): KubernetesObject[] {
  const name = machineName(node.name);
  const common = {
    namespace: NAMESPACE,
    labels: roleLabels(node),
    owner: { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Machine', name },
  };
  const ready = [condition(spec, 'Ready', 'True', '', '')];
  return [
    machine(spec, node, name),
    newObject(spec, 'rke.cattle.io/v1', 'CustomMachine', name, {
      ...common,
      body: {
        spec: { providerID: `rke2://${node.name}` },
        status: { addresses: addressesOf(node), conditions: ready, ready: true },
      },
    }),
    newObject(spec, 'rke.cattle.io/v1', 'RKEBootstrap', name, {
      ...common,
      body: { spec: { clusterName: 'local' }, status: { dataSecretName: `${name}-machine-bootstrap`, ready: true } },
    }),
    planSecret(spec, node, name),
  ];
}

function machine(spec: SampleSpec, node: NodeSpec, name: string): KubernetesObject {
  const reference = (kind: string): JsonObject => ({
    apiVersion: 'rke.cattle.io/v1',
    kind,
    name,
    namespace: NAMESPACE,
  });
  const reached = ['Ready', 'BootstrapReady', 'InfrastructureReady', 'NodeHealthy', 'PlanApplied', 'Reconciled'];
  return newObject(spec, 'cluster.x-k8s.io/v1beta1', 'Machine', name, {
    namespace: NAMESPACE,
    labels: roleLabels(node),
    annotations: { 'rke.cattle.io/join-url': `https://${spec.cluster.nodes[0]?.address ?? node.address}:9345` },
    finalizers: ['machine.cluster.x-k8s.io'],
    generation: 3,
    body: {
      spec: {
        bootstrap: { configRef: reference('RKEBootstrap'), dataSecretName: `${name}-machine-bootstrap` },
        clusterName: 'local',
        infrastructureRef: reference('CustomMachine'),
        nodeDeletionTimeout: '10s',
        providerID: `rke2://${node.name}`,
      },
      status: {
        addresses: addressesOf(node),
        bootstrapReady: true,
        conditions: reached.map((type) => condition(spec, type, 'True', '', '')),
        infrastructureReady: true,
        lastUpdated: daysAgo(spec, POD_AGE_DAYS),
        nodeInfo: {
          kubeletVersion: node.kubernetes ?? spec.cluster.kubernetes,
          osImage: `Harvester ${node.harvester ?? spec.cluster.harvester}`,
        },
        nodeRef: { apiVersion: 'v1', kind: 'Node', name: node.name, uid: uuidOf(`Node//${node.name}`) },
        observedGeneration: 3,
        phase: 'Running',
      },
    },
  });
}

/** Machine plan: the hand-over of drains stands in its annotations; data is never collected. */
function planSecret(spec: SampleSpec, node: NodeSpec, machine: string): KubernetesObject {
  return newObject(spec, 'v1', 'Secret', `${machine}-machine-plan`, {
    namespace: NAMESPACE,
    labels: {
      ...roleLabels(node),
      'rke.cattle.io/machine-name': machine,
      'rke.cattle.io/init-node': String(node === spec.cluster.nodes[0]),
    },
    annotations: {
      'rke.cattle.io/joined-to':
        node === spec.cluster.nodes[0] ? '-' : `https://${spec.cluster.nodes[0]?.address ?? ''}:9345`,
      'rke.cattle.io/join-url': `https://${node.address}:9345`,
    },
    owner: { apiVersion: 'rke.cattle.io/v1', kind: 'RKEBootstrap', name: machine },
    body: { type: 'rke.cattle.io/machine-plan' },
  });
}

/** How Rancher drains during an upgrade: one node at a time, with Harvester's hooks before and after. */
function upgradeStrategy(): JsonObject {
  const drain: JsonObject = {
    deleteEmptyDirData: true,
    enabled: true,
    force: true,
    gracePeriod: 0,
    ignoreDaemonSets: true,
    postDrainHooks: [{ annotation: 'harvesterhci.io/post-hook' }],
    preDrainHooks: [{ annotation: 'harvesterhci.io/pre-hook' }],
    skipWaitForDeleteTimeoutSeconds: 0,
    timeout: 0,
  };
  return {
    controlPlaneConcurrency: '1',
    controlPlaneDrainOptions: drain,
    workerConcurrency: '1',
    workerDrainOptions: drain,
  };
}

function provisioningCluster(spec: SampleSpec): KubernetesObject {
  const reached = ['Ready', 'Created', 'RKECluster', 'Provisioned', 'Updated'];
  return newObject(spec, 'provisioning.cattle.io/v1', 'Cluster', 'local', {
    namespace: NAMESPACE,
    labels: { 'provider.cattle.io': 'harvester' },
    finalizers: ['wrangler.cattle.io/provisioning-cluster-remove', 'wrangler.cattle.io/rke-cluster-remove'],
    generation: 9,
    body: {
      spec: {
        kubernetesVersion: spec.cluster.kubernetes,
        localClusterAuthEndpoint: {},
        rkeConfig: { provisionGeneration: 4, upgradeStrategy: upgradeStrategy() },
      },
      status: {
        clientSecretName: 'local-kubeconfig',
        clusterName: 'local',
        conditions: [
          ...reached.map((type) => milestone(spec, type)),
          milestone(spec, 'Reconciling', 'False'),
          milestone(spec, 'Stalled', 'False'),
        ],
        observedGeneration: 9,
        ready: true,
      },
    },
  });
}

function controlPlane(spec: SampleSpec): KubernetesObject {
  return newObject(spec, 'rke.cattle.io/v1', 'RKEControlPlane', 'local', {
    namespace: NAMESPACE,
    labels: { 'cluster.x-k8s.io/cluster-name': 'local' },
    owner: { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Cluster', name: 'local' },
    generation: 6,
    body: {
      spec: {
        clusterName: 'local',
        kubernetesVersion: spec.cluster.kubernetes,
        managementClusterName: 'local',
        provisionGeneration: 4,
        upgradeStrategy: upgradeStrategy(),
      },
      status: {
        agentConnected: true,
        conditions: ['Provisioned', 'Ready', 'Reconciled', 'Stable'].map((type) => milestone(spec, type)),
        configGeneration: 4,
        initialized: true,
        observedGeneration: 6,
        ready: true,
        version: spec.cluster.kubernetes,
      },
    },
  });
}

function capiCluster(spec: SampleSpec): KubernetesObject {
  const reference = (kind: string): JsonObject => ({
    apiVersion: 'rke.cattle.io/v1',
    kind,
    name: 'local',
    namespace: NAMESPACE,
  });
  const conditions = ['Ready', 'ControlPlaneInitialized', 'ControlPlaneReady', 'InfrastructureReady'];
  return newObject(spec, 'cluster.x-k8s.io/v1beta1', 'Cluster', 'local', {
    namespace: NAMESPACE,
    finalizers: ['cluster.cluster.x-k8s.io'],
    body: {
      spec: {
        controlPlaneEndpoint: { host: 'localhost', port: 6443 },
        controlPlaneRef: reference('RKEControlPlane'),
        infrastructureRef: reference('RKECluster'),
      },
      status: {
        conditions: conditions.map((type) => condition(spec, type, 'True', '', '')),
        controlPlaneReady: true,
        infrastructureReady: true,
        observedGeneration: 2,
        phase: 'Provisioned',
      },
    },
  });
}
