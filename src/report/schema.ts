import { z } from 'zod';
import { WARNINGS, type WarningCode } from '../errors/index.js';
import { EXCERPT_LENGTH } from '../model/citation.js';
import type { Report } from '../model/report.js';

const time = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)
  .meta({ id: 'Time', description: 'RFC 3339, UTC' });
const count = z.number().int().nonnegative();
const lineNumber = z.number().int().positive().describe('counts from 1');
const texts = z.array(z.string()).readonly();
const findingIds = z.array(z.string().meta({ id: 'FindingId', description: '<rule>#<n>' })).readonly();
const confidence = z.enum(['high', 'medium', 'low']).meta({ id: 'Confidence' });

function isWarningCode(text: string): text is WarningCode {
  return Object.hasOwn(WARNINGS, text);
}

const logCitation = z
  .strictObject({
    kind: z.literal('log'),
    path: z.string(),
    line: lineNumber,
    offset: count.describe("byte offset of the line's first byte in the entry after decompression"),
    time: time.exactOptional(),
    excerpt: z.string().max(EXCERPT_LENGTH),
    node: z.string().exactOptional(),
    namespace: z.string().exactOptional(),
    pod: z.string().exactOptional(),
    container: z.string().exactOptional(),
  })
  .meta({ id: 'LogCitation', description: 'a line of a log, configuration file or command output' });

const objectCitation = z
  .strictObject({
    kind: z.literal('object'),
    path: z.string(),
    line: lineNumber.exactOptional(),
    apiVersion: z.string(),
    resource: z.string(),
    namespace: z.string().exactOptional(),
    name: z.string(),
    field: z.string().exactOptional(),
    value: z.string().max(EXCERPT_LENGTH).exactOptional(),
  })
  .meta({ id: 'ObjectCitation', description: 'a field of an API object' });

const absenceCitation = z
  .strictObject({ kind: z.literal('absence'), what: z.string(), searched: texts })
  .meta({ id: 'AbsenceCitation', description: 'something that was looked for and is not there' });

const citation = z.discriminatedUnion('kind', [logCitation, objectCitation, absenceCitation]).meta({ id: 'Citation' });

const entity = z
  .strictObject({
    kind: z.string(),
    name: z.string(),
    namespace: z.string().exactOptional(),
    node: z.string().exactOptional(),
  })
  .meta({ id: 'Entity' });

const remediationStep = z
  .strictObject({ step: z.string(), command: z.string().exactOptional(), danger: z.string().exactOptional() })
  .meta({ id: 'RemediationStep' });

const confidenceReason = z
  .strictObject({
    signal: z.string(),
    state: z.enum(['found', 'absent', 'unknown', 'excluded', 'against']),
    missing: z.string().exactOptional(),
  })
  .meta({ id: 'ConfidenceReason', description: 'what a signal of the rule says for or against the finding' });

const alternativeCause = z.strictObject({ finding: z.string(), why: z.string() }).meta({
  id: 'AlternativeCause',
  description: 'another finding that may have caused it, and why that is less likely',
});

const absorbedFinding = z
  .strictObject({ rule: z.string(), title: z.string(), entity, confidence, count })
  .meta({ id: 'AbsorbedFinding', description: 'what looked like a failure and is explained by a harmless one' });

const finding = z
  .strictObject({
    id: z.string(),
    rule: z.string(),
    title: z.string(),
    component: z.string(),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    role: z.enum(['root-cause', 'symptom', 'risk', 'benign']),
    confidence,
    reasons: z.array(confidenceReason).readonly().exactOptional(),
    entity,
    bindings: z.record(z.string(), z.union([z.string(), texts])).readonly(),
    firstSeen: time.exactOptional(),
    lastSeen: time.exactOptional(),
    count,
    evidence: z.array(citation).readonly(),
    explanation: z.string(),
    remediation: z.array(remediationStep).readonly(),
    references: texts,
    causedBy: findingIds,
    leadsTo: findingIds,
    alternativeCauses: z.array(alternativeCause).readonly().exactOptional(),
    absorbed: z.array(absorbedFinding).readonly().exactOptional(),
  })
  .meta({ id: 'Finding' });

