/** KubeVirt: the installation, virtual machines, their launcher pods, budgets and past migrations. */

import { hexOf, launcherPodName, safeNameOf, uuidOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { SampleSpec, VirtualMachineSpec } from '../sample-spec.js';
import { condition, daysAgo, newObject, POD_AGE_DAYS, podAddress } from './cluster-context.js';
import { runningPod } from './pods.js';

const API = 'kubevirt.io/v1';
const SYSTEM = 'harvester-system';

/** The KubeVirt object, its budgets, and everything of each VM. */
export function virtualizationObjects(spec: SampleSpec): KubernetesObject[] {
  return [
    kubeVirt(spec),
    infrastructureBudget(spec, 'virt-api'),
    infrastructureBudget(spec, 'virt-controller'),
    ...spec.cluster.vms.flatMap((vm, index) => virtualMachine(spec, vm, index)),
  ];
}

function kubeVirt(spec: SampleSpec): KubernetesObject {
  const version = spec.cluster.kubevirt;
  return newObject(spec, API, 'KubeVirt', 'kubevirt', {
    namespace: SYSTEM,
    labels: {
      'app.kubernetes.io/component': 'metadata',
      'app.kubernetes.io/managed-by': 'Helm',
      'app.kubernetes.io/name': 'kubevirt',
      'helm.sh/release': 'harvester',
    },
    annotations: {
      'kubevirt.io/latest-observed-api-version': 'v1',
      'kubevirt.io/storage-observed-api-version': 'v1',
      'meta.helm.sh/release-name': 'harvester',
      'meta.helm.sh/release-namespace': SYSTEM,
    },
    finalizers: ['foregroundDeleteKubeVirt'],
    generation: 12,
    body: {
      spec: {
        certificateRotateStrategy: {},
        configuration: {
          developerConfiguration: {
            featureGates: ['LiveMigration', 'HotplugVolumes', 'HostDevices', 'GPU', 'CPUManager'],
          },
          emulatedMachines: ['q35', 'pc-q35*', 'pc', 'pc-i440fx*'],
          network: { defaultNetworkInterface: 'bridge', permitBridgeInterfaceOnPodNetwork: true },
        },
        customizeComponents: {},
        imagePullPolicy: 'IfNotPresent',
        infra: { nodePlacement: {} },
        workloadUpdateStrategy: {},
      },
      status: {
        conditions: [
          condition(spec, 'Available', 'True', 'AllComponentsReady', 'All components are ready.'),
          condition(spec, 'Progressing', 'False', 'AllComponentsReady', 'All components are ready.'),
          condition(spec, 'Degraded', 'False', 'AllComponentsReady', 'All components are ready.'),
          condition(spec, 'Created', 'True', 'AllResourcesCreated', 'All resources were created.'),
        ],
        observedKubeVirtRegistry: 'registry.suse.com/suse/sles/15.6',
        observedKubeVirtVersion: version,
        operatorVersion: version,
        outdatedVirtualMachineInstanceWorkloads: 0,
        phase: 'Deployed',
        targetKubeVirtVersion: version,
      },
    },
  });
}

function infrastructureBudget(spec: SampleSpec, component: string): KubernetesObject {
  return newObject(spec, 'policy/v1', 'PodDisruptionBudget', `${component}-pdb`, {
    namespace: SYSTEM,
    labels: {
      'app.kubernetes.io/component': 'kubevirt',
      'app.kubernetes.io/managed-by': 'virt-operator',
      'kubevirt.io': `${component}-pdb`,
    },
    annotations: { 'kubevirt.io/install-strategy-version': spec.cluster.kubevirt },
    generation: 1,
    body: {
      spec: { minAvailable: 1, selector: { matchLabels: { 'kubevirt.io': component } } },
      status: {
        conditions: [condition(spec, 'DisruptionAllowed', 'True', 'SufficientPods', '')],
        currentHealthy: 2,
        desiredHealthy: 1,
        disruptionsAllowed: 1,
        expectedPods: 2,
        observedGeneration: 1,
      },
    },
  });
}

function template(vm: VirtualMachineSpec): JsonObject {
  return {
    domain: {
      cpu: { cores: 4, sockets: 1, threads: 1 },
      devices: {
        disks: [{ bootOrder: 1, disk: { bus: 'virtio' }, name: 'disk-0' }],
        interfaces: [{ bridge: {}, model: 'virtio', name: 'default' }],
      },
      memory: { guest: '8092Mi' },
      resources: { limits: { cpu: '4', memory: '8Gi' }, requests: { cpu: '250m', memory: '5461Mi' } },
    },
    evictionStrategy: 'LiveMigrateIfPossible',
    hostname: vm.name,
    networks: [{ multus: { networkName: 'default/vlan-20' }, name: 'default' }],
    terminationGracePeriodSeconds: 120,
    volumes: [{ name: 'disk-0', persistentVolumeClaim: { claimName: `${vm.name}-disk-0` } }],
  };
}

function virtualMachine(spec: SampleSpec, vm: VirtualMachineSpec, index: number): KubernetesObject[] {
  const { name, namespace } = vm;
  const labels = { 'harvesterhci.io/creator': 'harvester', 'harvesterhci.io/os': 'linux' };
  const status: JsonObject = vm.stopped
    ? {
        conditions: [
          condition(spec, 'Ready', 'False', 'VMINotExists', 'VMI does not exist'),
          condition(spec, 'LiveMigratable', 'True', '', ''),
        ],
        printableStatus: 'Stopped',
        runStrategy: 'Halted',
      }
    : {
        conditions: [condition(spec, 'Ready', 'True', '', ''), condition(spec, 'LiveMigratable', 'True', '', '')],
        created: true,
        printableStatus: 'Running',
        ready: true,
        runStrategy: 'RerunOnFailure',
      };
  const machine = newObject(spec, API, 'VirtualMachine', name, {
    namespace,
    labels,
    annotations: { 'harvesterhci.io/vmRunStrategy': 'RerunOnFailure', 'network.harvesterhci.io/ips': '[]' },
    finalizers: [
      'kubevirt.io/virtualMachineControllerFinalize',
      'wrangler.cattle.io/VMController.CleanupPVCAndSnapshot',
    ],
    body: {
      spec: {
        runStrategy: vm.stopped ? 'Halted' : 'RerunOnFailure',
        template: { metadata: { labels: { 'harvesterhci.io/vmName': name } }, spec: template(vm) },
      },
      status,
    },
  });
  if (vm.stopped) {
    return [machine];
  }
  // Some VMs were migrated when the past upgrade drained their node: harmless history.
  const migration = index % 3 === 0 ? [succeededMigration(spec, vm)] : [];
  return [machine, instance(spec, vm), launcherPod(spec, vm), evictionBudget(spec, vm), ...migration];
}

function instance(spec: SampleSpec, vm: VirtualMachineSpec): KubernetesObject {
  const pod = launcherPodName(vm.namespace, vm.name);
  const address = podAddress(spec, vm.node, `${vm.namespace}/${pod}`);
  return newObject(spec, API, 'VirtualMachineInstance', vm.name, {
    namespace: vm.namespace,
    labels: { 'harvesterhci.io/vmName': vm.name, 'kubevirt.io/nodeName': vm.node },
    annotations: { 'kubevirt.io/latest-observed-api-version': 'v1', 'kubevirt.io/storage-observed-api-version': 'v1' },
    finalizers: ['kubevirt.io/virtualMachineControllerFinalize', 'foregroundDeleteVirtualMachine'],
    owner: { apiVersion: API, kind: 'VirtualMachine', name: vm.name },
    ageDays: POD_AGE_DAYS,
    body: {
      spec: template(vm),
      status: {
        activePods: { [uuidOf(`Pod/${vm.namespace}/${pod}`)]: vm.node },
        conditions: [
          condition(spec, 'Ready', 'True', '', ''),
          condition(spec, 'LiveMigratable', 'True', '', ''),
          condition(spec, 'AgentConnected', 'True', '', ''),
        ],
        guestOSInfo: { id: 'opensuse-leap', name: 'openSUSE Leap', version: '15.6' },
        interfaces: [
          {
            interfaceName: 'eth0',
            ipAddress: address,
            mac: `52:54:00:${hexOf(vm.name, 6).replace(/(..)(..)(..)/, '$1:$2:$3')}`,
            name: 'default',
          },
        ],
        launcherContainerImageVersion: `registry.suse.com/suse/sles/15.6/virt-launcher:${spec.cluster.kubevirt.slice(1)}-150600.5.12.1`,
        migrationMethod: 'BlockMigration',
        migrationTransport: 'Unix',
        nodeName: vm.node,
        phase: 'Running',
        qosClass: 'Burstable',
        runtimeUser: 107,
        volumeStatus: [
          {
            name: 'disk-0',
            persistentVolumeClaimInfo: {
              accessModes: ['ReadWriteMany'],
              capacity: { storage: `${vm.size}Gi` },
              claimName: `${vm.name}-disk-0`,
              volumeMode: 'Block',
            },
            target: 'vda',
          },
        ],
      },
    },
  });
}

function launcherPod(spec: SampleSpec, vm: VirtualMachineSpec): KubernetesObject {
  const node = spec.cluster.nodes.find((candidate) => candidate.name === vm.node);
  if (node === undefined) {
    throw new Error(`sample.yaml: VM ${vm.namespace}/${vm.name} runs on ${vm.node}, which is not among the nodes`);
  }
  return runningPod(spec, {
    namespace: vm.namespace,
    name: launcherPodName(vm.namespace, vm.name),
    node,
    containers: ['compute'],
    image: `registry.suse.com/suse/sles/15.6/virt-launcher:${spec.cluster.kubevirt.slice(1)}-150600.5.12.1`,
    labels: {
      'harvesterhci.io/vmName': vm.name,
      'kubevirt.io': 'virt-launcher',
      'kubevirt.io/created-by': uuidOf(`VirtualMachineInstance/${vm.namespace}/${vm.name}`),
      'vm.kubevirt.io/name': vm.name,
    },
    hostNetwork: false,
    owner: { apiVersion: API, kind: 'VirtualMachineInstance', name: vm.name },
    spec: {
      restartPolicy: 'Never',
      volumes: [{ name: 'disk-0', persistentVolumeClaim: { claimName: `${vm.name}-disk-0` } }],
    },
  });
}

function evictionBudget(spec: SampleSpec, vm: VirtualMachineSpec): KubernetesObject {
  return newObject(
    spec,
    'policy/v1',
    'PodDisruptionBudget',
    `kubevirt-disruption-budget-${safeNameOf(`budget/${vm.namespace}/${vm.name}`, 5)}`,
    {
      namespace: vm.namespace,
      owner: { apiVersion: API, kind: 'VirtualMachineInstance', name: vm.name },
      ageDays: POD_AGE_DAYS,
      generation: 1,
      body: {
        spec: {
          minAvailable: 1,
          selector: {
            matchLabels: { 'kubevirt.io/created-by': uuidOf(`VirtualMachineInstance/${vm.namespace}/${vm.name}`) },
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
    },
  );
}

function succeededMigration(spec: SampleSpec, vm: VirtualMachineSpec): KubernetesObject {
  const source = spec.cluster.nodes.find((node) => node.name !== vm.node)?.name ?? vm.node;
  return newObject(
    spec,
    API,
    'VirtualMachineInstanceMigration',
    `kubevirt-evacuation-${safeNameOf(`migration/${vm.namespace}/${vm.name}`, 5)}`,
    {
      namespace: vm.namespace,
      labels: { 'kubevirt.io/vmi-name': vm.name },
      annotations: { 'kubevirt.io/evacuationMigration': source },
      ageDays: POD_AGE_DAYS,
      body: {
        spec: { vmiName: vm.name },
        status: {
          migrationState: {
            completed: true,
            endTimestamp: daysAgo(spec, POD_AGE_DAYS - 0.01),
            migrationUid: uuidOf(`migration/${vm.name}`),
            mode: 'PreCopy',
            sourceNode: source,
            startTimestamp: daysAgo(spec, POD_AGE_DAYS),
            targetNode: vm.node,
            targetPod: launcherPodName(vm.namespace, vm.name),
          },
          phase: 'Succeeded',
          phaseTransitionTimestamps: [
            { phase: 'Succeeded', phaseTransitionTimestamp: daysAgo(spec, POD_AGE_DAYS - 0.01) },
          ],
        },
      },
    },
  );
}
