import type { Timeline, TimelineEntry } from '../../model/timeline.js';
import { citationPlace } from '../citation-text.js';
import { table } from '../markdown/bundle-tables.js';
import { codeCell, inlineText } from '../markdown/markdown-escape.js';
import { formatCount } from '../quantities.js';
import type { ReporterOptions } from '../reporter.js';
import { timelineMessagesFor } from './timeline-messages.js';
import {
  clockTime,
  commonDirectory,
  factsOfTimeline,
  leftOutLines,
  placedTime,
  placesOf,
  remarksOf,
} from './timeline-view.js';

/** GitHub refuses a body of more than 65,536 characters; some room is left for the reader's own words. */
const LENGTH_LIMIT = 60_000;

/** The timeline as Markdown to paste into an issue: a table, cut where GitHub would refuse it, which it then says. */
export function* markdownTimeline(timeline: Timeline, options: ReporterOptions): Iterable<string> {
  const words = timelineMessagesFor(options.language);
  const top = commonDirectory(timeline);
  const facts = factsOfTimeline(timeline, options.language).map(
    ([label, text]) => `- ${inlineText(label)}: ${inlineText(text)}`,
  );
  const head = `${facts.join('\n')}\n\n`;
  yield head;
  if (timeline.entries.length === 0) {
    yield `${words.nothing}\n`;
    return;
  }
  let length = head.length;
  let left = 0;
  for (const line of table(words.columns, [])) {
    length += line.length + 1;
    yield `${line}\n`;
  }
  for (const entry of timeline.entries) {
    const row = `| ${cells(entry, top, options).join(' | ')} |\n`;
    if (left > 0 || length + row.length > LENGTH_LIMIT) left++;
    else {
      length += row.length;
      yield row;
    }
  }
  const sentences = leftOutLines(timeline, options.language).map(inlineText);
  if (left > 0) sentences.unshift(inlineText(words.more(formatCount(left))));
  if (sentences.length > 0) yield `\n${sentences.join('\n\n')}\n`;
}

function cells(entry: TimelineEntry, top: string, options: ReporterOptions): readonly string[] {
  const words = timelineMessagesFor(options.language);
  const at = placedTime(entry);
  const mark = entry.correctedTime === undefined ? '' : ' ~';
  const text = `${inlineText(entry.text)}${inlineText(remarksOf(entry, options.language))}`;
  const what = entry.kind === 'finding' ? `**${words.finding}** ${text}` : text;
  const [place] = placesOf(entry);
  return [
    inlineText(`${at.slice(0, 10)} ${clockTime(at)}${mark}`),
    codeCell(entry.source),
    what,
    place === undefined ? '' : codeCell(citationPlace(place, top)),
  ];
}
