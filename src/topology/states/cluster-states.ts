import { mapAt, mapsAt, textAt, valueAt } from '../../bundle/kube-path.js';
import type { KubeMap } from '../../model/kube-object.js';
import { conditionStatus, readyState, stateOfWords, type ThingState } from './state.js';

/** State of nodes, machines, upgrades and of what installs software; undefined for other kinds. */
export function clusterState(resource: string, content: KubeMap): ThingState | undefined {
  switch (resource) {
    case 'Node':
      return nodeState(content);
    case 'Machine.cluster.x-k8s.io': {
      const phase = textAt(content, 'status', 'phase');
      return stateOfWords([phase], phase === 'Failed');
    }
    case 'Upgrade.harvesterhci.io':
      return upgradeState(content);
    case 'APIService.apiregistration.k8s.io': {
      const isAvailable = conditionStatus(content, 'Available') !== 'False';
      return stateOfWords([isAvailable ? 'available' : 'not available'], !isAvailable);
    }
    case 'ValidatingWebhookConfiguration.admissionregistration.k8s.io':
    case 'MutatingWebhookConfiguration.admissionregistration.k8s.io': {
      const policies = mapsAt(content, 'webhooks').map((webhook) => textAt(webhook, 'failurePolicy'));
      return stateOfWords([policies.includes('Fail') ? 'refuses when it fails' : undefined], false);
    }
    case 'Bundle.fleet.cattle.io':
    case 'BundleDeployment.fleet.cattle.io':
    case 'ManagedChart.management.cattle.io':
    case 'Cluster.provisioning.cattle.io':
    case 'Cluster.cluster.x-k8s.io':
    case 'RKEControlPlane.rke.cattle.io':
      return readyState(content, valueAt(content, 'spec', 'paused') === true ? 'paused' : undefined);
    case 'HelmChart.helm.cattle.io': {
      const isFailed = conditionStatus(content, 'Failed') === 'True';
      return stateOfWords([isFailed ? 'failed' : undefined], isFailed);
    }
    case 'Addon.harvesterhci.io':
    case 'App.catalog.cattle.io': {
      const state = textAt(content, 'status', 'status') ?? textAt(content, 'status', 'summary', 'state');
      return stateOfWords([state], state === 'failed' || conditionStatus(content, 'OperationFailed') === 'True');
    }
    case 'Plan.upgrade.cattle.io': {
      const applying = valueAt(content, 'status', 'applying');
      const nodes = Array.isArray(applying) ? applying.filter((node) => typeof node === 'string') : [];
      return stateOfWords([nodes.length === 0 ? undefined : `applying on ${nodes.length}`], false);
    }
    default:
      return undefined;
  }
}

function nodeState(content: KubeMap): ThingState | undefined {
  const ready = conditionStatus(content, 'Ready');
  const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'].filter(
    (type) => conditionStatus(content, type) === 'True',
  );
  const isCordoned = valueAt(content, 'spec', 'unschedulable') === true;
  const words = [
    ready === undefined ? undefined : ready === 'True' ? 'Ready' : 'NotReady',
    ...pressures,
    isCordoned ? 'cordoned' : undefined,
  ];
  return stateOfWords(words, (ready !== undefined && ready !== 'True') || pressures.length > 0);
}

function upgradeState(content: KubeMap): ThingState | undefined {
  const state = textAt(content, 'metadata', 'labels', 'harvesterhci.io/upgradeState');
  const nodes = mapAt(content, 'status', 'nodeStatuses');
  const done = Object.keys(nodes).filter((node) => textAt(nodes, node, 'state') === 'Succeeded').length;
  const all = Object.keys(nodes).length;
  const to = textAt(content, 'spec', 'version');
  const words = [state, to === undefined ? undefined : `to ${to}`, all === 0 ? undefined : `${done}/${all} nodes done`];
  return stateOfWords(words, state === 'Failed');
}
