import { describe, expect, it } from 'vitest';
import type { Confidence, Report } from '../src/model/report.js';
import { loadReporter } from '../src/report/index.js';
import { analyzeMini, etcdLog, type MiniBundle, type MiniRule, node } from './support/mini-rules.js';

/** A rule that reads `<id> [volume v] [node n] [pod p]` off a log. */
function told(id: string, entity: string, parts: Readonly<Record<string, unknown>> = {}): MiniRule {
  const match = `${id}(?: volume (?P<volume>[a-z0-9]+))?(?: node (?P<node>[a-z0-9]+))?(?: pod (?P<pod>[a-z0-9/]+))?$`;
  const bind = entity === 'cluster' ? {} : { match };
  return { id, entity, signals: { told: { log: 'etcd', contains: id, ...bind } }, when: { high: ['told'] }, ...parts };
}

const symptom = (entity = 'volume'): MiniRule => told('effect', entity, { role: 'symptom' });
const leading = (link: unknown, entity = 'volume', id = 'cause'): MiniRule => told(id, entity, { 'leads-to': [link] });

function diagnosed(
  rules: readonly MiniRule[],
  lines: readonly string[],
  bundle: MiniBundle = {},
  minConfidence: Confidence = 'low',
): Promise<Report> {
  return analyzeMini(rules, { files: etcdLog(lines), ...bundle }, { minConfidence });
}

function edges({ findings }: Report): string[] {
  return findings.flatMap(({ id, leadsTo }) => leadsTo.map((effect) => `${id} -> ${effect}`)).sort();
}

const roots = ({ diagnosis }: Report): string[] => diagnosis.rootCauses.map(({ finding }) => finding);

describe('reach', () => {
  const onOneNode = ['04:00:00 cause volume v1 node n1', '04:01:00 effect volume v2 node n1'];
  const apart = ['04:00:00 cause volume v1 node n1', '04:01:00 effect volume v2 node n2'];

  it.each([
    { reach: 'node', lines: onOneNode, related: true },
    { reach: 'node', lines: apart, related: false },
    { reach: 'cluster', lines: apart, related: true },
    { reach: 'same', lines: onOneNode, related: false },
    { reach: 'same', lines: ['04:00:00 cause volume v1', '04:01:00 effect volume v1'], related: true },
  ])('$reach relates $lines: $related', async ({ reach, lines, related }) => {
    const report = await diagnosed([leading({ rule: 'effect', reach }), symptom()], lines);
    expect(edges(report)).toEqual(related ? ['cause#1 -> effect#1'] : []);
  });

  it('counts steps through the topology', async () => {
    const objects = [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'pv1' },
        spec: { csi: { driver: 'driver.longhorn.io', volumeHandle: 'v1' }, claimRef: { namespace: 'd', name: 'data' } },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace: 'd', name: 'web' },
        spec: { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] },
      },
    ];
    const lines = ['04:00:00 cause volume v1', '04:01:00 effect pod d/web'];
    const within = async (reach: string): Promise<string[]> =>
      edges(await diagnosed([leading({ rule: 'effect', reach }), symptom('pod')], lines, { objects }));
    expect(await within('1 step')).toEqual([]);
    expect(await within('2 steps')).toEqual(['cause#1 -> effect#1']);
  });

  it('is not the node alone when the rule does not say so', async () => {
    const lines = ['04:00:00 cause volume v1 node n1', '04:01:00 effect node n1 pod d/web'];
    expect(edges(await diagnosed([leading('effect'), symptom('pod')], lines))).toEqual([]);
  });

  it('is that of causes of the sort that the rule says', async () => {
    const lines = ['04:00:00 cause volume v1', '04:00:00 cause volume v2 node n1', '04:01:00 effect'];
    const report = await diagnosed([leading({ rule: 'effect', binds: 'node' }), symptom('cluster')], lines);
    expect(edges(report)).toEqual(['cause#2 -> effect#1']);
  });

  it('is not the same when one is about the node that the other merely names', async () => {
    const lines = ['04:00:00 cause node n1 pod d/web', '04:01:00 effect node n1'];
    const link = { rule: 'effect', reach: 'same' };
    const aboutPod = await diagnosed([leading(link, 'pod'), symptom('node')], lines);
    const aboutNode = await diagnosed([leading(link, 'node'), symptom('node')], lines);
    expect([edges(aboutPod), edges(aboutNode)]).toEqual([[], ['cause#1 -> effect#1']]);
  });

  it('of a finding about the cluster is everywhere, or the nodes that it names', async () => {
    const lines = ['04:00:00 cause node n1', '04:01:00 effect node n1', '04:01:00 effect node n2'];
    const cause = (link: unknown): MiniRule => ({
      ...leading(link, 'cluster'),
      signals: { told: { log: 'etcd', contains: 'cause', match: 'cause node (?P<node>n1)' } },
    });
    const onNode = await diagnosed([cause({ rule: 'effect', reach: 'node' }), symptom('node')], lines);
    const anywhere = await diagnosed([cause('effect'), symptom('node')], lines);
    expect([edges(onNode).length, edges(anywhere).length]).toEqual([1, 2]);
  });

  it.each([
    [{ rule: 'effect', binds: 'nod' }, 'unknown binding "nod"; did you mean "node"?'],
    [{ rule: 'effect', reach: 'nod' }, 'unknown reach "nod"; did you mean "node"?'],
    [{ rule: 'effect', reach: '9 steps' }, 'or 1 to 3 steps'],
    [{ rule: 'effect', raech: 'node' }, 'unknown word "raech"; did you mean "reach"?'],
    [{ rule: 'effect', within: 'soon' }, 'expected a duration such as 90s'],
    [{ reach: 'node' }, '"leads-to.0.rule" is missing'],
  ])('is checked: %j', async (link, message) => {
    await expect(diagnosed([leading(link)], [])).rejects.toThrow(message);
  });

  it('takes a rule once', async () => {
    const rule = told('cause', 'volume', { 'leads-to': ['effect', { rule: 'effect', reach: 'node' }] });
    await expect(diagnosed([rule], [])).rejects.toThrow('"effect" is named twice');
  });
});

