/** Normal logs of the Kubernetes control plane and of cluster services. */

import { etcdMemberId } from '../identifiers.js';
import { klog, Narrator, type ProgramTraffic, type TrafficSubject } from './program-traffic.js';

const ETCD_DIRECTORY = '/var/lib/rancher/rke2/server/db/etcd';

/** etcd: compaction, some slow requests, one defragmentation at the start of the server, one peer reconnect. */
export function etcd(subject: TrafficSubject): ProgramTraffic {
  const zap = (level: string, caller: string, message: string, fields: string): string =>
    `{"level":"${level}","ts":"{micro}","caller":"${caller}","msg":"${message}"${fields}}`;
  const compaction = [
    zap('info', 'mvcc/index.go:214', 'compact tree index', ',"revision":8{d:7}'),
    zap(
      'info',
      'mvcc/kvstore_compaction.go:72',
      'finished scheduled compaction',
      ',"compact-revision":8{d:7},"took":"{d:2}.{d:6}ms","hash":{d:9},"current-db-size-bytes":1{d:8},"current-db-size":"1{d:2} MB","current-db-size-in-use-bytes":{d:8},"current-db-size-in-use":"{d:2} MB"',
    ),
    zap('info', 'mvcc/hash.go:137', 'storing new hash', ',"hash":{d:9},"revision":8{d:7},"compact-revision":8{d:7}'),
  ];
  const narrator = new Narrator(subject, '{nano} ');
  const self = etcdMemberId(subject.node.name);
  const peers = subject.spec.cluster.nodes.filter(
    (node) => node.roles.includes('etcd') && node.name !== subject.node.name,
  );
  const told = narrator.tell(
    312,
    [
      zap('info', 'v3rpc/maintenance.go:89', 'starting defragment', ''),
      zap(
        'info',
        'backend/backend.go:497',
        'defragmenting',
        `,"path":"${ETCD_DIRECTORY}/member/snap/db","current-db-size-bytes":214237184,"current-db-size":"214 MB","current-db-size-in-use-bytes":88834048,"current-db-size-in-use":"89 MB"`,
      ),
      zap(
        'info',
        'backend/backend.go:549',
        'finished defragmenting directory',
        `,"path":"${ETCD_DIRECTORY}/member/snap/db","current-db-size-bytes-diff":-125403136,"current-db-size-bytes":88834048,"current-db-size":"89 MB","took":"1.204118s"`,
      ),
      zap('info', 'v3rpc/maintenance.go:97', 'finished defragment', ''),
    ],
    400,
  );
  for (const slow of [287, 203, 144, 61]) {
    told.push(
      ...narrator.tell(slow, [
        zap(
          'warn',
          'etcdserver/util.go:170',
          'apply request took too long',
          ',"took":"1{d:2}.{d:6}ms","expected-duration":"100ms","prefix":"read-only range ","request":"key:\\"/registry/pods/\\" range_end:\\"/registry/pods0\\" ","response":"range_response_count:118 size:1{d:6}"',
        ),
      ]),
    );
  }
  const peer = peers[0];
  if (peer !== undefined) {
    const fields = `,"stream-reader-type":"stream MsgApp v2","local-member-id":"${self}","remote-peer-id":"${etcdMemberId(peer.name)}"`;
    told.push(
      ...narrator.tell(
        176,
        [
          zap(
            'warn',
            'rafthttp/stream.go:421',
            'lost TCP streaming connection with remote peer',
            `${fields},"error":"EOF"`,
          ),
          zap('info', 'rafthttp/stream.go:412', 'established TCP streaming connection with remote peer', fields),
        ],
        900,
      ),
    );
  }
  return { share: 14, lines: compaction, told };
}

