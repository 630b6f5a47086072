import type { MissGroup, RuleResult, TierExplanation, VersionCheck } from '../model/explanation.js';
import type { ReportLanguage } from '../report/index.js';
import { formatCount } from '../report/quantities.js';

/** What is counted on the page of an explanation. */
export type Unit = 'line' | 'event' | 'object' | 'combination' | 'row' | 'file';

/** Headings and sentences on the page of an explanation. */
export interface ExplanationMessages {
  readonly howSure: string;
  readonly signs: string;
  readonly signals: string;
  readonly footer: string;
  readonly bundle: string;
  readonly takenUnknown: string;
  readonly bundleTaken: (name: string, time: string) => string;
  readonly appliesTo: string;
  readonly noVersion: string;
  readonly applies: (product: string, range: string, found: string, judged: string) => string;
  readonly judged: Readonly<Record<VersionCheck['holds'], string>>;
  readonly paths: string;
  readonly pathsBelow: string;
  readonly result: string;
  readonly results: Readonly<Record<RuleResult['state'], (things: number, missing: string) => string>>;
  readonly sourceMissing: string;
  readonly entity: (entity: string, confidence: string) => string;
  /** Stands behind `entity`. */
  readonly unreported: (reason: string) => string;
  readonly andMore: (count: number) => string;
  readonly andMoreOf: (count: number, unit: Unit) => string;
  readonly tier: Readonly<Record<TierExplanation['state'], (things: number) => string>>;
  readonly unbound: (entity: string) => string;
  readonly takesAwayAll: (term: string, before: string) => string;
  readonly joinsNothing: (term: string, before: string) => string;
  readonly sides: (name: string, there: string, here: string) => string;
  readonly unknown: (missing: string) => string;
  readonly counted: (count: number, unit: Unit) => string;
  readonly nothing: string;
  /** @param literal the one that is asked for; undefined: one of several */
  readonly noLineHas: (literal: string | undefined) => string;
  readonly noObjectOf: (kind: string) => string;
  readonly span: (times: readonly string[]) => string;
  readonly takesAway: (word: string, dropped: string, all: string) => string;
  readonly shareNoName: string;
  readonly miss: Readonly<Record<MissGroup['failed'], (count: number, unit: Unit, condition: string) => string>>;
  readonly before: (name: string, values: string) => string;
  readonly here: (name: string, values: string) => string;
  readonly notBound: string;
  readonly bindsNothing: string;
  readonly optionalMissing: string;
  readonly searched: (files: string) => string;
}

function plural(count: number, unit: string): string {
  return `${formatCount(count)} ${unit}${count === 1 ? '' : 's'}`;
}

const en: ExplanationMessages = {
  howSure: 'HOW SURE',
  signs: '+ holds, - fails, ~ takes away what joins, ? unknown',
  signals: 'SIGNALS',
  footer: 'All rows, near misses and paths: --details. As data: --format json.',
  bundle: 'Bundle',
  takenUnknown: 'it is not known when',
  bundleTaken: (name, time) => `${name}, taken ${time}`,
  appliesTo: 'Applies to',
  noVersion: 'the bundle states no version',
  applies: (product, range, found, judged) => `${product} ${range}: ${found}, ${judged}`,
  judged: { yes: 'in the range', no: 'outside of the range', unknown: 'so the confidence is one lower' },
  paths: 'Paths',
  pathsBelow: 'below the top directory of the bundle',
  result: 'Result',
  results: {
    found: (things) => `holds for ${plural(things, 'thing')}`,
    'not-found': () => 'does not hold',
    unknown: (_, missing) => `unknown: ${missing}`,
    'not-applicable': () => 'not applied: the version is outside of the range; below is what it would see',
  },
  sourceMissing: 'a source is missing',
  entity: (entity, confidence) => `${entity}: ${confidence}`,
  unreported: (reason) => `; no finding of its own: ${reason}`,
  andMore: (count) => `and ${formatCount(count)} more`,
  andMoreOf: (count, unit) => `and ${formatCount(count)} more ${unit}${count === 1 ? '' : 's'}`,
  tier: {
    holds: (things) => `holds for ${formatCount(things)}`,
    fails: () => 'fails',
    unknown: () => 'unknown',
  },
  unbound: (entity) => `all terms hold together, but no row binds ${entity}, which the rule is about`,
  takesAwayAll: (term, before) => `${term} takes away every row of ${before}`,
  joinsNothing: (term, before) => `${term} has no row that joins ${before}`,
  sides: (name, there, here) => `${name}: there ${there}; here ${here}`,
  unknown: (missing) => `unknown: ${missing}`,
  counted: plural,
  nothing: 'nothing',
  noLineHas: (literal) => `nothing: no line has ${literal ?? 'one of these'}`,
  noObjectOf: (kind) => `nothing: the bundle has no ${kind}`,
  span: (times) => `${times.join(' to ')} UTC`,
  takesAway: (word, dropped, all) => `${word} takes away ${dropped} of ${all}`,
  shareNoName: 'they share no name',
  miss: {
    literal: (count, unit, condition) => `${plural(count, unit)} lack${count === 1 ? 's' : ''} ${condition}`,
    pattern: (count, unit, condition) => `${plural(count, unit)} do${count === 1 ? 'es' : ''} not match ${condition}`,
    reason: (count, unit, condition) =>
      `${plural(count, unit)} ha${count === 1 ? 's' : 've'} another reason than ${condition}`,
    where: (count, unit, condition) => `${plural(count, unit)} fail${count === 1 ? 's' : ''} ${condition}`,
    each: (count, unit, condition) => `${plural(count, unit)} with nothing in ${condition}`,
    empty: (_count, _unit, condition) => `${condition} has no row`,
    join: (count, _, condition) => `no row of ${condition} (${formatCount(count)}) joins those before it`,
    without: (count, _, condition) =>
      `without ${condition}: its ${plural(count, 'row')} take${count === 1 ? '' : 's'} away what joins`,
    arithmetic: (_count, _unit, condition) => `fails ${condition}`,
  },
  before: (name, values) => `${name} before: ${values}`,
  here: (name, values) => `${name} here: ${values}`,
  notBound: 'not bound',
  bindsNothing: 'binds nothing',
  optionalMissing: 'its source is not in the bundle, which it takes for nothing',
  searched: (files) => `searched ${files}`,
};

