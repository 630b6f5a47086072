import type { Timeline, TimelineEntry } from '../../model/timeline.js';
import { citationPlace } from '../citation-text.js';
import type { Ink, Style } from '../ink.js';
import type { ReporterOptions } from '../reporter.js';
import { createPage, labelled, prose, type TextPage } from '../text/page.js';
import { visibleProse } from '../visible-text.js';
import { columns, pad, wrap } from '../wrap.js';
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

/** Columns of `04:48:10.641 `, with room for a mark. */
const TIME_COLUMNS = 14;

/**
 * The timeline for a terminal: day by day, each entry with its time, its source, what it says, and the place that proves it.
 * Places are never wrapped, so that they can be copied.
 */
export function* textTimeline(timeline: Timeline, options: ReporterOptions): Iterable<string> {
  const page = createPage(options, commonDirectory(timeline));
  const words = timelineMessagesFor(options.language);
  for (const [label, text] of factsOfTimeline(timeline, options.language)) yield* lines(labelled(page, 0, label, text));
  if (page.topDirectory !== '') yield* lines(labelled(page, 0, page.messages.paths, page.messages.pathsBelow));
  if (timeline.entries.length === 0) yield `\n${words.nothing}\n`;
  let day = '';
  for (const entry of timeline.entries) {
    const at = placedTime(entry);
    if (at.slice(0, 10) !== day) {
      day = at.slice(0, 10);
      yield `\n${page.ink(day, 'bold')}\n`;
    }
    yield* lines(entryLines(page, entry, options));
  }
  const left = leftOutLines(timeline, options.language);
  if (left.length > 0) yield '\n';
  for (const sentence of left) yield* lines(prose(page, '', sentence));
}

function* entryLines(page: TextPage, entry: TimelineEntry, options: ReporterOptions): Iterable<string> {
  const words = timelineMessagesFor(options.language);
  const { ink } = page;
  const indent = ' '.repeat(TIME_COLUMNS);
  const mark = entry.correctedTime === undefined ? '' : '~';
  const time = pad(`${clockTime(placedTime(entry))}${mark}`, TIME_COLUMNS);
  const source = visibleProse(entry.source);
  const head = entry.kind === 'finding' ? words.finding : source;
  const text = `${visibleProse(entry.text)}${remarksOf(entry, options.language)}`;
  const texts = wrap(`${head}: ${text}`, page.width - TIME_COLUMNS);
  for (const [index, line] of texts.entries()) {
    if (index > 0) yield `${indent}${line}`;
    else yield `${ink(time, 'dim')}${headed(line, head, entry, ink)}`;
  }
  const [first, last] = placesOf(entry).map((citation) => citationPlace(citation, page.topDirectory));
  if (first !== undefined) yield `${indent}${ink(first, 'cyan')}`;
  if (last !== undefined && last !== first) yield `${indent}${ink(`${words.last} ${last}`, 'cyan')}`;
}

/** Sets off who says it, as far as it stands on the first line. */
function headed(line: string, head: string, entry: TimelineEntry, ink: Ink): string {
  if (columns(line) < columns(head) || !line.startsWith(head)) return line;
  return `${ink(head, ...stylesOf(entry))}${line.slice(head.length)}`;
}

function stylesOf({ kind, level }: TimelineEntry): readonly Style[] {
  const isBad = level === 'critical' || level === 'error';
  if (kind === 'finding') return ['bold', isBad ? 'red' : 'yellow'];
  return isBad ? ['red'] : level === 'warning' ? ['yellow'] : ['bold'];
}

function* lines(texts: Iterable<string>): Iterable<string> {
  for (const text of texts) yield `${text}\n`;
}
