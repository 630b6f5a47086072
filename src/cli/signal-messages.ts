import type { ReportLanguage } from '../report/index.js';

/** How a language says what a signal asks for. Names, patterns, expressions and times come from the rule and stay as they are. */
export interface SignalMessages {
  readonly and: (items: readonly string[]) => string;
  readonly or: (items: readonly string[]) => string;
  readonly logLines: (sources: string, literals: string) => string;
  readonly fileLines: (sources: string, literals: string) => string;
  readonly objects: (kind: string) => string;
  readonly eachItem: (path: string) => string;
  readonly where: (expression: string) => string;
  readonly numbers: (counts: string) => string;
  readonly rowsOf: (signal: string) => string;
  readonly differentOf: (binding: string, signal: string) => string;
  readonly events: string;
  readonly eventsAbout: (kinds: string) => string;
  /** Stands behind `events` or `eventsAbout`. */
  readonly withReason: (reasons: string) => string;
  readonly withText: (literals: string) => string;
  readonly together: (signals: string) => string;
  /** Stands behind `together`. */
  readonly without: (signals: string) => string;
  readonly matching: (patterns: readonly string[]) => string;
  readonly within: (duration: string) => string;
  readonly atLeastWithin: (count: string, duration: string) => string;
  readonly atLeast: (count: string) => string;
  readonly atMost: (count: string) => string;
  readonly atLeastDifferent: (count: string, binding: string) => string;
  readonly newest: (count: string) => string;
  readonly perEach: (names: string) => string;
  readonly lasting: (duration: string) => string;
  readonly stillInLast: (duration: string) => string;
  /** Order to another signal; the time is undefined where the rule sets none. */
  readonly after: (signal: string, within: string | undefined) => string;
  readonly before: (signal: string, within: string | undefined) => string;
  readonly unlessFollowedBy: (signal: string, within: string | undefined) => string;
  readonly unlessPrecededBy: (signal: string, within: string | undefined) => string;
}

function listed(items: readonly string[], separator: string, last: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(separator)}${last}${items.at(-1)}`;
}

function withinOf(within: string | undefined): string {
  return within === undefined ? '' : ` within ${within}`;
}

function inTime(within: string | undefined): string {
  return within === undefined ? '' : ` ${within} 之内`;
}

const en: SignalMessages = {
  and: (items) => listed(items, ', ', ' and '),
  or: (items) => listed(items, ', ', ' or '),
  logLines: (sources, literals) => `log lines of ${sources} with ${literals}`,
  fileLines: (sources, literals) => `lines of the file ${sources} with ${literals}`,
  objects: (kind) => `objects of kind ${kind}`,
  eachItem: (path) => `each item of ${path}`,
  where: (expression) => `where ${expression}`,
  numbers: (counts) => `numbers: ${counts}`,
  rowsOf: (signal) => `rows of ${signal}`,
  differentOf: (binding, signal) => `different ${binding} of ${signal}`,
  events: 'events',
  eventsAbout: (kinds) => `events about ${kinds}`,
  withReason: (reasons) => ` with reason ${reasons}`,
  withText: (literals) => ` with ${literals}`,
  together: (signals) => `${signals} together`,
  without: (signals) => `, without ${signals}`,
  matching: (patterns) => `matching ${patterns.join('  or  ')}`,
  within: (duration) => `within ${duration}`,
  atLeastWithin: (count, duration) => `at least ${count} within ${duration}`,
  atLeast: (count) => `at least ${count}`,
  atMost: (count) => `at most ${count}`,
  atLeastDifferent: (count, binding) => `at least ${count} different ${binding}`,
  newest: (count) => `only the newest ${count}`,
  perEach: (names) => `counted for each ${names}`,
  lasting: (duration) => `for at least ${duration}`,
  stillInLast: (duration) => `still in the last ${duration} of the log`,
  after: (signal, within) => `after ${signal}${withinOf(within)}`,
  before: (signal, within) => `before ${signal}${withinOf(within)}`,
  unlessFollowedBy: (signal, within) => `unless followed by ${signal}${withinOf(within)}`,
  unlessPrecededBy: (signal, within) => `unless preceded by ${signal}${withinOf(within)}`,
};

const zh: SignalMessages = {
  and: (items) => listed(items, '、', ' 和 '),
  or: (items) => listed(items, '、', ' 或 '),
  logLines: (sources, literals) => `${sources} 日志中含有 ${literals} 的行`,
  fileLines: (sources, literals) => `文件 ${sources} 中含有 ${literals} 的行`,
  objects: (kind) => `类型为 ${kind} 的对象`,
  eachItem: (path) => `${path} 的每一项`,
  where: (expression) => `条件 ${expression}`,
  numbers: (counts) => `数量：${counts}`,
  rowsOf: (signal) => `${signal} 的结果数`,
  differentOf: (binding, signal) => `${signal} 中不同 ${binding} 的个数`,
  events: '事件',
  eventsAbout: (kinds) => `关于 ${kinds} 的事件`,
  withReason: (reasons) => `，原因为 ${reasons}`,
  withText: (literals) => `，含有 ${literals}`,
  together: (signals) => `${signals} 同时成立`,
  without: (signals) => `，且没有 ${signals}`,
  matching: (patterns) => `匹配 ${patterns.join('  或  ')}`,
  within: (duration) => `在 ${duration} 之内`,
  atLeastWithin: (count, duration) => `在 ${duration} 之内至少 ${count} 次`,
  atLeast: (count) => `至少 ${count} 次`,
  atMost: (count) => `至多 ${count} 次`,
  atLeastDifferent: (count, binding) => `至少 ${count} 个不同的 ${binding}`,
  newest: (count) => `只取最新的 ${count} 个`,
  perEach: (names) => `按每个 ${names} 分别计数`,
  lasting: (duration) => `至少持续 ${duration}`,
  stillInLast: (duration) => `在日志的最后 ${duration} 内仍然出现`,
  after: (signal, within) => `在 ${signal} 之后${inTime(within)}`,
  before: (signal, within) => `在 ${signal} 之前${inTime(within)}`,
  unlessFollowedBy: (signal, within) => `除非其后${inTime(within)}出现 ${signal}`,
  unlessPrecededBy: (signal, within) => `除非其前${inTime(within)}出现 ${signal}`,
};

/** How a language says what a signal asks for. */
export function signalMessagesFor(language: ReportLanguage): SignalMessages {
  return language === 'zh' ? zh : en;
}
