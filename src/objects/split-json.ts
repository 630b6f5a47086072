import type { DocumentPiece, DocumentPieces } from './document.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Takes JSON apart at the items of lists: `{"kind": "PodList", "items": [...]}`, a bare array, one object, or several of these after
 * each other. Items are found by counting brackets outside of strings; nothing is parsed, so that a broken item costs only itself.
 */
export function splitJson(text: string): readonly DocumentPieces[] {
  const lists: DocumentPieces[] = [];
  for (const value of topLevelValues(text, 0, text.length, 1)) lists.push(splitValue(value));
  return lists;
}

function splitValue(value: DocumentPiece): DocumentPieces {
  const { text, line } = value;
  const array = findItemsArray(text);
  if (array === undefined) return { header: '', pieces: [value] };
  const end = skipValue(text, array);
  const header = array === 0 ? '' : `${text.slice(0, array)}[]${text.slice(end)}`;
  const isClosed = text[end - 1] === ']';
  const firstLine = line + countNewlines(text, 0, array);
  return { header, pieces: topLevelValues(text, array + 1, isClosed ? end - 1 : end, firstLine) };
}

/** Offset of the `[` of a bare array or of the top-level member `items`. */
function findItemsArray(text: string): number | undefined {
  if (text[0] === '[') return 0;
  if (text[0] !== '{') return undefined;
  let index = skipBlanks(text, 1);
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
    const value = text.slice(start, end);
    if (value !== ',') pieces.push({ line, text: value });
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
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) {
      position = skipString(text, position);
      continue;
    }
    if (code === 0x7b || code === 0x5b) depth++;
    else if (code === 0x7d || code === 0x5d) depth--;
    position++;
    if (depth === 0) return position;
  }
  return text.length;
}

function skipString(text: string, index: number): number {
  let position = index + 1;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH) position += 2;
    else if (code === QUOTE) return position + 1;
    else position++;
  }
  return text.length;
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
