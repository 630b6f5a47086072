import { X509Certificate } from 'node:crypto';
import type { Environment } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import type { Instant } from '../../model/time.js';
import { normalise } from '../../objects/normalise.js';
import { isInNetwork } from './network.js';
import { parseQuantity } from './quantity.js';
import { extractFirst, isMatch } from './regex.js';
import { selects } from './selector.js';
import { UnknownTime } from './unknown-time.js';
import { fieldOf, isMap, memberOf, textOf } from './values.js';
import { compareVersions, versionInRange } from './version.js';

/** A function that expressions may call. */
export interface RuleFunction {
  /** In the notation of the expression library. */
  readonly signature: string;
  /** @throws when these values have no result; a parameter that the signature calls a text is one. */
  readonly apply: (...values: readonly unknown[]) => unknown;
}

/** What {@link forgiveMissing} rewrites member access to. */
const ACCESS: Readonly<Record<string, RuleFunction>> = {
  member: { signature: 'member(dyn, string): dyn', apply: (value, names) => memberOf(value, textOf(names)) },
  field: { signature: 'field(dyn, dyn): dyn', apply: fieldOf },
  present: { signature: 'present(dyn): bool', apply: (value) => value !== '' },
  items: { signature: 'items(dyn): dyn', apply: (value) => (value === '' ? [] : value) },
};

const OBJECTS: Readonly<Record<string, RuleFunction>> = {
  condition: {
    signature: 'condition(dyn, string): dyn',
    apply: (holder, type) => conditionOf(holder, textOf(type)),
  },
  ref: {
    signature: 'ref(dyn): string',
    apply: (object) => {
      const metadata = fieldOf(object, 'metadata');
      const namespace = textOf(fieldOf(metadata, 'namespace'));
      const name = textOf(fieldOf(metadata, 'name'));
      return namespace === '' ? name : `${namespace}/${name}`;
    },
  },
  owner: {
    signature: 'owner(dyn, string): string',
    apply: (object, kind) => {
      const owner = ownersOf(object).find((reference) => fieldOf(reference, 'kind') === kind);
      return textOf(fieldOf(owner, 'name'));
    },
  },
  owned: {
    signature: 'owned(dyn, dyn): bool',
    apply: (object, uid) => ownersOf(object).some((reference) => uid !== '' && fieldOf(reference, 'uid') === uid),
  },
  selects: { signature: 'selects(dyn, dyn): bool', apply: selects },
  keys: { signature: 'keys(dyn): dyn', apply: (map) => (isMap(map) ? Object.keys(map) : []) },
  values: { signature: 'values(dyn): dyn', apply: (map) => (isMap(map) ? Object.values(map) : []) },
};

function ownersOf(object: unknown): readonly unknown[] {
  const owners = fieldOf(fieldOf(object, 'metadata'), 'ownerReferences');
  return Array.isArray(owners) ? owners : [];
}

const NO_CONDITION = { status: '', reason: '', message: '', lastTransitionTime: '' };

/** Longhorn's old API keeps conditions in a map by type, everything else in a list; either may be given without its object. */
function conditionOf(holder: unknown, type: string): unknown {
  const stated = fieldOf(fieldOf(holder, 'status'), 'conditions');
  const conditions = Array.isArray(holder) || stated === '' ? holder : stated;
  if (Array.isArray(conditions))
    return conditions.find((condition) => fieldOf(condition, 'type') === type) ?? NO_CONDITION;
  return isMap(conditions) && Object.hasOwn(conditions, type) ? conditions[type] : NO_CONDITION;
}

