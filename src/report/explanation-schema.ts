import { z } from 'zod';
import type { Explanation } from '../model/explanation.js';
import { type JsonSchema, publishedSchema, reportParts, type SchemaOf } from './schema.js';

const { count, citation, confidence, warning } = reportParts;
const texts = z.array(z.string()).readonly();
const bindings = z.record(z.string(), z.string()).readonly();

const nameSides = z
  .strictObject({ name: z.string(), before: texts, here: texts })
  .meta({ id: 'NameSides', description: 'what both sides of a join bound to a name that they share' });

const tier = z
  .strictObject({
    confidence,
    state: z.enum(['holds', 'fails', 'unknown']),
    entities: texts.describe('things for which it holds'),
    terms: z
      .array(z.strictObject({ term: z.string(), state: z.enum(['holds', 'partly', 'fails', 'unknown']) }))
      .readonly()
      .describe('each for itself, whatever the others bind'),
    disjoint: z
      .array(z.strictObject({ term: z.string(), before: texts, names: z.array(nameSides).readonly() }))
      .readonly()
      .describe('terms that leave nothing of what those before them have'),
    unbound: z.string().exactOptional().describe('every term holds, but no row binds what the rule is about'),
  })
  .meta({ id: 'TierExplanation' });

const row = z
  .strictObject({
    bindings,
    count: count.describe('lines, events or objects behind it'),
    firstSeen: z.string().exactOptional(),
    lastSeen: z.string().exactOptional(),
    evidence: z.array(citation).readonly(),
  })
  .meta({ id: 'RowExplanation' });

const dropped = z
  .strictObject({
    word: z.string().describe('as the rule writes it: at-least: 12'),
    unit: z.enum(['lines', 'rows']),
    dropped: count,
    of: count,
    examples: z.array(z.strictObject({ bindings, found: z.string() })).readonly(),
  })
  .meta({ id: 'DroppedRows' });

const misses = z
  .strictObject({
    failed: z.enum(['literal', 'pattern', 'where', 'reason', 'each', 'join', 'empty', 'without', 'arithmetic']),
    condition: z.string().describe('what was not met'),
    count,
    examples: z
      .array(
        z.strictObject({
          citation: citation.exactOptional(),
          values: z
            .array(z.strictObject({ expression: z.string(), value: z.string() }))
            .readonly()
            .describe('what the condition read'),
        }),
      )
      .readonly(),
    names: z.array(nameSides).readonly().exactOptional(),
  })
  .meta({ id: 'MissGroup' });

const signal = z
  .strictObject({
    name: z.string(),
    kind: z.string(),
    state: z.enum(['rows', 'none', 'unknown']),
    missing: z.string().exactOptional(),
    searched: z.strictObject({ count, paths: texts }),
    rows: z.array(row).readonly(),
    rowCount: count.describe('rows in all; rows may be fewer'),
    dropped: z.array(dropped).readonly().describe('what words took away'),
    misses: z.array(misses).readonly().describe('what came near and failed, nearest first'),
  })
  .meta({ id: 'SignalExplanation' });

const explanation = z.strictObject({
  rule: z.strictObject({ id: z.string(), title: z.string(), role: z.string(), entity: z.string() }),
  bundle: z.strictObject({ name: z.string(), createdAt: z.string().exactOptional() }),
  result: z.strictObject({
    state: z.enum(['found', 'not-found', 'unknown', 'not-applicable']),
    missing: z.string().exactOptional(),
    entities: z
      .array(
        z.strictObject({
          entity: z.string(),
          confidence,
          unreported: z.string().exactOptional().describe('why a report does not list it as a finding of its own'),
        }),
      )
      .readonly(),
  }),
  applies: z
    .array(
      z.strictObject({
        product: z.string(),
        range: z.string(),
        version: z.string().exactOptional(),
        holds: z.enum(['yes', 'no', 'unknown']),
      }),
    )
    .readonly(),
  tiers: z.array(tier).readonly().describe('highest confidence first'),
  signals: z.array(signal).readonly(),
  warnings: z.array(warning).readonly(),
});

const explanationSchema: SchemaOf<Explanation, typeof explanation> = explanation;

/** The JSON Schema of an explanation, as closed as that of a report. */
export function explanationJsonSchema(): JsonSchema {
  return publishedSchema(explanationSchema.meta({ title: 'Bundlescope explanation of a rule' }));
}
