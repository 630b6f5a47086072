/** Normal logs of Longhorn and its CSI sidecars. */

import { instanceManagerAddress, instancePort } from '../cluster/longhorn-instances.js';
import type { ClusterVolume } from '../cluster/volumes.js';
import { replicaName } from '../identifiers.js';
import { klog, logrus, Narrator, type ProgramTraffic, type TrafficSubject } from './program-traffic.js';

/** longhorn-manager: reconcile lines, update conflicts, one rebuilt replica, one temporarily blocked budget. */
export function longhornManager(subject: TrafficSubject): ProgramTraffic {
  const node = subject.node.name;
  const narrator = new Narrator(subject, '{nano} ');
  const own = subject.volumes.filter((volume) => volume.node === node);
  const lines = subject.volumes.flatMap((volume) => [
    logrus(
      'info',
      `Event(v1.ObjectReference{Kind:"Volume", Namespace:"longhorn-system", Name:"${volume.name}", UID:"{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}", APIVersion:"longhorn.io/v1beta2", ResourceVersion:"8{d:7}", FieldPath:""}): type: 'Normal' reason: 'Attached' volume ${volume.name} has been attached to ${volume.node === '' ? node : volume.node}`,
      'func="record.(*eventBroadcasterImpl).StartLogging.func1" file="event.go:377"',
    ),
    logrus(
      'info',
      `Requeue for volume ${volume.name} due to conflict`,
      `func="controller.(*VolumeController).syncVolume.func2" file="volume_controller.go:385" accessMode=rwx controller=longhorn-volume frontend=blockdev migratable=true node=${node} owner=${node} state=attached volume=${volume.name}`,
    ),
    logrus(
      'debug',
      `Refreshed snapshots of engine ${volume.name}-e-0: {d:1} snapshots`,
      `func="controller.(*EngineMonitor).refresh" file="engine_controller.go:1024" controller=longhorn-engine engine=${volume.name}-e-0 node=${node}`,
    ),
  ]);
  const conflict = own[0];
  const told = narrator.tell(
    329,
    [
      logrus(
        'warning',
        'Failed to check endpoint https://localhost:9502/v1/healthz',
        'func=webhook.isServiceAvailable file="webhook.go:107" error="Get \\"https://localhost:9502/v1/healthz\\": dial tcp [::1]:9502: connect: connection refused"',
      ),
      logrus(
        'info',
        'Started longhorn admission webhook server on localhost',
        'func=webhook.StartWebhook file="webhook.go:65"',
      ),
    ],
    4000,
  );
  if (conflict !== undefined) {
    told.push(
      ...narrator.tell(187, [
        logrus(
          'warning',
          'Failed to sync Longhorn volume',
          `func=controller.handleReconcileErrorLogging file="utils.go:72" controller=longhorn-volume error="failed to sync longhorn-system/${conflict.name}: Operation cannot be fulfilled on volumes.longhorn.io \\"${conflict.name}\\": the object has been modified; please apply your changes to the latest version and try again" node=${node}`,
        ),
      ]),
    );
  }
  return { share: 18, lines, told };
}

/** instance-manager: log fetches, and a replica that is rebuilt and an engine that is detached without harm. */
export function instanceManager(subject: TrafficSubject): ProgramTraffic {
  const { node, spec } = subject;
  const narrator = new Narrator(subject, '{nano} ');
  const here = subject.volumes.filter((volume) => volume.node === node.name);
  const lines = [
    `[longhorn-instance-manager] ${logrus('info', 'Process Manager: start getting logs for process', 'func="process.(*Manager).ProcessLog" file="process_manager.go:444"')}`,
    ...here.flatMap((volume) => [
      `[longhorn-instance-manager] ${logrus('debug', `Getting process`, `func="process.(*Manager).ProcessGet" file="process_manager.go:361" processName=${volume.name}-e-0`)}`,
      `[${volume.name}-e-0] ${logrus('info', 'Snapshot list requested', `func="sync.(*Task).ListSnapshots" file="sync.go:88" volume=${volume.name}`)}`,
    ]),
    `{journal}: ->10.52.{d:1}.{d:2}:1{d:4} W[  4kB]      {d:3}us`,
  ];
  const rebuilt = here.find((volume) => volume.replicaNodes.length > 2);
  const detached = here.at(-1);
  return {
    share: 9,
    lines,
    told: [
      ...(rebuilt === undefined ? [] : narrator.tell(345, rebuildLines(subject, rebuilt), 2500)),
      ...(detached === undefined || detached === rebuilt
        ? []
        : narrator.tell(
            264,
            detachLines(detached, instanceManagerAddress(spec, detached.replicaNodes[0] ?? node.name)),
            40,
          )),
    ],
  };
}

