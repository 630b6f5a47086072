import { createInk, type Ink, type Style } from '../ink.js';
import { type Messages, messagesFor } from '../messages/index.js';
import type { ReporterOptions } from '../reporter.js';
import { visibleProse } from '../visible-text.js';
import { columns, pad, wrap } from '../wrap.js';

/** Narrower, a report cannot be laid out; wider, running text cannot be read. */
const WIDTH_LIMITS = { min: 40, max: 120 };
/** Most of a line that indentation may take. */
const INDENT_SHARE = 0.4;

/** What the parts of a text report share: how wide, how coloured, in which language, and which directory goes unsaid. */
export interface TextPage {
  readonly width: number;
  readonly ink: Ink;
  readonly messages: Messages;
  readonly topDirectory: string;
  /** Whether nothing is to be left out. */
  readonly details: boolean;
}

/** A page for the given options, its width kept within readable limits. */
export function createPage(options: ReporterOptions, topDirectory: string): TextPage {
  return {
    width: Math.min(WIDTH_LIMITS.max, Math.max(WIDTH_LIMITS.min, Math.floor(options.width) || WIDTH_LIMITS.min)),
    ink: createInk(options.color),
    messages: messagesFor(options.language),
    topDirectory,
    details: options.details === true,
  };
}

/**
 * Running text, wrapped and indented.
 * @param first what stands before the first line; the other lines are indented as far
 */
export function* prose(page: TextPage, first: string, text: string, ...styles: readonly Style[]): Iterable<string> {
  const indent = columns(first);
  const lines = wrap(visibleProse(text), page.width - indent);
  for (const [index, line] of lines.entries()) {
    yield `${index === 0 ? first : ' '.repeat(indent)}${page.ink(line, ...styles)}`.trimEnd();
  }
}

/** A label in its column, and the text beside it. */
export function* labelled(page: TextPage, indent: number, label: string, text: string): Iterable<string> {
  const labelWidth = 12;
  const lines = wrap(visibleProse(text), page.width - indent - labelWidth);
  for (const [index, line] of lines.entries()) {
    const left = index === 0 ? page.ink(pad(label, labelWidth), 'dim') : ' '.repeat(labelWidth);
    yield `${' '.repeat(indent)}${left}${line}`;
  }
}

/** A heading over the whole width: its text, a rule, and a word at the right end. */
export function banner(page: TextPage, title: string, word: string, ...styles: readonly Style[]): string {
  const fill = '-'.repeat(Math.max(2, page.width - columns(title) - columns(word) - (word === '' ? 1 : 2)));
  return [
    page.ink(title, 'bold', ...styles),
    page.ink(fill, 'dim'),
    word === '' ? [] : page.ink(word, 'bold', ...styles),
  ]
    .flat()
    .join(' ');
}

/** Spaces for a level of a tree, never so many that no room for text is left. */
export function treeIndent(page: TextPage, level: number): string {
  return ' '.repeat(Math.min(2 + level * 2, Math.floor(page.width * INDENT_SHARE)));
}