/** kube-apiserver: cache and quota housekeeping, expired watches, TLS handshakes of port scans. */
export function kubeApiserver(subject: TrafficSubject): ProgramTraffic {
  const api = ['/apis/metrics.k8s.io/v1beta1', '/apis/subresources.kubevirt.io/v1'];
  const narrator = new Narrator(subject, '{nano} ');
  return {
    share: 16,
    lines: [
      ...api.map((path) =>
        klog('I', 'handler.go:286', `Adding GroupVersion ${path.slice(6).replace('/', ' ')} to ResourceManager`),
      ),
      klog(
        'I',
        'controller.go:129',
        'OpenAPI AggregationController: action for item v1beta1.metrics.k8s.io: Nothing (removed from the queue).',
      ),
      klog('I', 'cidrallocator.go:278', 'updated ClusterIP allocator for Service CIDR 10.53.0.0/16'),
      klog(
        'I',
        'alloc.go:330',
        '"allocated clusterIPs" service="prod/web-{x:6}" clusterIPs={"IPv4":"10.53.{d:2}.{d:2}"}',
      ),
      klog(
        'I',
        'trace.go:236',
        'Trace[{d:9}]: "List" accept:application/json, */*,audit-id:{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12},client:10.52.1.{d:2},api-group:longhorn.io,api-version:v1beta2,resource:volumes,scope:namespace,url:/apis/longhorn.io/v1beta2/namespaces/longhorn-system/volumes,user-agent:longhorn-manager/v0.0.0 (linux/amd64) kubernetes/$Format,verb:LIST ({klog}) (total time: 5{d:2}ms):',
      ),
      klog(
        'I',
        'httplog.go:132',
        '"HTTP" verb="GET" URI="/readyz" latency="{d:1}.{d:6}ms" userAgent="kube-probe/1.31" audit-ID="{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}" srcIP="127.0.0.1:4{d:4}" resp=200',
      ),
    ],
    told: [
      ...narrator.tell(241, [
        klog('W', 'watcher.go:338', 'watch chan error: etcdserver: mvcc: required revision has been compacted'),
      ]),
      ...narrator.tell(133, [klog('I', 'log.go:245', 'http: TLS handshake error from 10.51.0.9:4{d:4}: EOF')]),
      ...narrator.tell(58, [klog('I', 'log.go:245', 'http: TLS handshake error from 10.51.0.9:4{d:4}: EOF')]),
    ],
  };
}

/** kube-controller-manager. */
export function kubeControllerManager(): ProgramTraffic {
  return {
    share: 5,
    lines: [
      klog(
        'I',
        'replica_set.go:679',
        '"Finished syncing" logger="replicaset-controller" kind="ReplicaSet" key="cattle-system/rancher-{x:10}" duration="{d:2}.{d:3}µs"',
      ),
      klog(
        'I',
        'garbagecollector.go:549',
        '"Processing item" logger="garbage-collector-controller" item="[v1/Pod, namespace: kube-system, name: helm-install-{x:5}, uid: {x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}]" virtual=false',
      ),
      klog(
        'I',
        'job_controller.go:568',
        '"enqueueing job" logger="job-controller" key="cattle-system/apply-sync-{x:8}" delay="0s"',
      ),
      klog(
        'I',
        'endpointslice_controller.go:295',
        '"Retrying endpoint slice sync" logger="endpointslice-controller" key="prod/web"',
      ),
    ],
  };
}

/** kube-scheduler. */
export function kubeScheduler(): ProgramTraffic {
  return {
    share: 1,
    lines: [
      klog(
        'I',
        'schedule_one.go:314',
        '"Successfully bound pod to node" pod="cattle-system/helm-operation-{x:5}" node="selected" evaluatedNodes=3 feasibleNodes=3',
      ),
    ],
  };
}

/** CoreDNS: query log and the HINFO self test. */
export function coredns(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  const query = (name: string): string =>
    `[INFO] 10.52.{d:1}.{d:2}:4{d:4} - {d:5} "A IN ${name}. udp {d:2} false 512" NOERROR qr,aa,rd 1{d:2} 0.000{d:6}s`;
  return {
    share: 4,
    lines: [
      'longhorn-backend.longhorn-system.svc.cluster.local',
      'rancher.cattle-system.svc.cluster.local',
      'kubernetes.default.svc.cluster.local',
    ].map(query),
    told: narrator.tell(300, [
      '[INFO] 127.0.0.1:41511 - 37511 "HINFO IN 6149186412.8113027. udp 56 false 512" NXDOMAIN qr,rd,ra 131 0.011203417s',
    ]),
  };
}

