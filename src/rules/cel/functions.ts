import { X509Certificate } from 'node:crypto';
import type { Environment } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import type { Instant } from '../../model/time.js';
import { normalise } from '../../objects/normalise.js';
import { isInNetwork } from './network.js';
import { parseQuantity } from './quantity.js';
import { compilePattern, extractFirst } from './regex.js';
import { selects } from './selector.js';
import { UnknownTime } from './unknown-time.js';
import { fieldOf, isMap, memberOf, textOf } from './values.js';
import { compareVersions, versionInRange } from './version.js';

/** Registers the functions that docs/rules.md lists, except those that need the bundle's time. */
export function registerFunctions(environment: Environment): void {
  registerAccess(environment);
  registerObjects(environment);
  registerTexts(environment);
  registerNumbers(environment);
}

/** Registers `age`, which needs the bundle's time. `time()` may be unknown until the bundle was read. */
export function registerAge(environment: Environment, bundleTime: () => Instant | undefined): void {
  environment.registerFunction('age(dyn): google.protobuf.Duration', (value: unknown) => {
    const now = bundleTime();
    if (now === undefined) throw new UnknownTime();
    return Duration.fromMilliseconds(now - toTime(value).getTime());
  });
}

/** What {@link forgiveMissing} rewrites member access to. */
function registerAccess(environment: Environment): void {
  environment
    .registerFunction('member(dyn, string): dyn', memberOf)
    .registerFunction('field(dyn, dyn): dyn', fieldOf)
    .registerFunction('present(dyn): bool', (value: unknown) => value !== '')
    .registerFunction('items(dyn): dyn', (value: unknown) => (value === '' ? [] : value));
}

function registerObjects(environment: Environment): void {
  environment
    .registerFunction('condition(dyn, string): dyn', conditionOf)
    .registerFunction('ref(dyn): string', (object: unknown) => {
      const metadata = fieldOf(object, 'metadata');
      const namespace = textOf(fieldOf(metadata, 'namespace'));
      const name = textOf(fieldOf(metadata, 'name'));
      return namespace === '' ? name : `${namespace}/${name}`;
    })
    .registerFunction('owner(dyn, string): string', (object: unknown, kind: string) => {
      const owner = ownersOf(object).find((reference) => fieldOf(reference, 'kind') === kind);
      return textOf(fieldOf(owner, 'name'));
    })
    .registerFunction('owned(dyn, dyn): bool', (object: unknown, uid: unknown) =>
      ownersOf(object).some((reference) => uid !== '' && fieldOf(reference, 'uid') === uid),
    )
    .registerFunction('selects(dyn, dyn): bool', selects)
    .registerFunction('keys(dyn): dyn', (map: unknown) => (isMap(map) ? Object.keys(map) : []))
    .registerFunction('values(dyn): dyn', (map: unknown) => (isMap(map) ? Object.values(map) : []));
}

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

function registerTexts(environment: Environment): void {
  environment
    .registerFunction('re(dyn, string): bool', (text: unknown, pattern: string) =>
      compilePattern(pattern).matcher(textOf(text)).find(),
    )
    .registerFunction('extract(dyn, string): string', (text: unknown, pattern: string) =>
      extractFirst(pattern, textOf(text)),
    )
    .registerFunction('replace(dyn, string, string): string', (text: unknown, old: string, replacement: string) =>
      textOf(text).replaceAll(old, () => replacement),
    )
    .registerFunction('lower(dyn): string', (text: unknown) => textOf(text).toLowerCase())
    .registerFunction('split(dyn, string): list<string>', (text: unknown, separator: string) =>
      text === '' ? [] : textOf(text).split(separator),
    )
    .registerFunction('join(dyn, string): string', (list: unknown, separator: string) =>
      Array.isArray(list) ? list.map(textOf).join(separator) : '',
    )
    .registerFunction('json(dyn): dyn', (text: unknown) => parseJson(textOf(text)))
    .registerFunction('base64(dyn): string', (text: unknown) => Buffer.from(textOf(text), 'base64').toString('utf8'))
    .registerFunction('notAfter(dyn): google.protobuf.Timestamp', (text: unknown) => certificateEnd(textOf(text)));
}

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

function registerNumbers(environment: Environment): void {
  registerMixedArithmetic(environment);
  environment
    .registerFunction('quantity(dyn): double', (text: unknown) => parseQuantity(textOf(text)))
    .registerFunction('number(dyn): double', (text: unknown) => {
      const value = textOf(text) === '' ? Number.NaN : Number(textOf(text));
      if (Number.isNaN(value)) throw new RangeError('not a number');
      return value;
    })
    .registerFunction(
      'inRange(dyn, string): bool',
      (version: unknown, range: string) => versionInRange(textOf(version), range) ?? false,
    )
    .registerFunction('inNetwork(dyn, dyn): bool', (address: unknown, network: unknown) =>
      isInNetwork(textOf(address), textOf(network)),
    )
    .registerFunction('compareVersions(dyn, dyn): int', (a: unknown, b: unknown) => {
      const order = compareVersions(textOf(a), textOf(b));
      if (order === undefined) throw new RangeError('not a version');
      return BigInt(order);
    });
}

/** @throws when the value is no time. */
export function toTime(value: unknown): Date {
  const time = value instanceof Date ? value : new Date(textOf(value));
  if (Number.isNaN(time.getTime())) throw new RangeError(`not a time: "${textOf(value)}"`);
  return time;
}
