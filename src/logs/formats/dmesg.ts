import type { Instant, YearlessTime } from '../../model/time.js';
import { millisecondsOfDay, monthNumber, readCtime, yearlessTime } from '../timestamps.js';
import type { Layer } from './layer.js';
import { levelOfWord } from './level-words.js';

const FACILITY = /^([a-z\d]{3,8}) {0,8}:([a-z]{3,6}) {0,8}: (?=\[)/;
const SHORT_DATE = /\[([A-Z][a-z]{2})([ \d]\d) (\d\d):(\d\d)\] ?/y;
const UPTIME = /\[[ +]{0,8}\d{1,12}\.\d{6}\] ?/y;
const THREAD = /\[ {0,8}[TC]\d{1,10}\] ?/y;

/**
 * Takes off what dmesg puts before a message: with `-x` the facility and level (`kern  :info  : `), then one or several of
 * `[Jan13 04:31]`, `[  +0.010370]`, `[Tue Jan 13 04:31:07 2026]` (`-T`; drifts after suspend), `[12345.678901]` and a thread `[T10489]`.
 * The full date wins; a line with a relative time alone gets none. Source: util-linux, sys-utils/dmesg.c.
 */
export function peelDmesg(line: string): Layer | undefined {
  const facility = FACILITY.exec(line);
  const start = facility?.[0].length ?? 0;
  const stamps = readStamps(line, start);
  if (stamps.end === start) return undefined;
  return {
    rest: line.slice(stamps.end).trimStart(),
    time: stamps.time,
    yearless: stamps.time === undefined ? stamps.yearless : undefined,
    level: levelOfWord(facility?.[2] ?? ''),
    program: facility === null || facility[1] === 'kern' ? 'kernel' : undefined,
  };
}

interface Stamps {
  time: Instant | undefined;
  yearless: YearlessTime | undefined;
  /** Index after the last bracket; the starting index when there was none. */
  end: number;
}

function readStamps(line: string, start: number): Stamps {
  const stamps: Stamps = { time: undefined, yearless: undefined, end: start };
  while (line[stamps.end] === '[') {
    const end = endOfStamp(line, stamps);
    if (end === undefined) break;
    stamps.end = end;
  }
  return stamps;
}

/** Notes the time of the bracket at `stamps.end`; gives where it ends, or undefined when it is part of the message. */
function endOfStamp(line: string, stamps: Stamps): number | undefined {
  const full = readCtime(line, stamps.end + 1);
  if (full !== undefined && line[full.end] === ']') {
    stamps.time = full.instant;
    return line[full.end + 1] === ' ' ? full.end + 2 : full.end + 1;
  }
  SHORT_DATE.lastIndex = stamps.end;
  const [, month = '', day, hour = '', minute = ''] = SHORT_DATE.exec(line) ?? [];
  if (month !== '') {
    stamps.yearless = yearlessTime(monthNumber(month) ?? 0, Number(day), millisecondsOfDay(hour, minute, '0'));
    return stamps.yearless === undefined ? undefined : SHORT_DATE.lastIndex;
  }
  UPTIME.lastIndex = stamps.end;
  if (UPTIME.test(line)) return UPTIME.lastIndex;
  THREAD.lastIndex = stamps.end;
  return THREAD.test(line) ? THREAD.lastIndex : undefined;
}
