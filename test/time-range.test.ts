import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAround, timeBounds } from '../src/cli/time-options.js';
import type { RuleSelection } from '../src/index.js';
import { ETCD_LOG, examine, writeNeedlePack, zipOf } from './support/examined-bundle.js';
import { analyzeMini, node, verdict } from './support/mini-rules.js';

let rules: RuleSelection;
beforeAll(async () => {
  rules = await writeNeedlePack();
});

/** A line with a needle each second from midnight on 2025-03-05. */
function storm(lines: number): string {
  const start = Date.parse('2025-03-05T00:00:00Z');
  return Array.from(
    { length: lines },
    (_, second) => `${new Date(start + second * 1000).toISOString()} the needle\n`,
  ).join('');
}

describe('the time that an analysis is limited to', () => {
  it('may lie in the middle of a storm, of which only the ends would be kept', async () => {
    const bundle = zipOf({ [ETCD_LOG]: storm(16_000) });
    const { report } = await examine(bundle, { rules, since: '2025-03-05T02:10:00Z', until: '2025-03-05T02:10:09Z' });
    expect(report.findings).toMatchObject([
      { count: 10, firstSeen: '2025-03-05T02:10:00.000Z', lastSeen: '2025-03-05T02:10:09.000Z' },
    ]);
  });

  it.each([
    [{ since: '2025-03-05T02:10:00Z' }, 'only log lines and events from 2025-03-05 02:10:00 UTC, as asked for'],
    [{ until: '2025-03-05T02:10:09Z' }, 'only log lines and events to 2025-03-05 02:10:09 UTC, as asked for'],
  ])('is told with the report: %j', async (range, sentence) => {
    const { report, text, markdown } = await examine(zipOf({ [ETCD_LOG]: storm(2) }), { rules, ...range });
    expect(report.range).toEqual(
      Object.fromEntries(Object.entries(range).map(([bound, time]) => [bound, time.replace('Z', '.000Z')])),
    );
    expect(text.replaceAll(/\s+/g, ' ')).toContain(`Evidence ${sentence}`);
    expect(markdown).toContain(`| Evidence | ${sentence} |`);
  });

  it('is not told when none was asked for', async () => {
    const { report, text } = await examine(zipOf({ [ETCD_LOG]: storm(2) }), { rules });
    expect(report.range).toBeUndefined();
    expect(text).not.toContain('as asked for');
  });

  it('holds for events as for lines', async () => {
    const rule = {
      signals: { failing: { event: 'Node', reason: 'Failing', bind: { node: 'event.name' } } },
      when: { high: ['failing'] },
    };
    const event = (name: string, time: string): Record<string, unknown> => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.1`, namespace: 'default' },
      involvedObject: { kind: 'Node', name },
      reason: 'Failing',
      firstTimestamp: time,
      lastTimestamp: time,
    });
    const objects = [event('early', '2025-03-05T01:00:00Z'), event('late', '2025-03-05T05:00:00Z')];
    expect(verdict(await analyzeMini([rule], { objects }, { since: '2025-03-05T04:00:00Z' }))).toEqual(['high late']);
  });

  it('leaves alone what objects state: they show how things were in the end', async () => {
    const rule = {
      signals: { cordoned: { object: 'Node', where: 'self.spec.unschedulable', bind: { node: 'self.metadata.name' } } },
      when: { high: ['cordoned'] },
    };
    const objects = [node('node1', { spec: { unschedulable: true } })];
    expect(verdict(await analyzeMini([rule], { objects }, { until: '2025-03-05T01:00:00Z' }))).toEqual(['high node1']);
  });

  it('is the time in which causes were looked for, and that is said of those that were not found', async () => {
    const event = (reason: string) => ({ event: 'Node', reason, bind: { node: 'event.name' } });
    const cause = {
      id: 'cause',
      signals: { began: event('Began') },
      when: { high: ['began'] },
      'leads-to': [{ rule: 'effect', reach: 'same' }],
    };
    const effect = {
      id: 'effect',
      role: 'symptom',
      signals: { failing: event('Failing') },
      when: { high: ['failing'] },
    };
    const happened = (reason: string, time: string): Record<string, unknown> => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `node1.${reason}`, namespace: 'default' },
      involvedObject: { kind: 'Node', name: 'node1' },
      reason,
      firstTimestamp: time,
      lastTimestamp: time,
    });
    const objects = [happened('Began', '2025-03-05T01:00:00Z'), happened('Failing', '2025-03-05T05:00:00Z')];
    const { diagnosis } = await analyzeMini([cause, effect], { objects }, { since: '2025-03-05T04:00:00Z' });
    expect(diagnosis.unexplained?.map(({ why }) => why)).toEqual([
      'Of 1 known cause 1 was not found near it in the time asked for.',
    ]);
  });
});

describe('--around', () => {
  it.each([
    ['2025-03-05T04:48:00Z', '2025-03-05T04:38:00.000Z', '2025-03-05T04:58:00.000Z'],
    ['2025-03-05T04:48:00Z±2h', '2025-03-05T02:48:00.000Z', '2025-03-05T06:48:00.000Z'],
    ['2025-03-05T04:48:00+01:00+-30s', '2025-03-05T03:47:30.000Z', '2025-03-05T03:48:30.000Z'],
  ])('%s is the time from before to after it', (text, since, until) => {
    expect(parseAround(text)).toEqual({ since, until });
  });

  it.each([
    '',
    'noon',
    '2025-03-05',
    '2025-03-05T04:48:00Z±',
    '2025-03-05T04:48:00Z±5',
    '±5m',
    '2025-03-05T04:48:00Z±99999999999d',
  ])('refuses %j and says what it takes', (text) => {
    expect(() => parseAround(text)).toThrow(/such as 2025-03-05T04:48:00Z/);
  });

  it('gives a span that is twice as long as what stands behind the sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom('s', 'm', 'h'), (count, unit) => {
        const { since = '', until = '' } = parseAround(`2025-03-05T04:48:00Z±${count}${unit}`);
        const unitMs = { s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 0;
        return Date.parse(until) - Date.parse(since) === 2 * count * unitMs;
      }),
    );
  });

  it('does not go with --since or --until, which it stands for', () => {
    const around = parseAround('2025-03-05T04:48:00Z');
    expect(() => timeBounds({ around, since: '2025-03-05T00:00:00.000Z' }, 'line')).toThrow(
      'leave out --since and --until',
    );
  });
});
