import { describe, expect, it } from 'vitest';
import { analyzeMini, etcdLog, type MiniBundle, verdict } from './support/mini-rules.js';

const LOST = { log: 'etcd', contains: 'lost leader', match: 'on (?P<node>[a-z]+)' };
const FOUND = { log: 'etcd', contains: 'elected leader', match: 'on (?P<node>[a-z]+)' };

/** The verdict of a rule `high: [lost]` whose signal `lost` has these words, on the lines of one log. */
async function onLines(
  words: Readonly<Record<string, unknown>>,
  lines: readonly string[],
  bundle: MiniBundle = {},
): Promise<readonly string[] | string> {
  const usesFound = ['after', 'before', 'unless-followed-by', 'unless-preceded-by'].some((word) => word in words);
  const signals = { lost: { ...LOST, ...words }, ...(usesFound ? { found: FOUND } : {}) };
  return verdict(await analyzeMini([{ signals, when: { high: ['lost'] } }], { files: etcdLog(lines), ...bundle }));
}

describe('words on lines', () => {
  const two = ['04:00:00 lost leader on a', '04:10:00 lost leader on a'];
  const twoAndOne = [...two, '04:20:00 lost leader on b'];
  it.each([
    { says: 'at-least: enough lines of one entity', words: { 'at-least': 2 }, lines: twoAndOne, result: ['high a'] },
    { says: 'at-least: too few', words: { 'at-least': 3 }, lines: twoAndOne, result: 'none' },
    {
      says: 'at-least per: [] counts all lines together',
      words: { 'at-least': 3, per: [] },
      lines: twoAndOne,
      result: ['high a', 'high b'],
    },
    { says: 'at-most: few enough', words: { 'at-most': 1 }, lines: twoAndOne, result: ['high b'] },
    { says: 'within: dense enough', words: { 'at-least': 2, within: '10m' }, lines: two, result: ['high a'] },
    { says: 'within: too far apart', words: { 'at-least': 2, within: '9m' }, lines: two, result: 'none' },
    {
      says: 'within: dense somewhere in a long series',
      words: { 'at-least': 3, within: '1m' },
      lines: [...two, '05:00:00 lost leader on a', '05:00:20 lost leader on a', '05:00:40 lost leader on a'],
      result: ['high a'],
    },
    { says: 'lasting: long enough', words: { lasting: '10m' }, lines: twoAndOne, result: ['high a'] },
    { says: 'lasting: too short', words: { lasting: '11m' }, lines: twoAndOne, result: 'none' },
    {
      says: 'until-end: still going on',
      words: { 'until-end': '5m' },
      lines: [...two, '04:14:00 all quiet'],
      result: ['high a'],
    },
    { says: 'until-end: over', words: { 'until-end': '5m' }, lines: [...two, '04:16:00 all quiet'], result: 'none' },
    {
      says: 'after: the other came first',
      words: { after: 'found' },
      lines: ['03:59:00 elected leader on a', ...two],
      result: ['high a'],
    },
    {
      says: 'after: the other came later',
      words: { after: 'found' },
      lines: [...two, '04:30:00 elected leader on a'],
      result: 'none',
    },
    {
      says: 'after: the other was about another entity',
      words: { after: 'found' },
      lines: ['03:59:00 elected leader on b', ...two],
      result: 'none',
    },
    {
      says: 'after within: only lines soon after it count',
      words: { after: { signal: 'found', within: '2m' }, 'at-least': 2 },
      lines: ['03:59:00 elected leader on a', ...two],
      result: 'none',
    },
    {
      says: 'before: the other came later',
      words: { before: 'found' },
      lines: [...two, '04:30:00 elected leader on a'],
      result: ['high a'],
    },
    {
      says: 'before within: too late',
      words: { before: { signal: 'found', within: '5m' } },
      lines: [...two, '04:30:00 elected leader on a'],
      result: 'none',
    },
    {
      says: 'unless-followed-by: recovered',
      words: { 'unless-followed-by': 'found' },
      lines: [...two, '04:30:00 elected leader on a'],
      result: 'none',
    },
    {
      says: 'unless-followed-by: recovered too late',
      words: { 'unless-followed-by': { signal: 'found', within: '2m' } },
      lines: [...two, '04:30:00 elected leader on a'],
      result: ['high a'],
    },
    {
      says: 'unless-followed-by: another recovered',
      words: { 'unless-followed-by': 'found' },
      lines: [...two, '04:30:00 elected leader on b'],
      result: ['high a'],
    },
    {
      says: 'unless-followed-by: failed again since',
      words: { 'unless-followed-by': 'found' },
      lines: ['03:00:00 lost leader on a', '03:01:00 elected leader on a', ...two],
      result: ['high a'],
    },
    {
      says: 'unless-preceded-by: soon after the other',
      words: { 'unless-preceded-by': { signal: 'found', within: '15m' } },
      lines: ['03:59:00 elected leader on a', ...two],
      result: 'none',
    },
    {
      says: 'unless-preceded-by: long after the other',
      words: { 'unless-preceded-by': { signal: 'found', within: '5m' } },
      lines: ['03:50:00 elected leader on a', ...two],
      result: ['high a'],
    },
  ])('$says', async ({ words, lines, result }) => {
    expect(await onLines(words, lines)).toEqual(result);
  });

  it('until-end asks of each line whether the log that it is in ends soon after it', async () => {
    const over = etcdLog(['04:20:00 lost leader on a', '05:00:00 all quiet'], 'node2');
    const goingOn = etcdLog(['04:10:00 lost leader on a', '04:12:00 all quiet']);
    const words = { 'until-end': '5m' };
    expect(await onLines(words, [], { files: { ...goingOn, ...over } })).toEqual(['high a']);
    expect(await onLines(words, [], { files: over })).toBe('none');
  });

  it('until-end knows that a log goes on in the file that was begun when it was rotated', async () => {
    const rotated = etcdLog(['04:10:00 lost leader on a']);
    const words = { 'until-end': '5m' };
    const older = Object.fromEntries(Object.entries(rotated).map(([path, text]) => [`${path}.1`, text]));
    expect(await onLines(words, [], { files: { ...older, ...etcdLog(['05:00:00 all quiet']) } })).toBe('none');
    expect(await onLines(words, [], { files: { ...older, ...etcdLog(['04:12:00 all quiet']) } })).toEqual(['high a']);
  });

  it('distinct asks for different values, not for lines', async () => {
    const words = { match: 'on (?P<node>[a-z]+) to (?P<peer>[a-z]+)', distinct: { peer: 2 } };
    expect(await onLines(words, ['04:00:00 lost leader on a to x', '04:01:00 lost leader on a to x'])).toBe('none');
    expect(await onLines(words, ['04:00:00 lost leader on a to x', '04:01:00 lost leader on a to y'])).toEqual([
      'high a',
    ]);
  });

  it('distinct within asks for the different values in one window', async () => {
    const words = { match: 'on (?P<node>[a-z]+) to (?P<peer>[a-z]+)', distinct: { peer: 2 }, within: '5m' };
    const apart = ['04:00:00 lost leader on a to x', '04:10:00 lost leader on a to y'];
    expect(await onLines(words, apart)).toBe('none');
    expect(await onLines(words, [...apart, '04:12:00 lost leader on a to x'])).toEqual(['high a']);
  });

  it('newest keeps the row of a group that ended last', async () => {
    const rule = {
      entity: 'pod',
      signals: {
        lost: {
          log: 'etcd',
          contains: 'lost leader',
          match: 'on (?P<node>[a-z]+) in (?P<pod>[a-z/]+)',
          per: ['node'],
          newest: 1,
        },
      },
      when: { high: ['lost'] },
    };
    const lines = [
      '04:00:00 lost leader on a in x/old',
      '04:10:00 lost leader on a in x/new',
      '04:05:00 lost leader on b in x/other',
    ];
    const { findings } = await analyzeMini([rule], { files: etcdLog(lines) });
    expect(findings.map(({ entity }) => entity.name).sort()).toEqual(['new', 'other']);
  });

  it('log: "*" reads every log, also of programs that are not known', async () => {
    const files = { 'logs/shop/web-1/web.log': '2025-03-05T04:00:00Z lost leader on a\n' };
    expect(await onLines({}, [], { files })).toMatch(/^unknown/);
    expect(await onLines({ log: '*' }, [], { files })).toEqual(['high a']);
  });

  it('finds the one line that nothing followed in the middle of a long series, and cites one of the series', async () => {
    const minute = (index: number, second: string): string => `04:${String(index).padStart(2, '0')}:${second}`;
    const lines = Array.from({ length: 60 }, (_, index) => [
      `${minute(index, '00')} lost leader on a`,
      ...(index === 30 ? [] : [`${minute(index, '30')} elected leader on a`]),
    ]).flat();
    const signals = { lost: { ...LOST, 'unless-followed-by': { signal: 'found', within: '1m' } }, found: FOUND };
    const { findings } = await analyzeMini([{ signals, when: { high: ['lost'] } }], { files: etcdLog(lines) });
    expect(findings.map(({ count, firstSeen }) => [count, firstSeen])).toEqual([[1, '2025-03-05T04:30:00.000Z']]);
    expect(findings[0]?.evidence).toEqual([
      expect.objectContaining({ kind: 'log', excerpt: expect.stringContaining('lost leader on a') }),
    ]);
  });

  it('counts every line of a series that is too long to keep', async () => {
    const lines = Array.from({ length: 30_000 }, () => '04:00:00 lost leader on a');
    const { findings } = await analyzeMini([{ signals: { lost: LOST }, when: { high: ['lost'] } }], {
      files: etcdLog(lines),
    });
    expect(findings.map(({ count }) => count)).toEqual([30_000]);
  });

  it('takes a line without a time for as old as the line before it', async () => {
    expect(
      await onLines({ lasting: '10m' }, ['04:00:00 lost leader on a', '04:10:00 panic:', 'lost leader on a']),
    ).toEqual(['high a']);
  });

  it('counts lines of rotated and previous logs as lines of the program', async () => {
    const files = {
      ...etcdLog(['04:00:00 lost leader on a']),
      ...etcdLog(['03:00:00 lost leader on a'], 'node1', true),
    };
    expect(await onLines({ 'at-least': 2 }, [], { files })).toEqual(['high a']);
  });

  it('counts only lines in the time that is asked for', async () => {
    const rule = { signals: { lost: LOST }, when: { high: ['lost'] } };
    const report = await analyzeMini(
      [rule],
      { files: etcdLog(twoAndOne) },
      { since: '2025-03-05T04:05:00Z', until: '2025-03-05T04:15:00Z' },
    );
    expect(report.findings.map(({ entity, count }) => [entity.name, count])).toEqual([['a', 1]]);
  });

  it('finds lines in the time that is asked for in the middle of a long series', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `04:${String(index).padStart(2, '0')}:00 lost leader on a`);
    const rule = { signals: { lost: LOST }, when: { high: ['lost'] } };
    const report = await analyzeMini(
      [rule],
      { files: etcdLog(lines) },
      { since: '2025-03-05T04:29:30Z', until: '2025-03-05T04:31:30Z' },
    );
    expect(report.findings.map(({ count, firstSeen, lastSeen }) => [count, firstSeen, lastSeen])).toEqual([
      [2, '2025-03-05T04:30:00.000Z', '2025-03-05T04:31:00.000Z'],
    ]);
  });

  it('makes one row of the logs of two pods once both are known to run on one node', async () => {
    const files = {
      'logs/longhorn-system/longhorn-manager-x/longhorn-manager.log': '2025-03-05T04:00:00Z lost leader\n',
      'logs/longhorn-system/longhorn-manager-y/longhorn-manager.log': '2025-03-05T04:01:00Z lost leader\n',
    };
    const pod = (name: string): Record<string, unknown> => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'longhorn-system' },
      spec: { nodeName: 'n1' },
    });
    const signals = {
      lost: { log: 'longhorn-manager', contains: 'lost leader', bind: { node: 'stream.node' }, lasting: '1m' },
    };
    const report = await analyzeMini([{ signals, when: { high: ['lost'] } }], {
      files,
      objects: [pod('longhorn-manager-x'), pod('longhorn-manager-y')],
    });
    expect(report.findings.map(({ entity, count }) => [entity.name, count])).toEqual([['n1', 2]]);
  });
});

