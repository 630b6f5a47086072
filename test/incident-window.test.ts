import { describe, expect, it } from 'vitest';
import type { Finding, RootCause } from '../src/index.js';
import { incidentWindow } from '../src/timeline/incident-window.js';
import { selectEntries } from '../src/timeline/timeline-entries.js';

const at = (time: string): string => `2025-03-05T${time}.000Z`;

function finding(id: string, firstSeen: string | undefined, parts: Partial<Finding> = {}): Finding {
  return {
    id,
    rule: id,
    title: id,
    component: 'test',
    severity: 'error',
    role: 'symptom',
    confidence: 'high',
    entity: { kind: 'Node', name: 'n1' },
    bindings: {},
    ...(firstSeen === undefined ? {} : { firstSeen: at(firstSeen) }),
    count: 1,
    evidence: [],
    explanation: '',
    remediation: [],
    references: [],
    causedBy: [],
    leadsTo: [],
    ...parts,
  };
}

const root = (id: string): RootCause => ({ finding: id, rule: id, confidence: 'high', why: '' });
const line = (time: string): Finding['evidence'][number] => ({
  kind: 'log',
  path: 'a',
  line: 1,
  offset: 0,
  excerpt: '',
  time: at(time),
});

describe('the incident window', () => {
  it('holds the onsets that lie together with that of the best root cause', () => {
    const findings = [
      finding('old', '01:00:00'),
      finding('cause', '10:00:00'),
      finding('effect', '10:20:00'),
      finding('later', '15:00:00'),
    ];
    expect(incidentWindow(findings, [root('cause')], 'en')).toEqual({
      from: at('10:00:00'),
      to: at('10:20:00'),
      why: '2 of 4 findings with a known onset began in it; cause was the first.',
    });
  });

  it('goes on while evidence comes thick and fast', () => {
    const evidence = [line('10:05:00'), line('10:12:00'), line('10:40:00')];
    expect(incidentWindow([finding('cause', '10:00:00', { evidence })], [root('cause')], 'en')?.to).toBe(
      at('10:12:00'),
    );
  });

  it('is the heaviest cluster when no root cause says when it began', () => {
    const findings = [
      finding('a', '01:00:00'),
      finding('b', '10:00:00', { severity: 'critical' }),
      finding('cause', undefined),
    ];
    expect(incidentWindow(findings, [root('cause')], 'en')?.from).toBe(at('10:00:00'));
  });

  it.each([
    ['has no time', finding('a', undefined)],
    ['is harmless', finding('a', '10:00:00', { role: 'benign', severity: 'info' })],
    ['has not come true yet', finding('a', '10:00:00', { role: 'risk' })],
  ])('is unknown when all that was found %s', (_, only) => {
    expect(incidentWindow([only], [root('a')], 'en')).toBeUndefined();
  });
});

describe('the order of a timeline', () => {
  const happening = (text: string, time: string, place: number, node?: string) => ({
    time: Date.parse(at(time)),
    until: Date.parse(at(time)),
    count: 1,
    kind: 'log' as const,
    source: 'x',
    ...(node === undefined ? {} : { node, clockOf: node }),
    text,
    weight: 3,
    place: [place, 1] as const,
  });
  const everything = {
    range: { since: undefined, until: undefined },
    limit: undefined,
    window: undefined,
    clocks: [],
    focus: false,
  };

  it('keeps that of the bundle among equal times', () => {
    const { entries } = selectEntries([happening('b', '10:00:00', 2), happening('a', '10:00:00', 1)], everything);
    expect(entries.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  it('puts what a wrong clock stamped where it belongs, and keeps its own time', () => {
    const clocks = [{ node: 'n2', offsetMs: 300_000, uncertaintyMs: 1000, why: '', evidence: [] }];
    const { entries } = selectEntries(
      [happening('effect', '10:01:00', 0, 'n1'), happening('cause', '10:05:00', 1, 'n2')],
      {
        ...everything,
        clocks,
      },
    );
    expect(entries).toMatchObject([
      { text: 'cause', time: at('10:05:00'), correctedTime: at('10:00:00') },
      { text: 'effect', time: at('10:01:00') },
    ]);
    expect(entries[1]?.correctedTime).toBeUndefined();
  });
});
