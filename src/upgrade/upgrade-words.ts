/** What an upgrade waits for, in words; English ones follow "waits for". Names and quotations come from the bundle. */
export interface UpgradeWords {
  /** Its turn; these nodes come first. */
  readonly turn: (nodes: string) => string;
  readonly otherNodes: (nodes: string) => string;
  readonly systemServices: string;
  readonly pickNode: string;
  readonly planner: (quotation: string) => string;
  readonly noMachine: string;
  readonly unpause: string;
  readonly jobToStart: (job: string) => string;
  /** Rancher has asked for the hook of this name, and Harvester has not answered. */
  readonly hookAsked: (hook: string) => string;
  readonly jobToEnd: (job: string) => string;
  readonly jobFailed: (job: string, reason: string) => string;
  readonly jobSays: (quotation: string) => string;
  readonly jobDone: (job: string) => string;
  readonly drainRefused: (what: string, reason: string) => string;
  readonly drainError: (quotation: string) => string;
  readonly drain: string;
  readonly newPlan: (version: string) => string;
  readonly nodeNotReady: string;
  readonly newSystem: (has: string, wanted: string) => string;
  readonly uncordon: string;
  readonly condition: (type: string) => string;
  readonly failed: (message: string) => string;
}

const en: UpgradeWords = {
  turn: (nodes) => `its turn after ${nodes}`,
  otherNodes: (nodes) => `the images on ${nodes}`,
  systemServices: 'the system services',
  pickNode: "Rancher's planner to take the node in hand",
  planner: (quotation) => `Rancher's planner, which says: ${quotation}`,
  noMachine: 'a CAPI Machine: none refers to this node, so no plan reaches it',
  unpause: 'someone to let the node go on in the pause map of the Upgrade',
  jobToStart: (job) => `the ${job} job, which is not there`,
  hookAsked: (hook) => `the ${hook} job, which Rancher has asked for`,
  jobToEnd: (job) => `job ${job} to end`,
  jobFailed: (job, reason) => `a new try: job ${job} failed${reason === '' ? '' : ` (${reason})`}`,
  jobSays: (quotation) => `its job, which says: ${quotation}`,
  jobDone: (job) => `job ${job} to be taken for done, which it is`,
  drainRefused: (what, reason) => `the drain, which is refused for pod ${what}: ${reason}`,
  drainError: (quotation) => `the drain, which fails: ${quotation}`,
  drain: 'the drain by the upgrade job',
  newPlan: (version) => `the drained node to come back with Kubernetes ${version}`,
  nodeNotReady: 'the node to become Ready again after its restart',
  newSystem: (has, wanted) => `the node to start ${wanted}; it runs ${has}`,
  uncordon: 'the node to be uncordoned',
  condition: (type) => `condition ${type}`,
  failed: (message) => `someone to see to it: ${message}`,
};

const zh: UpgradeWords = {
  turn: (nodes) => `等待 ${nodes} 完成后轮到它`,
  otherNodes: (nodes) => `等待 ${nodes} 上的镜像`,
  systemServices: '等待系统服务升级，之后才轮到节点',
  pickNode: '等待 Rancher 的 planner 开始处理该节点',
  planner: (quotation) => `planner 提示：${quotation}`,
  noMachine: '没有任何 CAPI Machine 指向该节点，因此不会收到升级计划',
  unpause: '等待有人在 Upgrade 的暂停表中放行该节点',
  jobToStart: (job) => `等待 ${job} Job，它尚不存在`,
  hookAsked: (hook) => `Rancher 已请求 ${hook}，等待 Harvester 启动该 Job`,
  jobToEnd: (job) => `等待 Job ${job} 结束`,
  jobFailed: (job, reason) => `Job ${job} 失败${reason === '' ? '' : `（${reason}）`}，等待重试`,
  jobSays: (quotation) => `Job 提示：${quotation}`,
  jobDone: (job) => `Job ${job} 已完成，等待控制器确认`,
  drainRefused: (what, reason) => `排空被拒绝，Pod ${what}：${reason}`,
  drainError: (quotation) => `排空失败：${quotation}`,
  drain: '等待升级 Job 排空节点',
  newPlan: (version) => `节点已排空，等待其以 Kubernetes ${version} 恢复`,
  nodeNotReady: '等待节点重启后恢复 Ready',
  newSystem: (has, wanted) => `等待节点启动 ${wanted}；目前运行 ${has}`,
  uncordon: '等待解除节点封锁',
  condition: (type) => `等待条件 ${type}`,
  failed: (message) => `需要人工处理：${message}`,
};

/** The words of a language. */
export function upgradeWords(language: 'en' | 'zh'): UpgradeWords {
  return language === 'zh' ? zh : en;
}
