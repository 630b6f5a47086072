/** What the data of an explanation says in a language's own words. Names, values and spans of time stay as they are. */
export interface ExplanationWords {
  readonly noEndKnown: string;
  readonly beforeEnd: (span: string) => string;
  /** @param time of the last line; undefined when it is not known */
  readonly lastAt: (time: string | undefined, other: string) => string;
  readonly noTimedRow: (signal: string) => string;
  readonly seenFrom: (signal: string, first: string, last: string) => string;
  readonly nameNotBound: string;
  readonly thereAre: (count: number) => string;
  readonly thereAreDifferent: (count: number, binding: string) => string;
  readonly noTimes: string;
  readonly lasted: (span: string) => string;
  readonly spreadOver: (span: string) => string;
  readonly noValue: string;
  readonly nodeOfPod: (pod: string) => string;
  readonly notSet: string;
  readonly belowConfidence: (confidence: string) => string;
  readonly harmless: (rule: string) => string;
  readonly folded: (rule: string) => string;
}

const en: ExplanationWords = {
  noEndKnown: 'no time is known of its last line, or of the end of its log',
  beforeEnd: (span) => `its last line is ${span} before the end of its log`,
  lastAt: (time, other) => `${time === undefined ? 'at an unknown time' : `last at ${time}`}; ${other}`,
  noTimedRow: (signal) => `${signal} has no row with a time`,
  seenFrom: (signal, first, last) => `${signal} was seen from ${first} to ${last}`,
  nameNotBound: 'the name is not bound',
  thereAre: (count) => `there are ${count}`,
  thereAreDifferent: (count, binding) => `there are ${count} different ${binding}`,
  noTimes: 'no times are known',
  lasted: (span) => `it lasted ${span}`,
  spreadOver: (span) => `they are spread over ${span}`,
  noValue: 'no value: the expression fails on it',
  nodeOfPod: (pod) => `the node of pod ${pod}, which is known only when everything was read`,
  notSet: '"" (not set)',
  belowConfidence: (confidence) => `${confidence} is below the confidence asked for`,
  harmless: (rule) => `${rule} says that it is harmless here`,
  folded: (rule) => `folded into ${rule}, its special form`,
};

const CONFIDENCE: Readonly<Record<string, string>> = { high: '高', medium: '中', low: '低' };

const zh: ExplanationWords = {
  noEndKnown: '不知道最后一行的时间，或日志结束的时间',
  beforeEnd: (span) => `最后一行比日志结束早 ${span}`,
  lastAt: (time, other) => `${time === undefined ? '时间未知' : `最后出现于 ${time}`}；${other}`,
  noTimedRow: (signal) => `${signal} 没有带时间的结果`,
  seenFrom: (signal, first, last) => `${signal} 出现于 ${first} 至 ${last}`,
  nameNotBound: '该名称没有取值',
  thereAre: (count) => `有 ${count} 个`,
  thereAreDifferent: (count, binding) => `有 ${count} 个不同的 ${binding}`,
  noTimes: '时间未知',
  lasted: (span) => `持续了 ${span}`,
  spreadOver: (span) => `分布在 ${span} 之内`,
  noValue: '没有值：表达式无法求值',
  nodeOfPod: (pod) => `Pod ${pod} 所在的节点，读完全部内容后才能知道`,
  notSet: '""（未设置）',
  belowConfidence: (confidence) => `可信度${CONFIDENCE[confidence] ?? confidence}低于所要求的可信度`,
  harmless: (rule) => `${rule} 表明它在此处无害`,
  folded: (rule) => `已并入其特例 ${rule}`,
};

/** The words of an explanation's data in a language. */
export function explanationWordsFor(language: 'en' | 'zh'): ExplanationWords {
  return language === 'zh' ? zh : en;
}
