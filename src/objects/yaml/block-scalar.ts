import { DASH, END, GREATER, NEWLINE, PLUS, SPACE, TAB } from './characters.js';
import { decline } from './decline.js';

/** A block scalar and where the line after it begins. */
export interface BlockScalar {
  readonly value: string;
  readonly next: number;
}

/** What the line of `|` or `>` says, and where the content stands (YAML 1.2, section 8.1). */
interface Layout {
  readonly isFolded: boolean;
  /** `+` keeps the empty lines at the end, `-` drops the last line end too. */
  readonly chomping: '' | '+' | '-';
  /** Indentation that belongs to the document, not to the text. */
  readonly indentation: number;
  /** Start of the first line. */
  readonly start: number;
  /** Start of the first line that no longer belongs to the text, empty lines not counted. */
  readonly end: number;
  readonly emptyLinesAfter: number;
}

/**
 * Reads a literal or folded block scalar.
 * @param at offset of the `|` or `>`
 * @param parent column of the map or list it is a member of
 * @throws Declined for lines of blanks before or after the text, and for comments in the header
 */
export function readBlockScalar(text: string, units: Uint16Array, at: number, parent: number): BlockScalar {
  const header = readHeader(units, at);
  const first = skipEmptyLines(units, header.end);
  const indentation = header.indentation === 0 ? countBlanks(units, first.start) : parent + header.indentation;
  if (indentation <= parent || units[first.start] === END) {
    // Nothing but empty lines: what is kept of them is left to the library.
    return header.chomping === '+' ? decline() : { value: '', next: first.start };
  }
  const { end, next, emptyLines } = findEnd(text, units, first.start, indentation);
  const layout: Layout = {
    isFolded: units[at] === GREATER,
    chomping: header.chomping,
    indentation,
    start: first.start,
    end,
    emptyLinesAfter: emptyLines,
  };
  return { value: '\n'.repeat(first.count) + contentOf(text, layout), next };
}

function readHeader(units: Uint16Array, at: number): Pick<Layout, 'chomping' | 'indentation' | 'end'> {
  let end = at + 1;
  let indentation = 0;
  let chomping: Layout['chomping'] = '';
  for (; units[end] !== NEWLINE && units[end] !== END; end++) {
    const unit = units[end] ?? END;
    if (chomping === '' && unit === PLUS) chomping = '+';
    else if (chomping === '' && unit === DASH) chomping = '-';
    else if (indentation === 0 && unit > 0x30 && unit <= 0x39) indentation = unit - 0x30;
    else decline();
  }
  return { chomping, indentation, end: units[end] === NEWLINE ? end + 1 : end };
}

function skipEmptyLines(units: Uint16Array, from: number): { readonly start: number; readonly count: number } {
  let start = from;
  while (units[start] === NEWLINE) start++;
  const unit = units[start + countBlanks(units, start)];
  // A line of blanks may be longer than the indentation, which it then ought to set.
  if (unit === NEWLINE || unit === TAB || (unit === END && units[start] !== END)) decline();
  return { start, count: start - from };
}

/** Follows the lines that are indented deep enough. */
function findEnd(
  text: string,
  units: Uint16Array,
  start: number,
  indentation: number,
): { readonly end: number; readonly next: number; readonly emptyLines: number } {
  let end = start;
  let next = start;
  let emptyLines = 0;
  while (units[next] !== END || next < text.length) {
    if (units[next] === NEWLINE) {
      emptyLines++;
      next++;
      continue;
    }
    const blanks = countBlanks(units, next, indentation);
    const unit = units[next + blanks];
    if (blanks < indentation) {
      if (unit === NEWLINE || unit === TAB || unit === END) decline();
      break;
    }
    const newline = text.indexOf('\n', next + blanks);
    next = newline === -1 ? text.length : newline + 1;
    end = next;
    emptyLines = 0;
  }
  return { end, next, emptyLines };
}

/** @param limit stops there */
function countBlanks(units: Uint16Array, at: number, limit = Number.POSITIVE_INFINITY): number {
  let count = 0;
  while (count < limit && units[at + count] === SPACE) count++;
  return count;
}

function contentOf(text: string, layout: Layout): string {
  const { start, end, indentation, chomping, emptyLinesAfter } = layout;
  if (end === start) return decline();
  const isEnded = text[end - 1] === '\n';
  const source = text.slice(start, isEnded ? end - 1 : end);
  const lastLine = source.slice(source.lastIndexOf('\n') + 1);
  // Blanks alone on the last line are text or not, depending on what chomps them; without its line end it is not known what `+` keeps.
  if (/^ *$/.test(lastLine) || (chomping === '+' && !isEnded) || source.includes('\r')) decline();
  const lines = source.slice(indentation).replaceAll(`\n${' '.repeat(indentation)}`, '\n');
  const content = layout.isFolded ? foldLines(lines) : lines;
  if (chomping === '-') return content;
  return chomping === '+' ? `${content}\n${'\n'.repeat(emptyLinesAfter)}` : `${content}\n`;
}

/** Joins the lines of a folded scalar, except around lines that are indented deeper (YAML 1.2, section 8.1.3). */
function foldLines(source: string): string {
  let folded = '';
  let separator = '';
  let wasIndented = false;
  for (const line of source.split('\n')) {
    if (line === '') {
      if (separator === '\n') folded += '\n';
      else separator = '\n';
      continue;
    }
    const isIndented = line.startsWith(' ') || line.startsWith('\t');
    folded += (isIndented ? separatorBeforeIndented(separator, wasIndented) : separator) + line;
    separator = isIndented ? '\n' : ' ';
    wasIndented = isIndented;
  }
  // A line of blanks counts as indented or as empty, depending on where it stands.
  return /^[ \t]+$/m.test(source) ? decline() : folded;
}

function separatorBeforeIndented(separator: string, wasIndented: boolean): string {
  if (separator === ' ') return '\n';
  return separator === '\n' && !wasIndented ? '\n\n' : separator;
}
