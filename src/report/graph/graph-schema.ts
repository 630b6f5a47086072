import { z } from 'zod';
import { type JsonSchema, publishedSchema, reportParts, type SchemaOf } from '../schema.js';
import type { GraphDocument } from './graph-json.js';

const { time, count, logCitation, objectCitation } = reportParts;

const thing = z
  .strictObject({
    id: z.string().describe('stable within the bundle, such as volume:pvc-1'),
    kind: z.string().describe('Kind or Kind.group'),
    name: z.string(),
    namespace: z.string().exactOptional(),
    node: z.string().exactOptional().describe('of what is named on its node only, such as a device'),
    state: z.string().exactOptional().describe('in the words of its object: attached, degraded'),
    isUnwell: z.boolean(),
    presence: z
      .enum(['collected', 'missing', 'not-collected', 'not-read'])
      .describe('whether the bundle holds the object: missing from the lists of its kind, or there is no such list'),
    reachedFrom: z.string().exactOptional().describe('the thing from which it was reached on the way from the root'),
    path: z.string().exactOptional(),
    line: z.number().int().positive().exactOptional(),
  })
  .meta({ id: 'GraphThing' });

const link = z
  .strictObject({
    from: z.string(),
    relation: z.string(),
    inverse: z.string().describe('the relation read from the other end'),
    to: z.string(),
    evidence: z.union([objectCitation, logCitation]).describe('the field or the line that says so'),
    lastSeen: time.exactOptional().describe('of a link that a log states: its newest line'),
    doubt: z.enum(['device-name-reused', 'address-reused', 'unmounted-since', 'end-not-logged']).exactOptional(),
  })
  .meta({ id: 'GraphLink' });

const note = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('recognised'),
    given: z.string(),
    by: z.enum(['uid', 'container-id', 'address']),
  }),
  z.strictObject({ kind: z.literal('further'), depth: count.describe('of which more is shown') }),
  z.strictObject({ kind: z.literal('unwell-left-out'), count }),
]);

const graph = z.strictObject({
  schemaVersion: z.literal('1'),
  bundle: z.string(),
  roots: z.array(z.string()).readonly().describe('one thing, the two ends of a path, or none'),
  depth: count.describe('steps from the root that were drawn'),
  things: z.array(thing).readonly(),
  links: z.array(link).readonly(),
  cut: z
    .array(z.strictObject({ at: z.string(), relation: z.string(), kind: z.string(), count }))
    .readonly()
    .describe('what was left out, by the thing it hangs on'),
  notes: z.array(note).readonly(),
  overview: z
    .strictObject({
      kinds: z.array(z.strictObject({ kind: z.string(), count, unwell: count })).readonly(),
      nodes: z.array(z.strictObject({ thing, pods: count, vms: count, engines: count, replicas: count })).readonly(),
    })
    .exactOptional()
    .describe('of the whole cluster'),
});

const graphSchema: SchemaOf<GraphDocument, typeof graph> = graph;

/** The JSON Schema of a graph, as closed as that of a report. */
export function graphJsonSchema(): JsonSchema {
  return publishedSchema(graphSchema.meta({ title: 'Bundlescope graph, schemaVersion 1' }));
}
