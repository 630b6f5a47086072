import type { ReportLanguage } from '../reporter.js';

const UNITS: readonly (readonly [seconds: number, en: readonly [string, string], zh: string])[] = [
  [86_400, ['day', 'days'], '天'],
  [3600, ['hour', 'hours'], '小时'],
  [60, ['minute', 'minutes'], '分钟'],
  [1, ['second', 'seconds'], '秒'],
];

/** A span of time in its two largest units: `2 days 3 hours`. */
export function timeSpan(seconds: number, language: ReportLanguage): string {
  let rest = Math.abs(seconds);
  const parts: string[] = [];
  for (const [size, [one, many], zh] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count === 0 && parts.length === 0) continue;
    if (count > 0) parts.push(language === 'zh' ? `${count} ${zh}` : `${count} ${count === 1 ? one : many}`);
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? (language === 'zh' ? '0 秒' : '0 seconds') : parts.join(' ');
}
