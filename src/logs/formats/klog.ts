import type { LogLevel } from '../log-record.js';
import { millisecondsOfDay, yearlessTime } from '../timestamps.js';
import type { ParsedBody } from './body.js';
import { readQuoted } from './go-quoted.js';
import { readPairs } from './key-value-pairs.js';

const HEADER = /^([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9}) {1,16}(\d{1,10}) ([^\s\]]{1,256}:\d{1,7})\] ?/;
const PAIRS_FOLLOW = /\s+"?[A-Za-z_][\w./:-]{0,127}"?=/y;
const LEVELS: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
  ['I', 'info'],
  ['W', 'warning'],
  ['E', 'error'],
  ['F', 'fatal'],
]);

/**
 * Parses klog text: `E0321 08:57:05.532889       1 controller.go:706] message`, its structured form
 * (`"message" key="value"`) and the older one of controller-runtime (`logger "msg"="message"  "key"="value"`).
 * Gives `caller` (file and line) among the fields. Header: github.com/kubernetes/klog, `formatHeader`.
 */
export function parseKlog(body: string): ParsedBody | undefined {
  const match = HEADER.exec(body);
  if (match === null) return undefined;
  const [header, letter = '', month, day, hour = '', minute = '', second = '', fraction, , caller = ''] = match;
  const yearless = yearlessTime(Number(month), Number(day), millisecondsOfDay(hour, minute, second, fraction));
  if (yearless === undefined) return undefined;
  const { message, fields } = parseMessage(body.slice(header.length));
  return { message, level: LEVELS.get(letter), yearless, fields: new Map([...fields, ['caller', caller]]) };
}

function parseMessage(text: string): { message: string; fields: ReadonlyMap<string, string> } {
  const none: ReadonlyMap<string, string> = new Map();
  if (text.startsWith('"')) {
    const quoted = readQuoted(text, 0);
    PAIRS_FOLLOW.lastIndex = quoted.end;
    if (quoted.end === text.length) return { message: quoted.value, fields: none };
    return PAIRS_FOLLOW.test(text)
      ? { message: quoted.value, fields: readPairs(text, quoted.end).fields }
      : { message: text, fields: none };
  }
  const pairs = text.indexOf('"msg"="');
  if (pairs < 0) return { message: text, fields: none };
  const { fields } = readPairs(text, pairs);
  const logger = text.slice(0, pairs).trim();
  return { message: fields.get('msg') ?? text, fields: logger === '' ? fields : fields.set('logger', logger) };
}
