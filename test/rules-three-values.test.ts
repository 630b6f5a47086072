import { describe, expect, it } from 'vitest';
import { analyzeMini, etcdLog, type MiniBundle, node, verdict } from './support/mini-rules.js';

const LOST = { log: 'etcd', contains: 'lost leader', match: 'on (?P<node>[a-z]+)' };

describe('three values', () => {
  const ready = {
    object: 'Node',
    where: 'condition(self, "Ready").status == "True"',
    bind: { node: 'self.metadata.name' },
  };
  const down = {
    object: 'Node',
    where: 'condition(self, "Ready").status == "False"',
    bind: { node: 'self.metadata.name' },
  };
  const condition = (status: string): Record<string, unknown> => ({
    status: { conditions: [{ type: 'Ready', status }] },
  });
  const nodes = [node('a', condition('False')), node('b', condition('True'))];
  const noLogs = 'unknown: no logs of etcd in the bundle';

  it.each<{ says: string; when: unknown[]; bundle: MiniBundle; result: readonly string[] | string }>([
    { says: 'a signal without its source is unknown', when: ['lost'], bundle: { objects: nodes }, result: noLogs },
    {
      says: 'a list that was not collected is unknown',
      when: ['down'],
      bundle: {},
      result: 'unknown: no list of Node in the bundle',
    },
    { says: 'an empty list is absent', when: ['down'], bundle: { empty: ['Node'] }, result: 'none' },
    {
      says: 'a log without such a line is absent',
      when: ['lost'],
      bundle: { files: etcdLog(['04:00:00 all quiet']) },
      result: 'none',
    },
    {
      says: 'without a line of its own a signal is absent, though what it refers to is unknown',
      when: ['lost-after-restart'],
      bundle: { files: etcdLog(['04:00:00 all quiet']) },
      result: 'none',
    },
    {
      says: 'with a line of its own a signal is unknown when what it refers to is',
      when: ['lost-after-restart'],
      bundle: { files: etcdLog(['04:00:00 lost leader on a']) },
      result: 'unknown: no events in the bundle',
    },
    {
      says: 'not of an absent signal holds',
      when: ['down', 'not lost'],
      bundle: { objects: nodes, files: etcdLog(['04:00:00 all quiet']) },
      result: ['high a'],
    },
    {
      says: 'not of an unknown signal is unknown',
      when: ['down', 'not lost'],
      bundle: { objects: nodes },
      result: noLogs,
    },
    {
      says: 'not of an optional signal without its source holds',
      when: ['down', 'not maybe-lost'],
      bundle: { objects: nodes },
      result: ['high a'],
    },
    {
      says: 'an optional signal without its source has no rows',
      when: ['maybe-lost'],
      bundle: { objects: nodes },
      result: 'none',
    },
    {
      says: 'what is false anyway is not unknown',
      when: ['down', 'not lost'],
      bundle: { empty: ['Node'] },
      result: 'none',
    },
    {
      says: 'not drops only the rows that join',
      when: ['down', 'not lost'],
      bundle: { objects: [...nodes, node('c', condition('False'))], files: etcdLog(['04:00:00 lost leader on c']) },
      result: ['high a'],
    },
    {
      says: 'not of a row about another entity does not decide for an unknown one',
      when: ['lost', 'not ready'],
      bundle: { objects: nodes },
      result: noLogs,
    },
    {
      says: 'any holds when one holds, whatever is unknown',
      when: [{ any: ['lost', 'down'] }],
      bundle: { objects: nodes },
      result: ['high a'],
    },
    {
      says: 'any is unknown when the rest is absent',
      when: [{ any: ['lost', 'down'] }],
      bundle: { empty: ['Node'] },
      result: noLogs,
    },
    {
      says: 'all inside any asks for all',
      when: [{ any: [{ all: ['down', 'lost'] }, { all: ['ready', 'lost'] }] }],
      bundle: { objects: nodes, files: etcdLog(['04:00:00 lost leader on b']) },
      result: ['high b'],
    },
  ])('$says', async ({ when, bundle, result }) => {
    const report = await analyzeMini(
      [
        {
          signals: {
            lost: LOST,
            'maybe-lost': { ...LOST, optional: true },
            'lost-after-restart': { ...LOST, after: { signal: 'restarted' } },
            restarted: { event: 'Pod', reason: 'Killing' },
            down,
            ready,
          },
          when: { high: when },
        },
      ],
      bundle,
    );
    expect(verdict(report)).toEqual(result);
  });

  it('is unknown when the age of something is asked for and the time of the bundle is not known', async () => {
    const old = {
      object: 'Node',
      where: 'age(self.metadata.creationTimestamp) > duration("1h")',
      bind: { node: 'self.metadata.name' },
    };
    const object = { ...node('a'), metadata: { name: 'a', creationTimestamp: '2025-03-05T04:00:00Z' } };
    const report = await analyzeMini([{ signals: { old }, when: { high: ['old'] } }], { objects: [object], time: '' });
    expect(verdict(report)).toBe('unknown: the time the bundle was taken is not known');
  });

  it('cites what was searched for what is not there', async () => {
    const report = await analyzeMini([{ signals: { lost: LOST, down }, when: { high: ['down', 'not lost'] } }], {
      objects: nodes,
      files: etcdLog(['04:00:00 all quiet']),
    });
    const absences = report.findings[0]?.evidence.filter(({ kind }) => kind === 'absence');
    expect(absences).toEqual([{ kind: 'absence', what: 'lost', searched: [expect.stringMatching(/etcd\.log$/)] }]);
  });

  it('takes the highest tier that holds, for each entity', async () => {
    const report = await analyzeMini(
      [{ signals: { lost: LOST, down }, when: { high: ['down', 'lost'], low: ['down'] } }],
      {
        objects: [...nodes, node('c', condition('False'))],
        files: etcdLog(['04:00:00 lost leader on c']),
      },
    );
    expect(verdict(report)).toEqual(['high c', 'low a']);
  });
});

