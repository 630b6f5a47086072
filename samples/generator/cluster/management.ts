/** Rancher's side of the cluster: CAPI machines, RKE2 provisioning, machine plans, fleet. */

import { hexOf, machineName, uuidOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { NodeSpec, SampleSpec } from '../sample-spec.js';
import { CLUSTER_AGE_DAYS, condition, daysAgo, newObject, POD_AGE_DAYS } from './cluster-context.js';

const NAMESPACE = 'fleet-local';

/** Objects of cluster.x-k8s.io, rke.cattle.io, provisioning.cattle.io, management.cattle.io and fleet.cattle.io. */
export function managementObjects(spec: SampleSpec): KubernetesObject[] {
  return [
    ...spec.cluster.nodes.filter((node) => node.machine).flatMap((node) => machineObjects(spec, node)),
    ...clusterObjectsOfRancher(spec),
    ...fleetObjects(spec),
  ];
}

function updated(spec: SampleSpec, type: string, status = 'True', message = ''): JsonObject {
  return { lastUpdateTime: daysAgo(spec, POD_AGE_DAYS), message, reason: '', status, type };
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

function machineObjects(spec: SampleSpec, node: NodeSpec): KubernetesObject[] {
  const name = machineName(node.name);
  const addresses = [
    { address: node.address, type: 'InternalIP' },
    { address: node.name, type: 'Hostname' },
  ];
  const ready = (type: string): JsonObject => condition(spec, type, 'True', '', '');
  return [
    newObject(spec, 'cluster.x-k8s.io/v1beta1', 'Machine', name, {
      namespace: NAMESPACE,
      labels: roleLabels(node),
      annotations: { 'rke.cattle.io/join-url': `https://${spec.cluster.nodes[0]?.address ?? node.address}:9345` },
      finalizers: ['machine.cluster.x-k8s.io'],
      generation: 3,
      body: {
        spec: {
          bootstrap: {
            configRef: { apiVersion: 'rke.cattle.io/v1', kind: 'RKEBootstrap', name, namespace: NAMESPACE },
            dataSecretName: `${name}-machine-bootstrap`,
          },
          clusterName: 'local',
          infrastructureRef: { apiVersion: 'rke.cattle.io/v1', kind: 'CustomMachine', name, namespace: NAMESPACE },
          nodeDeletionTimeout: '10s',
          providerID: `rke2://${node.name}`,
        },
        status: {
          addresses,
          bootstrapReady: true,
          conditions: [
            'Ready',
            'BootstrapReady',
            'InfrastructureReady',
            'NodeHealthy',
            'PlanApplied',
            'Reconciled',
          ].map(ready),
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
    }),
    newObject(spec, 'rke.cattle.io/v1', 'CustomMachine', name, {
      namespace: NAMESPACE,
      labels: roleLabels(node),
      owner: { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Machine', name },
      body: {
        spec: { providerID: `rke2://${node.name}` },
        status: { addresses, conditions: [ready('Ready')], ready: true },
      },
    }),
    newObject(spec, 'rke.cattle.io/v1', 'RKEBootstrap', name, {
      namespace: NAMESPACE,
      labels: roleLabels(node),
      owner: { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Machine', name },
      body: { spec: { clusterName: 'local' }, status: { dataSecretName: `${name}-machine-bootstrap`, ready: true } },
    }),
    planSecret(spec, node, name),
  ];
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

function clusterObjectsOfRancher(spec: SampleSpec): KubernetesObject[] {
  const { kubernetes } = spec.cluster;
  const hook = (side: string): JsonObject[] => [{ annotation: `harvesterhci.io/${side}-hook` }];
  const drain: JsonObject = {
    deleteEmptyDirData: true,
    enabled: true,
    force: true,
    gracePeriod: 0,
    ignoreDaemonSets: true,
    postDrainHooks: hook('post'),
    preDrainHooks: hook('pre'),
    skipWaitForDeleteTimeoutSeconds: 0,
    timeout: 0,
  };
  const strategy = {
    controlPlaneConcurrency: '1',
    controlPlaneDrainOptions: drain,
    workerConcurrency: '1',
    workerDrainOptions: drain,
  };
  const controlPlane = { apiVersion: 'rke.cattle.io/v1', kind: 'RKEControlPlane', name: 'local' };
  return [
    newObject(spec, 'provisioning.cattle.io/v1', 'Cluster', 'local', {
      namespace: NAMESPACE,
      labels: { 'provider.cattle.io': 'harvester' },
      finalizers: ['wrangler.cattle.io/provisioning-cluster-remove', 'wrangler.cattle.io/rke-cluster-remove'],
      generation: 9,
      body: {
        spec: {
          kubernetesVersion: kubernetes,
          localClusterAuthEndpoint: {},
          rkeConfig: { provisionGeneration: 4, upgradeStrategy: strategy },
        },
        status: {
          clientSecretName: 'local-kubeconfig',
          clusterName: 'local',
          conditions: [
            updated(spec, 'Ready'),
            updated(spec, 'Reconciling', 'False'),
            updated(spec, 'Stalled', 'False'),
            updated(spec, 'Created'),
            updated(spec, 'RKECluster'),
            updated(spec, 'Provisioned'),
            updated(spec, 'Updated'),
          ],
          observedGeneration: 9,
          ready: true,
        },
      },
    }),
    newObject(spec, 'rke.cattle.io/v1', 'RKEControlPlane', 'local', {
      namespace: NAMESPACE,
      labels: { 'cluster.x-k8s.io/cluster-name': 'local' },
      owner: { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Cluster', name: 'local' },
      generation: 6,
      body: {
        spec: {
          clusterName: 'local',
          kubernetesVersion: kubernetes,
          managementClusterName: 'local',
          provisionGeneration: 4,
          upgradeStrategy: strategy,
        },
        status: {
          agentConnected: true,
          conditions: [
            updated(spec, 'Provisioned'),
            updated(spec, 'Ready'),
            updated(spec, 'Reconciled'),
            updated(spec, 'Stable'),
          ],
          configGeneration: 4,
          initialized: true,
          observedGeneration: 6,
          ready: true,
          version: kubernetes,
        },
      },
    }),
    newObject(spec, 'cluster.x-k8s.io/v1beta1', 'Cluster', 'local', {
      namespace: NAMESPACE,
      finalizers: ['cluster.cluster.x-k8s.io'],
      body: {
        spec: {
          controlPlaneEndpoint: { host: 'localhost', port: 6443 },
          controlPlaneRef: { ...controlPlane, namespace: NAMESPACE },
          infrastructureRef: {
            apiVersion: 'rke.cattle.io/v1',
            kind: 'RKECluster',
            name: 'local',
            namespace: NAMESPACE,
          },
        },
        status: {
          conditions: ['Ready', 'ControlPlaneInitialized', 'ControlPlaneReady', 'InfrastructureReady'].map((type) =>
            condition(spec, type, 'True', '', ''),
          ),
          controlPlaneReady: true,
          infrastructureReady: true,
          observedGeneration: 2,
          phase: 'Provisioned',
        },
      },
    }),
    newObject(spec, 'management.cattle.io/v3', 'Setting', 'server-version', {
      body: { customized: false, default: 'dev', source: 'env', value: spec.cluster.rancher },
    }),
  ];
}

/** The charts of Harvester: a ManagedChart, its Bundle `mcc-<chart>` and the BundleDeployment of the local cluster. */
function fleetObjects(spec: SampleSpec): KubernetesObject[] {
  const charts: ReadonlyArray<readonly [string, string, string]> = [
    ['harvester', 'harvester-system', spec.cluster.harvester],
    ['harvester-crd', 'harvester-system', spec.cluster.harvester],
    ['rancher-monitoring-crd', 'cattle-monitoring-system', '103.1.1+up45.31.1'],
    ['rancher-logging-crd', 'cattle-logging-system', '103.1.1+up4.4.0'],
  ];
  const summary = { desiredReady: 1, ready: 1 };
  const objects = charts.flatMap(([chart, target, version]) => {
    const bundle = `mcc-${chart}`;
    const deployment = `${bundle}:${hexOf(`deployment/${bundle}/${version}`, 40)}`;
    return [
      newObject(spec, 'management.cattle.io/v3', 'ManagedChart', chart, {
        namespace: NAMESPACE,
        generation: 7,
        body: {
          spec: {
            chart,
            defaultNamespace: target,
            paused: false,
            releaseName: chart,
            repoName: 'harvester-charts',
            targets: [{ clusterName: 'local' }],
            timeoutSeconds: 600,
            version: version.replace(/^v/, ''),
          },
          status: {
            conditions: [updated(spec, 'Ready'), updated(spec, 'Processed'), updated(spec, 'Defined')],
            display: { readyClusters: '1/1' },
            summary,
          },
        },
      }),
      newObject(spec, 'fleet.cattle.io/v1alpha1', 'Bundle', bundle, {
        namespace: NAMESPACE,
        generation: 7,
        body: {
          spec: {
            defaultNamespace: target,
            forceSyncGeneration: 0,
            helm: { chart, releaseName: chart, timeoutSeconds: 600, version: version.replace(/^v/, '') },
            targets: [{ clusterName: 'local' }],
          },
          status: {
            conditions: [updated(spec, 'Ready')],
            display: { readyClusters: '1/1' },
            maxNew: 50,
            observedGeneration: 7,
            partitions: [{ count: 1, name: 'All', summary, unavailable: 0 }],
            summary,
            unavailable: 0,
          },
        },
      }),
      newObject(spec, 'fleet.cattle.io/v1alpha1', 'BundleDeployment', bundle, {
        namespace: `cluster-fleet-local-local-${hexOf('cluster-namespace', 12)}`,
        labels: {
          'fleet.cattle.io/bundle-name': bundle,
          'fleet.cattle.io/bundle-namespace': NAMESPACE,
          'fleet.cattle.io/cluster': 'local',
        },
        body: {
          spec: {
            deploymentID: deployment,
            options: { defaultNamespace: target, helm: { releaseName: chart } },
            stagedDeploymentID: deployment,
          },
          status: {
            appliedDeploymentID: deployment,
            conditions: [
              updated(spec, 'Installed'),
              updated(spec, 'Deployed'),
              updated(spec, 'Ready'),
              updated(spec, 'Monitored'),
            ],
            display: { deployed: 'True', monitored: 'True', state: 'Ready' },
            nonModified: true,
            ready: true,
            release: `${target}/${chart}:14`,
          },
        },
      }),
    ];
  });
  objects.push(
    newObject(spec, 'fleet.cattle.io/v1alpha1', 'Cluster', 'local', {
      namespace: NAMESPACE,
      labels: { 'management.cattle.io/cluster-name': 'local', name: 'local' },
      ageDays: CLUSTER_AGE_DAYS,
      body: {
        spec: {
          agentNamespace: 'cattle-fleet-local-system',
          kubeConfigSecret: 'local-kubeconfig',
          redeployAgentGeneration: 1,
        },
        status: {
          agent: { lastSeen: daysAgo(spec, 0.003), namespace: 'cattle-fleet-local-system' },
          conditions: [
            updated(spec, 'Processed'),
            updated(spec, 'Imported'),
            updated(spec, 'Reconciled'),
            updated(spec, 'Ready'),
          ],
          desiredReadyGitRepos: 0,
          display: { readyBundles: '5/5', state: 'Ready' },
          namespace: `cluster-fleet-local-local-${hexOf('cluster-namespace', 12)}`,
          summary: { desiredReady: 5, ready: 5 },
        },
      },
    }),
  );
  return objects;
}
