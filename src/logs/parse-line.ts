import type { Instant } from '../model/time.js';
import { parseAccessLog } from './formats/access-log.js';
import { type BodyParser, NO_FIELDS, type ParsedBody } from './formats/body.js';
import { parseBracketLevel } from './formats/bracket-level.js';
import { isContinuation, isKernelContinuation } from './formats/continuation.js';
import { parseDashDate } from './formats/dash-date.js';
import { parseJsonLine } from './formats/json-line.js';
import { parseKlog } from './formats/klog.js';
import { readKubernetesEvent } from './formats/kubernetes-event.js';
import { parseLogfmt } from './formats/logfmt.js';
import { parseNfsGanesha } from './formats/nfs-ganesha.js';
import { parseOpenVswitch } from './formats/open-vswitch.js';
import { parseSlashDate } from './formats/slash-date.js';
import { parseTabSeparated } from './formats/tab-separated.js';
import { parseTerminalLogrus } from './formats/terminal-logrus.js';
import type { LogRecord } from './log-record.js';
import { nestLayers, type PeeledLine, peelOuterLayers } from './outer-layers.js';
import { unescapeDeep } from './unescape.js';

/** The most telling headers first: each parser decides by the first characters of the line. */
const BODY_PARSERS: readonly BodyParser[] = [
  parseJsonLine,
  parseKlog,
  parseTerminalLogrus,
  parseLogfmt,
  parseTabSeparated,
  parseOpenVswitch,
  parseSlashDate,
  parseDashDate,
  parseNfsGanesha,
  parseAccessLog,
  parseBracketLevel,
];
/** A log collector may carry the line of another; more than this is no collector. */
const MAX_WRAPPINGS = 3;
const LINE_END = /[\r\n]{1,2}$/;

/**
 * Takes one physical line of any log apart: outer layers, format, message, time, level, fields. Pure; never throws. A line of
 * no known format is its own message. Lines may be as long as the scanner lets them be, and may hold anything.
 */
export function parseLine(raw: string): LogRecord {
  const { peeled, body, carried } = openLine(raw);
  const message = body?.message ?? unescapeDeep(peeled.rest);
  const event = readKubernetesEvent(message) ?? NO_FIELDS;
  const level = body?.level ?? peeled.level;
  return {
    text: unescapeDeep(peeled.rest),
    message,
    ...(level !== undefined && { level }),
    ...timesOf(peeled, body),
    ...originOf(peeled),
    fields: joinFields(carried, body?.fields ?? NO_FIELDS, event),
    continuation: body === undefined && continues(peeled),
  };
}

interface OpenedLine {
  readonly peeled: PeeledLine;
  /** The innermost line, in its format; undefined when it has none. */
  readonly body: ParsedBody | undefined;
  /** What log collectors added to the line they carried. */
  readonly carried: ReadonlyMap<string, string>;
}

/** Takes off all layers, and opens the JSON of log collectors until the program's own line is reached. */
function openLine(raw: string): OpenedLine {
  let peeled = peelOuterLayers(raw.replace(LINE_END, ''));
  let body = parseBody(peeled.rest);
  let carried = NO_FIELDS;
  for (let count = 0; body?.wrapped !== undefined && count < MAX_WRAPPINGS; count++) {
    carried = joinFields(carried, body.fields);
    peeled = nestLayers(peeled, body.time, peelOuterLayers(body.wrapped.replace(LINE_END, '')));
    body = parseBody(peeled.rest);
  }
  return { peeled, body, carried };
}

/** Later parts win; nothing is copied when only one part has fields. */
function joinFields(...parts: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string> {
  const filled = parts.filter((part) => part.size > 0);
  return filled.length > 1 ? new Map(filled.flatMap((part) => [...part])) : (filled[0] ?? NO_FIELDS);
}

function parseBody(body: string): ParsedBody | undefined {
  for (const parse of BODY_PARSERS) {
    const parsed = parse(body);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

function continues(peeled: PeeledLine): boolean {
  return peeled.program === 'kernel' ? isKernelContinuation(peeled.rest.trimStart()) : isContinuation(peeled.rest);
}

/** The first full time on the line is the outermost; the last one is the program's own. */
function timesOf(peeled: PeeledLine, body: ParsedBody | undefined): Pick<LogRecord, 'time' | 'yearless' | 'eventTime'> {
  const times: readonly Instant[] = body?.time === undefined ? peeled.times : [...peeled.times, body.time];
  const time = times[0];
  if (time === undefined) {
    const yearless = peeled.yearless[0] ?? body?.yearless;
    return yearless === undefined ? {} : { yearless };
  }
  const eventTime = times.length > 1 ? times.at(-1) : undefined;
  return eventTime === undefined ? { time } : { time, eventTime };
}

function originOf(peeled: PeeledLine): Pick<LogRecord, 'instance' | 'host' | 'program' | 'partial'> {
  const { instance, host, program, partial } = peeled;
  return {
    ...(instance !== undefined && { instance }),
    ...(host !== undefined && { host }),
    ...(program !== undefined && { program }),
    ...(partial !== undefined && { partial }),
  };
}