function rebuildLines(subject: TrafficSubject, volume: ClusterVolume): string[] {
  const at = volume.replicaNodes.find((name) => name !== subject.node.name) ?? '';
  const replica = replicaName(volume.name, at);
  const address = `tcp://${instanceManagerAddress(subject.spec, at)}:${instancePort(replica)}`;
  const engine = (message: string, source: string): string => `[${volume.name}-e-0] ${logrus('info', message, source)}`;
  return [
    engine(`Adding replica ${address} in WO mode`, 'func="sync.(*Task).AddReplica" file="sync.go:382"'),
    engine(
      `Using replica ${address} as the target of the rebuild`,
      'func="sync.(*Task).AddReplica" file="sync.go:401"',
    ),
    engine(
      `Sync operation is completed for file volume-snap-{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}.img`,
      'func="rpc.(*SyncAgentServer).FilesSync" file="server.go:455"',
    ),
    engine(
      `WO replica ${address}'s chain verified, update mode to RW`,
      'func="controller.(*Controller).VerifyRebuildReplica" file="rebuild.go:100"',
    ),
  ];
}

/** A clean detach and attach again: the errors in it mean nothing because the delete request came first. */
function detachLines(volume: ClusterVolume, address: string): string[] {
  const engine = `${volume.name}-e-0`;
  const manager = (message: string): string =>
    `[longhorn-instance-manager] ${logrus('info', message, `func="process.(*Manager).ProcessDelete" file="process_manager.go:249" processName=${engine}`)}`;
  return [
    manager(`Process Manager: prepare to delete process ${engine}`),
    `[${engine}] ${logrus('warning', 'Received signal interrupt to shutdown', 'func="util.(*Signal).wait" file="signal.go:31"')}`,
    `[${engine}] ${logrus('error', `Error reading from wire ${address}:10111`, 'func="dataconn.(*Client).read" file="client.go:303" error=EOF')}`,
    `[${engine}] ${logrus('info', `Closing: ${address}:10110`, 'func="remote.(*Remote).Close" file="remote.go:62"')}`,
    manager(`Process Manager: successfully removed process ${engine}`),
    `[longhorn-instance-manager] ${logrus('info', `Process Manager: created process ${engine}`, `func="process.(*Manager).ProcessCreate" file="process_manager.go:221" processName=${engine}`)}`,
    `[${engine}] ${logrus('info', 'Starting with replicas', 'func=cmd.startController file="controller.go:94"')}`,
  ];
}

/** longhorn-csi-plugin: volume statistics. */
export function csiPlugin(subject: TrafficSubject): ProgramTraffic {
  const here = subject.volumes.filter((volume) => volume.node === subject.node.name);
  const request = (volume: ClusterVolume): string[] => [
    logrus(
      'info',
      `NodeGetVolumeStats: req: {"volume_id":"${volume.name}","volume_path":"/var/lib/kubelet/plugins/kubernetes.io/csi/volumeDevices/publish/${volume.name}/{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}"}`,
      'func=csi.logGRPC file="server.go:132"',
    ),
    logrus(
      'info',
      'NodeGetVolumeStats: rsp: {"usage":[{"total":42949672960,"unit":1}]}',
      'func=csi.logGRPC file="server.go:141"',
    ),
  ];
  return {
    share: 5,
    lines:
      here.length === 0
        ? [logrus('info', 'NodeGetCapabilities: req: {}', 'func=csi.logGRPC file="server.go:132"')]
        : here.flatMap(request),
  };
}

/** csi-attacher, -provisioner, -resizer, -snapshotter: klog. */
export function csiSidecar(subject: TrafficSubject): ProgramTraffic {
  const volume = subject.volumes[0]?.name ?? 'pvc-0';
  return {
    share: 1.5,
    lines: [
      klog(
        'I',
        'leaderelection.go:281',
        `successfully renewed lease longhorn-system/${subject.container}-leader-driver-longhorn-io`,
      ),
      klog('I', 'csi_handler.go:261', `"Attaching" driver="driver.longhorn.io" volumeHandle="${volume}"`),
      klog('I', 'csi_handler.go:273', `"Attached" driver="driver.longhorn.io" volumeHandle="${volume}"`),
      klog('I', 'controller.go:266', 'Started VA processing "csi-{x:64}"'),
    ],
  };
}

/** Longhorn UI: nginx access log. */
export function longhornUi(): ProgramTraffic {
  return {
    share: 2,
    lines: ['volumes', 'nodes', 'settings'].map(
      (path) =>
        `10.51.0.{d:2} - - [{access}] "GET /v1/${path} HTTP/1.1" 200 {d:4} "https://10.51.0.10/k8s/clusters/local/api/v1/namespaces/longhorn-system/services/http:longhorn-frontend:80/proxy/" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"`,
    ),
  };
}