describe('words on events', () => {
  const event = (
    name: string,
    reason: string,
    count: unknown,
    first: string,
    last: string,
  ): Record<string, unknown> => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: 'default' },
    involvedObject: { kind: 'Node', name: 'a' },
    reason,
    message: `${reason} happened`,
    count,
    firstTimestamp: `2025-03-05T${first}Z`,
    lastTimestamp: `2025-03-05T${last}Z`,
  });
  const down = { event: 'Node', reason: 'Down', bind: { node: 'event.name' } };
  const up = { event: 'Node', reason: 'Up', bind: { node: 'event.name' } };

  it.each([
    {
      says: 'an event with count 12 counts 12',
      words: { 'at-least': 12 },
      events: [event('e', 'Down', 12, '04:00:00', '05:00:00')],
      result: ['high a'],
    },
    {
      says: 'its repeats are spread over its time',
      words: { 'at-least': 12, within: '30m' },
      events: [event('e', 'Down', 12, '04:00:00', '05:00:00')],
      result: 'none',
    },
    {
      says: 'a count that is no number counts one',
      words: { 'at-least': 2 },
      events: [event('e', 'Down', 'many', '04:00:00', '05:00:00')],
      result: 'none',
    },
    {
      says: 'repeats after a recovery still count',
      words: { 'unless-followed-by': 'up' },
      events: [event('e', 'Down', 12, '04:00:00', '05:00:00'), event('u', 'Up', 1, '04:30:00', '04:30:00')],
      result: ['high a'],
    },
    {
      says: 'repeats before a recovery do not',
      words: { 'unless-followed-by': 'up' },
      events: [event('e', 'Down', 12, '04:00:00', '05:00:00'), event('u', 'Up', 1, '05:30:00', '05:30:00')],
      result: 'none',
    },
  ])('$says', async ({ words, events, result }) => {
    const signals = { down: { ...down, ...words }, ...('unless-followed-by' in words ? { up } : {}) };
    expect(verdict(await analyzeMini([{ signals, when: { high: ['down'] } }], { objects: events }))).toEqual(result);
  });

  it('cites an event once, however often it was counted', async () => {
    const report = await analyzeMini([{ signals: { down }, when: { high: ['down'] } }], {
      objects: [event('e', 'Down', 12, '04:00:00', '05:00:00')],
    });
    expect(report.findings[0]?.evidence).toHaveLength(1);
  });

  it('takes an event that both APIs list for one', async () => {
    const old = event('e', 'Down', 3, '04:00:00', '05:00:00');
    const metadata = { name: 'e', namespace: 'default' };
    const current = {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata,
      regarding: { kind: 'Node', name: 'a' },
      reason: 'Down',
      note: 'Down happened',
      deprecatedCount: 3,
    };
    const report = await analyzeMini([{ signals: { down }, when: { high: ['down'] } }], { objects: [old, current] });
    expect(report.findings.map(({ count }) => count)).toEqual([3]);
  });
});
