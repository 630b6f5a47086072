import type { Instant } from '../model/time.js';
import { readDateTime } from './timestamps.js';

/** The span a journal file's first line names. */
export interface JournalHeader {
  readonly begin?: Instant;
  readonly end?: Instant;
}

const HEADER_TIME = /[A-Z][a-z]{2} (?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/y;
const HEADER_OFFSET = / ([+-])(\d\d):?(\d\d)?[,. ]/y;

/**
 * Reads the header of journalctl's output, `-- Logs begin at Sun 2022-03-06 22:45:10 UTC, end at … --` (systemd before 248)
 * or `-- Journal begins at …; ends at … --`. Undefined for any other line. A zone that is no number is read as UTC:
 * the lines below are in the same zone and are read as UTC too.
 */
export function parseJournalHeader(line: string): JournalHeader | undefined {
  if (!line.startsWith('-- Logs begin') && !line.startsWith('-- Journal begins')) return undefined;
  const head = line.slice(0, 200);
  const begin = headerTime(head, ' at ');
  const end = headerTime(head, head.includes(' ends at ') ? ' ends at ' : ' end at ');
  if (begin === undefined && end === undefined) return undefined;
  return { ...(begin !== undefined && { begin }), ...(end !== undefined && { end }) };
}

function headerTime(head: string, label: string): Instant | undefined {
  const at = head.indexOf(label);
  if (at < 0) return undefined;
  HEADER_TIME.lastIndex = at + label.length;
  if (!HEADER_TIME.test(head)) return undefined;
  const stamp = readDateTime(head, HEADER_TIME.lastIndex);
  if (stamp === undefined) return undefined;
  HEADER_OFFSET.lastIndex = stamp.end;
  const [, sign, hours = '0', minutes = '0'] = HEADER_OFFSET.exec(head) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? stamp.instant + offset : stamp.instant - offset;
}
