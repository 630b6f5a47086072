import type { DocumentPiece, DocumentPieces } from './document.js';

/** What matters outside of strings, and inside. */
const STRUCTURE = /["[\]{}]/g;
const STRING_END = /["\\]/g;

/**
 * Takes JSON apart at the items of lists: `{"kind": "PodList", "items": [...]}`, a bare array, one object, or several of these after
 * each other. Items are found by counting brackets outside of strings; nothing is parsed, so that a broken item costs only itself.
 */
export function splitJson(text: string): readonly DocumentPieces[] {
  return topLevelValues(text, 0, text.length, 1).map((value) => splitValue(text, value));
}

function splitValue(text: string, value: DocumentPiece): DocumentPieces {
  const array = findItemsArray(text, value.start);
  if (array === undefined) return { header: '', pieces: [value] };
  const end = Math.min(skipValue(text, array), value.end);
  const header = array === value.start ? '' : `${text.slice(value.start, array)}[]${text.slice(end, value.end)}`;
  const isClosed = text[end - 1] === ']';
  const firstLine = value.line + countNewlines(text, value.start, array);
  return { header, pieces: topLevelValues(text, array + 1, isClosed ? end - 1 : end, firstLine) };
}

/** Offset of the `[` of a bare array or of the top-level member `items` of the value at `start`. */
function findItemsArray(text: string, start: number): number | undefined {
  if (text[start] === '[') return start;
  if (text[start] !== '{') return undefined;
  let index = skipBlanks(text, start + 1);
  while (text[index] === '"') {
    const keyEnd = skipString(text, index);
    const key = text.slice(index + 1, keyEnd - 1);
    const valueStart = skipBlanks(text, skipBlanks(text, keyEnd) + 1);
    if (key === 'items') return text[valueStart] === '[' ? valueStart : undefined;
    index = skipBlanks(text, skipValue(text, valueStart));
    if (text[index] !== ',') return undefined;
    index = skipBlanks(text, index + 1);
  }
  return undefined;
}

/** @param firstLine number of the line in the file that `from` lies in. */
function topLevelValues(text: string, from: number, to: number, firstLine: number): readonly DocumentPiece[] {
  const pieces: DocumentPiece[] = [];
  let line = firstLine;
  let index = from;
  while (index < to) {
    const start = skipBlanks(text, index);
    line += countNewlines(text, index, Math.min(start, to));
    if (start >= to) break;
    const end = Math.max(start + 1, Math.min(skipValue(text, start), to));
    if (end > start + 1 || text[start] !== ',') pieces.push({ line, start, end, blanks: 0 });
    line += countNewlines(text, start, end);
    index = end;
  }
  return pieces;
}

/** Offset after the value that starts at `index`. */
function skipValue(text: string, index: number): number {
  const first = text[index];
  if (first === '"') return skipString(text, index);
  if (first !== '{' && first !== '[') return skipScalar(text, index);
  let depth = 0;
  let position = index;
  do {
    const mark = find(STRUCTURE, text, position);
    if (mark === -1) return text.length;
    position = mark + 1;
    const character = text[mark];
    if (character === '"') position = skipString(text, mark);
    else if (character === '{' || character === '[') depth++;
    else depth--;
  } while (depth > 0);
  return position;
}

function skipString(text: string, index: number): number {
  let position = index + 1;
  while (position < text.length) {
    const mark = find(STRING_END, text, position);
    if (mark === -1) break;
    if (text[mark] === '"') return mark + 1;
    position = mark + 2;
  }
  return text.length;
}

/** Offset of the first match from `from` on, or -1. */
function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex - 1 : -1;
}

function skipScalar(text: string, index: number): number {
  let position = index;
  while (position < text.length && !',]} \t\r\n'.includes(text[position] ?? ' ')) position++;
  return Math.max(position, index + 1);
}

function skipBlanks(text: string, index: number): number {
  let position = index;
  while (position < text.length && ' \t\r\n'.includes(text[position] ?? '')) position++;
  return position;
}

function countNewlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let index = text.indexOf('\n', from); index !== -1 && index < to; index = text.indexOf('\n', index + 1)) count++;
  return count;
}
