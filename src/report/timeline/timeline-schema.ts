import { z } from 'zod';
import type { Timeline } from '../../model/timeline.js';
import { type JsonSchema, publishedSchema, reportParts, type SchemaOf } from '../schema.js';

const { time, count, citation, entity, finding, warning, incidentWindow, clockOffset } = reportParts;
const texts = z.array(z.string()).readonly();

const entry = z
  .strictObject({
    time: time.describe('as its source states it'),
    until: time.exactOptional().describe('when it happened last, where it happened more than once'),
    count: count.describe('how often; exact'),
    kind: z.enum(['finding', 'object', 'event', 'log']).describe('what told it'),
    source: z.string().describe('Pod prod/web-0, or longhorn-manager@node1'),
    node: z.string().exactOptional(),
    text: z.string(),
    level: finding.shape.severity.exactOptional(),
    correctedTime: time
      .exactOptional()
      .describe('the time without what the clock of its node is known to be wrong by; entries are in the order of it'),
    citation: citation.exactOptional(),
    lastCitation: citation.exactOptional().describe('its last line, where it has more than one'),
  })
  .meta({ id: 'TimelineEntry' });

const timeline = z.strictObject({
  schemaVersion: z.literal('1'),
  tool: z.strictObject({ name: z.literal('bundlescope'), version: z.string() }),
  bundle: z.strictObject({ name: z.string(), createdAt: z.string().exactOptional() }),
  entity: entity.exactOptional().describe('absent: the timeline is that of the incident'),
  related: texts.describe('objects that belong to the entity and are told with it'),
  names: texts.describe('names that lines were searched for'),
  since: z.string().exactOptional(),
  until: z.string().exactOptional(),
  window: incidentWindow.exactOptional(),
  clocks: z.array(clockOffset).readonly(),
  entries: z.array(entry).readonly(),
  leftOut: z
    .strictObject({
      entries: count.describe('left out by a limit'),
      occurrences: count.describe('lines behind them'),
      outsideTime: count,
      undated: count.describe('lines that name the entity and have no time'),
      countedOnly: count.describe('lines of logs that held too many different texts'),
    })
    .describe('what does not stand among the entries; every number is exact'),
  notes: texts.describe('what could not be looked at'),
  warnings: z.array(warning).readonly(),
});

const timelineSchema: SchemaOf<Timeline, typeof timeline> = timeline;

/** The JSON Schema of a timeline, as closed as that of a report. */
export function timelineJsonSchema(): JsonSchema {
  return publishedSchema(timelineSchema.meta({ title: 'Bundlescope timeline, schemaVersion 1' }));
}
