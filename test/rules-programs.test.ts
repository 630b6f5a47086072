import { inspect } from 'node:util';
import { Environment } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../src/objects/normalise.js';
import { buildRuleCache } from '../src/rules/build-rule-cache.js';
import {
  type BundleFacts,
  type Expression,
  ExpressionCompiler,
  type ForgivingExpression,
  forgivingExpression,
  type Variables,
} from '../src/rules/cel/expression.js';
import { ageFunction, registerFunctions } from '../src/rules/cel/functions.js';
import { readRest } from '../src/rules/rule-cache.js';

const facts: BundleFacts = { time: Date.parse('2025-03-05T06:00:00Z'), products: {} };

/** The library on the same forgiving text; the result gives undefined where it throws. */
function inLibrary(source: string, names: readonly string[]): (variables: Variables) => unknown {
  const environment = new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false });
  registerFunctions(environment);
  const age = ageFunction(() => facts.time);
  environment.registerFunction(age.signature, age.apply);
  for (const name of names) environment.registerVariable(name, 'dyn');
  const expression = environment.parse(forgivingExpression(source).text);
  return (variables) => {
    try {
      const value: unknown = expression(variables);
      return value;
    } catch {
      return undefined;
    }
  };
}

function byLibrary(source: string, variables: Variables): unknown {
  return inLibrary(source, Object.keys(variables))(variables);
}

/** Undefined when the expression is refused, as for a type that cannot fit. */
function compiled(source: string, names: readonly string[]): Expression | undefined {
  try {
    return new ExpressionCompiler(facts).compile(source, names, true);
  } catch {
    return undefined;
  }
}

const text = fc.constantFrom(
  '',
  'a',
  'Ready',
  'é😀',
  'null',
  '2025-03-05T04:00:00Z',
  '10',
  '-3',
  '1.5',
  '10Gi',
  'v1.4.1',
);
const number = fc.constantFrom(0, 1, -1, 2.5, 3, 1e21, 2 ** 53);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const data = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, scalar, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  map: fc.dictionary(
    fc.constantFrom('a', 'b', 'type', 'status', 'conditions', 'metadata', 'x.y', '__proto__'),
    tie('value'),
    {
      maxKeys: 4,
    },
  ),
}));

const bound = fc.oneof(
  data.value.map((value) => normalise(value)),
  fc.constantFrom<unknown>(1n, -7n, 9_223_372_036_854_775_807n, 0.5, Number.NaN, new Date('2025-03-05T05:00:00Z')),
);

const literal = fc.constantFrom(
  '""',
  '"a"',
  '"Ready"',
  '"é😀"',
  '0',
  '1',
  '-3',
  '2.5',
  'true',
  'false',
  'null',
  '[]',
  '["a", "b"]',
  '[1, 2.5, "a"]',
  '{}',
  '{"a": 1}',
  '1u',
  'b"a"',
  'duration("90s")',
  'duration("1h")',
  'timestamp("2025-03-05T04:00:00Z")',
);
const name = fc.constantFrom(
  'self',
  'other',
  'self.a',
  'self.a.b',
  'other.status',
  'self["x.y"]',
  'other[0]',
  'e',
  'e.a',
);

