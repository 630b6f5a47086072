import { readDateTime } from '../timestamps.js';
import { NO_FIELDS, type ParsedBody } from './body.js';
import { levelOfWord } from './level-words.js';

const BRACKET = /^\[([A-Za-z]{3,9})\] ?/;
const NGINX_PROCESS = /^\d{1,10}#\d{1,10}: (?:\*\d{1,20} )?/;
const NGINX_CONTEXT = /, (client|server|request|upstream|host|referrer|subrequest): ("[^"]*"|[^,"]*)/g;

/**
 * Parses `YYYY/MM/DD HH:MM:SS` lines, the zone taken as UTC: Rancher (`[LEVEL] message`), nginx's error log
 * (`[level] pid#tid: *connection message, client: …, server: …`; what follows the message becomes fields), and Go's `log` package.
 */
export function parseSlashDate(body: string): ParsedBody | undefined {
  const stamp = body[4] === '/' ? readDateTime(body) : undefined;
  if (stamp === undefined || body[stamp.end] !== ' ') return undefined;
  const text = body.slice(stamp.end + 1);
  const bracket = BRACKET.exec(text);
  const level = levelOfWord(bracket?.[1] ?? '');
  if (bracket === null || level === undefined) return { message: text, time: stamp.instant, fields: NO_FIELDS };
  const message = text.slice(bracket[0].length);
  const process = NGINX_PROCESS.exec(message);
  if (process === null) return { message, level, time: stamp.instant, fields: NO_FIELDS };
  return { ...parseNginxMessage(message.slice(process[0].length)), level, time: stamp.instant };
}

function parseNginxMessage(text: string): Pick<ParsedBody, 'message' | 'fields'> {
  const contextAt = text.indexOf(', client: ');
  if (contextAt < 0) return { message: text, fields: NO_FIELDS };
  const fields = new Map<string, string>();
  for (const [, key = '', value = ''] of text.slice(contextAt).matchAll(NGINX_CONTEXT)) {
    fields.set(key, value.startsWith('"') ? value.slice(1, -1) : value);
  }
  return { message: text.slice(0, contextAt), fields };
}