const nodeSummary = z.strictObject({
  name: z.string(),
  roles: texts,
  ready: z.boolean().exactOptional(),
  unschedulable: z.boolean().exactOptional(),
  kubeletVersion: z.string().exactOptional(),
  osImage: z.string().exactOptional(),
});

const upgradeEvidence = z
  .strictObject({
    proves: z.array(z.enum(['state', 'since', 'actor', 'waitsFor'])).readonly(),
    citation,
  })
  .meta({ id: 'UpgradeEvidence' });

const upgradeStep = {
  since: time.exactOptional(),
  seconds: count.exactOptional().describe('from `since` to the time of the bundle'),
  actor: z
    .enum([
      'harvester',
      'harvester-job',
      'rancher',
      'system-upgrade-controller',
      'system-upgrade-job',
      'node',
      'administrator',
    ])
    .exactOptional()
    .describe('who acts next'),
  waitsFor: z.string().exactOptional(),
  blockedBy: findingIds.exactOptional(),
  evidence: z.array(upgradeEvidence).readonly().exactOptional(),
};

const upgradeNode = z.strictObject({ name: z.string(), state: z.string(), ...upgradeStep }).meta({ id: 'UpgradeNode' });

const upgradeBase = {
  name: z.string(),
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  phase: z.string(),
  nodes: z.array(upgradeNode).readonly(),
};

const unfinishedUpgrade = z
  .strictObject({ ...upgradeBase, startedAt: time.exactOptional(), evidence: z.array(upgradeEvidence).readonly() })
  .meta({ id: 'UnfinishedUpgrade' });

const upgradeSummary = z.strictObject({
  ...upgradeBase,
  ...upgradeStep,
  kind: z.enum(['harvester', 'plan', 'kubelets']).exactOptional(),
  running: z.boolean().exactOptional(),
  startedAt: time.exactOptional(),
  endedAt: time.exactOptional(),
  unfinished: z.array(unfinishedUpgrade).readonly().exactOptional(),
});

const ruleReasons = z.array(z.strictObject({ rule: z.string(), why: z.string() })).readonly();

const bundle = z
  .strictObject({
    name: z.string(),
    layout: z.string(),
    createdAt: time.exactOptional(),
    products: z.array(z.strictObject({ name: z.string(), version: z.string().exactOptional() })).readonly(),
    nodes: z.array(nodeSummary).readonly(),
    upgrade: upgradeSummary.exactOptional(),
    stats: z.strictObject({
      entries: count,
      bytes: count.describe('after decompression'),
      logLines: count,
      objects: count,
      durationMs: z.number().nonnegative(),
    }),
  })
  .meta({ id: 'Bundle' });

const possibleCause = z
  .strictObject({
    rule: z.string(),
    title: z.string(),
    verdict: z.enum(['not-found', 'not-judged', 'not-applicable', 'unrelated', 'unsure']),
    missing: texts.describe('what would settle it, and is not in the bundle'),
    confidence: confidence.exactOptional().describe('of one that shows signs: how sure they are'),
    reasons: z
      .array(confidenceReason)
      .readonly()
      .exactOptional()
      .describe('what was found of it, what would make it surer and is not there, and what speaks against it'),
    evidence: z.array(citation).readonly().exactOptional().describe('the first of what was found of it'),
  })
  .meta({ id: 'PossibleCause' });

const unexplainedFinding = z
  .strictObject({
    finding: z.string(),
    rule: z.string(),
    confidence,
    why: z.string(),
    says: z
      .strictObject({ text: z.string(), citation })
      .readonly()
      .exactOptional()
      .describe('what the failing component itself says of it'),
    possibleCauses: z.array(possibleCause).readonly(),
  })
  .meta({ id: 'UnexplainedFinding', description: 'a failure whose cause is unknown' });

const diagnosis = z
  .strictObject({
    rootCauses: z
      .array(
        z.strictObject({
          finding: z.string(),
          findings: findingIds.exactOptional().describe('all findings of it, the one that speaks for them first'),
          rule: z.string(),
          confidence,
          why: z.string(),
        }),
      )
      .readonly()
      .describe('best first'),
    unexplained: z.array(unexplainedFinding).readonly().exactOptional().describe('failures whose cause is unknown'),
    chains: z.array(findingIds).readonly().describe('finding ids, cause first'),
    summary: z.string(),
  })
  .meta({ id: 'Diagnosis' });

