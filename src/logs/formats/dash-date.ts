import type { LogLevel } from '../log-record.js';
import { readDateTime } from '../timestamps.js';
import { NO_FIELDS, type ParsedBody } from './body.js';
import { splitTrailingPairs } from './key-value-pairs.js';
import { levelOfWord } from './level-words.js';

type Rest = Omit<ParsedBody, 'time'>;

const CALICO = /^\[([A-Z]{4,8})\]\[\d{1,10}\] ([^\s:]{1,128} \d{1,7}): /;
const CAPNSLOG = /^([CEWNIDT]) \| (?:([\w./-]{1,64}): )?/;
const PYTHON = /^ ?- ([^\s]{1,128}) - ([A-Z]{4,8}) - /;
const JAVA = /^([A-Z]{4,5}) \d{1,10} --- \[([^\]]{0,64})\] (\S{1,128}) {0,40}: /;
const LEVEL_WORD = /^(?:\[?\d{1,10}\]? )?\[?([A-Z]{4,8})\]?:? /;
const CAPNSLOG_LEVELS: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
  ['C', 'fatal'],
  ['E', 'error'],
  ['W', 'warning'],
  ['N', 'info'],
  ['I', 'info'],
  ['D', 'debug'],
  ['T', 'trace'],
]);

/**
 * Parses `YYYY-MM-DD HH:MM:SS[.,fraction]` lines, the zone taken as UTC when none is named: Calico, capnslog (etcd up to 3.4),
 * Python's logging, Spring's logging, and anything else that puts a level word after the time.
 */
export function parseDashDate(body: string): ParsedBody | undefined {
  const stamp = body[4] === '-' && body[10] === ' ' ? readDateTime(body) : undefined;
  if (stamp === undefined || body[stamp.end] !== ' ') return undefined;
  const text = body.slice(stamp.end).trimStart();
  const rest = parseCalico(text) ?? parseCapnslog(text) ?? parsePython(text) ?? parseJava(text) ?? parseLevelWord(text);
  return { time: stamp.instant, ...(rest ?? { message: text, fields: NO_FIELDS }) };
}

function parseCalico(text: string): Rest | undefined {
  const [header, word = '', caller = ''] = CALICO.exec(text) ?? [];
  if (header === undefined) return undefined;
  const { message, fields } = splitTrailingPairs(text.slice(header.length));
  return { message, level: levelOfWord(word), fields: new Map([...fields, ['caller', caller]]) };
}

function parseCapnslog(text: string): Rest | undefined {
  const [header, letter = '', component] = CAPNSLOG.exec(text) ?? [];
  if (header === undefined) return undefined;
  const fields = component === undefined ? NO_FIELDS : new Map([['component', component]]);
  return { message: text.slice(header.length), level: CAPNSLOG_LEVELS.get(letter), fields };
}

function parsePython(text: string): Rest | undefined {
  const [header, logger = '', word = ''] = PYTHON.exec(text) ?? [];
  if (header === undefined) return undefined;
  return { message: text.slice(header.length), level: levelOfWord(word), fields: new Map([['logger', logger]]) };
}

function parseJava(text: string): Rest | undefined {
  const [header, word = '', thread = '', logger = ''] = JAVA.exec(text) ?? [];
  if (header === undefined) return undefined;
  const fields = new Map([
    ['thread', thread.trim()],
    ['logger', logger],
  ]);
  return { message: text.slice(header.length), level: levelOfWord(word), fields };
}

function parseLevelWord(text: string): Rest | undefined {
  const [header, word = ''] = LEVEL_WORD.exec(text) ?? [];
  const level = levelOfWord(word);
  if (header === undefined || level === undefined) return undefined;
  return { message: text.slice(header.length), level, fields: NO_FIELDS };
}
