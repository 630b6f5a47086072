import type { Instant } from '../../model/time.js';
import { epochInstant, readRfc3339 } from '../timestamps.js';
import type { ParsedBody } from './body.js';
import { flattenJson } from './flatten-json.js';
import { parseJsonLine, parseObject } from './json-line.js';
import { levelOfWord } from './level-words.js';

const EPOCH = /^\d{10}(?:\.\d{1,9})?$|^\d\.\d{1,20}e\+?0?9$/;

/**
 * Parses lines of TAB-separated parts that begin with a time: zap's console encoder
 * (`time LEVEL [logger [caller]] message {json}`) and fluentd's file output (`time tag {json}`), whose JSON holds the line.
 */
export function parseTabSeparated(body: string): ParsedBody | undefined {
  const timeEnd = body.indexOf('\t');
  const wordEnd = body.indexOf('\t', timeEnd + 1);
  if (timeEnd < 0 || timeEnd > 40 || wordEnd < 0) return undefined;
  const time = readTime(body.slice(0, timeEnd));
  if (time === undefined) return undefined;
  const word = body.slice(timeEnd + 1, wordEnd);
  const rest = body.slice(wordEnd + 1);
  const level = levelOfWord(word);
  if (level !== undefined) return { level, time, ...parseZapParts(rest) };
  const record = parseJsonLine(rest);
  return record && { ...record, time, fields: new Map([...record.fields, ['tag', word]]) };
}

function parseZapParts(rest: string): Pick<ParsedBody, 'message' | 'fields'> {
  const jsonAt = rest.startsWith('{') ? 0 : rest.lastIndexOf('\t{') + 1;
  const object = jsonAt > 0 ? parseObject(rest.slice(jsonAt)) : undefined;
  const head = object === undefined ? rest : rest.slice(0, jsonAt - 1);
  const messageAt = head.lastIndexOf('\t') + 1;
  const fields = object === undefined ? new Map<string, string>() : flattenJson(object);
  if (messageAt > 0) fields.set('logger', head.slice(0, head.indexOf('\t')));
  return { message: head.slice(messageAt), fields };
}

function readTime(text: string): Instant | undefined {
  const stamp = readRfc3339(text);
  if (stamp !== undefined) return stamp.end === text.length ? stamp.instant : undefined;
  return EPOCH.test(text) ? epochInstant(Number(text)) : undefined;
}