const OPERATORS = ['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'in', '&&', '||'];
const FUNCTIONS = [
  'size',
  'string',
  'int',
  'double',
  'timestamp',
  'duration',
  'age',
  'ref',
  'keys',
  'values',
  'lower',
  'number',
  'quantity',
  'base64',
  'json',
];
const BINARY_FUNCTIONS = [
  'condition',
  'owner',
  'owned',
  'selects',
  're',
  'extract',
  'split',
  'join',
  'inRange',
  'compareVersions',
];

const expressions = fc.letrec<{ any: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(literal, name, name, name),
  any: fc.oneof(
    { depthSize: 'medium', maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc.tuple(tie('any'), fc.constantFrom(...OPERATORS), tie('any')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(tie('any'), fc.constantFrom('==', '!=', '&&', '||', 'in'), tie('any'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('any').map((a) => `!${a}`),
    tie('any').map((a) => `-(${a})`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(fc.constantFrom(...FUNCTIONS), tie('any')).map(([f, a]) => `${f}(${a})`),
    fc.tuple(fc.constantFrom(...BINARY_FUNCTIONS), tie('any'), tie('leaf')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc
      .tuple(tie('any'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('leaf'))
      .map(([a, f, b]) => `(${a}).${f}(${b})`),
    tie('any').map((a) => `(${a}).size()`),
    fc.constantFrom('has(self.a)', 'has(other.a.b)'),
    fc
      .tuple(tie('any'), fc.constantFrom('exists', 'all', 'filter', 'map', 'exists_one'), tie('any'))
      .map(([a, macro, b]) => `(${a}).${macro}(e, ${b})`),
  ),
}));

/** Durations keep what they are in private fields, which no comparison looks at. */
function plain(value: unknown): unknown {
  return value instanceof Duration
    ? `${value.seconds} s, ${value.nanos} ns`
    : Array.isArray(value)
      ? value.map(plain)
      : value;
}

/** Values of all types, with those that are equal in another type or nearly so. */
const SAMPLES: readonly unknown[] = [
  ...[
    '',
    'a',
    'ab',
    'é😀',
    '0',
    '1',
    '-3',
    '1.5',
    ' 1',
    '0x1',
    '90s',
    '1h30m',
    '1d',
    '9223372036854775808',
    '2025-03-05T05:00:00Z',
    'true',
  ],
  ...[0n, 1n, -7n, 3n, 9_223_372_036_854_775_807n, 0, 1, -7, 2.5, 2 ** 53, 1e21, Number.NaN, Number.POSITIVE_INFINITY],
  ...[true, false, null, new Date('2025-03-05T05:00:00Z'), new Date('2025-03-05T05:00:00Z'), new Date(0)],
  ...[Duration.fromMilliseconds(0), Duration.fromMilliseconds(90_000), Duration.fromMilliseconds(90_000)],
  ...[[], ['a'], ['a'], [1, 'a'], [1n], [[1]], [true, 0]],
  ...[
    normalise({}),
    normalise({ a: 1 }),
    normalise({ a: 'a', 1: 2 }),
    { status: '' },
    normalise({ metadata: { name: 'a' } }),
  ],
];

describe('an expression that runs as a program', () => {
  it.each(OPERATORS)('has the value that the library gives: %s of any two values', (operator) => {
    for (const source of [
      `self ${operator} other`,
      `!(self ${operator} other)`,
      `[self].map(e, e ${operator} other)`,
    ]) {
      const program = new ExpressionCompiler(facts).compile(source, ['self', 'other'], true);
      const library = inLibrary(source, ['self', 'other']);
      for (const self of SAMPLES) {
        for (const other of SAMPLES) {
          const variables = { self, other };
          const [value, expected] = [program.evaluate(variables), library(variables)];
          expect(plain(value), `${source} of ${inspect(variables)}`).toStrictEqual(plain(expected));
        }
      }
    }
  });

  it.each([
    ...[...FUNCTIONS, 'has', 'present', 'items'].map((name) => `${name}(self${name === 'has' ? '.a' : ''})`),
    ...BINARY_FUNCTIONS.map((name) => `${name}(self, other)`),
    ...['!self', '-self', 'self.a', 'self[other]', 'self.size()', 'self ? other : 1', '"a" == self', 'self != ""'],
    ...['startsWith', 'endsWith', 'contains'].map((name) => `self.${name}(other)`),
    ...['exists', 'all', 'filter', 'map'].map((name) => `self.${name}(e, e == other)`),
    ...['exists', 'all', 'filter', 'map'].map((name) => `self.${name}(e, e > other)`),
    'other.all(e, self.exists(other, other == e))',
    'self.map(self, self).exists(e, e == other)',
    'self == "a" && other > 1',
    'other > 1 || self == "a"',
  ])('has the value that the library gives: %s', (source) => {
    const program = compiled(source, ['self', 'other']);
    const library = inLibrary(source, ['self', 'other']);
    for (const self of SAMPLES) {
      for (const other of SAMPLES) {
        const variables = { self, other };
        expect(plain(program?.evaluate(variables)), `of ${inspect(variables)}`).toStrictEqual(
          plain(library(variables)),
        );
      }
    }
  });

  it('has the value that the library gives', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        expressions.any,
        fc.array(fc.tuple(bound, bound, bound), { minLength: 4, maxLength: 4 }),
        (source, rows) => {
          const expression = compiled(source, ['self', 'other', 'e']);
          if (expression === undefined) return;
          compared++;
          for (const [self, other, e] of rows) {
            const variables = { self, other, e };
            expect(plain(expression.evaluate(variables))).toStrictEqual(plain(byLibrary(source, variables)));
          }
        },
      ),
      { numRuns: 1_500 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  it('has it for the expressions of all builtin rules', () => {
    const sources = [...builtinExpressions().keys()];
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.infiniteStream(bound), (source, values) => {
        const names = [...new Set(source.match(/(?<![."\w])[a-zA-Z_]\w*(?!\w*\()/g) ?? [])].filter(
          (word) => !['true', 'false', 'in', 'null', 'bundle'].includes(word),
        );
        const expression = compiled(source, names);
        if (expression === undefined || source.includes('bundle')) return;
        const variables: Record<string, unknown> = {};
        for (const variable of names) variables[variable] = values.next().value;
        expect(plain(expression.evaluate(variables))).toStrictEqual(plain(byLibrary(source, variables)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is almost every one of the builtin rules', () => {
    const forgiving = builtinExpressions();
    const left = [...forgiving.values()].filter(({ program }) => program === undefined);
    expect(left.length).toBeLessThan(forgiving.size / 50);
  });
});

/** What is evaluated in place of the expressions of all builtin rules, by their sources. */
function builtinExpressions(): ReadonlyMap<string, ForgivingExpression> {
  return new Map(buildRuleCache().rules.flatMap((record) => [...readRest(record).forgiving]));
}

describe('an age without the time of the bundle', () => {
  it.each(['age(self.a) > duration("1h")', '!(self.a > 1) && age(self.a) > duration("1h")'])(
    '%s: unknown',
    (source) => {
      const expression = new ExpressionCompiler({ time: undefined, products: {} }).compile(source, ['self'], true);
      expect(() => expression.evaluate({ self: normalise({ a: '2025-03-05T04:00:00Z' }) })).toThrow('time');
    },
  );
});
