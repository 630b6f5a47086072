/** The charts of Harvester as fleet deploys them: ManagedChart, Bundle `mcc-<chart>`, BundleDeployment. */

import { hexOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { SampleSpec } from '../sample-spec.js';
import { daysAgo, milestone, newObject } from './cluster-context.js';

const NAMESPACE = 'fleet-local';
const CLUSTER_NAMESPACE = `cluster-fleet-local-local-${hexOf('cluster-namespace', 12)}`;
const SUMMARY: JsonObject = { desiredReady: 1, ready: 1 };

/** A chart, the namespace it installs to, and its version without `v`. */
interface Chart {
  name: string;
  target: string;
  version: string;
}

/** Objects of fleet.cattle.io and the managed charts; everything is ready. */
export function fleetObjects(spec: SampleSpec): KubernetesObject[] {
  const harvester = spec.cluster.harvester.replace(/^v/, '');
  const charts: Chart[] = [
    { name: 'harvester', target: 'harvester-system', version: harvester },
    { name: 'harvester-crd', target: 'harvester-system', version: harvester },
    { name: 'rancher-monitoring-crd', target: 'cattle-monitoring-system', version: '103.1.1+up45.31.1' },
    { name: 'rancher-logging-crd', target: 'cattle-logging-system', version: '103.1.1+up4.4.0' },
  ];
  return [
    ...charts.flatMap((chart) => [managedChart(spec, chart), bundle(spec, chart), bundleDeployment(spec, chart)]),
    fleetCluster(spec, charts.length),
  ];
}

function managedChart(spec: SampleSpec, chart: Chart): KubernetesObject {
  return newObject(spec, 'management.cattle.io/v3', 'ManagedChart', chart.name, {
    namespace: NAMESPACE,
    generation: 7,
    body: {
      spec: {
        chart: chart.name,
        defaultNamespace: chart.target,
        paused: false,
        releaseName: chart.name,
        repoName: 'harvester-charts',
        targets: [{ clusterName: 'local' }],
        timeoutSeconds: 600,
        version: chart.version,
      },
      status: {
        conditions: ['Ready', 'Processed', 'Defined'].map((type) => milestone(spec, type)),
        display: { readyClusters: '1/1' },
        summary: SUMMARY,
      },
    },
  });
}

function bundle(spec: SampleSpec, chart: Chart): KubernetesObject {
  return newObject(spec, 'fleet.cattle.io/v1alpha1', 'Bundle', `mcc-${chart.name}`, {
    namespace: NAMESPACE,
    generation: 7,
    body: {
      spec: {
        defaultNamespace: chart.target,
        forceSyncGeneration: 0,
        helm: { chart: chart.name, releaseName: chart.name, timeoutSeconds: 600, version: chart.version },
        targets: [{ clusterName: 'local' }],
      },
      status: {
        conditions: [milestone(spec, 'Ready')],
        display: { readyClusters: '1/1' },
        maxNew: 50,
        observedGeneration: 7,
        partitions: [{ count: 1, name: 'All', summary: SUMMARY, unavailable: 0 }],
        summary: SUMMARY,
        unavailable: 0,
      },
    },
  });
}

function bundleDeployment(spec: SampleSpec, chart: Chart): KubernetesObject {
  const name = `mcc-${chart.name}`;
  const id = `${name}:${hexOf(`deployment/${name}/${chart.version}`, 40)}`;
  return newObject(spec, 'fleet.cattle.io/v1alpha1', 'BundleDeployment', name, {
    namespace: CLUSTER_NAMESPACE,
    labels: {
      'fleet.cattle.io/bundle-name': name,
      'fleet.cattle.io/bundle-namespace': NAMESPACE,
      'fleet.cattle.io/cluster': 'local',
    },
    body: {
      spec: {
        deploymentID: id,
        options: { defaultNamespace: chart.target, helm: { releaseName: chart.name } },
        stagedDeploymentID: id,
      },
      status: {
        appliedDeploymentID: id,
        conditions: ['Installed', 'Deployed', 'Ready', 'Monitored'].map((type) => milestone(spec, type)),
        display: { deployed: 'True', monitored: 'True', state: 'Ready' },
        nonModified: true,
        ready: true,
        release: `${chart.target}/${chart.name}:14`,
      },
    },
  });
}

function fleetCluster(spec: SampleSpec, bundles: number): KubernetesObject {
  return newObject(spec, 'fleet.cattle.io/v1alpha1', 'Cluster', 'local', {
    namespace: NAMESPACE,
    labels: { 'management.cattle.io/cluster-name': 'local', name: 'local' },
    body: {
      spec: {
        agentNamespace: 'cattle-fleet-local-system',
        kubeConfigSecret: 'local-kubeconfig',
        redeployAgentGeneration: 1,
      },
      status: {
        agent: { lastSeen: daysAgo(spec, 0.003), namespace: 'cattle-fleet-local-system' },
        conditions: ['Processed', 'Imported', 'Reconciled', 'Ready'].map((type) => milestone(spec, type)),
        desiredReadyGitRepos: 0,
        display: { readyBundles: `${bundles}/${bundles}`, state: 'Ready' },
        namespace: CLUSTER_NAMESPACE,
        summary: { desiredReady: bundles, ready: bundles },
      },
    },
  });
}