const UNITS: Readonly<Record<Unit, string>> = {
  line: '行',
  event: '个事件',
  object: '个对象',
  combination: '个组合',
  row: '条结果',
  file: '个文件',
};

function countedZh(count: number, unit: Unit): string {
  return `${formatCount(count)} ${UNITS[unit]}`;
}

const zh: ExplanationMessages = {
  howSure: '把握程度',
  signs: '+ 成立，- 不成立，~ 去掉相符的结果，? 未知',
  signals: '信号',
  footer: '全部结果、接近的内容和路径：--details。数据格式：--format json。',
  bundle: '支持包',
  takenUnknown: '采集时间未知',
  bundleTaken: (name, time) => `${name}，采集时间：${time}`,
  appliesTo: '适用版本',
  noVersion: '支持包中没有版本信息',
  applies: (product, range, found, judged) => `${product} ${range}：${found}，${judged}`,
  judged: { yes: '在范围内', no: '不在范围内', unknown: '因此可信度降低一级' },
  paths: '路径',
  pathsBelow: '相对于支持包的顶层目录',
  result: '结论',
  results: {
    found: (things) => `对 ${formatCount(things)} 个对象成立`,
    'not-found': () => '不成立',
    unknown: (_, missing) => `未知：${missing}`,
    'not-applicable': () => '未应用：版本不在范围内；以下是假如应用时所看到的内容',
  },
  sourceMissing: '缺少来源',
  entity: (entity, confidence) => `${entity}：${confidence}`,
  unreported: (reason) => `；不单独列为发现：${reason}`,
  andMore: (count) => `另有 ${formatCount(count)} 个`,
  andMoreOf: (count, unit) => `另有 ${countedZh(count, unit)}`,
  tier: {
    holds: (things) => `${formatCount(things)} 个成立`,
    fails: () => '不成立',
    unknown: () => '未知',
  },
  unbound: (entity) => `各项同时成立，但没有结果给出规则所针对的 ${entity}`,
  takesAwayAll: (term, before) => `${term} 去掉了 ${before} 的所有结果`,
  joinsNothing: (term, before) => `${term} 没有与 ${before} 相符的结果`,
  sides: (name, there, here) => `${name}：前者为 ${there}；此处为 ${here}`,
  unknown: (missing) => `未知：${missing}`,
  counted: countedZh,
  nothing: '没有结果',
  noLineHas: (literal) => `没有结果：没有任何行含有${literal === undefined ? '其中之一' : ` ${literal}`}`,
  noObjectOf: (kind) => `没有结果：支持包中没有 ${kind}`,
  span: (times) => `${times.join(' 至 ')} UTC`,
  takesAway: (word, dropped, all) => `${word} 去掉了 ${all} 中的 ${dropped}`,
  shareNoName: '两者没有共同的名称',
  miss: {
    literal: (count, unit, condition) => `${countedZh(count, unit)}不含 ${condition}`,
    pattern: (count, unit, condition) => `${countedZh(count, unit)}不匹配 ${condition}`,
    reason: (count, unit, condition) => `${countedZh(count, unit)}的原因不是 ${condition}`,
    where: (count, unit, condition) => `${countedZh(count, unit)}不满足 ${condition}`,
    each: (count, unit, condition) => `${countedZh(count, unit)}的 ${condition} 为空`,
    empty: (_count, _unit, condition) => `${condition} 没有结果`,
    join: (count, _, condition) => `${condition}（${formatCount(count)}）没有与之前相符的结果`,
    without: (count, _, condition) => `排除 ${condition}：它的 ${countedZh(count, 'row')}去掉了相符的内容`,
    arithmetic: (_count, _unit, condition) => `不满足 ${condition}`,
  },
  before: (name, values) => `之前的 ${name}：${values}`,
  here: (name, values) => `此处的 ${name}：${values}`,
  notBound: '没有取值',
  bindsNothing: '没有取值',
  optionalMissing: '支持包中没有它的来源，视为没有结果',
  searched: (files) => `已查找 ${files}`,
};

/** Headings and sentences of an explanation in a language. */
export function explanationMessagesFor(language: ReportLanguage): ExplanationMessages {
  return language === 'zh' ? zh : en;
}
