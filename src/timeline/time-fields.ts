/** A time as the API writes it. */
export const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
/** Names of fields that hold a time. */
export const TIME_KEY = /(?:Time|Timestamp|At|Added)$/;

/** Times that are written again and again while nothing changes. */
export const HEARTBEATS: ReadonlySet<string> = new Set([
  'lastHeartbeatTime',
  'lastProbeTime',
  'lastProbedTime',
  'renewTime',
  'lastUpdateTime',
  'lastSyncedAt',
  'lastSyncTime',
  'lastScheduleTime',
  'lastHeartBeatAt',
  'lastRefreshTime',
  'lastModifiedTime',
  'deletionTimestamp',
  'creationTimestamp',
]);

/** What times mean whose names alone do not say it. Fields of Longhorn: longhorn-manager, k8s/pkg/apis/longhorn/v1beta2. */
export const MEANINGS: Readonly<Record<string, string>> = {
  'Replica.longhorn.io spec.failedAt': 'the replica failed; it has not been rebuilt since',
  'Replica.longhorn.io spec.lastFailedAt': 'the replica failed last',
  'Replica.longhorn.io spec.healthyAt': 'the replica became healthy',
  'Replica.longhorn.io spec.lastHealthyAt': 'the replica was healthy last',
  'Volume.longhorn.io status.lastDegradedAt': 'the volume became degraded',
  'Volume.longhorn.io status.remountRequestedAt': 'Longhorn asked for the volume to be mounted again',
  'Volume.longhorn.io status.lastBackupAt': 'last backup of the volume',
  'VirtualMachineInstance.kubevirt.io status.migrationState.startTimestamp': 'live migration started',
  'VirtualMachineInstance.kubevirt.io status.migrationState.endTimestamp': 'live migration ended',
  'PersistentVolume status.lastPhaseTransitionTime': 'changed its phase',
  'VirtualMachineInstanceMigration.kubevirt.io status.migrationState.startTimestamp': 'live migration started',
  'VirtualMachineInstanceMigration.kubevirt.io status.migrationState.endTimestamp': 'live migration ended',
  'Job.batch status.startTime': 'job started',
  'Job.batch status.completionTime': 'job finished',
  'Pod status.startTime': 'accepted by the kubelet',
};
