import type { TimeMeaning } from './time-fields.js';

/** What entries and notes of a timeline say in a language's own words. Names, reasons and messages come from the bundle and stay as they are. */
export interface TimelineWords {
  readonly created: string;
  /** @param finalizers what holds the object; empty for nothing */
  readonly deletionRequested: (finalizers: string) => string;
  readonly restartAsked: string;
  readonly meanings: Readonly<Record<TimeMeaning, string>>;
  readonly taintAdded: (taint: string) => string;
  /** A condition changed. @param why reason and message; empty where it states neither */
  readonly became: (type: string, status: string, why: string) => string;
  /** A condition stands so, and it is known only when that was written. */
  readonly stands: (type: string, status: string, why: string) => string;
  readonly phase: (phase: string) => string;
  /** @param restarts how often before; 0 for the first start */
  readonly containerStarted: (name: string, restarts: number) => string;
  readonly containerStartedAndEnded: (name: string) => string;
  readonly containerEnded: (name: string, details: readonly string[]) => string;
  readonly exitCode: (code: string) => string;
  /** An event of the API. @param by component and node that sent it; empty where it is not known */
  readonly event: (statement: string, by: string) => string;
  /** An event that a program logged. */
  readonly loggedEvent: (statement: string, kind: string, name: string) => string;
  /** What `event` and `loggedEvent` put behind the statement, so that the same event is known in both. */
  readonly eventRemark: RegExp;
  readonly andMoreOfKind: (text: string, more: number) => string;
  readonly noObject: (name: string) => string;
  readonly noObjectsRead: string;
  readonly noEvents: string;
  readonly noLogs: string;
  readonly earlyLogs: (logs: number) => string;
}

const en: TimelineWords = {
  created: 'created',
  deletionRequested: (finalizers) =>
    `deletion requested${finalizers === '' ? '' : `; still there, held by ${finalizers}`}`,
  restartAsked: 'restart asked for',
  meanings: {
    replicaFailed: 'the replica failed; it has not been rebuilt since',
    replicaFailedLast: 'the replica failed last',
    replicaHealthy: 'the replica became healthy',
    replicaHealthyLast: 'the replica was healthy last',
    volumeDegraded: 'the volume became degraded',
    remountRequested: 'Longhorn asked for the volume to be mounted again',
    lastBackup: 'last backup of the volume',
    migrationStarted: 'live migration started',
    migrationEnded: 'live migration ended',
    phaseChanged: 'changed its phase',
    jobStarted: 'job started',
    jobFinished: 'job finished',
    podAccepted: 'accepted by the kubelet',
  },
  taintAdded: (taint) => `taint ${taint} added`,
  became: (type, status, why) => `${type} became ${status}${why === '' ? '' : ` (${why})`}`,
  stands: (type, status, why) => `${type} is ${status}${why === '' ? '' : ` (${why})`}`,
  phase: (phase) => `phase ${phase}`,
  containerStarted: (name, restarts) => `container ${name} started${restarts > 0 ? ` (restart ${restarts})` : ''}`,
  containerStartedAndEnded: (name) => `container ${name} started, which ended later`,
  containerEnded: (name, details) => `container ${name} ended${details.length === 0 ? '' : `: ${details.join(', ')}`}`,
  exitCode: (code) => `exit code ${code}`,
  event: (statement, by) => `${statement} (event${by === '' ? '' : ` by ${by}`})`,
  loggedEvent: (statement, kind, name) => `${statement} (event of ${kind} ${name})`,
  eventRemark: / \(event(?: (?:by|of) [^()]*)?\)$/,
  andMoreOfKind: (text, more) => `${text}; and ${more} more of this kind`,
  noObject: (name) => `no object "${name}" is in the bundle: only what names it is told`,
  noObjectsRead: 'the bundle holds no objects that were read: names that belong to it are not known',
  noEvents: 'the bundle holds no events',
  noLogs: 'the bundle holds no logs',
  earlyLogs: (logs) =>
    `read once from a stream: ${logs} logs came before objects that tell further names; give the bundle as a file to search all logs for all names`,
};

const zh: TimelineWords = {
  created: '已创建',
  deletionRequested: (finalizers) => `已请求删除${finalizers === '' ? '' : `；对象仍在，被 ${finalizers} 阻止`}`,
  restartAsked: '已请求重启',
  meanings: {
    replicaFailed: '副本发生故障，此后未重建',
    replicaFailedLast: '副本最近一次发生故障',
    replicaHealthy: '副本恢复健康',
    replicaHealthyLast: '副本最近一次处于健康状态',
    volumeDegraded: '卷变为降级状态',
    remountRequested: 'Longhorn 请求重新挂载该卷',
    lastBackup: '该卷最近一次备份',
    migrationStarted: '热迁移开始',
    migrationEnded: '热迁移结束',
    phaseChanged: '阶段发生变化',
    jobStarted: 'Job 开始',
    jobFinished: 'Job 完成',
    podAccepted: '已被 kubelet 接受',
  },
  taintAdded: (taint) => `已添加污点 ${taint}`,
  became: (type, status, why) => `${type} 变为 ${status}${why === '' ? '' : `（${why}）`}`,
  stands: (type, status, why) => `${type} 为 ${status}${why === '' ? '' : `（${why}）`}`,
  phase: (phase) => `进入阶段 ${phase}`,
  containerStarted: (name, restarts) => `容器 ${name} 已启动${restarts > 0 ? `（第 ${restarts} 次重启）` : ''}`,
  containerStartedAndEnded: (name) => `容器 ${name} 已启动，后来已结束`,
  containerEnded: (name, details) => `容器 ${name} 已结束${details.length === 0 ? '' : `：${details.join('，')}`}`,
  exitCode: (code) => `退出码 ${code}`,
  event: (statement, by) => `${statement}（${by === '' ? '' : `来自 ${by} 的`}事件）`,
  loggedEvent: (statement, kind, name) => `${statement}（关于 ${kind} ${name} 的事件）`,
  eventRemark: /（(?:(?:来自|关于) [^（）]* 的)?事件）$/,
  andMoreOfKind: (text, more) => `${text}；另有 ${more} 个同类`,
  noObject: (name) => `支持包中没有对象 "${name}"：只列出提到它的内容`,
  noObjectsRead: '支持包中没有可读的对象：不知道哪些名称属于它',
  noEvents: '支持包中没有事件',
  noLogs: '支持包中没有日志',
  earlyLogs: (logs) =>
    `支持包以数据流方式只读取一次：有 ${logs} 个日志早于提供更多名称的对象；以文件形式给出支持包，即可在所有日志中搜索所有名称`,
};

/** The words of entries and notes in a language. */
export function timelineWordsFor(language: 'en' | 'zh'): TimelineWords {
  return language === 'zh' ? zh : en;
}
