import { describe, expect, it } from 'vitest';
import type { LogLevel } from '../src/logs/log-record.js';
import { parseLine } from '../src/logs/parse-line.js';

interface Case {
  readonly format: string;
  readonly line: string;
  readonly message: string;
  readonly level?: LogLevel;
  /** RFC 3339, or `MM-DD HH:MM:SS.mmm` for a time without year. */
  readonly time?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const CASES: readonly Case[] = [
  {
    format: 'klog text',
    line: 'E0321 08:57:05.532889       1 engine_controller.go:706] failed to update status for engine pvc-0a1b-e-0: timeout',
    message: 'failed to update status for engine pvc-0a1b-e-0: timeout',
    level: 'error',
    time: '03-21 08:57:05.532',
    fields: { caller: 'engine_controller.go:706' },
  },
  {
    format: 'klog structured',
    line: 'I0924 15:36:07.437293       1 controller.go:339] "Reconciling" controller="machine" Machine="fleet-local/custom-1a2b" err="open \\"x\\": no"',
    message: 'Reconciling',
    level: 'info',
    time: '09-24 15:36:07.437',
    fields: {
      controller: 'machine',
      Machine: 'fleet-local/custom-1a2b',
      err: 'open "x": no',
      caller: 'controller.go:339',
    },
  },
  {
    format: 'klog message that only begins with a quote',
    line: 'W0331 07:03:06.341523       1 a.go:1] "web1" is not ready',
    message: '"web1" is not ready',
    level: 'warning',
    time: '03-31 07:03:06.341',
  },
  {
    format: 'klog of old controller-runtime',
    line: 'I0331 07:03:06.341523       1 controller.go:164] controller-runtime/controller "msg"="Starting EventSource"  "controller"="machine"',
    message: 'Starting EventSource',
    level: 'info',
    time: '03-31 07:03:06.341',
    fields: { controller: 'machine', logger: 'controller-runtime/controller' },
  },
  {
    format: 'klog JSON, error',
    line: '{"ts":1741150090641.5034,"caller":"pleg/generic.go:334","msg":"Generic PLEG: Unable to retrieve pods","err":"rpc error: code = DeadlineExceeded"}',
    message: 'Generic PLEG: Unable to retrieve pods',
    level: 'error',
    time: '2025-03-05T04:48:10.641Z',
    fields: { err: 'rpc error: code = DeadlineExceeded' },
  },
  {
    format: 'klog JSON, information',
    line: '{"ts":1741150090641.5034,"caller":"a.go:1","msg":"Started","v":0}',
    message: 'Started',
    level: 'info',
    time: '2025-03-05T04:48:10.641Z',
  },
  {
    format: 'logrus',
    line: 'time="2025-03-05T05:10:41Z" level=info msg="Node im-1: removing \\"node-2\\" PDB is blocked" func="controller.(*C).sync" file="im.go:1343" node=node-2',
    message: 'Node im-1: removing "node-2" PDB is blocked',
    level: 'info',
    time: '2025-03-05T05:10:41.000Z',
    fields: { func: 'controller.(*C).sync', file: 'im.go:1343', node: 'node-2' },
  },
  {
    format: 'logrus of containerd',
    line: 'time="2024-11-21T06:12:20.651526777Z" level=info msg="shim disconnected" id=abc namespace=k8s.io',
    message: 'shim disconnected',
    level: 'info',
    time: '2024-11-21T06:12:20.651Z',
    fields: { id: 'abc', namespace: 'k8s.io' },
  },
  {
    format: 'slog text',
    line: 'time=2025-03-05T04:48:10.642Z level=ERROR+4 source=db.go:1619 msg="compaction failed"',
    message: 'compaction failed',
    level: 'error',
    time: '2025-03-05T04:48:10.642Z',
    fields: { source: 'db.go:1619' },
  },
  {
    format: 'logrus on a terminal',
    line: '\u001b[36mINFO\u001b[0m[0012] Starting                                     \u001b[36mcluster\u001b[0m=local',
    message: 'Starting',
    level: 'info',
    fields: { cluster: 'local' },
  },
  {
    format: 'access log',
    line: '10.52.0.57 - - [22/Mar/2022:17:13:23 +0000] "GET /v1/volumes/pvc-x HTTP/1.1" 404 0 "" "Go-http-client/1.1"',
    message:
      '10.52.0.57 - - [22/Mar/2022:17:13:23 +0000] "GET /v1/volumes/pvc-x HTTP/1.1" 404 0 "" "Go-http-client/1.1"',
    time: '2022-03-22T17:13:23.000Z',
    fields: { client: '10.52.0.57', method: 'GET', path: '/v1/volumes/pvc-x', status: '404', size: '0' },
  },
  {
    format: 'Kubernetes event in a logrus message',
    line: 'level=info msg="Event(v1.ObjectReference{Kind:\\"Volume\\", Namespace:\\"longhorn-system\\", Name:\\"pvc-x\\", UID:\\"1\\"}): type: \'Warning\' reason: \'DetachedUnexpectedly\' Engine of volume pvc-x dead"',
    message:
      'Event(v1.ObjectReference{Kind:"Volume", Namespace:"longhorn-system", Name:"pvc-x", UID:"1"}): type: \'Warning\' reason: \'DetachedUnexpectedly\' Engine of volume pvc-x dead',
    level: 'info',
    fields: {
      'event.kind': 'Volume',
      'event.namespace': 'longhorn-system',
      'event.name': 'pvc-x',
      'event.type': 'Warning',
      'event.reason': 'DetachedUnexpectedly',
      'event.message': 'Engine of volume pvc-x dead',
    },
  },
  {
    format: 'virt-launcher JSON',
    line: '{"component":"virt-launcher","kind":"","level":"error","msg":"Live migration failed","name":"web1","namespace":"prod","pos":"live-migration-source.go:764","reason":"virError(Code=9)","timestamp":"2025-03-05T04:49:03.219877Z","uid":"5a2b"}',
    message: 'Live migration failed',
    level: 'error',
    time: '2025-03-05T04:49:03.219Z',
    fields: { reason: 'virError(Code=9)', name: 'web1', namespace: 'prod', component: 'virt-launcher' },
  },
  {
    format: 'old KubeVirt',
    line: 'level=info timestamp=2019-11-05T10:02:54.339720Z pos=vm.go:135 component=virt-controller service=http msg=VM is started reason=none',
    message: 'VM is started',
    level: 'info',
    time: '2019-11-05T10:02:54.339Z',
    fields: { pos: 'vm.go:135', component: 'virt-controller', reason: 'none' },
  },
  {
    format: 'etcd JSON',
    line: '{"level":"warn","ts":"2025-03-05T04:47:58.120345+0000","caller":"etcdserver/util.go:170","msg":"apply request took too long","took":"412.881ms","request":"key:\\"/registry/x\\" "}',
    message: 'apply request took too long',
    level: 'warning',
    time: '2025-03-05T04:47:58.120Z',
    fields: { took: '412.881ms', request: 'key:"/registry/x" ' },
  },
  {
    format: 'capnslog',
    line: '2020-09-16 02:51:14.118273 W | etcdserver: read-only range request "key:x" took too long (1.2s) to execute',
    message: 'read-only range request "key:x" took too long (1.2s) to execute',
    level: 'warning',
    time: '2020-09-16T02:51:14.118Z',
    fields: { component: 'etcdserver' },
  },
  {
    format: 'zap JSON of fleet',
    line: '{"level":"error","ts":"2025-03-27T16:59:22Z","msg":"Reconciler error","BundleDeployment":{"name":"b1","namespace":"cluster-fleet-local"},"paths":["a","b"],"error":"timed out"}',
    message: 'Reconciler error',
    level: 'error',
    time: '2025-03-27T16:59:22.000Z',
    fields: {
      'BundleDeployment.name': 'b1',
      'BundleDeployment.namespace': 'cluster-fleet-local',
      error: 'timed out',
      'paths.1': 'b',
    },
  },
  {
    format: 'zap JSON with seconds and a verbose level',
    line: '{"level":"Level(-2)","ts":1741150090.5,"msg":"x"}',
    message: 'x',
    level: 'debug',
    time: '2025-03-05T04:48:10.500Z',
  },
  {
    format: 'zap console',
    line: '2025-02-05T17:16:04Z\tERROR\tbundle\tReconcile failed\t{"controller": "bundle", "Bundle": {"name":"b1"}, "error": "boom"}',
    message: 'Reconcile failed',
    level: 'error',
    time: '2025-02-05T17:16:04.000Z',
    fields: { logger: 'bundle', 'Bundle.name': 'b1', error: 'boom' },
  },
  {
    format: 'zap console without logger and fields',
    line: '2025-02-05T17:16:04.123+0800\tINFO\tstarting manager',
    message: 'starting manager',
    level: 'info',
    time: '2025-02-05T09:16:04.123Z',
  },
  {
    format: 'Rancher',
    line: "2024/10/02 09:26:41 [ERROR] error syncing 'local/default-token': handler x: not found, requeuing",
    message: "error syncing 'local/default-token': handler x: not found, requeuing",
    level: 'error',
    time: '2024-10-02T09:26:41.000Z',
  },
  {
    format: 'Rancher planner',
    line: '2024/10/02 09:26:41 [INFO] [planner] rkecluster fleet-local/local: waiting',
    message: '[planner] rkecluster fleet-local/local: waiting',
    level: 'info',
    time: '2024-10-02T09:26:41.000Z',
  },
  {
    format: 'Go log package',
    line: '2025/03/05 04:48:12 proto: duplicate proto type registered',
    message: 'proto: duplicate proto type registered',
    time: '2025-03-05T04:48:12.000Z',
  },
  {
    format: 'nginx error log',
    line: '2022/03/06 22:51:38 [warn] 1#1: *5 upstream response is buffered, client: 10.52.0.1, server: _, request: "GET /a, b HTTP/1.1", host: "h"',
    message: 'upstream response is buffered',
    level: 'warning',
    time: '2022-03-06T22:51:38.000Z',
    fields: { client: '10.52.0.1', server: '_', request: 'GET /a, b HTTP/1.1', host: 'h' },
  },
  {
    format: 'CoreDNS',
    line: '[ERROR] plugin/errors: 2 longhorn-backend.longhorn-system.svc. A: i/o timeout',
    message: 'plugin/errors: 2 longhorn-backend.longhorn-system.svc. A: i/o timeout',
    level: 'error',
  },
  {
    format: 'CoreDNS query log',
    line: '[INFO] 10.42.0.9:51512 - 37511 "A IN x. udp 40 false 512" NXDOMAIN',
    message: '10.42.0.9:51512 - 37511 "A IN x. udp 40 false 512" NXDOMAIN',
    level: 'info',
  },
  {
    format: 'Calico',
    line: '2023-03-01 08:42:18.393 [WARNING][1132] felix/daemon.go 719: Felix is shutting down reason="config changed"',
    message: 'Felix is shutting down',
    level: 'warning',
    time: '2023-03-01T08:42:18.393Z',
    fields: { reason: 'config changed', caller: 'felix/daemon.go 719' },
  },
  {
    format: 'Multus daemon',
    line: '2023-07-13T07:31:00Z [verbose] DEL finished CNI request {ContainerID:72ae}',
    message: 'DEL finished CNI request {ContainerID:72ae}',
    level: 'debug',
    time: '2023-07-13T07:31:00.000Z',
  },
  {
    format: 'Multus entry point',
    line: '2022-03-10T06:52:16+0000 Entering sleep (success)...',
    message: 'Entering sleep (success)...',
    time: '2022-03-10T06:52:16.000Z',
  },
  {
    format: 'NFS-Ganesha',
    line: '11/06/2025 21:15:30 : epoch 6849f0c2 : share-manager-pvc-x : nfs-ganesha-31[main] longhorn_recov_init :CLIENT ID :FATAL :HTTP call error: res=-1 ((null))',
    message: 'HTTP call error: res=-1 ((null))',
    level: 'fatal',
    time: '2025-06-11T21:15:30.000Z',
    fields: { caller: 'longhorn_recov_init', component: 'CLIENT ID' },
  },
  {
    format: 'Open vSwitch',
    line: '2025-05-14T09:37:32Z|02653|jsonrpc|WARN|ssl:127.0.0.1:50582: receive error',
    message: 'ssl:127.0.0.1:50582: receive error',
    level: 'warning',
    time: '2025-05-14T09:37:32.000Z',
    fields: { component: 'jsonrpc' },
  },
  {
    format: 'Python logging',
    line: '2025-03-05 04:48:10,642 - name - ERROR - text',
    message: 'text',
    level: 'error',
    time: '2025-03-05T04:48:10.642Z',
    fields: { logger: 'name' },
  },
  {
    format: 'Spring',
    line: '2025-03-05 04:48:10.642  ERROR 1 --- [main] c.e.Class : text',
    message: 'text',
    level: 'error',
    time: '2025-03-05T04:48:10.642Z',
    fields: { thread: 'main', logger: 'c.e.Class' },
  },
  {
    format: 'level word after the date (juju, OpenStack)',
    line: '2025-05-14 04:29:51.384 19 WARNING oslo_db.sqlalchemy SQL connection failed',
    message: 'oslo_db.sqlalchemy SQL connection failed',
    level: 'warning',
    time: '2025-05-14T04:29:51.384Z',
  },
  {
    format: 'Prometheus',
    line: 'ts=2025-03-05T04:48:10.642Z caller=db.go:1619 level=error component=tsdb msg="compaction failed" err="no space"',
    message: 'compaction failed',
    level: 'error',
    time: '2025-03-05T04:48:10.642Z',
    fields: { caller: 'db.go:1619', component: 'tsdb', err: 'no space' },
  },
  {
    format: 'Grafana',
    line: 'logger=sqlstore t=2025-03-05T04:48:10.642118903Z level=error msg="x"',
    message: 'x',
    level: 'error',
    time: '2025-03-05T04:48:10.642Z',
    fields: { logger: 'sqlstore' },
  },
  {
    format: 'raw C line of tgtd',
    line: 'tgtd: bs_longhorn_request(97) fail to write at 10737418240 for 4096',
    message: 'tgtd: bs_longhorn_request(97) fail to write at 10737418240 for 4096',
  },
  {
    format: 'Longhorn journal dump',
    line: 'Mar  5 04:48:10.641503: ->10.52.7.21:10511 W[  4kB]      615us',
    message: '->10.52.7.21:10511 W[  4kB]      615us',
    time: '03-05 04:48:10.641',
  },
  {
    format: 'kubectl drain',
    line: 'error when evicting pods/"x" -n "y" (will retry after 5s): Cannot evict pod',
    message: 'error when evicting pods/"x" -n "y" (will retry after 5s): Cannot evict pod',
  },
  {
    format: 'JSON that was cut',
    line: '{"level":"error","msg":"x',
    message: '{"level":"error","msg":"x',
  },
];

describe('parseLine reads', () => {
  it.each(CASES)('$format', ({ line, message, level, time, fields }) => {
    const record = parseLine(line);
    expect(record.message).toBe(message);
    expect(record.level).toBe(level);
    expect(describeTime(record)).toBe(time);
    expect(Object.fromEntries(record.fields)).toMatchObject(fields ?? {});
    expect(record.continuation).toBe(false);
  });
});

function describeTime(record: ReturnType<typeof parseLine>): string | undefined {
  if (record.time !== undefined) return new Date(record.time).toISOString();
  if (record.yearless === undefined) return undefined;
  const { month, day, milliseconds } = record.yearless;
  return new Date(Date.UTC(2000, month - 1, day) + milliseconds).toISOString().slice(5, 23).replace('T', ' ');
}
