import { z } from 'zod';

/**
 * The shape of a rule file, before names, patterns and expressions are checked. docs/rules.md is its reference.
 * Signals are validated one by one by the word they begin with, so that a message lands on the misspelt word and not on the whole signal.
 */

const identifier = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and "-"');
const bindingName = z.string().regex(/^_?[a-z][a-z0-9_]*$/, 'expected lower-case letters, digits and "_"');
const text = z.string().min(1, 'expected a text');
const oneOrMore = z.union([text, z.array(text).min(1)]);
const expressions = oneOrMore.optional();
const bind = z.record(bindingName, text).optional();

/** Durations: a number and s, m, h or d. */
const duration = z.string().regex(/^\d+(\.\d+)?(s|m|h|d)$/, 'expected a duration such as 90s, 10m, 2h or 1d');

/** On signals that read the bundle itself. */
const source = { optional: z.literal(true).optional() };

const rowWords = {
  per: z.array(bindingName).optional(),
  'at-least': z.int().positive().optional(),
  'at-most': z.int().nonnegative().optional(),
  distinct: z.record(bindingName, z.int().positive()).optional(),
  newest: z.int().positive().optional(),
  within: duration.optional(),
  lasting: duration.optional(),
};

const otherSignal = z
  .union([identifier, z.strictObject({ signal: identifier, within: duration.optional() })])
  .optional();

const lineWords = {
  ...rowWords,
  'until-end': duration.optional(),
  after: otherSignal,
  before: otherSignal,
  'unless-followed-by': otherSignal,
  'unless-preceded-by': otherSignal,
};

const contains = z.union([text, z.array(text).min(1), z.strictObject({ any: z.array(text).min(1) })]);
const lineConditions = { match: oneOrMore.optional(), where: expressions, bind };

/** Schema of a signal by the word it begins with. */
export const SIGNAL_SCHEMAS = {
  log: z.strictObject({ log: oneOrMore, ...source, contains, ...lineConditions, ...lineWords }),
  file: z.strictObject({ file: oneOrMore, ...source, contains, ...lineConditions, ...lineWords }),
  event: z.strictObject({
    event: oneOrMore,
    ...source,
    reason: oneOrMore.optional(),
    contains: contains.optional(),
    ...lineConditions,
    ...lineWords,
  }),
  object: z.strictObject({
    object: text,
    ...source,
    each: text.optional(),
    where: expressions,
    bind,
    time: text.optional(),
    cite: z.array(text).optional(),
    ...rowWords,
  }),
  join: z.strictObject({
    join: z.array(identifier).min(1),
    without: z.array(identifier).optional(),
    where: expressions,
    bind,
    ...rowWords,
  }),
  count: z.strictObject({ count: z.record(bindingName, text), where: oneOrMore, per: z.array(bindingName).optional() }),
} as const;

export type SignalKind = keyof typeof SIGNAL_SCHEMAS;

/** A term of `when`: a name, `not name`, or a nested list. */
export type RawTerm = string | { any: RawTerm[] } | { all: RawTerm[] };

const term: z.ZodType<RawTerm> = z.lazy(() =>
  z.union([
    z.string().regex(/^(not )?[a-z0-9][a-z0-9-]*$/, 'expected a signal name or "not" and a signal name'),
    z.strictObject({ any: z.array(term).min(1) }),
    z.strictObject({ all: z.array(term).min(1) }),
  ]),
);
const terms = z.array(term).min(1).optional();
const remediation = z.array(z.strictObject({ step: text, command: text.optional(), danger: text.optional() })).min(1);
const links = z.array(identifier).optional();

/** Schema of a whole rule file; signals are left open here, see {@link SIGNAL_SCHEMAS}. */
export const RULE_SCHEMA = z.strictObject({
  id: identifier,
  aliases: links,
  title: text,
  component: identifier,
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  role: z.enum(['root-cause', 'symptom', 'risk', 'benign']),
  entity: bindingName,
  signals: z.record(identifier, z.record(z.string(), z.unknown())),
  when: z.strictObject({ high: terms, medium: terms, low: terms }),
  also: links,
  onset: links,
  'leads-to': links,
  refines: links,
  absorbs: links,
  applies: z.record(identifier, text).optional(),
  explanation: text,
  remediation,
  references: z.array(z.url()).min(1),
  zh: z.strictObject({ title: text, explanation: text.optional(), remediation: remediation.optional() }),
});

export type RawRule = z.infer<typeof RULE_SCHEMA>;
