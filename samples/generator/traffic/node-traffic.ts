/** Normal logs of a node: kernel, kubelet, containerd, RKE2 and agents. */

import { isControlPlane } from '../cluster/cluster-context.js';
import { Narrator, type ProgramTraffic, type TrafficSubject } from './program-traffic.js';

const UUID = '{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}';

/** kernel.log: veth links of pods, iSCSI logins of Longhorn, one link change at boot. */
export function kernel(subject: TrafficSubject): ProgramTraffic {
  const host = `${subject.node.name} kernel:`;
  const narrator = new Narrator(subject, '{journal} ');
  return {
    share: 9,
    lines: [
      `${host} cali{x:11}: Caught tx_queue_len zero misconfig`,
      `${host} IPv6: ADDRCONF(NETDEV_CHANGE): cali{x:11}: link becomes ready`,
      `${host} veth{x:8}: renamed from eth0`,
      `${host} device veth{x:8} left promiscuous mode`,
      `${host} mgmt-br: port {d:2}(veth{x:8}) entered forwarding state`,
      `${host} scsi host{d:2}: iSCSI Initiator over TCP/IP`,
      `${host} sd {d:2}:0:0:1: [sdf] 83886080 512-byte logical blocks: (42.9 GB/40.0 GiB)`,
      `${host} sd {d:2}:0:0:1: [sdf] Attached SCSI disk`,
      `${host} audit: type=1400 audit(17{d:8}.{d:3}:{d:5}): apparmor="STATUS" operation="profile_load" profile="unconfined" name="cri-containerd.apparmor.d" pid={d:5} comm="apparmor_parser"`,
    ],
    told: narrator.tell(
      355,
      [
        `${host} Linux version 5.14.21-150500.55.88-default (geeko@buildhost) (gcc (SUSE Linux) 7.5.0) #1 SMP PREEMPT_DYNAMIC`,
        `${host} Command line: BOOT_IMAGE=/boot/vmlinuz console=tty1 root=LABEL=COS_STATE cos-img/filename=/cOS/active.img panic=0 net.ifnames=1 rd.cos.oemtimeout=120`,
        `${host} EXT4-fs (loop0): mounted filesystem without journal. Quota mode: none.`,
        `${host} ixgbe 0000:3b:00.0 eno1: NIC Link is Up 10 Gbps, Flow Control: RX/TX`,
      ],
      900,
    ),
  };
}

/** kubelet.log: plain klog without an outer stamp. */
export function kubelet(subject: TrafficSubject): ProgramTraffic {
  const line = (level: string, source: string, message: string): string =>
    `${level}{klog}    2411 ${source}] ${message}`;
  const narrator = new Narrator(subject, '');
  return {
    share: 15,
    lines: [
      line(
        'I',
        'reconciler_common.go:245',
        `"operationExecutor.VerifyControllerAttachedVolume started for volume \\"kube-api-access-{x:5}\\" (UniqueName: \\"kubernetes.io/projected/${UUID}-kube-api-access-{x:5}\\") pod \\"helm-operation-{x:5}\\" (UID: \\"${UUID}\\") " pod="cattle-system/helm-operation-{x:5}"`,
      ),
      line(
        'I',
        'operation_generator.go:721',
        `"MountVolume.SetUp succeeded for volume \\"kube-api-access-{x:5}\\" (UniqueName: \\"kubernetes.io/projected/${UUID}-kube-api-access-{x:5}\\") pod \\"helm-operation-{x:5}\\" (UID: \\"${UUID}\\") " pod="cattle-system/helm-operation-{x:5}"`,
      ),
      line(
        'I',
        'pod_startup_latency_tracker.go:104',
        '"Observed pod startup duration" pod="cattle-system/helm-operation-{x:5}" podStartSLOduration=2.{d:9} podStartE2EDuration="2.{d:9}s"',
      ),
      line('I', 'kubelet.go:2453', '"SyncLoop UPDATE" source="api" pods=["longhorn-system/longhorn-manager-{x:5}"]'),
      line(
        'I',
        'kubelet_volumes.go:163',
        `"Cleaned up orphaned pod volumes dir" podUID="${UUID}" path="/var/lib/kubelet/pods/${UUID}/volumes"`,
      ),
    ],
    told: narrator.tell(
      353,
      [
        line(
          'E',
          'kubelet.go:2347',
          '"Skipping pod synchronization" err="[container runtime status check may not have completed yet, PLEG is not healthy: pleg has yet to be successful]"',
        ),
        line('I', 'kubelet.go:2321', '"Starting kubelet main sync loop"'),
      ],
      500,
    ),
  };
}

