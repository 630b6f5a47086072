import { describe, expect, it } from 'vitest';
import { normalise } from '../src/objects/normalise.js';
import { type BundleFacts, ExpressionCompiler, ExpressionError, type Variables } from '../src/rules/cel/expression.js';
import { UnknownTime } from '../src/rules/cel/unknown-time.js';

const facts: BundleFacts = { time: Date.parse('2025-03-05T06:00:00Z'), products: { harvester: 'v1.4.1' } };

function evaluate(source: string, variables: Variables = {}, bundle: BundleFacts = facts): unknown {
  return new ExpressionCompiler(bundle).compile(source, Object.keys(variables), true).evaluate(variables);
}

function problemOf(source: string, variables: readonly string[] = ['self'], afterReading = true): ExpressionError {
  try {
    new ExpressionCompiler(facts).compile(source, variables, afterReading);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  return expect.fail(`${source} compiles`);
}

/** A value as bundles hold it: read from JSON and made uniform. */
function fromBundle(json: string): unknown {
  return normalise(JSON.parse(json));
}

const self = fromBundle(`{
  "metadata": {"name": "web", "namespace": "default", "labels": {"app": "web", "a.b/c": "d"}, "ownerReferences": [{"kind": "ReplicaSet", "name": "web-1", "uid": "u1"}]},
  "spec": {"replicas": 3, "ratio": 0.5, "nodeID": "", "host": "null", "gone": null, "ports": [80, 443], "list": [{"n": 1}, {"n": 2}], "empty": []},
  "status": {"conditions": [{"type": "Ready", "status": "False", "reason": "Lost"}], "started": "2025-03-05T04:00:00Z"}
}`);

describe('missing data', () => {
  it.each([
    ['self.spec.nodeID == ""', true],
    ['self.spec.host == ""', true],
    ['self.spec.gone == ""', true],
    ['self.spec.nothing == ""', true],
    ['self.nothing.at.all == ""', true],
    ['self.spec.list[7].n == ""', true],
    ['self.metadata.labels["a.b/c"] == "d"', true],
    ['has(self.spec.replicas)', true],
    ['has(self.spec.nodeID)', false],
    ['has(self.nothing.at.all)', false],

    ['self.spec.nothing.exists(x, x == 1)', false],
    ['self.spec.nothing.all(x, x == 1)', true],
    ['self.spec.nothing.filter(x, x == 1)', []],
    ['self.spec.nothing.map(x, x)', []],
    ['size(self.spec.nothing)', 0n],
    ['"x" in self.spec.nothing', false],
    ['!("x" in self.spec.nothing)', true],
    ['self.spec.nothing.startsWith("x")', false],
    ['self.spec.list.exists(x, x.nothing == "")', true],
    ['self.spec.list.map(x, x.n)', [1n, 2n]],
  ])('%s', (source, value) => {
    expect(evaluate(source, { self })).toEqual(value);
  });
});

describe('an expression that fails', () => {
  it.each([
    'self.spec.nothing > 5',
    '!(self.spec.nothing > 5)',
    'self.metadata.name + 1 == 2',
    'number(self.metadata.name) > 1.0',
    'quantity("many") > 1.0',
    'timestamp("yesterday") > timestamp("2025-03-05T00:00:00Z")',
    'age("yesterday") > duration("1h")',
    'compareVersions("master", "1.4") < 0',
  ])('%s has no value, thus is not true', (source) => {
    expect(evaluate(source, { self })).toBeUndefined();
  });
});

describe('numbers', () => {
  it.each([
    ['self.spec.replicas > 2', true],
    ['self.spec.replicas / 2 + 1', 2n],
    ['self.spec.replicas * 0.5', 1.5],
    ['self.spec.ratio + self.spec.replicas', 3.5],
    ['self.spec.replicas == 3.0', true],
    ['self.spec.ports.exists(p, p == 443)', true],
    ['self.spec.ports.exists(p, p + 1 == 81)', true],
    ['self.spec.ports.map(p, string(p))', ['80', '443']],
    ['443 in self.spec.ports', true],
    ['self.spec.ports[1] - self.spec.ports[0]', 363n],
    ['quantity("1Gi") == 1073741824.0', true],
    ['quantity("500m")', 0.5],
    ['number("1.5") + 1.0', 2.5],
  ])('%s', (source, value) => {
    expect(evaluate(source, { self })).toEqual(value);
  });
});

describe('functions', () => {
  const at = (time: string): Date => new Date(time);
  it.each([
    ['ref(self)', 'default/web'],
    ['owner(self, "ReplicaSet")', 'web-1'],
    ['owner(self, "Job")', ''],
    ['owned(self, "u1")', true],
    ['owned(self, self.spec.nothing)', false],
    ['condition(self, "Ready").status', 'False'],
    ['condition(self, "Ready").lastTransitionTime', ''],
    ['condition(self, "Other").reason', ''],
    ['condition(self.status.conditions, "Ready").reason', 'Lost'],
    ['condition(self.spec.nothing, "Ready").status', ''],
    ['age(self.status.started) > duration("119m")', true],
    ['age(self.status.started) > duration("121m")', false],
    ['bundle.products.harvester', 'v1.4.1'],
    ['bundle.products.longhorn', ''],
    ['bundle.time', at('2025-03-05T06:00:00Z')],
    ['re("pvc-12", "^pvc-[0-9]+$")', true],
    ['extract("took 12ms", "took ([0-9]+)")', '12'],
    ['extract("took 12ms", "[0-9]+")', '12'],
    ['extract("none", "[0-9]+")', ''],
    ['replace("a.b.c", ".", "$&")', 'a$&b$&c'],
    ['lower("ABC")', 'abc'],
    ['split("a,b", ",")', ['a', 'b']],
    ['split(self.spec.nothing, ",")', []],
    ['join(self.spec.ports, "+")', '80+443'],
    ['json("{\\"a\\": [1]}").a[0]', 1n],
    ['json("{")', ''],
    ['base64("aGk=")', 'hi'],
    ['keys(self.metadata.labels)', ['app', 'a.b/c']],
    ['values(self.spec.nothing)', []],
    ['inRange("v1.2.0-rc3", "<1.2.0")', true],
    ['inRange("v1.2.0-rc3", "<1.2")', true],
    ['inRange("v1.2.0-rc3", ">=1.2")', false],
    ['inRange("v1.2.0", ">=1.2 || <1")', true],
    ['inRange("v1.21.7+rke2r1", ">=1.21 <1.22")', true],
    ['inRange("master-head", ">=1.0")', false],
    ['compareVersions("v1.10.0", "v1.9.0")', 1n],
    ['compareVersions("v1.9.0+rke2r1", "v1.9.0+rke2r2")', -1n],
    ['inNetwork("10.42.7.1", "10.42.0.0/16")', true],
    ['inNetwork("10.43.7.1", "10.42.0.0/16")', false],
    ['inNetwork("fd00::7", "fd00::/8")', true],
    ['selects({"app": "web"}, self.metadata.labels)', true],
    ['selects({"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]}, self.metadata.labels)', true],
    ['selects({"matchLabels": {"app": "db"}}, self.metadata.labels)', false],
    ['selects({}, self.metadata.labels)', true],
    ['selects(self.spec.nothing, self.metadata.labels)', false],
  ])('%s', (source, value) => {
    expect(evaluate(source, { self })).toEqual(value);
  });

  it('makes a signal unknown that asks for the age of something when the time of the bundle is not known', () => {
    expect(() =>
      evaluate('age("2025-03-05T04:00:00Z") > duration("1h")', {}, { time: undefined, products: {} }),
    ).toThrow(UnknownTime);
  });
});

describe('an expression that cannot be used', () => {
  it.each([
    { source: 'self.name.matches("(a+)+$")', offset: 0, message: /matches\(\) can run long; use re\(text, pattern\)/ },
    { source: 'self.a == "" && self.b.matches("x")', offset: 16, message: /matches\(\) can run long/ },
    { source: 'matches(self.b, "x")', offset: 0, message: /matches/ },
    { source: '[self.a].exists(x, x.matches("y"))', offset: 19, message: /matches\(\) can run long/ },
    { source: '{"k": self.a.matches("y")}.k', offset: 6, message: /matches\(\) can run long/ },
    { source: 'self.a == "" && slef.b == ""', offset: 16, message: /slef/ },
    { source: 'self.a == && self.b', offset: 10, message: /./ },
    { source: 'frobnicate(self)', offset: 0, message: /frobnicate/ },
  ])('$source: points at the mistake', ({ source, offset, message }) => {
    const problem = problemOf(source);
    expect(problem.message).toMatch(message);
    expect(problem.offset).toBe(offset);
  });

  it.each(['age(self.time) > duration("1h")', 'bundle.products.longhorn == ""'])(
    '%s asks for what is not known while the bundle is read',
    (source) => {
      expect(problemOf(source, ['self'], false).message).toMatch(/age|bundle/);
    },
  );
});

describe('a hostile object', () => {
  const hostile = fromBundle('{"__proto__": {"polluted": "yes"}, "constructor": {"name": "c"}, "toString": "t"}');

  it.each([
    ['self.__proto__.polluted', 'yes'],
    ['self.constructor.name', ''],
    ['self.toString', 't'],
    ['self.hasOwnProperty', ''],
    ['self.valueOf.constructor', ''],
    ['keys(self)', ['__proto__', 'toString']],
  ])('%s sees only its own data', (source, value) => {
    expect(evaluate(source, { self: hostile })).toEqual(value);
  });

  it.each(['json(text).__proto__.polluted', 'json(text)["constructor"]'])(
    '%s of a text sees only its own data',
    (source) => {
      expect(evaluate(source, { text: '{"a": 1}' })).toBe('');
    },
  );

  it.each(['ports.length', 'ports.constructor', 'ports.__proto__', 'ports["map"]'])(
    '%s reaches no property of a JavaScript list',
    (source) => {
      expect(evaluate(source, { ports: fromBundle('[1]') })).toBe('');
    },
  );
});
