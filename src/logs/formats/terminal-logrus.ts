import { readDateTime } from '../timestamps.js';
import type { ParsedBody } from './body.js';
import { readPairs } from './key-value-pairs.js';
import { levelOfWord } from './level-words.js';

const HEADER = /^(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\[([^\]\s]{1,40})\] ?/;
/** logrus pads a message to this width before its pairs (text_formatter.go, `printColored`). */
const MESSAGE_WIDTH = 44;
const PAIRS = / {2}[A-Za-z_][\w.-]{0,63}=/g;

/**
 * Parses what logrus writes to a terminal, colours already gone: `INFO[0012] text   key=value`. The bracket holds the
 * seconds since the program started, which is no time, or a full time when the program asked for it.
 */
export function parseTerminalLogrus(body: string): ParsedBody | undefined {
  const match = HEADER.exec(body);
  if (match === null) return undefined;
  const [header, word = '', stamp = ''] = match;
  const text = body.slice(header.length);
  PAIRS.lastIndex = MESSAGE_WIDTH - 1;
  const pairsAt = PAIRS.exec(text)?.index;
  return {
    message: text.slice(0, pairsAt).trimEnd(),
    level: levelOfWord(word),
    time: readDateTime(stamp)?.instant,
    fields: pairsAt === undefined ? new Map() : readPairs(text, pairsAt).fields,
  };
}