const TEXTS: Readonly<Record<string, RuleFunction>> = {
  re: {
    signature: 're(dyn, string): bool',
    apply: (text, pattern) => isMatch(textOf(pattern), textOf(text)),
  },
  extract: {
    signature: 'extract(dyn, string): string',
    apply: (text, pattern) => extractFirst(textOf(pattern), textOf(text)),
  },
  replace: {
    signature: 'replace(dyn, string, string): string',
    apply: (text, old, replacement) => textOf(text).replaceAll(textOf(old), () => textOf(replacement)),
  },
  lower: { signature: 'lower(dyn): string', apply: (text) => textOf(text).toLowerCase() },
  split: {
    signature: 'split(dyn, string): list<string>',
    apply: (text, separator) => (text === '' ? [] : textOf(text).split(textOf(separator))),
  },
  join: {
    signature: 'join(dyn, string): string',
    apply: (list, separator) => (Array.isArray(list) ? list.map(textOf).join(textOf(separator)) : ''),
  },
  json: { signature: 'json(dyn): dyn', apply: (text) => parseJson(textOf(text)) },
  base64: {
    signature: 'base64(dyn): string',
    apply: (text) => Buffer.from(textOf(text), 'base64').toString('utf8'),
  },
  notAfter: {
    signature: 'notAfter(dyn): google.protobuf.Timestamp',
    apply: (text) => certificateEnd(textOf(text)),
  },
};

function parseJson(text: string): unknown {
  try {
    return normalise(JSON.parse(text));
  } catch {
    return '';
  }
}

function certificateEnd(text: string): Date {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  return new Date(new X509Certificate(pem).validTo);
}

/** CEL keeps ints and doubles apart; API data does not, so arithmetic between them gives a double. */
function registerMixedArithmetic(environment: Environment): void {
  const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  };
  for (const [operator, apply] of Object.entries(operations)) {
    environment
      .registerOperator(`double ${operator} int`, (a: number, b: bigint) => apply(a, Number(b)))
      .registerOperator(`int ${operator} double`, (a: bigint, b: number) => apply(Number(a), b));
  }
}

const NUMBERS: Readonly<Record<string, RuleFunction>> = {
  quantity: { signature: 'quantity(dyn): double', apply: (text) => parseQuantity(textOf(text)) },
  number: {
    signature: 'number(dyn): double',
    apply: (text) => {
      const value = textOf(text) === '' ? Number.NaN : Number(textOf(text));
      if (Number.isNaN(value)) throw new RangeError('not a number');
      return value;
    },
  },
  inRange: {
    signature: 'inRange(dyn, string): bool',
    apply: (version, range) => versionInRange(textOf(version), textOf(range)) ?? false,
  },
  inNetwork: {
    signature: 'inNetwork(dyn, dyn): bool',
    apply: (address, network) => isInNetwork(textOf(address), textOf(network)),
  },
  compareVersions: {
    signature: 'compareVersions(dyn, dyn): int',
    apply: (a, b) => {
      const order = compareVersions(textOf(a), textOf(b));
      if (order === undefined) throw new RangeError('not a version');
      return BigInt(order);
    },
  },
};

/** The functions that docs/rules.md lists, by name, except `age`, which needs the bundle's time. */
export const RULE_FUNCTIONS: Readonly<Record<string, RuleFunction>> = { ...ACCESS, ...OBJECTS, ...TEXTS, ...NUMBERS };

/** Registers {@link RULE_FUNCTIONS}. */
export function registerFunctions(environment: Environment): void {
  for (const { signature, apply } of Object.values(RULE_FUNCTIONS)) environment.registerFunction(signature, apply);
  registerMixedArithmetic(environment);
}

/** `age` of an analysis. @param bundleTime may give undefined until the bundle was read. */
export function ageFunction(bundleTime: () => Instant | undefined): RuleFunction {
  return {
    signature: 'age(dyn): google.protobuf.Duration',
    apply: (value) => {
      const now = bundleTime();
      if (now === undefined) throw new UnknownTime();
      return Duration.fromMilliseconds(now - toTime(value).getTime());
    },
  };
}

/** @throws when the value is no time. */
export function toTime(value: unknown): Date {
  const time = value instanceof Date ? value : new Date(textOf(value));
  if (Number.isNaN(time.getTime())) throw new RangeError(`not a time: "${textOf(value)}"`);
  return time;
}