/** containerd.log: logrus with nanoseconds. */
export function containerd(): ProgramTraffic {
  const line = (message: string): string => `time="{nano}" level=info msg="${message}"`;
  return {
    share: 6,
    lines: [
      line('CreateContainer within sandbox \\"{x:64}\\" for container &ContainerMetadata{Name:helm,Attempt:0,}'),
      line('StartContainer for \\"{x:64}\\" returns successfully'),
      'time="{nano}" level=info msg="shim disconnected" id={x:64} namespace=k8s.io',
      line('RemoveContainer for \\"{x:64}\\" returns successfully'),
    ],
  };
}

/** rke2-server.log or rke2-agent.log under journald; the other of the two has no entries. */
export function rke2(subject: TrafficSubject): ProgramTraffic {
  const host = `${subject.node.name} rke2[2207]:`;
  const narrator = new Narrator(subject, '{journal} ');
  const line = (level: string, message: string): string => `${host} time="{rfc3339}" level=${level} msg="${message}"`;
  const server = [
    line(
      'info',
      'certificate CN=system:node:worker signed by CN=rke2-server-ca@1731000000: notBefore=2024-11-07 12:00:00 +0000 UTC notAfter=2026-03-01 06:00:00 +0000 UTC',
    ),
    line('info', 'Saved 5 etcd snapshots in the snapshot list'),
    line('info', 'Reconciling ETCDSnapshotFile resources'),
    line('info', 'Reconciliation of ETCDSnapshotFile resources complete'),
  ];
  const first = subject.spec.cluster.nodes[0]?.address ?? subject.node.address;
  const agent = [
    `${host} time="{rfc3339}" level=info msg="Connecting to proxy" url="wss://${first}:9345/v1-rke2/connect"`,
    line('info', 'Tunnel authorizer set Kubelet Port 0.0.0.0:10250'),
    line('info', `Updated load balancer rke2-agent-load-balancer server addresses -> [${first}:9345]`),
  ];
  const remoteDialer = [
    `${host} time="{rfc3339}" level=error msg="Remotedialer proxy error; reconnecting..." error="websocket: close 1006 (abnormal closure): unexpected EOF" url="wss://${subject.node.address}:9345/v1-rke2/connect"`,
    line('info', 'Remotedialer connected to proxy'),
  ];
  return {
    share: 5,
    lines: isControlPlane(subject.node) ? server : agent,
    told: narrator.tell(210, remoteDialer, 3000),
  };
}

/** rancher-system-agent.log: probes. */
export function systemAgent(subject: TrafficSubject): ProgramTraffic {
  const host = `${subject.node.name} rancher-system-agent[3127]:`;
  const line = (message: string): string => `${host} time="{rfc3339}" level=debug msg="${message}"`;
  return {
    share: 8,
    lines: [
      '[Probe] Probe succeeded',
      '[Prober] (kubelet) writing probe status to map',
      '[Prober] (calico) writing probe status to map',
      '[K8s] secret data was not changed, checksum {x:64}',
      '[Probe] Setting failure threshold to 2',
    ].map(line),
  };
}

/** iscsid.log: sessions of Longhorn volumes. */
export function iscsid(subject: TrafficSubject): ProgramTraffic {
  const host = `${subject.node.name} iscsid[1988]:`;
  return {
    share: 0.5,
    lines: [
      `${host} Connection{d:2}:0 to [target: iqn.2019-10.io.longhorn:pvc-{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}, portal: 10.52.1.{d:2},3260] through [iface: default] is operational now`,
    ],
  };
}
