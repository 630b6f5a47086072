import { readMonthDayTime } from '../timestamps.js';
import type { Layer } from './layer.js';

/** `host program[pid]: ` after the time of a syslog or journald line. */
export interface SyslogTag {
  readonly host: string;
  readonly program: string;
  readonly pid: boolean;
  /** Index of the message's first character. */
  readonly end: number;
}

const TAG = /([\w.-]{1,253}) ([^\s:[]{1,128})(\[\d{1,10}\])?:(?: |$)/y;
/** What may be left of `Mar 22 22:07:48.123456 ` when a file was cut to its last bytes in the middle of a line. */
const CUT_STAMP = /^(?:(?:[a-z]{1,2} )?[ \d]?\d )?(?:\d?\d:)?\d?\d:\d\d(?:\.\d{1,9})? /;

/** Reads `host program[pid]: ` or `host program: ` at `start` of a text. */
export function readSyslogTag(text: string, start: number): SyslogTag | undefined {
  TAG.lastIndex = start;
  const match = TAG.exec(text);
  if (match === null) return undefined;
  const [, host = '', program = '', pid] = match;
  return { host, program, pid: pid !== undefined, end: TAG.lastIndex };
}

/**
 * Takes off what `journalctl -o short` and `-o short-precise`, or syslog, put before a message: `Mar 05 04:48:10[.641503] host program[pid]: `.
 * Longhorn instance managers write the time alone (`Mar  5 04:48:10.641503: `).
 */
export function peelSyslogHeader(line: string): Layer | undefined {
  const stamp = readMonthDayTime(line);
  if (stamp === undefined) return undefined;
  const { yearless, end } = stamp;
  if (line.startsWith(': ', end)) return { rest: line.slice(end + 2), yearless };
  if (line[end] !== ' ') return undefined;
  const tag = readSyslogTag(line, end + 1);
  if (tag === undefined) return { rest: line.slice(end + 1), yearless };
  return { rest: line.slice(tag.end), yearless, host: tag.host, program: tag.program };
}

/**
 * Takes off half a journald header, such as `r 22 22:07:48 host program[pid]: `: support bundles hold the last megabytes of a
 * journal, so a file may begin inside a line. What is left of the time is not trusted.
 */
export function peelCutSyslogHeader(line: string): Layer | undefined {
  // Of a month at most two letters are left: most lines that begin with a letter need no look.
  if (line.charAt(0) >= 'a' && line.charAt(1) !== ' ' && line.charAt(2) !== ' ') return undefined;
  const stamp = CUT_STAMP.exec(line);
  const tag = stamp === null ? undefined : readSyslogTag(line, stamp[0].length);
  if (tag === undefined || !(tag.pid || tag.program === 'kernel')) return undefined;
  return { rest: line.slice(tag.end), host: tag.host, program: tag.program };
}
