import type { ReportLanguage } from '../reporter.js';

/** Headings and fixed sentences of a timeline; numbers come formatted. */
export interface TimelineMessages {
  readonly timeline: string;
  readonly ofIncident: string;
  readonly bundle: string;
  readonly taken: (time: string) => string;
  readonly range: string;
  readonly since: (time: string) => string;
  readonly until: (time: string) => string;
  readonly with: string;
  readonly names: string;
  readonly note: string;
  readonly finding: string;
  readonly times: (count: string, until: string | undefined) => string;
  readonly last: string;
  readonly ownClock: (time: string) => string;
  readonly nothing: string;
  readonly more: (count: string) => string;
  readonly leftOutEntries: (entries: string, occurrences: string) => string;
  readonly leftOutTime: (occurrences: string) => string;
  readonly leftOutUndated: (lines: string) => string;
  readonly leftOutCounted: (lines: string) => string;
  readonly columns: readonly [string, string, string, string];
}

const en: TimelineMessages = {
  timeline: 'Timeline',
  ofIncident: 'the incident',
  bundle: 'Bundle',
  taken: (time) => `taken ${time}`,
  range: 'Time',
  since: (time) => `from ${time} UTC`,
  until: (time) => `to ${time} UTC`,
  with: 'With',
  names: 'Names',
  note: 'Note',
  finding: 'FINDING',
  times: (count, until) => (until === undefined ? `${count} times` : `${count} times until ${until}`),
  last: 'last:',
  ownClock: (time) => `corrected; its clock said ${time}`,
  nothing: 'Nothing with a time was found.',
  more: (count) => `and ${count} more`,
  leftOutEntries: (entries, occurrences) =>
    `${entries} entries (${occurrences} occurrences) that tell less were left out; --limit all shows them.`,
  leftOutTime: (occurrences) => `${occurrences} occurrences lie outside the time asked for.`,
  leftOutUndated: (lines) => `${lines} lines that name it have no time.`,
  leftOutCounted: (lines) => `${lines} lines were counted only: their logs say too many different things.`,
  columns: ['Time (UTC)', 'Source', 'What', 'Where'],
};

const zh: TimelineMessages = {
  timeline: '时间线',
  ofIncident: '整个事件',
  bundle: '支持包',
  taken: (time) => `采集于 ${time}`,
  range: '时间范围',
  since: (time) => `自 ${time} UTC`,
  until: (time) => `至 ${time} UTC`,
  with: '相关对象',
  names: '搜索名称',
  note: '注意',
  finding: '发现',
  times: (count, until) => (until === undefined ? `共 ${count} 次` : `共 ${count} 次，直到 ${until}`),
  last: '最后：',
  ownClock: (time) => `已校正；其时钟为 ${time}`,
  nothing: '没有找到带时间的内容。',
  more: (count) => `另有 ${count} 个`,
  leftOutEntries: (entries, occurrences) =>
    `已略去较次要的 ${entries} 项（${occurrences} 次）；--limit all 可全部显示。`,
  leftOutTime: (occurrences) => `另有 ${occurrences} 次不在所要求的时间内。`,
  leftOutUndated: (lines) => `另有 ${lines} 行提到该对象但没有时间。`,
  leftOutCounted: (lines) => `另有 ${lines} 行仅计数：其日志内容过于多样。`,
  columns: ['时间 (UTC)', '来源', '内容', '位置'],
};

/** The headings and fixed sentences of a language. */
export function timelineMessagesFor(language: ReportLanguage): TimelineMessages {
  return language === 'zh' ? zh : en;
}
