import type { DocumentPiece, DocumentPieces } from './document.js';

/** What matters outside of strings, and inside. */
const STRUCTURE = /["[\]{}]/g;
const STRING_END = /["\\]/g;

/**
 * Takes JSON apart at the items of lists: `{"kind": "PodList", "items": [...]}`, a bare array, one object, or several of these after
 * each other. Items are found by counting brackets outside of strings; nothing is parsed, so that a broken item costs only itself.
 */
export function splitJson(text: string): readonly DocumentPieces[] {
  const lists: DocumentPieces[] = [];
  let line = 1;
  let index = 0;
  while (true) {
    const start = skipBlanks(text, index);
    line += countNewlines(text, index, start);
    if (start >= text.length) return lists;
    index = start + 1;
    if (text[start] !== ',') {
      const { list, end } = splitValue(text, start, line);
      lists.push(list);
      index = end;
    }
    line += countNewlines(text, start, index);
  }
}

/** Splits the value at `start`, which is on the given line; `end` is the offset behind it. */
function splitValue(
  text: string,
  start: number,
  line: number,
): { readonly list: DocumentPieces; readonly end: number } {
  const array = findItemsArray(text, start);
  if (array === undefined) {
    const end = skipValue(text, start);
    return { list: { header: '', pieces: [{ line, start, end, blanks: 0 }] }, end };
  }
  const pieces: DocumentPiece[] = [];
  const arrayEnd = readItems(text, array + 1, line + countNewlines(text, start, array), pieces);
  if (array === start) return { list: { header: '', pieces }, end: arrayEnd };
  const end = skipToClosing(text, arrayEnd, 1);
  return { list: { header: `${text.slice(start, array)}[]${text.slice(arrayEnd, end)}`, pieces }, end };
}

/**
 * Collects the items of an array.
 * @param from offset behind the `[`
 * @param firstLine number of the line that `from` lies in
 * @returns the offset behind the `]`
 */
function readItems(text: string, from: number, firstLine: number, pieces: DocumentPiece[]): number {
  let line = firstLine;
  let index = from;
  while (true) {
    const start = skipBlanks(text, index);
    line += countNewlines(text, index, start);
    if (start >= text.length) return text.length;
    if (text[start] === ']') return start + 1;
    const end = skipValue(text, start);
    if (end > start + 1 || text[start] !== ',') pieces.push({ line, start, end, blanks: 0 });
    line += countNewlines(text, start, end);
    index = end;
  }
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

/** Offset after the value that starts at `index`; at least one character later. */
function skipValue(text: string, index: number): number {
  const first = text[index];
  if (first === '"') return skipString(text, index);
  return first === '{' || first === '[' ? skipToClosing(text, index + 1, 1) : skipScalar(text, index);
}

/** Offset after the bracket that closes `depth` open ones. */
function skipToClosing(text: string, from: number, depth: number): number {
  let open = depth;
  let position = from;
  while (open > 0) {
    const mark = find(STRUCTURE, text, position);
    if (mark === -1) return text.length;
    position = mark + 1;
    const character = text[mark];
    if (character === '"') position = skipString(text, mark);
    else if (character === '{' || character === '[') open++;
    else open--;
  }
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
  // Not by indexOf, which in a text of one line would run to its end for every item.
  for (let index = from; index < to; index++) if (text.charCodeAt(index) === 10) count++;
  return count;
}
