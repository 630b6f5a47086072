import type { Comparison } from '../../model/comparison.js';
import type { Style } from '../ink.js';
import { banner, createPage, labelled, prose, type TextPage } from '../text/page.js';
import { visibleText } from '../visible-text.js';
import { columns, pad } from '../wrap.js';
import type { ComparisonReporterOptions } from './comparison-reporter.js';
import { type ComparisonView, viewOfComparison } from './comparison-view.js';
import type { Section, SectionItem, Tone } from './section.js';

const STYLES: Readonly<Record<Tone, readonly Style[]>> = { bad: ['red'], good: ['green'], calm: [] };
const MARK_WIDTH = 9;

/** A comparison for a terminal: what broke on the first screen, the rest by falling weight. */
export function* comparisonText(comparison: Comparison, options: ComparisonReporterOptions): Iterable<string> {
  const view = viewOfComparison(comparison, options.language, options.unfolded);
  const page = createPage(options, '');
  let first = true;
  for (const block of blocks(page, view)) {
    const lines = [...block];
    if (lines.length === 0) continue;
    yield `${first ? '' : '\n'}${lines.join('\n')}\n`;
    first = false;
  }
}

function* blocks(page: TextPage, view: ComparisonView): Iterable<Iterable<string>> {
  yield header(page, view);
  for (const alert of view.alerts) yield prose(page, `${view.messages.warning}  `, alert, 'yellow');
  if (view.noDifferences) yield nothing(page, view);
  else if (view.short.length > 0) yield short(page, view);
  for (const section of view.sections) yield sectionLines(page, section);
  yield closing(page, view);
}

function* header(page: TextPage, view: ComparisonView): Iterable<string> {
  for (const [label, text] of view.facts) yield* labelled(page, 0, label, text);
}

function* nothing(page: TextPage, { messages }: ComparisonView): Iterable<string> {
  yield banner(page, messages.noDifferences, '', 'green');
  yield* prose(page, '', messages.noDifferencesMeans);
}

function* short(page: TextPage, { messages, short: lines }: ComparisonView): Iterable<string> {
  yield banner(page, messages.inShort, '');
  for (const line of lines) yield* prose(page, '', line);
}

function* sectionLines(page: TextPage, section: Section): Iterable<string> {
  yield banner(page, section.heading, '', ...STYLES[section.tone]);
  for (const item of section.items) yield* itemLines(page, item);
  if (section.more !== undefined) yield* prose(page, '  ', section.more, 'dim');
}

function* itemLines(page: TextPage, { mark, title, lines, places }: SectionItem): Iterable<string> {
  const indent = mark === undefined ? '  ' : ' '.repeat(2 + Math.max(MARK_WIDTH, columns(mark)));
  for (const [index, line] of [...prose(page, indent, title, 'bold')].entries()) {
    yield index === 0 && mark !== undefined ? `  ${pad(mark, MARK_WIDTH)}${line.slice(indent.length)}` : line;
  }
  for (const { text, tone } of lines) yield* prose(page, `${indent}  `, text, ...STYLES[tone]);
  // Whole, so that they can be copied.
  for (const place of places) yield `${indent}  ${page.ink(visibleText(place), 'cyan')}`;
}

function* closing(page: TextPage, view: ComparisonView): Iterable<string> {
  for (const line of view.closing) yield* prose(page, '', line, 'dim');
}