/** The ingress controller: access log. */
export function ingress(): ProgramTraffic {
  const access = (path: string): string =>
    `10.51.0.{d:2} - - [{access}] "GET ${path} HTTP/2.0" 200 {d:4} "https://10.51.0.10/dashboard/" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" {d:3} 0.0{d:2} [cattle-system-rancher-80] [] 10.52.0.{d:2}:80 {d:4} 0.0{d:2} 200 {x:32}`;
  return {
    share: 8,
    lines: [
      '/v1/harvester/kubevirt.io.virtualmachines?exclude=metadata.managedFields',
      '/v1/harvester/nodes',
      '/k8s/clusters/local/v1/subscribe',
      '/v1/management.cattle.io.settings/server-url',
    ].map(access),
  };
}

/** Multus: thick daemon. */
export function multus(): ProgramTraffic {
  const ids =
    'ContainerID:{x:64} Netns:/var/run/netns/cni-{x:8}-{x:4}-{x:4}-{x:4}-{x:12} IfName:eth0 Args:K8S_POD_NAMESPACE=cattle-system;K8S_POD_NAME=helm-operation-{x:5};K8S_POD_UID={x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}';
  return {
    share: 4,
    lines: [
      `{rfc3339} [verbose] ADD starting CNI request ${ids} Path: StdinData:7b22}`,
      `{rfc3339} [verbose] ADD finished CNI request ${ids} Path: StdinData:7b22}, result: "{}", err: <nil>`,
      `{rfc3339} [verbose] DEL finished CNI request ${ids} Path: StdinData:7b22}, result: "", err: <nil>`,
    ],
  };
}

/** calico-node of Canal. */
export function calicoNode(): ProgramTraffic {
  const felix = (text: string): string => `{felix} [INFO][{d:2}] felix/${text}`;
  return {
    share: 6,
    lines: [
      felix(
        'summary.go 100: Summarising {d:2} dataplane reconciliation loops over 1m3.{d:1}s: avg={d:1}ms longest={d:2}ms ()',
      ),
      felix(
        'int_dataplane.go 1836: Received *proto.WorkloadEndpointUpdate update from calculation graph msg=id:<orchestrator_id:"k8s" workload_id:"prod/{x:8}" endpoint_id:"eth0" >',
      ),
      felix(
        'endpoint_mgr.go 602: Updating per-endpoint chains. id=proto.WorkloadEndpointID{OrchestratorId:"k8s", WorkloadId:"prod/{x:8}", EndpointId:"eth0"}',
      ),
    ],
  };
}

/** Programs that only tell that they are alive, in klog. */
export function quietKlog(): ProgramTraffic {
  return {
    share: 1,
    lines: [
      klog('I', 'leaderelection.go:281', 'successfully renewed lease'),
      klog(
        'I',
        'reflector.go:800',
        'k8s.io/client-go/informers/factory.go:160: Watch close - *v1.Pod total {d:2} items received',
      ),
      klog('I', 'warnings.go:70', 'v1 ComponentStatus is deprecated in v1.19+'),
    ],
  };
}

/** Prometheus and its neighbours, logfmt. */
export function prometheus(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  const line = (rest: string): string => `ts={milli} ${rest}`;
  return {
    share: 4,
    lines: [
      line(
        'caller=compact.go:576 level=info component=tsdb msg="write block" mint=17{d:11} maxt=17{d:11} ulid=01{x:24} duration={d:1}.{d:8}s ooo=false',
      ),
      line(
        'caller=head.go:1355 level=info component=tsdb msg="Head GC completed" caller=truncateMemory duration={d:3}.{d:6}ms',
      ),
      line(
        'caller=checkpoint.go:101 level=info component=tsdb msg="Creating checkpoint" from_segment=1{d:3} to_segment=1{d:3} mint=17{d:11}',
      ),
    ],
    told: narrator.tell(344, [
      line(
        'caller=dir_locker.go:77 level=warn component=tsdb msg="A TSDB lockfile from a previous execution already existed. It was replaced" file=/prometheus/lock',
      ),
    ]),
  };
}
