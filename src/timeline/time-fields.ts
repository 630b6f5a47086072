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

/** What a time means whose name alone does not say it. */
export type TimeMeaning =
  | 'replicaFailed'
  | 'replicaFailedLast'
  | 'replicaHealthy'
  | 'replicaHealthyLast'
  | 'volumeDegraded'
  | 'remountRequested'
  | 'lastBackup'
  | 'migrationStarted'
  | 'migrationEnded'
  | 'phaseChanged'
  | 'jobStarted'
  | 'jobFinished'
  | 'podAccepted';

/** The fields of such times. Those of Longhorn: longhorn-manager, k8s/pkg/apis/longhorn/v1beta2. */
export const MEANINGS: Readonly<Record<string, TimeMeaning>> = {
  'Replica.longhorn.io spec.failedAt': 'replicaFailed',
  'Replica.longhorn.io spec.lastFailedAt': 'replicaFailedLast',
  'Replica.longhorn.io spec.healthyAt': 'replicaHealthy',
  'Replica.longhorn.io spec.lastHealthyAt': 'replicaHealthyLast',
  'Volume.longhorn.io status.lastDegradedAt': 'volumeDegraded',
  'Volume.longhorn.io status.remountRequestedAt': 'remountRequested',
  'Volume.longhorn.io status.lastBackupAt': 'lastBackup',
  'VirtualMachineInstance.kubevirt.io status.migrationState.startTimestamp': 'migrationStarted',
  'VirtualMachineInstance.kubevirt.io status.migrationState.endTimestamp': 'migrationEnded',
  'PersistentVolume status.lastPhaseTransitionTime': 'phaseChanged',
  'VirtualMachineInstanceMigration.kubevirt.io status.migrationState.startTimestamp': 'migrationStarted',
  'VirtualMachineInstanceMigration.kubevirt.io status.migrationState.endTimestamp': 'migrationEnded',
  'Job.batch status.startTime': 'jobStarted',
  'Job.batch status.completionTime': 'jobFinished',
  'Pod status.startTime': 'podAccepted',
};