describe('time', () => {
  const onNodes = (cause: string, effect: string): MiniBundle => ({
    files: { ...etcdLog([cause], 'n1'), ...etcdLog([effect], 'n2') },
  });

  it('allows minutes between clocks of different nodes', async () => {
    const bundle = onNodes('04:06:00 cause volume v1', '04:00:00 effect volume v1');
    expect(edges(await diagnosed([leading('effect'), symptom()], [], bundle))).toEqual(['cause#1 -> effect#1']);
  });

  it('allows no more than they can differ', async () => {
    const bundle = onNodes('04:16:00 cause volume v1', '04:00:00 effect volume v1');
    expect(edges(await diagnosed([leading('effect'), symptom()], [], bundle))).toEqual([]);
  });

  it('does not allow minutes on one clock', async () => {
    const lines = ['04:06:00 cause volume v1', '04:00:00 effect volume v1'];
    expect(edges(await diagnosed([leading('effect'), symptom()], lines))).toEqual([]);
  });

  it.each([
    ['04:05:00', true],
    ['04:20:00', false],
  ])('holds an effect at %s within ten minutes of its cause: %s', async (time, related) => {
    const lines = ['04:00:00 cause volume v1', `${time} effect volume v1`];
    const report = await diagnosed([leading({ rule: 'effect', within: '10m' }), symptom()], lines);
    expect(edges(report)).toEqual(related ? ['cause#1 -> effect#1'] : []);
  });

  it('counts from the end of a cause that lasts', async () => {
    const lines = ['04:00:00 cause volume v1', '05:00:00 cause volume v1', '05:05:00 effect volume v1'];
    const report = await diagnosed([leading({ rule: 'effect', within: '10m' }), symptom()], lines);
    expect(edges(report)).toEqual(['cause#1 -> effect#1']);
  });

  it.each([
    ['last-seen', ['cause#1 -> effect#1'], { lastSeen: '2025-03-05T05:00:00.000Z' }],
    ['time', [], { firstSeen: '2025-03-05T05:00:00.000Z', lastSeen: '2025-03-05T05:00:00.000Z' }],
  ])('of an object that was %s failing after a state began: %j', async (word, related, seen) => {
    const bind = { node: 'self.metadata.name' };
    const since = (field: string) => `self.status.${field}`;
    const failing = { object: 'Node', where: 'self.status.failed != ""', bind, [word]: since('failed') };
    const down = { object: 'Node', where: 'self.status.down != ""', bind, time: since('down') };
    const rules = [
      { id: 'cause', signals: { failing }, when: { high: ['failing'] }, 'leads-to': ['effect'] },
      { id: 'effect', role: 'symptom', signals: { down }, when: { high: ['down'] } },
    ];
    const status = { failed: '2025-03-05T05:00:00Z', down: '2025-03-05T02:00:00Z' };
    const report = await analyzeMini(rules, { objects: [node('n1', { status })] });
    expect(edges(report)).toEqual(related);
    const { firstSeen, lastSeen } = report.findings.find(({ rule }) => rule === 'cause') ?? {};
    expect({ ...(firstSeen && { firstSeen }), lastSeen }).toEqual(seen);
  });
});

