/** Harvester's own objects: settings, versions, the past upgrade, images, networks, namespaces, leases. */

import { hexOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { SampleSpec } from '../sample-spec.js';
import { daysAgo, minutesAgo, newObject, POD_AGE_DAYS } from './cluster-context.js';
import { placedPods } from './pods.js';

const API = 'harvesterhci.io/v1beta1';
const NAMESPACE = 'harvester-system';

/** Name of the past, succeeded Upgrade object; a running one is told by the tree of an incident. */
const PAST_UPGRADE = 'hvst-upgrade-m7x2q';

const NAMESPACES = [
  'cattle-fleet-local-system',
  'cattle-fleet-system',
  'cattle-logging-system',
  'cattle-monitoring-system',
  'cattle-provisioning-capi-system',
  'cattle-system',
  'default',
  'fleet-local',
  'harvester-public',
  'harvester-system',
  'kube-node-lease',
  'kube-public',
  'kube-system',
  'longhorn-system',
];

const LEASES: ReadonlyArray<readonly [namespace: string, name: string, workload: string]> = [
  ['kube-system', 'kube-controller-manager', 'kube-controller-manager'],
  ['kube-system', 'kube-scheduler', 'kube-scheduler'],
  ['kube-system', 'cattle-controllers', 'rancher'],
  ['kube-system', 'plndr-svcs-lock', 'kube-vip'],
  ['harvester-system', 'harvester-controllers', 'harvester'],
  ['harvester-system', 'virt-controller', 'virt-controller'],
  ['harvester-system', 'virt-operator', 'virt-operator'],
  ['longhorn-system', 'driver-longhorn-io', 'csi-provisioner'],
  ['longhorn-system', 'external-attacher-leader-driver-longhorn-io', 'csi-attacher'],
  ['longhorn-system', 'external-resizer-driver-longhorn-io', 'csi-resizer'],
  ['cattle-provisioning-capi-system', 'controller-leader-election-capi', 'capi-controller-manager'],
  ['cattle-fleet-system', 'fleet-controller-leader-election-shard', 'fleet-controller'],
];

/** Objects of harvesterhci.io, namespaces, networks and leases. */
export function harvesterObjects(spec: SampleSpec): KubernetesObject[] {
  const namespaces = new Set([...NAMESPACES, ...spec.cluster.vms.map((vm) => vm.namespace)]);
  return [
    ...[...namespaces].map((name) =>
      newObject(spec, 'v1', 'Namespace', name, {
        labels: { 'kubernetes.io/metadata.name': name },
        body: { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } },
      }),
    ),
    ...settings(spec),
    ...pastUpgrade(spec),
    ...LEASES.map(([namespace, name, workload]) => lease(spec, namespace, name, workload)),
    newObject(spec, 'k8s.cni.cncf.io/v1', 'NetworkAttachmentDefinition', 'vlan-20', {
      namespace: 'default',
      labels: {
        'network.harvesterhci.io/clusternetwork': 'mgmt',
        'network.harvesterhci.io/type': 'L2VlanNetwork',
        'network.harvesterhci.io/vlan-id': '20',
      },
      body: {
        spec: {
          config:
            '{"cniVersion":"0.3.1","name":"vlan-20","type":"bridge","bridge":"mgmt-br","promiscMode":true,"vlan":20,"ipam":{}}',
        },
      },
    }),
    newObject(spec, 'network.harvesterhci.io/v1beta1', 'ClusterNetwork', 'mgmt', {
      body: {
        status: { conditions: [{ lastUpdateTime: daysAgo(spec, POD_AGE_DAYS), status: 'True', type: 'ready' }] },
      },
    }),
    image(spec, 'leap-15-6', 'openSUSE-Leap-15.6.x86_64-NoCloud.qcow2'),
    image(spec, 'jammy-server', 'jammy-server-cloudimg-amd64.img'),
  ];
}

function settings(spec: SampleSpec): KubernetesObject[] {
  const values: JsonObject = {
    'server-version': spec.cluster.harvester,
    'auto-disk-provision-paths': '',
    'backup-target': '',
    'cluster-registration-url': '',
    'log-level': 'info',
    'overcommit-config': '{"cpu":1600,"memory":150,"storage":200}',
    'release-download-url': 'https://releases.rancher.com/harvester',
    'support-bundle-image':
      '{"repository":"rancher/support-bundle-kit","tag":"v0.0.45","imagePullPolicy":"IfNotPresent"}',
    'support-bundle-timeout': '10',
    'upgrade-checker-enabled': 'true',
    'vip-pools': '',
    'vm-force-reset-policy': '{"enable":true,"period":300}',
  };
  return Object.entries(values).map(([name, value]) =>
    newObject(spec, API, 'Setting', name, {
      generation: 2,
      body: {
        status: { conditions: [{ lastUpdateTime: daysAgo(spec, POD_AGE_DAYS), status: 'True', type: 'configured' }] },
        value,
      },
    }),
  );
}

