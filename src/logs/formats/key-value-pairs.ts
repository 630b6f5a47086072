import { readQuoted } from './go-quoted.js';

/** Pairs read from a text. */
export interface PairReading {
  readonly fields: Map<string, string>;
  /** True when the text holds nothing but well-formed pairs. */
  readonly complete: boolean;
}

const PAIR_START = /(?:"([\w./@:-]{1,128})"|([A-Za-z_@][\w./@:-]{0,127}))=/y;
const TRAILING_PAIR = /\s([A-Za-z_][\w./-]{0,63})=(?=\S)/g;

/**
 * Reads `key=value key="quoted \"value\"" "key"="value"` from `start` on, as logrus, logfmt, klog and Calico write it, in any order.
 * Words between pairs belong to the unquoted value before them: old KubeVirt does not quote. The first of two equal keys wins.
 */
export function readPairs(text: string, start = 0): PairReading {
  const fields = new Map<string, string>();
  let complete = true;
  let at = skipSpace(text, start);
  while (at < text.length) {
    PAIR_START.lastIndex = at;
    const match = PAIR_START.exec(text);
    if (match === null) {
      complete = false;
      at = skipSpace(text, endOfWord(text, at));
      continue;
    }
    const key = match[1] ?? match[2] ?? '';
    const value = readValue(text, PAIR_START.lastIndex);
    complete &&= value.plain;
    if (!fields.has(key)) fields.set(key, value.value);
    at = skipSpace(text, value.end);
  }
  return { fields, complete };
}

/** Splits `Felix is shutting down reason="config changed"` into the message and its pairs; all is message when the tail is no list of pairs. */
export function splitTrailingPairs(text: string, start = 0): { message: string; fields: ReadonlyMap<string, string> } {
  TRAILING_PAIR.lastIndex = start;
  const match = TRAILING_PAIR.exec(text);
  if (match !== null) {
    const { fields, complete } = readPairs(text, match.index);
    if (complete) return { message: text.slice(0, match.index).trimEnd(), fields };
  }
  return { message: text.trimEnd(), fields: new Map() };
}

function readValue(text: string, start: number): { value: string; end: number; plain: boolean } {
  if (text[start] === '"') {
    const quoted = readQuoted(text, start);
    return { value: quoted.value, end: quoted.end, plain: quoted.closed };
  }
  const firstWordEnd = endOfWord(text, start);
  let end = firstWordEnd;
  for (let next = skipSpace(text, end); next < text.length; next = skipSpace(text, end)) {
    PAIR_START.lastIndex = next;
    if (PAIR_START.test(text)) break;
    end = endOfWord(text, next);
  }
  return { value: text.slice(start, end), end, plain: end === firstWordEnd };
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
  return at;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
