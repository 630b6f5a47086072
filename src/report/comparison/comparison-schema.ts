import { z } from 'zod';
import { CHANGE_EFFECTS, type Comparison } from '../../model/comparison.js';
import { type JsonSchema, publishedSchema, reportParts, type SchemaOf } from '../schema.js';

const { time, count, citation, confidence, entity, finding, bundle, warning } = reportParts;
const texts = z.array(z.string()).readonly();
const side = z.enum(['old', 'new']).meta({ id: 'Side' });
const effect = z
  .enum(CHANGE_EFFECTS)
  .meta({ id: 'ChangeEffect', description: 'what a change amounts to, heaviest first' });

const fieldChange = z
  .strictObject({
    field: z.string().describe('path of the field, e.g. status.conditions[Ready].status'),
    label: z.string().describe('what people call it'),
    old: z.string().exactOptional(),
    new: z.string().exactOptional(),
    oldDetail: z.string().exactOptional().describe('what stands beside the value; it is not compared'),
    newDetail: z.string().exactOptional(),
    direction: z.enum(['broke', 'mended', 'neutral']),
    topic: z.enum(['state', 'version', 'setting']),
  })
  .meta({ id: 'FieldChange' });

const place = z
  .strictObject({ path: z.string(), line: z.number().int().positive().describe('counts from 1') })
  .meta({ id: 'ObjectPlace' });

const objectChange = z
  .strictObject({
    resource: z.string().describe('Kind or Kind.group'),
    namespace: z.string().exactOptional(),
    name: z.string(),
    change: z.enum(['changed', 'came', 'went', 'replaced']),
    effect,
    replacedBy: z.string().exactOptional().describe('name of the object in its place'),
    owner: z.string().exactOptional().describe('who makes such objects, or whom this one belongs to'),
    fields: z.array(fieldChange).readonly().describe('of an object that came or went: what is wrong with it'),
    old: place.exactOptional(),
    new: place.exactOptional(),
  })
  .meta({ id: 'ObjectChange' });

const findingSide = z
  .strictObject({
    id: z.string().describe('in the report on that bundle'),
    title: z.string(),
    severity: finding.shape.severity,
    confidence,
    role: finding.shape.role,
    isRootCause: z.boolean(),
    firstSeen: time.exactOptional(),
    lastSeen: time.exactOptional(),
    count,
    evidence: z.array(citation).readonly().describe('the first few'),
  })
  .meta({ id: 'FindingSide' });

const findingChange = z
  .strictObject({
    state: z.enum(['new', 'gone', 'persists', 'unjudged']),
    rule: z.string(),
    entity,
    old: findingSide.exactOptional(),
    new: findingSide.exactOptional(),
    missing: z.string().exactOptional().describe('why the other bundle cannot tell'),
  })
  .meta({ id: 'FindingChange' });

const notCompared = z
  .strictObject({
    resource: z.string().describe('Kind or Kind.group'),
    side: side.describe('the bundle that cannot tell'),
    reason: z.enum(['no-list', 'incomplete']),
    namespaces: texts,
    objects: count.describe('objects that only the other bundle has'),
  })
  .meta({ id: 'NotCompared' });

const comparedBundle = bundle.extend({ warnings: z.array(warning).readonly() }).meta({ id: 'ComparedBundle' });

const comparison = z.strictObject({
  schemaVersion: z.literal('1'),
  tool: z.strictObject({ name: z.literal('bundlescope'), version: z.string(), rulesDigest: z.string() }),
  old: comparedBundle,
  new: comparedBundle,
  seconds: z.number().int().exactOptional().describe('from the old bundle to the new one'),
  cluster: z.strictObject({
    verdict: z.enum(['same', 'doubtful', 'different', 'unknown']),
    signs: z
      .array(z.strictObject({ sign: z.string(), old: z.string(), new: z.string(), agrees: z.boolean() }))
      .readonly(),
  }),
  kinds: texts.exactOptional().describe('those that were asked for'),
  counts: z.strictObject({
    objects: z.record(effect, count).readonly(),
    findings: z.record(findingChange.shape.state, count).readonly().describe('without those whose role is benign'),
    unchanged: count,
  }),
  products: z
    .array(z.strictObject({ name: z.string(), old: z.string().exactOptional(), new: z.string().exactOptional() }))
    .readonly()
    .describe('those whose version differs'),
  findings: z.array(findingChange).readonly(),
  objects: z.array(objectChange).readonly().describe('heaviest first'),
  notCompared: z.array(notCompared).readonly(),
});

const comparisonSchema: SchemaOf<Comparison, typeof comparison> = comparison;

/** The JSON Schema of a comparison, as closed as that of a report. */
export function comparisonJsonSchema(): JsonSchema {
  return publishedSchema(comparisonSchema.meta({ title: 'Bundlescope comparison, schemaVersion 1' }));
}