describe('also and onset', () => {
  const signals = {
    lost: LOST,
    placed: { log: 'etcd', contains: 'placed member', match: 'on (?P<node>[a-z]+)' },
  };
  const files = etcdLog(['01:00:00 placed member on a', '01:00:00 placed member on b', '04:00:00 lost leader on a']);

  it('adds the rows that join as evidence, which date nothing', async () => {
    const { findings } = await analyzeMini([{ signals, when: { high: ['lost'] }, also: ['placed'] }], { files });
    expect(findings.map(({ firstSeen, evidence }) => [firstSeen, evidence.length])).toEqual([
      ['2025-03-05T04:00:00.000Z', 2],
    ]);
  });

  it('dates by all that matched when nothing else is said', async () => {
    const { findings } = await analyzeMini([{ signals, when: { high: ['lost', 'placed'] } }], { files });
    expect(findings.map(({ firstSeen }) => firstSeen)).toEqual(['2025-03-05T01:00:00.000Z']);
  });

  it('dates by the onset signals when they are named', async () => {
    const { findings } = await analyzeMini([{ signals, when: { high: ['lost', 'placed'] }, onset: ['lost'] }], {
      files,
    });
    expect(findings.map(({ firstSeen }) => firstSeen)).toEqual(['2025-03-05T04:00:00.000Z']);
  });
});

describe('applies', () => {
  const rule = { signals: { lost: LOST }, when: { high: ['lost'] }, applies: { longhorn: '>=1.4 <1.6' } };
  const files = etcdLog(['04:00:00 lost leader on a']);

  it.each([
    { version: 'v1.5.1', result: ['high a'] },
    { version: 'v1.6.0', result: 'none' },
    { version: 'v1.6.0-rc1', result: ['high a'] },
    { version: undefined, result: ['medium a'] },
    { version: 'master-head', result: ['medium a'] },
  ])('gives $result for version $version', async ({ version, result }) => {
    const report = await analyzeMini(
      [rule],
      { files },
      version === undefined ? {} : { products: { longhorn: version } },
    );
    expect(verdict(report)).toEqual(result);
  });
});

describe('a rule that fails', () => {
  const rules = [
    { id: 'broken', signals: { lost: LOST }, when: { high: ['lost'] } },
    { id: 'sound', signals: { lost: LOST }, when: { high: ['lost'] } },
  ];

  it('costs itself and says so, and no other rule', async () => {
    const fail = (): never => {
      throw new Error('out of luck');
    };
    const report = await analyzeMini(rules, { files: etcdLog(['04:00:00 lost leader on a']) }, {}, (rule) =>
      rule.rule.id === 'broken'
        ? { ...rule, rule: Object.defineProperty({ ...rule.rule }, 'tiers', { get: fail }) }
        : rule,
    );
    expect(report.findings.map(({ rule }) => rule)).toEqual(['sound']);
    expect(report.coverage.unknown).toMatchObject([{ rule: 'broken' }]);
    expect(report.warnings).toMatchObject([{ code: 'rule-error', message: 'broken: out of luck' }]);
  });
});
