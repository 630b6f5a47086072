import { describe, expect, it } from 'vitest';
import { analyzeMini, etcdLog, type MiniRule } from './support/mini-rules.js';

const ATTACHED = 'attached';

/** A fault that etcd tells of, and a state of a volume since a time; the one leads to the other. */
function rules(link: unknown): readonly MiniRule[] {
  return [
    {
      id: 'cause',
      entity: 'volume',
      signals: { told: { log: 'etcd', contains: 'lost', match: 'lost (?P<volume>v[0-9]+)' } },
      when: { high: ['told'] },
      'leads-to': [link],
    },
    {
      id: 'effect',
      entity: 'volume',
      role: 'symptom',
      signals: {
        degraded: {
          object: 'Volume.longhorn.io',
          where: 'self.status.lastDegradedAt != ""',
          bind: { volume: 'self.metadata.name' },
          time: 'self.status.lastDegradedAt',
        },
        noticed: { event: 'Volume', reason: 'Degraded', bind: { volume: 'event.name' } },
      },
      when: { high: [{ any: ['degraded', 'noticed'] }] },
    },
  ];
}

const volume = (time: string): Record<string, unknown> => ({
  apiVersion: 'longhorn.io/v1beta2',
  kind: 'Volume',
  metadata: { name: 'v1', namespace: 'longhorn-system' },
  spec: {},
  status: { state: ATTACHED, lastDegradedAt: time },
});

const happened = (time: string): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'v1.1', namespace: 'longhorn-system' },
  involvedObject: { kind: 'Volume', name: 'v1', namespace: 'longhorn-system' },
  reason: 'Degraded',
  firstTimestamp: time,
  lastTimestamp: time,
});

const etcd = (startedAt: string): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'etcd-node1', namespace: 'kube-system' },
  status: { containerStatuses: [{ name: 'etcd', state: { running: { startedAt } } }] },
});

const GOES_ON = ['04:00:10 lost v1', '04:01:10 lost v1', '04:02:10 lost v1', '04:03:10 lost v1'];
const STARTED_LONG_AGO = etcd('2025-03-01T00:00:00Z');
const SINCE = volume('2025-03-05T02:00:00Z');

describe('a fault whose first line stands where its log begins', () => {
  it.each([
    ['may have begun before', {}, true],
    ['but goes on a little later', { lines: ['04:00:00 well', ...GOES_ON] }, true],
    ['but the log was whole: its container had just been started', { etcd: etcd('2025-03-05T03:59:55Z') }, false],
    ['but nobody says when its container was started', { etcd: etcd('') }, false],
    ['but the log says nothing of it for long', { lines: ['03:40:00 well', ...GOES_ON] }, false],
    ['but an older file of the log has no word of it', { previous: ['03:00:00 well', '03:59:00 well'] }, false],
    ['but it was told once', { lines: ['04:00:10 lost v1'] }, false],
    ['but what it is to have caused is over', { effect: happened('2025-03-05T02:00:00Z') }, false],
    ['but the two have only their node in common', { link: { rule: 'effect', reach: 'node' } }, false],
  ] as const)('%s', async (_name, parts, related) => {
    const given = { lines: GOES_ON, previous: [], etcd: STARTED_LONG_AGO, effect: SINCE, link: 'effect', ...parts };
    const older = given.previous.length === 0 ? {} : etcdLog(given.previous, 'node1', true);
    const report = await analyzeMini(rules(given.link), {
      objects: [given.etcd, given.effect],
      files: { ...etcdLog(given.lines), ...older },
    });
    const caused = report.findings.flatMap(({ rule, causedBy }) => (rule === 'effect' ? causedBy : []));
    expect(caused).toEqual(related ? ['cause#1'] : []);
  });

  it('has a cause that may lie before, and that is said when none is found', async () => {
    const report = await analyzeMini(
      rules('effect').map((rule) => ({ ...rule, role: 'symptom' })),
      {
        objects: [STARTED_LONG_AGO],
        files: etcdLog(GOES_ON),
      },
    );
    expect(report.diagnosis.unexplained?.map(({ why }) => why)).toEqual([
      'The rules know no cause of it. Its log begins at 2025-03-05 04:00:10 UTC, when it was going on already; the cause may lie in what was rotated away.',
    ]);
  });
});
