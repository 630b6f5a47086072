import type { Timeline } from '../../model/timeline.js';
import type { FormatName } from '../index.js';
import type { ReporterOptions } from '../reporter.js';

/** Turns a timeline into text: pure, in chunks. Texts of the bundle are made harmless for where it is read. */
export type TimelineReporter = (timeline: Timeline, options: ReporterOptions) => Iterable<string>;

/** Loads the writer of a format; each only when it is asked for. */
export async function loadTimelineReporter(format: FormatName): Promise<TimelineReporter> {
  switch (format) {
    case 'text':
      return (await import('./text-timeline.js')).textTimeline;
    case 'markdown':
      return (await import('./markdown-timeline.js')).markdownTimeline;
    case 'json':
      return (await import('./json-timeline.js')).jsonTimeline;
    case 'ndjson':
      return (await import('./json-timeline.js')).ndjsonTimeline;
  }
}