describe('several causes of one effect', () => {
  it('are told, the less likely one as an alternative with its reason', async () => {
    const rules = [
      leading('effect'),
      told('guess', 'volume', { 'leads-to': ['effect'], when: { low: ['told'] } }),
      symptom(),
    ];
    const report = await diagnosed(rules, [
      '03:59:00 guess volume v1',
      '04:00:00 cause volume v1',
      '04:01:00 effect volume v1',
    ]);
    const effect = report.findings.find(({ id }) => id === 'effect#1');
    expect(effect?.causedBy).toEqual(['cause#1', 'guess#1']);
    expect(effect?.alternativeCauses).toEqual([{ finding: 'guess#1', why: 'it is less sure' }]);
  });

  it('are no alternatives when they go back to one root', async () => {
    const rules = [
      told('cause', 'volume', { 'leads-to': ['left', 'right'] }),
      leading('effect', 'volume', 'left'),
      leading('effect', 'volume', 'right'),
      symptom(),
    ];
    const lines = ['cause', 'left', 'right', 'effect'].map((id, minute) => `04:0${minute}:00 ${id} volume v1`);
    const report = await diagnosed(rules, lines);
    expect(report.findings.flatMap(({ alternativeCauses }) => alternativeCauses ?? [])).toEqual([]);
  });

  it('show in the text, on the line below what they may have caused', async () => {
    const rules = [leading('effect'), leading('effect', 'volume', 'other'), symptom()];
    const report = await diagnosed(rules, [
      '03:59:00 other volume v1',
      '04:00:00 cause volume v1',
      '04:01:00 effect volume v1',
    ]);
    expect(await textOf(report)).toContain('another possible cause: cause holds');
  });
});

async function textOf(report: Report, showBenign = false): Promise<string> {
  const reporter = await loadReporter('text');
  return [...reporter(report, { color: false, width: 100, language: 'en', showBenign })].join('');
}

