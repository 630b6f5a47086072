import type { LogLevel } from '../log-record.js';

const LEVELS: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
  ['trace', 'trace'],
  ['trac', 'trace'],
  ['debug', 'debug'],
  ['debu', 'debug'],
  ['dbg', 'debug'],
  ['verbose', 'debug'],
  ['full_debug', 'debug'],
  ['mid_debug', 'debug'],
  ['info', 'info'],
  ['notice', 'info'],
  ['event', 'info'],
  ['warning', 'warning'],
  ['warn', 'warning'],
  ['error', 'error'],
  ['erro', 'error'],
  ['err', 'error'],
  ['crit', 'error'],
  ['critical', 'error'],
  ['maj', 'error'],
  ['severe', 'error'],
  ['alert', 'fatal'],
  ['emerg', 'fatal'],
  ['fatal', 'fatal'],
  ['fata', 'fatal'],
  ['panic', 'fatal'],
  ['pani', 'fatal'],
  ['dpanic', 'fatal'],
]);
const NUMBERED_LEVEL = /^([A-Za-z]{4,5})[+-]\d{1,3}$/;
const LONGEST_WORD = 12;

/**
 * The level a program names with a word, in any case: logrus, zap, slog (`ERROR+4`), nginx, syslog, Multus, NFS-Ganesha.
 * zap's verbose `Level(-2)` is debug. Undefined for words that name no level.
 */
export function levelOfWord(word: string): LogLevel | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  if (word.startsWith('Level(-')) return 'debug';
  return LEVELS.get((NUMBERED_LEVEL.exec(word)?.[1] ?? word).toLowerCase());
}
