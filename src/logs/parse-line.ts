import type { Instant, YearlessTime } from '../model/time.js';
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
import type { LogLevel, LogRecord } from './log-record.js';
import { nestLayers, type PeeledLine, peelOuterLayers } from './outer-layers.js';
import { ownWords } from './own-words.js';
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
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Takes one physical line of any log apart: outer layers, format, message, time, level, fields. Pure; never throws. A line of
 * no known format is its own message. Lines may be as long as the scanner lets them be, and may hold anything.
 *
 * The parts are made when they are asked for: of most lines nobody asks more than the text.
 */
export function parseLine(raw: string): LogRecord {
  return new ParsedLine(raw);
}

class ParsedLine implements LogRecord {
  readonly #outer: PeeledLine;
  #opened: OpenedLine | undefined;
  #text: string | undefined;
  #ownText: string | undefined;
  #fields: ReadonlyMap<string, string> | undefined;

  constructor(raw: string) {
    this.#outer = peelOuterLayers(withoutLineEnd(raw));
  }

  get text(): string {
    this.#text ??= unescapeDeep(this.#innermost.rest);
    return this.#text;
  }

  get ownText(): string {
    this.#ownText ??= ownWords(this.text, this.#innermost.program);
    return this.#ownText;
  }

  get message(): string {
    return this.#open().body?.message ?? this.text;
  }

  get level(): LogLevel | undefined {
    return this.#open().body?.level ?? this.#innermost.level;
  }

  get time(): Instant | undefined {
    return this.#outer.times[0] ?? this.#times()[0];
  }

  get yearless(): YearlessTime | undefined {
    if (this.time !== undefined) return undefined;
    return this.#innermost.yearless[0] ?? this.#open().body?.yearless;
  }

  get hostTime(): YearlessTime | undefined {
    return this.time === undefined ? undefined : this.#innermost.yearless[0];
  }

  get eventTime(): Instant | undefined {
    const times = this.#times();
    return times.length > 1 ? times.at(-1) : undefined;
  }

  get instance(): string | undefined {
    return this.#innermost.instance;
  }

  get host(): string | undefined {
    return this.#innermost.host;
  }

  get program(): string | undefined {
    return this.#innermost.program;
  }

  get partial(): LogRecord['partial'] {
    return this.#innermost.partial;
  }

  get fields(): ReadonlyMap<string, string> {
    const { carried, body } = this.#open();
    this.#fields ??= joinFields(carried, body?.fields ?? NO_FIELDS, readKubernetesEvent(this.message) ?? NO_FIELDS);
    return this.#fields;
  }

  get continuation(): boolean {
    return this.#open().body === undefined && continues(this.#innermost);
  }

  /** All layers of the line that the program wrote itself. */
  get #innermost(): PeeledLine {
    return mayCarry(this.#outer.rest) ? this.#open().peeled : this.#outer;
  }

  #open(): OpenedLine {
    this.#opened ??= openLine(this.#outer);
    return this.#opened;
  }

  /** The first full time on the line is the outermost; the last one is the program's own. */
  #times(): readonly Instant[] {
    const { peeled, body } = this.#open();
    return body?.time === undefined ? peeled.times : [...peeled.times, body.time];
  }
}

/** False for lines that carry no line of another program: log collectors write JSON, alone or behind tabs. */
function mayCarry(rest: string): boolean {
  return rest.startsWith('{') || rest.includes('\t');
}

function withoutLineEnd(raw: string): string {
  const last = raw.charCodeAt(raw.length - 1);
  return last === NEWLINE || last === RETURN ? raw.replace(LINE_END, '') : raw;
}

interface OpenedLine {
  readonly peeled: PeeledLine;
  /** The innermost line, in its format; undefined when it has none. */
  readonly body: ParsedBody | undefined;
  /** What log collectors added to the line they carried. */
  readonly carried: ReadonlyMap<string, string>;
}

/** Opens the JSON of log collectors until the program's own line is reached. */
function openLine(outer: PeeledLine): OpenedLine {
  let peeled = outer;
  let body = parseBody(peeled.rest);
  let carried = NO_FIELDS;
  for (let count = 0; body?.wrapped !== undefined && count < MAX_WRAPPINGS; count++) {
    carried = joinFields(carried, body.fields);
    peeled = nestLayers(peeled, body.time, peelOuterLayers(withoutLineEnd(body.wrapped)));
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
