/** Normal logs of Rancher, Harvester, fleet and cluster-api. */

import { deploymentPodName, machineName } from '../identifiers.js';
import { klog, logrus, Narrator, type ProgramTraffic, type TrafficSubject } from './program-traffic.js';

/** Rancher: catalog and token work, and one drain of a maintained node that was refused for a minute and then went on. */
export function rancher(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  const machine = machineName(subject.spec.cluster.nodes.at(-1)?.name ?? '');
  const isLeader = subject.pod === deploymentPodName(subject.namespace, 'rancher', 0);
  const refused =
    '{date} [ERROR] error when evicting pods/"rke2-coredns-rke2-coredns-7d9f4b5c86-q4x7z" -n "kube-system" (will retry after 5s): Cannot evict pod as it would violate the pod\'s disruption budget.';
  return {
    share: 14,
    lines: [
      '{date} [INFO] Updating TLS secret for cattle-system/serving-cert (count: {d:2}): map[listener.cattle.io/cn-10.51.0.{d:2}:10.51.0.{d:2}]',
      `{date} [DEBUG] [plansecret] reconciling secret fleet-local/${machine}-machine-plan`,
      '{date} [INFO] Downloaded file https://releases.rancher.com/kontainer-driver-metadata/release-v2.9/data.json in {d:3}ms',
      '{date} [INFO] Handling backend connection request [local]',
      '{date} [INFO] kontainerdriver {x:8} listening on address 127.0.0.1:4{d:4}',
    ],
    told: !isLeader
      ? []
      : [
          ...narrator.tell(
            338,
            Array.from({ length: 11 }, () => refused),
            5000,
          ),
          ...narrator.tell(
            337,
            [
              '{date} [INFO] evicting pod kube-system/rke2-coredns-rke2-coredns-7d9f4b5c86-q4x7z',
              `{date} [INFO] [planner] rkecluster fleet-local/local: drained node(s) ${machine}`,
              '{date} [INFO] [planner] rkecluster fleet-local/local: uncordoning node(s) done',
            ],
            900,
          ),
          ...narrator.tell(190, [
            '{date} [ERROR] error syncing \'local/default-token\': handler cluster-registration-token: Operation cannot be fulfilled on clusterregistrationtokens.management.cattle.io "default-token": the object has been modified; please apply your changes to the latest version and try again, requeuing',
          ]),
        ],
  };
}

/** Harvester API server: upgrade reconcile, subscriptions that a closed browser ends. */
export function harvester(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  const vms = subject.spec.cluster.vms;
  return {
    share: 9,
    lines: [
      ...vms.map((vm) => logrus('info', `Processing virtual machine ${vm.namespace}/${vm.name} generation {d:2}`)),
      logrus('info', 'Updated the storage usage of 3 nodes'),
      logrus(
        'debug',
        'Active TLS secret harvester-system/harvester-tls (ver={d:8}) (count 6): map[listener.cattle.io/cn-10.53.0.1:10.53.0.1]',
      ),
    ],
    told: [
      ...narrator.tell(233, [logrus('error', 'Error during subscribe websocket: close sent')]),
      ...narrator.tell(71, [logrus('error', 'Error during subscribe websocket: close sent')]),
      ...narrator.tell(205, [
        logrus(
          'info',
          'Active TLS secret harvester-system/harvester-webhook-tls (ver=88123310) (count 2): map[listener.cattle.io/cn-harvester-webhook.harvester-system.svc:harvester-webhook.harvester-system.svc]',
        ),
      ]),
    ],
  };
}

/** harvester-webhook and other small admission servers. */
export function admissionWebhook(): ProgramTraffic {
  return {
    share: 2,
    lines: [
      logrus(
        'info',
        'admit result: CREATE kubevirt.io/v1, Kind=VirtualMachine user=system:serviceaccount:harvester-system:harvester allowed=true',
      ),
      logrus('debug', 'admission request for longhorn.io/v1beta2, Kind=Volume allowed'),
    ],
  };
}

/** Other Harvester controllers: logrus. */
export function quietLogrus(): ProgramTraffic {
  return {
    share: 1,
    lines: [logrus('info', 'Resync finished, {d:2} objects unchanged'), logrus('info', 'Wake up and scan nodes')],
  };
}

/** kube-vip. */
export function kubeVip(): ProgramTraffic {
  return {
    share: 1.5,
    lines: ['longhorn-backend', 'rancher', 'ingress-expose', 'kube-prometheus-node-exporter'].map((name) =>
      logrus('info', `(svcs) [${name}] has been added/modified with addresses []`),
    ),
  };
}

/** fleet programs: zap JSON of controller-runtime. */
export function fleet(): ProgramTraffic {
  const line = (message: string, controller: string, kind: string, name: string): string =>
    `{"level":"info","ts":"{rfc3339}","logger":"${controller}","msg":"${message}","controller":"${controller}","controllerGroup":"fleet.cattle.io","controllerKind":"${kind}","${kind}":{"name":"${name}","namespace":"fleet-local"},"namespace":"fleet-local","name":"${name}","reconcileID":"{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}"}`;
  return {
    share: 2,
    lines: ['mcc-harvester', 'mcc-harvester-crd', 'mcc-rancher-monitoring-crd'].flatMap((name) => [
      line('Reconciling bundle, checking targets, calculating changes, building objects', 'bundle', 'Bundle', name),
      line('Status updated', 'bundledeployment', 'BundleDeployment', name),
    ]),
  };
}

/** capi-controller-manager: klog with structured fields. */
export function capi(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  const lines = subject.spec.cluster.nodes
    .filter((node) => node.machine)
    .map((node) =>
      klog(
        'I',
        'machine_controller_noderef.go:90',
        `"Infrastructure provider reporting spec.providerID, matching Kubernetes node is now available" controller="machine" controllerGroup="cluster.x-k8s.io" controllerKind="Machine" Machine="fleet-local/${machineName(node.name)}" namespace="fleet-local" name="${machineName(node.name)}" reconcileID="{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}" Cluster="fleet-local/local" Node="${node.name}"`,
      ),
    );
  return {
    share: 2,
    lines: [
      ...lines,
      klog(
        'I',
        'leaderelection.go:281',
        'successfully renewed lease cattle-provisioning-capi-system/controller-leader-election-capi',
      ),
    ],
    told: [269, 88].flatMap((minutes) =>
      narrator.tell(minutes, ['{date} http: TLS handshake error from 10.52.0.0:4{d:4}: EOF']),
    ),
  };
}