/** The upgrade that brought the cluster to its present version, finished and cleaned up. */
function pastUpgrade(spec: SampleSpec): KubernetesObject[] {
  const { previous, harvester, nodes } = spec.cluster;
  if (previous === null) {
    return [];
  }
  const milestone = (type: string, hours: number): JsonObject => ({
    lastUpdateTime: daysAgo(spec, POD_AGE_DAYS + 0.3 - hours / 24),
    status: 'True',
    type,
  });
  const upgrade = newObject(spec, API, 'Upgrade', PAST_UPGRADE, {
    namespace: NAMESPACE,
    labels: {
      'harvesterhci.io/latestUpgrade': 'true',
      'harvesterhci.io/upgradeCleanup': 'Succeeded',
      'harvesterhci.io/upgradeState': 'Succeeded',
    },
    annotations: { 'harvesterhci.io/replica-replenishment-wait-interval': '600' },
    finalizers: ['wrangler.cattle.io/harvester-upgrade-controller'],
    ageDays: POD_AGE_DAYS + 0.3,
    generation: 1,
    body: {
      spec: { image: '', logEnabled: false, version: harvester },
      status: {
        conditions: [
          milestone('Completed', 7),
          milestone('ImageReady', 0.4),
          milestone('RepoReady', 0.6),
          milestone('NodesPrepared', 1.2),
          milestone('SystemServicesUpgraded', 2.4),
          milestone('NodesUpgraded', 7),
        ],
        imageID: `harvester-system/${PAST_UPGRADE}`,
        nodeStatuses: Object.fromEntries(nodes.map((node) => [node.name, { state: 'Succeeded' }])),
        previousVersion: previous,
        repoInfo: `release:\n    harvester: ${harvester}\n    harvesterChart: ${harvester.slice(1)}\n    os: Harvester ${harvester}\n    kubernetes: ${spec.cluster.kubernetes}\n    rancher: ${spec.cluster.rancher}\n    monitoringChart: 103.1.1+up45.31.1\n    minUpgradableVersion: ${previous}\n`,
      },
    },
  });
  const version = newObject(spec, API, 'Version', harvester, {
    namespace: NAMESPACE,
    ageDays: POD_AGE_DAYS + 1,
    body: {
      spec: {
        isoChecksum: hexOf(`iso/${harvester}`, 128),
        isoURL: `https://releases.rancher.com/harvester/${harvester}/harvester-${harvester}-amd64.iso`,
        minUpgradableVersion: previous,
        releaseDate: daysAgo(spec, POD_AGE_DAYS + 9)
          .slice(0, 10)
          .replaceAll('-', ''),
        tags: [],
      },
    },
  });
  return [upgrade, version];
}

function lease(spec: SampleSpec, namespace: string, name: string, workload: string): KubernetesObject {
  const pod = placedPods(spec).find((placed) => placed.workload.name === workload);
  const holder =
    pod === undefined
      ? (spec.cluster.nodes[0]?.name ?? '')
      : pod.workload.kind === 'Static' || pod.workload.hostNetwork
        ? `${pod.node.name}_${hexOf(`lease/${name}`, 8)}`
        : pod.name;
  return newObject(spec, 'coordination.k8s.io/v1', 'Lease', name, {
    namespace,
    body: {
      spec: {
        acquireTime: daysAgo(spec, POD_AGE_DAYS).replace('Z', '.118204Z'),
        holderIdentity: holder,
        leaseDurationSeconds: 15,
        leaseTransitions: 3,
        renewTime: minutesAgo(spec, 0.05).replace('Z', '.731902Z'),
      },
    },
  });
}

function image(spec: SampleSpec, name: string, file: string): KubernetesObject {
  const imported = (type: string): JsonObject => ({ lastUpdateTime: daysAgo(spec, 120), status: 'True', type });
  return newObject(spec, API, 'VirtualMachineImage', name, {
    namespace: 'default',
    ageDays: 120,
    body: {
      spec: {
        displayName: file,
        retry: 3,
        sourceType: 'download',
        storageClassParameters: { migratable: 'true', numberOfReplicas: '3' },
        url: `https://images.example.net/${file}`,
      },
      status: {
        conditions: [
          imported('Initialized'),
          imported('Imported'),
          { lastUpdateTime: daysAgo(spec, 120), status: 'False', type: 'RetryLimitExceeded' },
        ],
        failed: 0,
        progress: 100,
        size: 629_145_600,
        storageClassName: `longhorn-${name}`,
        virtualSize: 10_737_418_240,
      },
    },
  });
}