const timelineItem = z
  .strictObject({ time, finding: z.string().exactOptional(), text: z.string(), citation: citation.exactOptional() })
  .meta({ id: 'TimelineItem' });

const incidentWindow = z.strictObject({ from: time, to: time, why: z.string() }).meta({
  id: 'IncidentWindow',
  description: 'when most of what was found began',
});

const clockOffset = z
  .strictObject({
    node: z.string(),
    offsetMs: z.number().describe("positive: the node's clock is ahead of the API server's"),
    uncertaintyMs: z.number().nonnegative(),
    since: time.exactOptional(),
    until: time.exactOptional(),
    why: z.string(),
    evidence: z.array(citation).readonly(),
  })
  .meta({ id: 'ClockOffset', description: "by how much a node's clock differs" });

const warning = z
  .strictObject({
    code: z.enum(Object.keys(WARNINGS).filter(isWarningCode)),
    message: z.string(),
    path: z.string().exactOptional(),
  })
  .meta({ id: 'Warning' });

const report = z.strictObject({
  schemaVersion: z.literal('1'),
  tool: z.strictObject({
    name: z.literal('bundlescope'),
    version: z.string(),
    rules: count,
    rulesDigest: z.string().describe('SHA-256 over the rule files, hexadecimal'),
  }),
  bundle,
  findings: z.array(finding).readonly(),
  diagnosis,
  timeline: z.array(timelineItem).readonly(),
  range: z
    .strictObject({ since: time.exactOptional(), until: time.exactOptional() })
    .exactOptional()
    .describe('the time asked for: only log lines and events in it are evidence'),
  window: incidentWindow.exactOptional(),
  clocks: z.array(clockOffset).readonly().exactOptional(),
  coverage: z.strictObject({
    evaluated: count,
    unknown: z.array(z.strictObject({ rule: z.string(), missing: z.string() })).readonly(),
    notApplicable: ruleReasons.exactOptional(),
    partial: ruleReasons.exactOptional(),
  }),
  warnings: z.array(warning).readonly(),
});

/** A type with no optional keys at any depth: assignability alone does not see an optional key that one side lacks. */
type Complete<T> = T extends readonly (infer Item)[]
  ? readonly Complete<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Complete<T[Key]> }
    : T;
type Mutual<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** The schema's own type when it describes exactly `T`, else `never`, to which no schema can be assigned. */
export type SchemaOf<T, Schema extends z.ZodType> =
  Mutual<z.output<Schema>, T> extends true
    ? Mutual<Complete<z.output<Schema>>, Complete<T>> extends true
      ? Schema
      : never
    : never;

/** Parts of the report that other documents have too. */
export const reportParts = {
  time,
  count,
  citation,
  logCitation,
  objectCitation,
  confidence,
  entity,
  finding,
  bundle,
  warning,
  incidentWindow,
  clockOffset,
};

const reportSchema: SchemaOf<Report, typeof report> = report;

/** A report that was saved as JSON; or, when it is none, the first thing that is wrong with it. */
export type SavedReport = { readonly report: Report } | { readonly problem: string };

/** Checks what was read from a file against the schema of the report. */
export function savedReport(value: unknown): SavedReport {
  const checked = reportSchema.safeParse(value);
  if (checked.success) return { report: checked.data };
  const [issue] = checked.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return { problem: `${place}${issue?.message ?? 'not a report'}` };
}

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema of the report. Objects are closed: a key that the contract does not name is an error, so that
 * a misspelt one is found.
 */
export function reportJsonSchema(): JsonSchema {
  return publishedSchema(reportSchema.meta({ title: 'Bundlescope report, schemaVersion 1' }));
}

/** A schema as it is published. */
export function publishedSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      // Says how TypeScript sees a list, not what may stand in it.
      delete jsonSchema.readOnly;
    },
  });
}
