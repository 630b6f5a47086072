import { describe, expect, it } from 'vitest';
import { analyzeMini, etcdLog, node, verdict } from './support/mini-rules.js';

const LOST = { log: 'etcd', contains: 'lost leader', match: 'on (?P<node>[a-z]+)' };
const FOUND = { log: 'etcd', contains: 'elected leader', match: 'on (?P<node>[a-z]+)' };

describe('joins', () => {
  const nodes = { object: 'Node', bind: { node: 'self.metadata.name', zone: 'self.metadata.labels.zone' } };
  const inZone = (name: string, zone?: string): Record<string, unknown> =>
    node(name, { metadata: { name, ...(zone === undefined ? {} : { labels: { zone } }) } });
  const zoneLine = { log: 'etcd', contains: 'zone lost', match: 'zone lost (?P<zone>[a-z]+)' };

  const inLostZone = { signals: { nodes, zone: zoneLine }, when: { high: ['nodes', 'zone'] } };

  it('combine rows whose shared names are equal', async () => {
    const report = await analyzeMini([inLostZone], {
      objects: [inZone('a', 'x'), inZone('b', 'y')],
      files: etcdLog(['04:00:00 zone lost x']),
    });
    expect(verdict(report)).toEqual(['high a']);
  });

  it('combine a row that lacks a shared name with nothing', async () => {
    const report = await analyzeMini([inLostZone], {
      objects: [inZone('a')],
      files: etcdLog(['04:00:00 zone lost x']),
    });
    expect(verdict(report)).toBe('none');
  });

  it('compare what the rows hold, see their times and counts, and bind more', async () => {
    const signals = {
      lost: LOST,
      found: FOUND,
      late: {
        join: ['lost', 'found'],
        where: ['found.first - lost.last > duration("5m")', 'lost.count == 2'],
        bind: { times: 'lost.count + found.count' },
      },
    };
    const lines = [
      '04:00:00 lost leader on a',
      '04:01:00 lost leader on a',
      '04:10:00 elected leader on a',
      '04:00:00 lost leader on b',
      '04:10:00 elected leader on b',
    ];
    const report = await analyzeMini([{ signals, when: { high: ['late'] } }], { files: etcdLog(lines) });
    expect(report.findings.map(({ bindings, count }) => [bindings, count])).toEqual([[{ node: 'a', times: '3' }, 3]]);
  });

  describe('with an equation among their conditions', () => {
    const lines = ['04:00:00 lost leader on a', '04:00:00 lost leader on b'];
    const elected = { log: 'etcd', contains: 'elected leader', match: 'on (?P<other>[a-z]+) of (?P<zone>[a-z0-9]+)' };
    const entitiesWhere = async (where: unknown, more: readonly string[]): Promise<unknown> => {
      const signals = { lost: LOST, elected, both: { join: ['lost', 'elected'], where } };
      return verdict(
        await analyzeMini([{ signals, when: { high: ['both'] } }], { files: etcdLog([...lines, ...more]) }),
      );
    };

    it.each([
      ['node == other', ['high b']],
      ['"x" + node == other + "y"', 'none'],
      ['node == split(other, "-")[0] && zone == "y"', ['high b']],
      ['node == other || zone == "z"', ['high a', 'high b']],
      ['!(node == other)', ['high a']],
      ['(node == other) == (zone == "y")', ['high b']],
      ['node + other == other + node', ['high b']],
      ['[node].map(n, n + "!")[0] == other + "!"', ['high b']],
      ['size(node) == size(zone)', ['high a', 'high b']],
    ])('hold as they say: %s', async (where, expected) => {
      const more = where.includes('"z"') ? ['04:10:00 elected leader on c of z'] : [];
      expect(await entitiesWhere(where, ['04:10:00 elected leader on b of y', ...more])).toEqual(expected);
    });
  });

  it('without keeps the rows that no row of the other joins', async () => {
    const signals = { lost: LOST, found: FOUND, never: { join: ['lost'], without: ['found'] } };
    const report = await analyzeMini([{ signals, when: { high: ['never'] } }], {
      files: etcdLog(['04:00:00 lost leader on a', '04:00:00 lost leader on b', '04:10:00 elected leader on b']),
    });
    expect(verdict(report)).toEqual(['high a']);
  });

  it('without takes a name that one of two rows lacks as the same: the others decide', async () => {
    const lost = { ...LOST, match: 'on (?P<node>[a-z]+)(?: in (?P<zone>[a-z]+))?$' };
    const found = { ...FOUND, match: 'on (?P<node>[a-z]+)(?: in (?P<zone>[a-z]+))?$' };
    const signals = { lost, found, never: { join: ['lost'], without: ['found'] } };
    const report = await analyzeMini([{ signals, when: { high: ['never'] } }], {
      files: etcdLog([
        '04:00:00 lost leader on a',
        '04:00:00 lost leader on b in x',
        '04:00:00 lost leader on c in x',
        '04:00:00 lost leader on d',
        '04:10:00 elected leader on a in x',
        '04:10:00 elected leader on b',
        '04:10:00 elected leader on c in y',
      ]),
    });
    expect(verdict(report)).toEqual(['high c', 'high d']);
  });

  it('compare lists of numbers by content', async () => {
    const ports = (name: string): Record<string, unknown> => ({
      object: 'Node',
      where: `self.metadata.name.startsWith("${name}")`,
      bind: { ports: 'self.spec.ports.map(p, p + 1)', node: 'self.metadata.name' },
    });
    const signals = { a: ports('a'), b: { ...ports('b'), bind: { ports: 'self.spec.ports.map(p, p + 1)' } } };
    const report = await analyzeMini([{ signals, when: { high: ['a', 'b'] } }], {
      objects: [
        node('a1', { spec: { ports: [1, 2] } }),
        node('a2', { spec: { ports: [3] } }),
        node('b', { spec: { ports: [1, 2] } }),
      ],
    });
    expect(verdict(report)).toEqual(['high a1']);
  });
});

