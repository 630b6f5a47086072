import { NO_FIELDS, type ParsedBody } from './body.js';
import { levelOfWord } from './level-words.js';

const BRACKET = /^\[([A-Za-z]{3,9})\] /;

/** Parses lines whose only header is a level in brackets: CoreDNS (`[ERROR] plugin/errors: …`) and Multus (`[verbose] …`). */
export function parseBracketLevel(body: string): ParsedBody | undefined {
  const [header, word = ''] = BRACKET.exec(body) ?? [];
  const level = levelOfWord(word);
  if (header === undefined || level === undefined) return undefined;
  return { message: body.slice(header.length), level, fields: NO_FIELDS };
}
