import { visibleLines, visibleProse, visibleText } from '../visible-text.js';

/** Parts a text on GitHub without showing, so that no filter sees the whole of a mention, reference or address. */
const SPLIT = '<!-- -->';

/**
 * What GitHub acts on after Markdown is rendered, where a backslash no longer helps: mentions and mail addresses,
 * issue numbers (`#1`, `GH-1`), bare addresses, emoji names.
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
const filtered = /@|#(?=\w)|:(?=\/\/|[\w+-]*[a-z+-][\w+-]*:)|(?<=\bGH)-|(?<=\bwww)\./gi;

/** HTML's own signs, Markdown's inline signs, and the dollar that GitHub takes for mathematics. */
const active = /[\\`*_[\]|~&<>$]/g;

const replaced = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['$', '<span>$</span>'],
]);

/** What begins a heading, list, quotation or rule when it stands first in a line. */
const blockStart = /^(?:[#+=-]|\d+(?=[.)](?:\s|$)))/;

function escapeActive(text: string): string {
  return text.replace(active, (sign) => replaced.get(sign) ?? `\\${sign}`);
}

/**
 * Running text on one line with nothing in it that Markdown, HTML or GitHub acts on. Safe at the start of a line and
 * in a cell of a table.
 */
export function inlineText(text: string): string {
  const prose = visibleProse(text);
  let escaped = '';
  let from = 0;
  for (const match of prose.matchAll(filtered)) {
    escaped += `${escapeActive(prose.slice(from, match.index))}${match[0]}${SPLIT}`;
    from = match.index + match[0].length;
  }
  escaped += escapeActive(prose.slice(from));
  return escaped.replace(blockStart, (start) => (/\d/.test(start) ? `${start}${SPLIT}` : `\\${start}`));
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** A name or value as code, on one line: nothing in it is acted on. Not for a table, whose cells a `|` in it would end. */
export function inlineCode(text: string): string {
  const code = visibleProse(text);
  if (code === '') return '';
  const ticks = '`'.repeat(longestRun(code) + 1);
  const padding = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${ticks}${padding}${code}${padding}${ticks}`;
}

/**
 * A name or value as code in a cell of a table. A code span will not do: `|` must be escaped there, but a backslash
 * before it cannot be. https://github.github.com/gfm/#tables-extension-
 */
export function codeCell(text: string): string {
  return `<code>${inlineText(text)}</code>`;
}

/**
 * Raw lines in a fence longer than any run of backticks in them, so that none can end it.
 * @param indent what stands before every line, to keep the fence inside a list item
 * @param info `text` or `sh`
 */
export function fenced(lines: readonly string[], indent: string, info: 'text' | 'sh'): string[] {
  const fence = '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${fence}${info}`, ...lines, fence].map((line) => `${indent}${line}`.trimEnd());
}

/** A raw text in a fence, on one line. */
export function fencedText(text: string, indent: string): string[] {
  return fenced([visibleText(text)], indent, 'text');
}

/** A command in a fence, with the lines it has. */
export function fencedCommand(command: string, indent: string): string[] {
  return fenced(visibleLines(command), indent, 'sh');
}

/** A reference as a link when it is a plain web address, else as text. */
export function reference(url: string): string {
  return /^https?:\/\/[\w.~:/?#@!$&'()*+,;=%-]+$/.test(url) ? `<${url}>` : inlineText(url);
}
