/** Node objects and what hangs on each node: leases, Longhorn nodes, CAPI machines. */

import { hexOf, machineName, uuidOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { NodeSpec, SampleSpec } from '../sample-spec.js';
import { condition, isControlPlane, minutesAgo, newObject, nodeIndex } from './cluster-context.js';

const CPU_FEATURES = ['aes', 'avx', 'avx2', 'erms', 'fsgsbase', 'pcid', 'rdrand', 'smep', 'ssbd', 'vmx', 'xsaves'];
/** SLE Micro 5.5, the base of Harvester v1.4. */
const KERNEL_VERSION = '5.14.21-150500.55.88-default';

/** The Node objects of a cluster and their leases. */
export function nodeObjects(spec: SampleSpec): KubernetesObject[] {
  return spec.cluster.nodes.flatMap((node) => [
    newObject(spec, 'v1', 'Node', node.name, {
      labels: nodeLabels(spec, node),
      annotations: nodeAnnotations(spec, node),
      finalizers: ['wrangler.cattle.io/node', 'wrangler.cattle.io/managed-etcd-controller'],
      body: { spec: nodeBody(spec, node), status: nodeStatus(spec, node) },
    }),
    newObject(spec, 'coordination.k8s.io/v1', 'Lease', node.name, {
      namespace: 'kube-node-lease',
      body: {
        spec: {
          holderIdentity: node.name,
          leaseDurationSeconds: 40,
          renewTime: microText(spec, node.ready ? 0.1 : 30),
        },
      },
    }),
  ]);
}

function microText(spec: SampleSpec, minutes: number): string {
  return minutesAgo(spec, minutes).replace('Z', '.318204Z');
}

/** Labels of a node; also kept by its Machine. */
function nodeLabels(spec: SampleSpec, node: NodeSpec): JsonObject {
  const labels: JsonObject = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/instance-type': 'rke2',
    'beta.kubernetes.io/os': 'linux',
    cpumanager: 'false',
    'harvesterhci.io/managed': 'true',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': node.name,
    'kubernetes.io/os': 'linux',
    'kubevirt.io/schedulable': 'true',
    'network.harvesterhci.io/mgmt': 'true',
    'node.harvesterhci.io/cpu-manager-update': 'false',
    'node.kubernetes.io/instance-type': 'rke2',
    'rke.cattle.io/machine': uuidOf(`Machine/fleet-local/${machineName(node.name)}`),
    'topology.kubernetes.io/zone': `rack-${(nodeIndex(spec, node.name) % 3) + 1}`,
  };
  for (const feature of CPU_FEATURES) {
    labels[`cpu-feature.node.kubevirt.io/${feature}`] = 'true';
  }
  for (const role of node.roles) {
    labels[`node-role.kubernetes.io/${role}`] = 'true';
    if (role === 'control-plane') {
      labels['node-role.kubernetes.io/master'] = 'true';
    }
  }
  return labels;
}

function nodeAnnotations(spec: SampleSpec, node: NodeSpec): JsonObject {
  const annotations: JsonObject = {
    'csi.volume.kubernetes.io/nodeid': `{"driver.longhorn.io":"${node.name}"}`,
    'flannel.alpha.coreos.com/backend-type': 'vxlan',
    'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
    'flannel.alpha.coreos.com/public-ip': node.address,
    'kubevirt.io/heartbeat': minutesAgo(spec, node.ready ? 0.4 : 30),
    'node.alpha.kubernetes.io/ttl': '0',
    'projectcalico.org/IPv4Address': `${node.address}/24`,
    'projectcalico.org/IPv4IPIPTunnelAddr': `10.52.${nodeIndex(spec, node.name)}.1`,
    'rke2.io/hostname': node.name,
    'rke2.io/internal-ip': node.address,
    'rke2.io/node-args': isControlPlane(node)
      ? '["server","--node-label","rke.cattle.io/machine","--token","********"]'
      : '["agent","--server","--token","********"]',
    'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
  };
  if (node.machine) {
    annotations['cluster.x-k8s.io/cluster-name'] = 'local';
    annotations['cluster.x-k8s.io/cluster-namespace'] = 'fleet-local';
    annotations['cluster.x-k8s.io/machine'] = machineName(node.name);
  }
  if (node.roles.includes('etcd')) {
    annotations['etcd.rke2.cattle.io/node-address'] = node.address;
    annotations['etcd.rke2.cattle.io/node-name'] = `${node.name}-${hexOf(`etcd-name/${node.name}`, 8)}`;
  }
  return annotations;
}

function nodeBody(spec: SampleSpec, node: NodeSpec): JsonObject {
  const podCidr = `10.52.${nodeIndex(spec, node.name)}.0/24`;
  const body: JsonObject = { podCIDR: podCidr, podCIDRs: [podCidr], providerID: `rke2://${node.name}` };
  if (node.cordoned) {
    body.taints = [{ effect: 'NoSchedule', key: 'node.kubernetes.io/unschedulable', timeAdded: minutesAgo(spec, 60) }];
    body.unschedulable = true;
  }
  return body;
}

function nodeStatus(spec: SampleSpec, node: NodeSpec): JsonObject {
  const pressure = (type: string, reason: string, message: string): JsonObject => ({
    ...condition(spec, type, 'False', reason, message),
    lastHeartbeatTime: minutesAgo(spec, 2),
  });
  const ready: JsonObject = node.ready
    ? condition(spec, 'Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
    : {
        ...condition(spec, 'Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.'),
        lastTransitionTime: minutesAgo(spec, 29),
      };
  const amount = {
    cpu: '32',
    'devices.kubevirt.io/kvm': '1k',
    'ephemeral-storage': '153707984Ki',
    'hugepages-2Mi': '0',
    memory: '131749652Ki',
    pods: '200',
  };
  return {
    addresses: [
      { address: node.address, type: 'InternalIP' },
      { address: node.name, type: 'Hostname' },
    ],
    allocatable: { ...amount, cpu: '31', memory: '128603924Ki' },
    capacity: amount,
    conditions: [
      {
        ...condition(spec, 'NetworkUnavailable', 'False', 'FlannelIsUp', 'Flannel is running on this node'),
        lastHeartbeatTime: minutesAgo(spec, 300),
      },
      pressure('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      pressure('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      pressure('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      { ...ready, lastHeartbeatTime: minutesAgo(spec, node.ready ? 2 : 30) },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: uuidOf(`boot/${node.name}`),
      containerRuntimeVersion: 'containerd://1.7.23-k3s2',
      kernelVersion: KERNEL_VERSION,
      kubeProxyVersion: node.kubernetes ?? spec.cluster.kubernetes,
      kubeletVersion: node.kubernetes ?? spec.cluster.kubernetes,
      machineID: hexOf(`machine-id/${node.name}`, 32),
      operatingSystem: 'linux',
      osImage: `Harvester ${node.harvester ?? spec.cluster.harvester}`,
      systemUUID: uuidOf(`system/${node.name}`),
    },
  };
}
