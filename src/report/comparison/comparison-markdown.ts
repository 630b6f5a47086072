import type { Comparison } from '../../model/comparison.js';
import { inlineCode, inlineText } from '../markdown/markdown-escape.js';
import { formatCount } from '../quantities.js';
import type { ComparisonReporterOptions } from './comparison-reporter.js';
import { type ComparisonView, viewOfComparison } from './comparison-view.js';
import type { Section } from './section.js';

/** GitHub refuses a body of more than 65,536 characters; some room is left for the reader's own words. */
const LENGTH_LIMIT = 60_000;

/** A comparison to paste into an issue: the same parts as the text. Sections that would make it too long are left out and counted. */
export function* comparisonMarkdown(comparison: Comparison, options: ComparisonReporterOptions): Iterable<string> {
  const view = viewOfComparison(comparison, options.language, options.unfolded);
  let length = 0;
  let omitted = 0;
  for (const lines of parts(view)) {
    if (lines.length === 0) continue;
    const text = `${length === 0 ? '' : '\n'}${lines.join('\n')}\n`;
    if (length + text.length > LENGTH_LIMIT) {
      omitted++;
      continue;
    }
    length += text.length;
    yield text;
  }
  if (omitted > 0) yield `\n${view.words.omitted(formatCount(omitted))}\n`;
}

function* parts(view: ComparisonView): Iterable<readonly string[]> {
  const { messages, facts } = view;
  yield [
    `| | ${messages.what} |`,
    '| --- | --- |',
    ...facts.map(([label, text]) => `| ${inlineText(label)} | ${inlineText(text)} |`),
  ];
  yield view.alerts.map((alert) => `**${messages.warning}:** ${inlineText(alert)}`);
  if (view.noDifferences) yield [`**${messages.noDifferences}**`, '', messages.noDifferencesMeans];
  else yield view.short.map((line) => `${inlineText(line)}  `);
  for (const section of view.sections) yield sectionLines(section);
  yield view.closing.map((line) => `<sub>${inlineText(line)}</sub>`);
}

function sectionLines({ heading, items, more }: Section): readonly string[] {
  return [
    `### ${inlineText(heading)}`,
    '',
    ...items.flatMap(({ mark, title, lines, places }) => [
      `- ${mark === undefined ? '' : `**${inlineText(mark)}** `}${inlineText(title)}`,
      ...lines.map(({ text }) => `  - ${inlineText(text)}`),
      ...places.map((place) => `  - ${inlineCode(place)}`),
    ]),
    ...(more === undefined ? [] : [`- ${inlineText(more)}`]),
  ];
}