describe('a failure whose cause is unknown', () => {
  const lines = ['04:01:00 effect volume v1'];
  const needs = (id: string, source: Readonly<Record<string, unknown>>): MiniRule => ({
    ...leading('effect', 'volume', id),
    signals: { told: { bind: { volume: 'self.metadata.name' }, ...source } },
  });

  it('comes with its possible causes and what would settle each', async () => {
    const rules = [
      symptom(),
      leading('effect'),
      leading('effect', 'volume', 'elsewhere'),
      needs('unjudged', { object: 'Volume.longhorn.io' }),
      told('guess', 'volume', {
        'leads-to': ['effect'],
        when: { high: ['told', 'sure'], low: ['told'] },
        signals: {
          told: { log: 'etcd', contains: 'guess', match: 'guess volume (?P<volume>[a-z0-9]+)' },
          sure: { object: 'Engine.longhorn.io', bind: { volume: 'self.spec.volumeName' } },
        },
      }),
    ];
    const report = await analyzeMini(
      rules,
      { files: etcdLog([...lines, '04:00:00 elsewhere volume v9', '04:00:00 guess volume v1']), empty: ['Pod'] },
      { minConfidence: 'medium' },
    );
    expect(report.diagnosis.rootCauses.map(({ rule }) => rule)).toEqual(['elsewhere']);
    expect(report.diagnosis.unexplained).toMatchObject([
      {
        finding: 'effect#1',
        possibleCauses: [
          { rule: 'guess', verdict: 'unsure', missing: ['no list of Engine.longhorn.io in the bundle'] },
          { rule: 'unjudged', verdict: 'not-judged', missing: ['no list of Volume.longhorn.io in the bundle'] },
          { rule: 'elsewhere', verdict: 'unrelated', missing: [] },
          { rule: 'cause', verdict: 'not-found', missing: [] },
        ],
      },
    ]);
    const text = await textOf(report);
    expect(text).toContain('CAUSE UNKNOWN 2 of 2');
    expect(text).toContain('no list of Volume.longhorn.io in the bundle; it would tell whether: unjudged holds');
  });

  it('was not caused by what shows signs hours after it was over', async () => {
    const guess = told('guess', 'volume', { 'leads-to': ['effect'], when: { low: ['told'] } });
    const verdictOf = async (time: string): Promise<string | undefined> => {
      const report = await diagnosed([symptom(), guess], [...lines, `${time} guess volume v1`], {}, 'medium');
      return report.diagnosis.unexplained?.[0]?.possibleCauses[0]?.verdict;
    };
    expect(await verdictOf('04:00:00')).toBe('unsure');
    expect(await verdictOf('05:00:00')).toBe('unrelated');
  });

  it.each([
    [7, true],
    [8, false],
  ])('names in the summary a source that one of %i others lacks: %s', async (others, isNamed) => {
    const known = Array.from({ length: others }, (_, index) => leading('effect', 'volume', `cause${index}`));
    const unread = {
      ...leading('effect', 'volume', 'unread'),
      signals: { told: { log: 'chronyd', contains: 'lost time', match: '(?P<volume>v[0-9]+)' } },
    };
    const { diagnosis } = await diagnosed([...known, unread, symptom()], ['04:00:00 effect volume v1']);
    expect(diagnosis.summary.includes('This bundle cannot settle it: no logs of chronyd')).toBe(isNamed);
  });

  it('asks for the logs of a pod that ran on its node and was not collected', async () => {
    const pod = (node: string): Record<string, unknown> => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'kube-system', name: `etcd-${node}` },
      spec: { nodeName: node, containers: [{ name: 'etcd' }] },
      status: { containerStatuses: [{ name: 'etcd', state: { running: { startedAt: '2025-03-01T00:00:00Z' } } }] },
    });
    const report = await diagnosed([symptom(), leading('effect')], [], {
      files: etcdLog(['04:01:00 effect volume v1 node n2'], 'n1'),
      objects: [pod('n1'), pod('n2')],
    });
    expect(report.diagnosis.unexplained?.[0]?.possibleCauses).toMatchObject([
      { rule: 'cause', verdict: 'not-judged', missing: ['no logs of etcd from node n2 in the bundle'] },
    ]);
  });

  it('is not asked about when it is not sure itself', async () => {
    const report = await diagnosed([told('effect', 'volume', { role: 'symptom', when: { low: ['told'] } })], lines);
    expect(report.diagnosis.rootCauses).toEqual([]);
    expect(report.diagnosis.unexplained).toBeUndefined();
    expect(report.findings).toHaveLength(1);
  });
});

