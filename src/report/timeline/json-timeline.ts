import type { Timeline } from '../../model/timeline.js';
import { jsonText } from '../json-text.js';

/** The timeline as one JSON document, indented by two spaces, entry by entry. */
export function* jsonTimeline(timeline: Timeline): Iterable<string> {
  const { entries, ...rest } = timeline;
  const head = jsonText(rest, 2);
  yield `${head.slice(0, head.lastIndexOf('\n'))},\n  "entries": [`;
  for (const [index, entry] of entries.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${jsonText(entry, 2).replaceAll('\n', '\n    ')}`;
  }
  yield entries.length === 0 ? ']\n}\n' : '\n  ]\n}\n';
}

/** One record per line: `timeline` with all but the entries first, then each `entry`. */
export function* ndjsonTimeline({ entries, ...rest }: Timeline): Iterable<string> {
  yield `${jsonText({ type: 'timeline', ...rest }, 0)}\n`;
  for (const entry of entries) yield `${jsonText({ type: 'entry', ...entry }, 0)}\n`;
}
