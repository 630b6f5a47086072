import type { PossibleCause } from '../model/report.js';
import { formatInstant, type Instant } from '../model/time.js';

/** How many of the known causes came to which verdict. */
interface Verdicts {
  readonly all: number;
  /** Looked for and not found, or found elsewhere. */
  readonly out: number;
  readonly unsure: number;
  readonly open: number;
}

/** In which language it is said, and what could not be looked at. */
interface Manner {
  readonly language: 'en' | 'zh';
  /** Whether only a part of the bundle's time was asked for. */
  readonly isTimeLimited: boolean;
  /** The log of the failure tells of it from its beginning on, which was then. */
  readonly missingBefore: Instant | undefined;
}

/** Says what became of the known causes of a failure whose cause is unknown: `Of 3 known causes 2 were not found near it, 1 could not be judged.` */
export function verdictSentence(
  causes: readonly PossibleCause[],
  { language, isTimeLimited, missingBefore }: Manner,
): string {
  const count = (verdict: PossibleCause['verdict']): number =>
    causes.filter((cause) => cause.verdict === verdict).length;
  const [open, unsure] = [count('not-judged'), count('unsure')];
  const verdicts = { all: causes.length, out: causes.length - open - unsure, unsure, open };
  const sentence = language === 'zh' ? inChinese(verdicts, isTimeLimited) : inEnglish(verdicts, isTimeLimited);
  if (missingBefore === undefined) return sentence;
  const time = formatInstant(missingBefore)
    .replace('T', ' ')
    .replace(/(\.\d+)?Z$/, ' UTC');
  return language === 'zh'
    ? `${sentence}其日志始于 ${time}，当时该现象已在发生；原因可能在更早的、已轮转掉的日志中。`
    : `${sentence} Its log begins at ${time}, when it was going on already; the cause may lie in what was rotated away.`;
}

function inEnglish({ all, out, unsure, open }: Verdicts, isTimeLimited: boolean): string {
  if (all === 0) return 'The rules know no cause of it.';
  const within = isTimeLimited ? ' in the time asked for' : '';
  const parts = [
    out > 0 ? [`${out} ${out === 1 ? 'was' : 'were'} not found near it${within}`] : [],
    unsure > 0 ? [`${unsure} ${unsure === 1 ? 'shows' : 'show'} signs that are not sure`] : [],
    open > 0 ? [`${open} could not be judged`] : [],
  ].flat();
  return `Of ${all} known ${all === 1 ? 'cause' : 'causes'} ${parts.join(', ')}.`;
}

function inChinese({ all, out, unsure, open }: Verdicts, isTimeLimited: boolean): string {
  if (all === 0) return '规则中没有已知的原因。';
  const within = isTimeLimited ? '在指定的时间内' : '';
  const parts = [
    out > 0 ? [`${out} 个${within}未出现`] : [],
    unsure > 0 ? [`${unsure} 个有迹象但不确定`] : [],
    open > 0 ? [`${open} 个无法判断`] : [],
  ].flat();
  return `规则已知 ${all} 个可能的原因：${parts.join('，')}。`;
}
