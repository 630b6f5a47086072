/** The system workloads of a Harvester v1.4 cluster, as data. */

import type { ClusterSpec } from '../sample-spec.js';

/** One workload; images are `repository:tag`. */
export interface Workload {
  namespace: string;
  name: string;
  kind: 'Deployment' | 'DaemonSet' | 'StatefulSet' | 'Static';
  /** of Deployments and StatefulSets; at most one pod per node is placed for those that spread */
  replicas: number;
  containers: readonly string[];
  image: string;
  labels: Readonly<Record<string, string>>;
  hostNetwork: boolean;
  /** DaemonSets and static pods of control-plane nodes only */
  controlPlaneOnly: boolean;
}

type Row = readonly [
  name: string,
  kind: Workload['kind'],
  replicas: number,
  containers: string,
  image: string,
  labels: string,
  flags?: string,
];

/** Workloads by namespace: name, kind, replicas, containers, image, labels (`key=value`), flags `host` and `cp`. */
function rows(cluster: ClusterSpec): Readonly<Record<string, readonly Row[]>> {
  const { harvester, kubevirt, longhorn, rancher, kubernetes } = cluster;
  const rke2 = `rancher/hardened-kubernetes:${kubernetes.replace('+', '-')}-build20241212`;
  const virt = (name: string): string => `registry.suse.com/suse/sles/15.6/${name}:${kubevirt.slice(1)}-150600.5.12.1`;
  const lh = (name: string): string => `longhornio/${name}:${longhorn}`;
  const sidecar = (name: string, tag: string): string => `longhornio/${name}:${tag}`;
  return {
    'kube-system': [
      [
        'etcd',
        'Static',
        1,
        'etcd',
        'rancher/hardened-etcd:v3.5.16-k3s1-build20241106',
        'component=etcd tier=control-plane',
        'host cp',
      ],
      ['kube-apiserver', 'Static', 1, 'kube-apiserver', rke2, 'component=kube-apiserver tier=control-plane', 'host cp'],
      [
        'kube-controller-manager',
        'Static',
        1,
        'kube-controller-manager',
        rke2,
        'component=kube-controller-manager tier=control-plane',
        'host cp',
      ],
      ['kube-scheduler', 'Static', 1, 'kube-scheduler', rke2, 'component=kube-scheduler tier=control-plane', 'host cp'],
      [
        'cloud-controller-manager',
        'Static',
        1,
        'cloud-controller-manager',
        'rancher/rke2-cloud-provider:v1.31.2-build20241016',
        'component=cloud-controller-manager tier=control-plane',
        'host cp',
      ],
      ['kube-proxy', 'Static', 1, 'kube-proxy', rke2, 'component=kube-proxy tier=control-plane', 'host'],
      [
        'rke2-canal',
        'DaemonSet',
        1,
        'calico-node kube-flannel',
        'rancher/hardened-calico:v3.29.1-build20241204',
        'k8s-app=canal',
        'host',
      ],
      [
        'rke2-multus',
        'DaemonSet',
        1,
        'kube-rke2-multus',
        'rancher/hardened-multus-cni:v4.1.3-build20241028',
        'app=rke2-multus',
        'host',
      ],
      [
        'harvester-whereabouts',
        'DaemonSet',
        1,
        'whereabouts',
        'rancher/hardened-whereabouts:v0.8.0-build20241011',
        'app=whereabouts',
        'host',
      ],
      [
        'rke2-ingress-nginx-controller',
        'DaemonSet',
        1,
        'rke2-ingress-nginx-controller',
        'rancher/nginx-ingress-controller:v1.10.5-hardened4',
        'app.kubernetes.io/name=rke2-ingress-nginx app.kubernetes.io/component=controller',
      ],
      [
        'rke2-coredns-rke2-coredns',
        'Deployment',
        2,
        'coredns',
        'rancher/hardened-coredns:v1.11.3-build20241018',
        'k8s-app=kube-dns',
      ],
      [
        'rke2-coredns-rke2-coredns-autoscaler',
        'Deployment',
        1,
        'autoscaler',
        'rancher/hardened-cluster-autoscaler:v1.8.11-build20241014',
        'k8s-app=kube-dns-autoscaler',
      ],
      [
        'rke2-metrics-server',
        'Deployment',
        1,
        'metrics-server',
        'rancher/hardened-k8s-metrics-server:v0.7.1-build20241008',
        'app=rke2-metrics-server',
      ],
      [
        'rke2-snapshot-controller',
        'Deployment',
        1,
        'rke2-snapshot-controller',
        'rancher/hardened-snapshot-controller:v6.2.1-build20241009',
        'app.kubernetes.io/name=rke2-snapshot-controller',
      ],
    ],
    'harvester-system': [
      [
        'harvester',
        'Deployment',
        3,
        'apiserver',
        `rancher/harvester:${harvester}`,
        'app.kubernetes.io/name=harvester app.kubernetes.io/component=apiserver',
      ],
      [
        'harvester-webhook',
        'Deployment',
        3,
        'harvester-webhook',
        `rancher/harvester-webhook:${harvester}`,
        'app.kubernetes.io/name=harvester app.kubernetes.io/component=webhook-server',
      ],
      [
        'harvester-load-balancer',
        'Deployment',
        1,
        'harvester-load-balancer',
        'rancher/harvester-load-balancer:v0.4.2',
        'app.kubernetes.io/name=harvester-load-balancer',
      ],
      [
        'harvester-load-balancer-webhook',
        'Deployment',
        1,
        'harvester-load-balancer-webhook',
        'rancher/harvester-load-balancer-webhook:v0.4.2',
        'app.kubernetes.io/name=harvester-load-balancer-webhook',
      ],
      [
        'harvester-network-controller',
        'DaemonSet',
        1,
        'harvester-network',
        'rancher/harvester-network-controller:v0.5.2',
        'app.kubernetes.io/name=harvester-network-controller',
        'host',
      ],
      [
        'harvester-network-controller-manager',
        'Deployment',
        2,
        'harvester-network-manager',
        'rancher/harvester-network-controller:v0.5.2',
        'app.kubernetes.io/component=manager',
      ],
      [
        'harvester-network-webhook',
        'Deployment',
        1,
        'harvester-network-webhook',
        'rancher/harvester-network-webhook:v0.5.2',
        'app.kubernetes.io/name=harvester-network-webhook',
      ],
      [
        'harvester-node-disk-manager',
        'DaemonSet',
        1,
        'harvester-node-disk-manager',
        'rancher/harvester-node-disk-manager:v0.7.8',
        'app.kubernetes.io/name=harvester-node-disk-manager',
        'host',
      ],
      [
        'harvester-node-manager',
        'DaemonSet',
        1,
        'node-manager',
        'rancher/harvester-node-manager:v0.3.4',
        'app.kubernetes.io/name=harvester-node-manager',
        'host',
      ],
      ['kube-vip', 'DaemonSet', 1, 'kube-vip', 'plndr/kube-vip:v0.8.1', 'app.kubernetes.io/name=kube-vip', 'host cp'],
      ['virt-operator', 'Deployment', 1, 'virt-operator', virt('virt-operator'), 'kubevirt.io=virt-operator'],
      ['virt-api', 'Deployment', 2, 'virt-api', virt('virt-api'), 'kubevirt.io=virt-api'],
      ['virt-controller', 'Deployment', 2, 'virt-controller', virt('virt-controller'), 'kubevirt.io=virt-controller'],
      ['virt-handler', 'DaemonSet', 1, 'virt-handler', virt('virt-handler'), 'kubevirt.io=virt-handler', 'host'],
    ],
    'longhorn-system': [
      [
        'longhorn-manager',
        'DaemonSet',
        1,
        'longhorn-manager pre-pull-share-manager-image',
        lh('longhorn-manager'),
        'app=longhorn-manager',
      ],
      [
        'longhorn-driver-deployer',
        'Deployment',
        1,
        'longhorn-driver-deployer',
        lh('longhorn-manager'),
        'app=longhorn-driver-deployer',
      ],
      ['longhorn-ui', 'Deployment', 2, 'longhorn-ui', lh('longhorn-ui'), 'app=longhorn-ui'],
      ['csi-attacher', 'Deployment', 3, 'csi-attacher', sidecar('csi-attacher', 'v4.7.0'), 'app=csi-attacher'],
      [
        'csi-provisioner',
        'Deployment',
        3,
        'csi-provisioner',
        sidecar('csi-provisioner', 'v4.0.1-20241007'),
        'app=csi-provisioner',
      ],
      ['csi-resizer', 'Deployment', 3, 'csi-resizer', sidecar('csi-resizer', 'v1.12.0'), 'app=csi-resizer'],
      [
        'csi-snapshotter',
        'Deployment',
        3,
        'csi-snapshotter',
        sidecar('csi-snapshotter', 'v7.0.2-20241007'),
        'app=csi-snapshotter',
      ],
      [
        'longhorn-csi-plugin',
        'DaemonSet',
        1,
        'longhorn-csi-plugin node-driver-registrar longhorn-liveness-probe',
        lh('longhorn-manager'),
        'app=longhorn-csi-plugin',
      ],
      [
        'engine-image-ei-51cc7b9c',
        'DaemonSet',
        1,
        'engine-image-ei-51cc7b9c',
        lh('longhorn-engine'),
        'longhorn.io/component=engine-image longhorn.io/engine-image=ei-51cc7b9c',
      ],
    ],
    'cattle-system': [
      ['rancher', 'Deployment', 3, 'rancher', `rancher/rancher:${rancher}`, 'app=rancher'],
      ['rancher-webhook', 'Deployment', 1, 'rancher-webhook', 'rancher/rancher-webhook:v0.5.2', 'app=rancher-webhook'],
      [
        'system-upgrade-controller',
        'Deployment',
        1,
        'system-upgrade-controller',
        'rancher/system-upgrade-controller:v0.14.2',
        'upgrade.cattle.io/controller=system-upgrade-controller',
      ],
      [
        'harvester-cluster-repo',
        'Deployment',
        1,
        'httpd',
        `rancher/harvester-cluster-repo:${harvester}`,
        'app=harvester-cluster-repo',
      ],
    ],
    'cattle-fleet-system': [
      [
        'fleet-controller',
        'Deployment',
        1,
        'fleet-controller fleet-cleanup fleet-agentmanagement',
        'rancher/fleet:v0.10.4',
        'app=fleet-controller',
      ],
      ['gitjob', 'Deployment', 1, 'gitjob', 'rancher/fleet:v0.10.4', 'app=gitjob'],
    ],
    'cattle-fleet-local-system': [
      ['fleet-agent', 'StatefulSet', 1, 'fleet-agent', 'rancher/fleet-agent:v0.10.4', 'app=fleet-agent'],
    ],
    'cattle-provisioning-capi-system': [
      [
        'capi-controller-manager',
        'Deployment',
        1,
        'manager',
        'rancher/mirrored-cluster-api-controller:v1.7.3',
        'control-plane=controller-manager cluster.x-k8s.io/provider=cluster-api',
      ],
    ],
    'cattle-monitoring-system': [
      [
        'rancher-monitoring-operator',
        'Deployment',
        1,
        'rancher-monitoring',
        'rancher/mirrored-prometheus-operator-prometheus-operator:v0.65.1',
        'app=rancher-monitoring-operator',
      ],
      [
        'prometheus-rancher-monitoring-prometheus',
        'StatefulSet',
        1,
        'prometheus config-reloader',
        'rancher/mirrored-prometheus-prometheus:v2.53.1',
        'app.kubernetes.io/name=prometheus',
      ],
      [
        'alertmanager-rancher-monitoring-alertmanager',
        'StatefulSet',
        1,
        'alertmanager config-reloader',
        'rancher/mirrored-prometheus-alertmanager:v0.27.0',
        'app.kubernetes.io/name=alertmanager',
      ],
      [
        'rancher-monitoring-grafana',
        'Deployment',
        1,
        'grafana',
        'rancher/mirrored-grafana-grafana:9.1.5',
        'app.kubernetes.io/name=grafana',
      ],
      [
        'rancher-monitoring-kube-state-metrics',
        'Deployment',
        1,
        'kube-state-metrics',
        'rancher/mirrored-kube-state-metrics-kube-state-metrics:v2.10.1',
        'app.kubernetes.io/name=kube-state-metrics',
      ],
      [
        'rancher-monitoring-prometheus-node-exporter',
        'DaemonSet',
        1,
        'node-exporter',
        'rancher/mirrored-prometheus-node-exporter:v1.7.0',
        'app.kubernetes.io/name=prometheus-node-exporter',
        'host',
      ],
    ],
  };
}

/** All system workloads of a cluster. */
export function systemWorkloads(cluster: ClusterSpec): Workload[] {
  return Object.entries(rows(cluster)).flatMap(([namespace, entries]) =>
    entries.map(([name, kind, replicas, containers, image, labels, flags = '']) => ({
      namespace,
      name,
      kind,
      replicas,
      containers: containers.split(' '),
      image,
      labels: Object.fromEntries(
        labels.split(' ').map((label): [string, string] => {
          const at = label.indexOf('=');
          return [label.slice(0, at), label.slice(at + 1)];
        }),
      ),
      hostNetwork: flags.includes('host'),
      controlPlaneOnly: flags.includes('cp'),
    })),
  );
}
