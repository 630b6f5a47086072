import type { LogRecord } from '../logs/log-record.js';
import type { Severity } from '../model/report.js';
import { WEIGHT } from './happening.js';
import type { TimelineWords } from './timeline-words.js';

/** Longer texts say no more in a timeline; the citation has the line. */
const LONGEST_TEXT = 400;
/** Fields in which programs put the cause that their message leaves out. */
const CAUSE_FIELDS = ['error', 'err', 'reason', 'errorMsg', 'stderr'] as const;

/** What makes lines of the same statement different: times, counters, sizes, ports that clients choose, addresses in memory, UUIDs of requests. */
const VARYING =
  /(?<pvc>pvc-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b\d{4}-\d\d-\d\d[T ][\d:.]+Z?|:(?:3[2-9]|[456]\d)\d{3}\b|\b0x[0-9a-f]+\b|(?<![\w.-])\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|%|[KMG]i?B?)?(?![\w.]*[.]\d|[\w-])/g;

/** An event as client-go logs it: `Event(v1.ObjectReference{Kind:"Volume", ...}): type: 'Warning' reason: 'Faulted' ...`. */
const LOGGED_EVENT =
  /^Event\(v1\.ObjectReference\{Kind:"(\w*)".*?Name:"([^"]*)".*?\}\): type: '\w*' reason: '(\w*)' ?(.*)$/s;
/** Engine or replica of an instance's name: `pvc-...-e-0`. */
const INSTANCE_PART = /-([er]-\w+)$/;

/** What a line says, without what is written anew in each: the process it is of, its message, and the cause where that stands apart. */
export function lineText({ message: logged, fields, instance }: LogRecord, words: TimelineWords): string {
  const [, kind = '', name = '', reason, said] = LOGGED_EVENT.exec(logged) ?? [];
  const message = reason === undefined ? logged : words.loggedEvent(`${reason}: ${said}`, kind, name);
  const causes = CAUSE_FIELDS.flatMap((name) => {
    const cause = fields.get(name);
    return cause === undefined || cause === '' || message.includes(cause) ? [] : [`${name}=${cause}`];
  });
  const part = instance === undefined ? undefined : INSTANCE_PART.exec(instance)?.[1];
  const text = [...(part === undefined ? [] : [`[${part}]`]), message, ...causes].join(' ').replace(/\s+/g, ' ').trim();
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

/** Lines with the same key say the same. */
export function payloadKey(text: string): string {
  return text.replace(VARYING, (match, pvc: string | undefined) => (pvc === undefined ? '#' : match));
}

/** Lines with the same coarse key say something of the same sort: used when one log says too many different things. */
export function coarseKey(text: string): string {
  return text.replace(/[0-9a-f-]*\d[0-9a-f.:-]*/g, '#').slice(0, 80);
}

/** Words of a change or of trouble: much that matters is logged at level info. */
const TROUBLE =
  /\b(?:fail\w*|error\w*|fatal|panic\w*|fault\w*|degraded|crash\w*|lost|corrupt\w*|refus\w*|denied|cannot|unable|timed? ?out|no backend|I\/O|evict\w*|unexpected\w*|not ?found|killed|OOM\w*|missing|blocked|salvag\w*)\b/i;
const CHANGE =
  /\b(?:attach\w*|detach\w*|creat\w*|delet\w*|remov\w*|rebuil\w*|start\w*|stop\w*|restor\w*|migrat\w*|drain\w*|cordon\w*|reboot\w*|shut\w*|expand\w*|snapshot\w*|purg\w*|backup\w*|healthy|ready|became|changed?|promot\w*|paus\w*|resum\w*|mount\w*|unmount\w*|upgrad\w*)\b/i;
/** Requests, probes and retries that repeat for ever. */
const CHATTER =
  /due to conflict|(?:getting|got) logs for process|object has been modified|^(?:\d+\.\d+\.\d+\.\d+ - |GET |HTTP|trace|debug)|"GET \/|returned? 200|\bprobe\b/;

/** How much a line tells; its level is a hint and no more. */
export function lineWeight({ level }: LogRecord, text: string): number {
  if (CHATTER.test(text) || level === 'debug' || level === 'trace') return WEIGHT.chatter;
  if (level === 'fatal' || level === 'error' || TROUBLE.test(text)) return WEIGHT.trouble;
  if (level === 'warning' || CHANGE.test(text)) return WEIGHT.notable;
  return WEIGHT.ordinary;
}

/** The level of a line in the words of the report. */
export function levelOf({ level }: LogRecord): Severity | undefined {
  switch (level) {
    case 'fatal':
    case 'error':
      return 'error';
    case 'warning':
      return 'warning';
    case 'info':
      return 'info';
    default:
      return undefined;
  }
}
