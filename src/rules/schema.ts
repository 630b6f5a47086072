import { z } from 'zod';
import { LINKS_SCHEMA } from './causal-link.js';
import { DURATION, IDENTIFIER } from './words.js';

/**
 * The shape of a rule file, before names, patterns and expressions are checked. docs/rules.md is its reference.
 * Signals are validated one by one by the word they begin with, so that a message lands on the misspelt word and not on the whole signal.
 */

const bindingName = z.string().regex(/^_?[a-z][a-z0-9_]*$/, 'expected lower-case letters, digits and "_"');
const text = z.string().min(1, 'expected a text');
const oneOrMore = z.union([text, z.array(text).min(1)]);
const expressions = oneOrMore.optional();
const bind = z.record(bindingName, text).optional();

/** On signals that read the bundle itself. */
const source = { optional: z.literal(true).optional() };

const rowWords = {
  per: z.array(bindingName).optional(),
  'at-least': z.int().positive().optional(),
  'at-most': z.int().nonnegative().optional(),
  distinct: z.record(bindingName, z.int().positive()).optional(),
  newest: z.int().positive().optional(),
  within: DURATION.optional(),
  lasting: DURATION.optional(),
};

const otherSignal = z
  .union([IDENTIFIER, z.strictObject({ signal: IDENTIFIER, within: DURATION.optional() })])
  .optional();

const lineWords = {
  ...rowWords,
  'until-end': DURATION.optional(),
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
    'last-seen': text.optional(),
    cite: z.array(text).optional(),
    ...rowWords,
  }),
  join: z.strictObject({
    join: z.array(IDENTIFIER).min(1),
    without: z.array(IDENTIFIER).optional(),
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
const links = z.array(IDENTIFIER).optional();

/** Schema of a whole rule file; signals are left open here, see {@link SIGNAL_SCHEMAS}. */
export const RULE_SCHEMA = z.strictObject({
  id: IDENTIFIER,
  aliases: links,
  title: text,
  component: IDENTIFIER,
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  role: z.enum(['root-cause', 'symptom', 'risk', 'benign']),
  entity: bindingName,
  signals: z.record(IDENTIFIER, z.record(z.string(), z.unknown())),
  when: z.strictObject({ high: terms, medium: terms, low: terms }),
  also: links,
  onset: links,
  says: links,
  'leads-to': LINKS_SCHEMA,
  refines: links,
  absorbs: links,
  applies: z.record(IDENTIFIER, text).optional(),
  explanation: text,
  remediation,
  references: z.array(z.url()).min(1),
  zh: z.strictObject({ title: text, explanation: text.optional(), remediation: remediation.optional() }),
});

export type RawRule = z.infer<typeof RULE_SCHEMA>;