describe('a root cause', () => {
  it('has evidence of its own: that something is not there is none', async () => {
    const rule = { ...leading('effect', 'cluster'), when: { high: ['not told'] } };
    const report = await diagnosed([rule, symptom()], ['04:01:00 effect volume v1']);
    expect(roots(report)).toEqual([]);
  });
});

describe('benign findings', () => {
  const rules = [
    told('alarm', 'volume'),
    told('normal', 'volume', { role: 'benign', severity: 'info', absorbs: ['alarm'] }),
  ];
  const lines = ['04:00:00 alarm volume v1', '04:00:00 alarm volume v2', '04:00:00 normal volume v1'];

  it('say what they explained', async () => {
    const { findings } = await diagnosed(rules, lines);
    expect(findings.find(({ rule }) => rule === 'normal')?.absorbed).toEqual([
      {
        rule: 'alarm',
        title: 'alarm holds',
        entity: { kind: 'Volume.longhorn.io', name: 'v1' },
        confidence: 'high',
        count: 1,
      },
    ]);
  });

  it('are listed when asked for', async () => {
    const report = await diagnosed(rules, lines);
    expect(await textOf(report, true)).toContain('explains what looked like: alarm (Volume v1)');
    expect(await textOf(report)).not.toContain('explains what looked like');
  });
});

describe('the reasons of a confidence', () => {
  const rule: MiniRule = {
    id: 'sample',
    entity: 'volume',
    signals: {
      told: { log: 'etcd', contains: 'broken', match: 'broken volume (?P<volume>[a-z0-9]+)' },
      listed: { object: 'Volume.longhorn.io', bind: { volume: 'self.metadata.name' } },
      repeated: { log: 'etcd', contains: 'again', match: 'again volume (?P<volume>[a-z0-9]+)' },
      repaired: { log: 'etcd', contains: 'repaired', match: 'repaired volume (?P<volume>[a-z0-9]+)' },
    },
    when: { high: ['told', 'listed', 'repeated', 'not repaired'], medium: ['told', 'not repaired'], low: ['told'] },
  };

  it('name what was found, what is absent and what could not be looked at', async () => {
    const report = await diagnosed([rule], ['04:00:00 broken volume v1']);
    expect(report.findings[0]).toMatchObject({
      confidence: 'medium',
      reasons: [
        { signal: 'told', state: 'found' },
        { signal: 'repaired', state: 'excluded' },
        { signal: 'repeated', state: 'absent' },
        { signal: 'listed', state: 'unknown', missing: 'no list of Volume.longhorn.io in the bundle' },
      ],
    });
    expect(await textOf(report)).toContain('medium: found told; not found: repeated; could not look at: listed');
  });

  it('name what speaks against it', async () => {
    const lines = ['04:00:00 broken volume v1', '04:01:00 repaired volume v1', '04:02:00 again volume v1'];
    const report = await diagnosed([rule], lines, { empty: ['Volume.longhorn.io'] });
    expect(report.findings[0]).toMatchObject({
      confidence: 'low',
      reasons: [
        { signal: 'told', state: 'found' },
        { signal: 'repaired', state: 'against' },
        { signal: 'listed', state: 'absent' },
      ],
    });
  });
});

describe('a cause with a hundred victims', () => {
  it('is one root; the text names a few and counts the rest', async () => {
    const volumes = Array.from({ length: 100 }, (_, index) => `v${index}`);
    const lines = ['04:00:00 cause node n1', ...volumes.map((volume) => `04:01:00 effect volume ${volume} node n1`)];
    const report = await diagnosed([leading('effect', 'node'), symptom()], lines);
    expect(roots(report)).toEqual(['cause#1']);
    expect(report.findings.find(({ id }) => id === 'cause#1')?.leadsTo).toHaveLength(100);
    const text = await textOf(report);
    expect(text).toMatch(/and 98\s+more/);
    expect(text.match(/ v\d+/g)?.length).toBeLessThan(20);
  });
});