describe('count', () => {
  const members = { object: 'Node', bind: { member: 'self.metadata.name' } };
  const lost = { log: 'etcd', contains: 'lost member', match: 'lost member (?P<member>[a-z]+)' };
  const quorum = {
    count: { members: 'members.member', down: 'lost.member' },
    where: 'members - down < members / 2 + 1',
  };
  const rule = { entity: 'cluster', signals: { members, lost, quorum }, when: { high: ['quorum'] } };
  const nodes = [node('a'), node('b'), node('c')];

  it.each([
    {
      says: 'counts different values, not lines',
      lines: ['04:00:00 lost member a', '04:01:00 lost member a'],
      result: 'none',
    },
    { says: 'compares numbers', lines: ['04:00:00 lost member a', '04:01:00 lost member b'], result: ['high mini'] },
    { says: 'takes nothing for zero', lines: ['04:00:00 all quiet'], result: 'none' },
  ])('$says', async ({ lines, result }) => {
    expect(verdict(await analyzeMini([rule], { objects: nodes, files: etcdLog(lines) }))).toEqual(result);
  });

  it('is unknown when what it counts is', async () => {
    expect(verdict(await analyzeMini([rule], { objects: nodes }))).toBe('unknown: no logs of etcd in the bundle');
  });

  it('makes one row per value of per', async () => {
    const many = { count: { n: 'lost' }, per: ['node'], where: 'n >= 2' };
    const report = await analyzeMini([{ signals: { lost: LOST, many }, when: { high: ['many'] } }], {
      files: etcdLog(['04:00:00 lost leader on a', '04:01:00 lost leader on a', '04:02:00 lost leader on b']),
    });
    expect(verdict(report)).toEqual(['high a']);
  });
});

describe('object signals', () => {
  it('give a row per element of each, and cite the element', async () => {
    const signals = {
      taints: {
        object: 'Node',
        each: 'self.spec.taints',
        where: 'item.effect == "NoExecute"',
        bind: { node: 'self.metadata.name', taint: 'item.key' },
        cite: ['item.effect', 'metadata.name'],
      },
    };
    const object = node('a', {
      spec: {
        taints: [
          { key: 'x', effect: 'NoSchedule' },
          { key: 'y', effect: 'NoExecute' },
        ],
      },
    });
    const { findings } = await analyzeMini([{ signals, when: { high: ['taints'] } }], { objects: [object] });
    expect(findings[0]?.bindings).toEqual({ node: 'a', taint: 'y' });
    expect(findings[0]?.evidence).toEqual([
      expect.objectContaining({ field: 'spec.taints[1].effect', value: 'NoExecute' }),
      expect.objectContaining({ field: 'metadata.name', value: 'a' }),
    ]);
  });

  it('give a row per member of a map, with its key', async () => {
    const signals = {
      labels: {
        object: 'Node',
        each: 'self.metadata.labels',
        where: 'item == "true" && key.contains("/")',
        bind: { node: 'self.metadata.name', label: 'key' },
        cite: ['item'],
      },
    };
    const object = node('a', { metadata: { name: 'a', labels: { 'a.b/c': 'true', plain: 'true' } } });
    const { findings } = await analyzeMini([{ signals, when: { high: ['labels'] } }], { objects: [object] });
    expect(findings[0]?.evidence).toEqual([
      expect.objectContaining({ field: 'metadata.labels[a.b/c]', value: 'true' }),
    ]);
  });

  it('cite a list element by a member of it, and a missing field as empty', async () => {
    const signals = {
      down: {
        object: 'Node',
        bind: { node: 'self.metadata.name' },
        cite: ['status.conditions[type=Ready].status', 'spec.nothing'],
      },
    };
    const object = node('a', {
      status: {
        conditions: [
          { type: 'Disk', status: 'True' },
          { type: 'Ready', status: 'False' },
        ],
      },
    });
    const { findings } = await analyzeMini([{ signals, when: { high: ['down'] } }], { objects: [object] });
    expect(findings[0]?.evidence.map((citation) => ('value' in citation ? citation.value : undefined))).toEqual([
      'False',
      '',
    ]);
  });
});
