/** Which program writes which log of the bundle. */

import { isControlPlane } from '../cluster/cluster-context.js';
import { placedPods } from '../cluster/pods.js';
import { clusterVolumes } from '../cluster/volumes.js';
import { instanceManagerName, launcherPodName } from '../identifiers.js';
import type { LogPlan } from '../log-traffic.js';
import type { NodeSpec, SampleSpec } from '../sample-spec.js';
import { lineStampOf } from '../told-lines.js';
import {
  calicoNode,
  coredns,
  etcd,
  ingress,
  kubeApiserver,
  kubeControllerManager,
  kubeScheduler,
  multus,
  prometheus,
  quietKlog,
} from './control-plane.js';
import { virtApi, virtController, virtHandler, virtLauncher, virtOperator } from './kubevirt-traffic.js';
import { csiPlugin, csiSidecar, instanceManager, longhornManager, longhornUi } from './longhorn-traffic.js';
import { admissionWebhook, capi, fleet, harvester, kubeVip, quietLogrus, rancher } from './management-traffic.js';
import { containerd, iscsid, kernel, kubelet, rke2, systemAgent } from './node-traffic.js';
import type { ProgramTraffic, TrafficSubject } from './program-traffic.js';

type Program = (subject: TrafficSubject) => ProgramTraffic;

/** Programs by container name; containers that are not listed write a little klog. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  etcd,
  'kube-apiserver': kubeApiserver,
  'kube-controller-manager': kubeControllerManager,
  'kube-scheduler': kubeScheduler,
  coredns,
  'rke2-ingress-nginx-controller': ingress,
  'kube-rke2-multus': multus,
  'calico-node': calicoNode,
  prometheus,
  alertmanager: prometheus,
  'longhorn-manager': longhornManager,
  'instance-manager': instanceManager,
  'longhorn-csi-plugin': csiPlugin,
  'csi-attacher': csiSidecar,
  'csi-provisioner': csiSidecar,
  'csi-resizer': csiSidecar,
  'csi-snapshotter': csiSidecar,
  'longhorn-ui': longhornUi,
  'virt-api': virtApi,
  'virt-controller': virtController,
  'virt-handler': virtHandler,
  'virt-operator': virtOperator,
  compute: virtLauncher,
  rancher,
  apiserver: harvester,
  'harvester-webhook': admissionWebhook,
  'rancher-webhook': admissionWebhook,
  'harvester-network-webhook': admissionWebhook,
  'harvester-load-balancer-webhook': admissionWebhook,
  'harvester-node-disk-manager': quietLogrus,
  'harvester-network-manager': quietLogrus,
  'harvester-network': quietLogrus,
  'node-manager': quietLogrus,
  'system-upgrade-controller': quietLogrus,
  'kube-vip': kubeVip,
  'fleet-controller': fleet,
  'fleet-agentmanagement': fleet,
  'fleet-agent': fleet,
  manager: capi,
};

/** Logs of a node zip by file name. */
const NODE_LOGS: Readonly<Record<string, Program>> = {
  kernel,
  kubelet,
  containerd,
  'rancher-system-agent': systemAgent,
  iscsid,
};

/** What journalctl writes for a unit that said nothing. */
const NO_ENTRIES: LogPlan = {
  share: 0,
  traffic: [],
  told: [],
  once: [{ time: 0, text: '-- No entries --' }],
  quiet: [],
};

/** The generated logs of a cluster by path. */
export function clusterTraffic(spec: SampleSpec): Map<string, LogPlan> {
  const plans = new Map<string, LogPlan>();
  const volumes = clusterVolumes(spec);
  const add = (path: string, program: Program, subject: TrafficSubject): void => {
    const { share, lines, told } = program(subject);
    const stamp = lineStampOf(path);
    plans.set(path, { share, traffic: lines.map((line) => stamp + line), once: told ?? [], told: [], quiet: [] });
  };
  const addPod = (namespace: string, pod: string, container: string, node: NodeSpec): void => {
    add(`logs/${namespace}/${pod}/${container}.log`, PROGRAMS[container] ?? quietKlog, {
      spec,
      node,
      namespace,
      pod,
      container,
      volumes,
    });
  };
  for (const { workload, name, node } of placedPods(spec)) {
    for (const container of workload.containers) {
      addPod(workload.namespace, name, container, node);
    }
  }
  for (const node of spec.cluster.nodes) {
    addPod('longhorn-system', instanceManagerName(node.name), 'instance-manager', node);
    const subject = (container: string): TrafficSubject => ({
      spec,
      node,
      namespace: '',
      pod: node.name,
      container,
      volumes,
    });
    for (const [unit, program] of Object.entries(NODE_LOGS)) {
      add(`nodes/${node.name}/logs/${unit}.log`, program, subject(unit));
    }
    const [active, idle] = isControlPlane(node) ? ['rke2-server', 'rke2-agent'] : ['rke2-agent', 'rke2-server'];
    add(`nodes/${node.name}/logs/${active}.log`, rke2, subject(active));
    for (const unit of [idle, 'rancherd', 'wicked']) {
      plans.set(`nodes/${node.name}/logs/${unit}.log`, NO_ENTRIES);
    }
  }
  for (const vm of spec.cluster.vms.filter((each) => !each.stopped)) {
    const node = spec.cluster.nodes.find((each) => each.name === vm.node);
    if (node !== undefined) {
      addPod(vm.namespace, launcherPodName(vm.namespace, vm.name), 'compute', node);
    }
  }
  return plans;
}
