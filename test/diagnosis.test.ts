import { describe, expect, it } from 'vitest';
import type { Report } from '../src/model/report.js';
import { analyzeMini, etcdLog, type MiniBundle, type MiniRule } from './support/mini-rules.js';

/** A rule that reads `<id> [volume v] [node n] [pod p]` off a log. */
function told(id: string, entity: string, parts: Readonly<Record<string, unknown>> = {}): MiniRule {
  const match = `${id}(?: volume (?P<volume>[a-z0-9]+))?(?: node (?P<node>[a-z0-9]+))?(?: pod (?P<pod>[a-z0-9/]+))?$`;
  const bind = entity === 'cluster' ? {} : { match };
  return { id, entity, signals: { told: { log: 'etcd', contains: id, ...bind } }, when: { high: ['told'] }, ...parts };
}

function diagnosed(rules: readonly MiniRule[], lines: readonly string[], bundle: MiniBundle = {}): Promise<Report> {
  return analyzeMini(rules, { files: etcdLog(lines), ...bundle });
}

/** `cause -> effect` of every edge, by ids. */
function edges({ findings }: Report): string[] {
  return findings.flatMap(({ id, leadsTo }) => leadsTo.map((effect) => `${id} -> ${effect}`)).sort();
}

function ids({ findings }: Report): string[] {
  return findings.map(({ id }) => id).sort();
}

function roots({ diagnosis }: Report): string[] {
  return diagnosis.rootCauses.map(({ finding }) => finding);
}

const cause = (parts: Readonly<Record<string, unknown>> = {}, entity = 'volume'): MiniRule =>
  told('cause', entity, { 'leads-to': ['effect'], ...parts });
const effect = (entity = 'volume'): MiniRule => told('effect', entity, { role: 'symptom' });

describe('leads-to', () => {
  it.each([
    {
      says: 'joins findings about one thing',
      rules: [cause(), effect()],
      lines: ['04:00:00 cause volume v1', '04:01:00 effect volume v1'],
      result: ['cause#1 -> effect#1'],
    },
    {
      says: 'does not join findings about two things',
      rules: [cause(), effect()],
      lines: ['04:00:00 cause volume v1', '04:01:00 effect volume v2'],
      result: [],
    },
    {
      says: 'joins a thing and the node it is on',
      rules: [cause({}, 'node'), effect()],
      lines: ['04:00:00 cause node n1', '04:01:00 effect volume v1 node n1'],
      result: ['cause#1 -> effect#1'],
    },
    {
      says: 'does not join two volumes through their node',
      rules: [cause(), effect()],
      lines: ['04:00:00 cause volume v1 node n1', '04:01:00 effect volume v2 node n1'],
      result: [],
    },
    {
      says: 'joins what is about the whole cluster with everything',
      rules: [cause({}, 'cluster'), effect()],
      lines: ['04:00:00 cause', '04:01:00 effect volume v1'],
      result: ['cause#1 -> effect#1'],
    },
    {
      says: 'allows for programs that notice late',
      rules: [cause(), effect()],
      lines: ['04:00:30 cause volume v1', '04:00:00 effect volume v1'],
      result: ['cause#1 -> effect#1'],
    },
    {
      says: 'does not join what was over before the cause began',
      rules: [cause(), effect()],
      lines: ['05:00:00 cause volume v1', '04:00:00 effect volume v1'],
      result: [],
    },
    {
      says: 'joins what began before the cause and went on',
      rules: [cause(), effect()],
      lines: ['05:00:00 cause volume v1', '04:00:00 effect volume v1', '05:30:00 effect volume v1'],
      result: ['cause#1 -> effect#1'],
    },
    {
      says: 'takes an alias for the rule',
      rules: [
        cause({ 'leads-to': ['old-name'] }),
        told('effect', 'volume', { role: 'symptom', aliases: ['old-name'] }),
      ],
      lines: ['04:00:00 cause volume v1', '04:01:00 effect volume v1'],
      result: ['cause#1 -> effect#1'],
    },
  ])('$says', async ({ rules, lines, result }) => {
    expect(edges(await diagnosed(rules, lines))).toEqual(result);
  });

  it('joins a volume and the pod that mounts it, by the claims of the cluster', async () => {
    const objects = [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'pv1' },
        spec: {
          csi: { driver: 'driver.longhorn.io', volumeHandle: 'v1' },
          claimRef: { namespace: 'default', name: 'data' },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace: 'default', name: 'web' },
        spec: { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] },
      },
      { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'default', name: 'other' }, spec: { volumes: [] } },
    ];
    const lines = ['04:00:00 cause volume v1', '04:01:00 effect pod default/web', '04:01:00 effect pod default/other'];
    const report = await diagnosed([cause(), effect('pod')], lines, { objects });
    expect(edges(report)).toEqual(['cause#1 -> effect#2']);
    expect(report.findings.find(({ id }) => id === 'effect#2')?.entity).toMatchObject({
      namespace: 'default',
      name: 'web',
    });
  });

  it('breaks a cycle where the times speak least for it', async () => {
    const rules = [
      told('first', 'volume', { 'leads-to': ['second'] }),
      told('second', 'volume', { 'leads-to': ['third'] }),
      told('third', 'volume', { 'leads-to': ['first'] }),
    ];
    const report = await diagnosed(rules, [
      '04:00:00 first volume v1',
      '04:02:00 second volume v1',
      '04:04:00 third volume v1',
      '05:00:00 first volume v1',
    ]);
    expect(edges(report)).toEqual(['first#1 -> second#1', 'second#1 -> third#1']);
    expect(roots(report)).toEqual(['first#1']);
  });

  it('leaves out an edge that follows from others, and gives the chain', async () => {
    const rules = [
      told('first', 'volume', { 'leads-to': ['second', 'third'] }),
      told('second', 'volume', { 'leads-to': ['third'] }),
      told('third', 'volume'),
    ];
    const report = await diagnosed(rules, [
      '04:00:00 first volume v1',
      '04:02:00 second volume v1',
      '04:04:00 third volume v1',
    ]);
    expect(edges(report)).toEqual(['first#1 -> second#1', 'second#1 -> third#1']);
    expect(report.diagnosis.chains).toEqual([['first#1', 'second#1', 'third#1']]);
  });
});

describe('refines', () => {
  const general = told('general', 'volume', { 'leads-to': ['effect'] });
  const special = told('special', 'volume', { refines: ['general'] });

  it('folds the general finding into the special one, which takes over its links', async () => {
    const report = await diagnosed(
      [general, special, effect()],
      ['04:00:00 general volume v1', '04:00:00 special volume v1', '04:01:00 effect volume v1'],
    );
    expect(edges(report)).toEqual(['special#1 -> effect#1']);
    expect(ids(report)).toEqual(['effect#1', 'special#1']);
  });

  it('takes over the links that lead to the general one, too', async () => {
    const before = told('before', 'volume', { 'leads-to': ['general'] });
    const report = await diagnosed(
      [before, general, special],
      ['03:59:00 before volume v1', '04:00:00 general volume v1', '04:00:00 special volume v1'],
    );
    expect(edges(report)).toEqual(['before#1 -> special#1']);
  });

  it('keeps a general finding about another thing', async () => {
    const report = await diagnosed(
      [general, special],
      ['04:00:00 general volume v1', '04:00:00 general volume v2', '04:00:00 special volume v1'],
    );
    expect(ids(report)).toEqual(['general#1', 'special#1']);
  });

  it('keeps the general finding when the special rule does not hold', async () => {
    expect(ids(await diagnosed([general, special], ['04:00:00 general volume v1']))).toEqual(['general#1']);
  });

  it('folds through several steps', async () => {
    const most = told('most', 'volume', { refines: ['special'] });
    const report = await diagnosed(
      [general, special, most, effect()],
      [
        '04:00:00 general volume v1',
        '04:00:00 special volume v1',
        '04:00:00 most volume v1',
        '04:01:00 effect volume v1',
      ],
    );
    expect(edges(report)).toEqual(['most#1 -> effect#1']);
    expect(ids(report)).toEqual(['effect#1', 'most#1']);
  });

  describe('with a general finding that is surer', () => {
    const unsure = told('special', 'volume', { refines: ['general'], when: { medium: ['told'] } });
    const lines = ['04:00:00 general volume v1', '04:00:00 special volume v1', '04:01:00 effect volume v1'];

    it('tells both: what is known follows from what is only believed', async () => {
      const report = await diagnosed([general, unsure, effect()], lines);
      expect(edges(report)).toEqual(['general#1 -> effect#1', 'special#1 -> general#1']);
      expect(roots(report)).toEqual(['special#1']);
      expect(report.findings.map(({ id, confidence }) => [id, confidence])).toContainEqual(['general#1', 'high']);
    });

    it('goes on from what leads to the general one', async () => {
      const before = told('before', 'volume', { 'leads-to': ['general'] });
      const report = await diagnosed([before, general, unsure], ['03:59:00 before volume v1', ...lines]);
      expect(edges(report)).toEqual(['before#1 -> special#1', 'special#1 -> general#1']);
    });

    it('leaves no symptom without a cause that was folded before', async () => {
      const symptom = told('general', 'volume', { role: 'symptom' });
      expect((await diagnosed([symptom, unsure], lines)).diagnosis.unexplained).toBeUndefined();
    });

    it('folds it into another special form that is as sure, and does not join the two', async () => {
      const sure = told('sure', 'volume', { refines: ['general'] });
      const report = await diagnosed([general, unsure, sure], ['04:00:00 sure volume v1', ...lines]);
      expect(ids(report)).toEqual(['special#1', 'sure#1']);
      expect(edges(report)).toEqual([]);
    });

    it('folds it through a special form into a more special one that is as sure', async () => {
      const most = told('most', 'volume', { refines: ['special'] });
      const report = await diagnosed([general, unsure, most], ['04:00:00 most volume v1', ...lines]);
      expect(ids(report)).toEqual(['most#1']);
    });
  });

  it('folds a general finding that is less sure', async () => {
    const unsure = told('general', 'volume', { when: { medium: ['told'] } });
    const report = await diagnosed([unsure, special], ['04:00:00 general volume v1', '04:00:00 special volume v1']);
    expect(ids(report)).toEqual(['special#1']);
  });

  it('never folds rules away that refine each other', async () => {
    const rules = [
      told('first', 'volume', { refines: ['second'] }),
      told('second', 'volume', { refines: ['third'] }),
      told('third', 'volume', { refines: ['first'] }),
    ];
    const report = await diagnosed(rules, [
      '04:00:00 first volume v1',
      '04:00:00 second volume v1',
      '04:00:00 third volume v1',
    ]);
    expect(report.findings).toHaveLength(1);
  });
});

describe('absorbs', () => {
  const alarm = told('alarm', 'volume');
  const benign = (when: Readonly<Record<string, unknown>>): MiniRule =>
    told('normal', 'volume', { role: 'benign', severity: 'info', absorbs: ['alarm'], when });
  const lines = ['04:00:00 alarm volume v1', '04:00:00 alarm volume v2', '04:00:00 normal volume v1'];

  it('takes findings about the same thing away', async () => {
    const report = await diagnosed([alarm, benign({ high: ['told'] })], lines);
    expect(report.findings.map(({ rule, bindings }) => [rule, bindings['volume']])).toEqual([
      ['alarm', 'v2'],
      ['normal', 'v1'],
    ]);
  });

  it('leaves a finding that is surer than it is', async () => {
    expect(ids(await diagnosed([alarm, benign({ low: ['told'] })], lines))).toEqual(['alarm#1', 'alarm#2', 'normal#1']);
  });

  it('is no root cause itself', async () => {
    expect(roots(await diagnosed([alarm, benign({ high: ['told'] })], lines))).toEqual(['alarm#1']);
  });
});

describe('root causes', () => {
  it.each([
    {
      says: 'what is more severe comes first',
      rules: [told('minor', 'volume', { severity: 'warning' }), told('worse', 'volume', { severity: 'critical' })],
      lines: ['04:00:00 minor volume v1', '04:00:00 worse volume v2'],
      first: 'worse#1',
    },
    {
      says: 'what is surer comes first',
      rules: [told('guess', 'volume', { when: { low: ['told'] } }), told('sure', 'volume')],
      lines: ['04:00:00 guess volume v1', '04:00:00 sure volume v2'],
      first: 'sure#1',
    },
    {
      says: 'a mere risk comes last',
      rules: [
        told('at-risk', 'volume', { role: 'risk', severity: 'error' }),
        told('minor', 'volume', { severity: 'warning' }),
      ],
      lines: ['04:00:00 at-risk volume v1', '04:00:00 minor volume v2'],
      first: 'minor#1',
    },
  ])('$says', async ({ rules, lines, first }) => {
    expect(roots(await diagnosed(rules, lines))[0]).toBe(first);
  });

  it('puts one cause of many effects before a severer fault that explains nothing', async () => {
    const rules = [
      told('a-worse', 'volume', { severity: 'critical' }),
      told('cause', 'cluster', { 'leads-to': ['effect'] }),
      effect(),
    ];
    const lines = [
      '04:00:00 a-worse volume v9',
      '04:00:00 cause',
      ...['v1', 'v2', 'v3'].map((volume) => `04:01:00 effect volume ${volume}`),
    ];
    expect(roots(await diagnosed(rules, lines))).toEqual(['cause#1', 'a-worse#1']);
  });

  it('are none of what something else explains', async () => {
    expect(
      roots(await diagnosed([cause(), effect()], ['04:00:00 cause volume v1', '04:01:00 effect volume v1'])),
    ).toEqual(['cause#1']);
  });

  it('are no symptoms: what does not fail by itself has a cause that is unknown', async () => {
    const report = await diagnosed([effect()], ['04:01:00 effect volume v1']);
    expect(roots(report)).toEqual([]);
    expect(report.diagnosis.unexplained?.map(({ finding }) => finding)).toEqual(['effect#1']);
  });
});

describe('the report', () => {
  const rules = [cause(), effect(), told('alarm', 'node')];
  const lines = [
    '04:00:00 cause volume v2',
    '04:00:00 cause volume v1 node n1',
    '04:01:00 effect volume v1',
    '04:01:00 effect volume v2',
    '04:03:00 alarm node n1',
  ];

  it('numbers findings by entity, not by the order of the bundle', async () => {
    const entities = async (order: readonly string[]): Promise<[string, string][]> =>
      (await diagnosed(rules, order)).findings
        .map(({ id, entity }): [string, string] => [id, entity.name])
        .sort(([a], [b]) => (a < b ? -1 : 1));
    const expected = [
      ['alarm#1', 'n1'],
      ['cause#1', 'v1'],
      ['cause#2', 'v2'],
      ['effect#1', 'v1'],
      ['effect#2', 'v2'],
    ];
    expect(await entities(lines)).toEqual(expected);
    expect(await entities([...lines].reverse())).toEqual(expected);
  });

  it('is the same each time but for how long it took', async () => {
    const run = async (): Promise<string> =>
      JSON.stringify(await diagnosed(rules, lines), (key, value: unknown) => (key === 'durationMs' ? 0 : value));
    expect(await run()).toBe(await run());
  });

  it('does not depend on the order of the rules', async () => {
    const [forward, backward] = [await diagnosed(rules, lines), await diagnosed([...rules].reverse(), lines)];
    expect({ ...backward, bundle: forward.bundle }).toEqual(forward);
  });

  it('names the same causes on both sides of an edge', async () => {
    const { findings } = await diagnosed(rules, lines);
    for (const { id, leadsTo } of findings) {
      for (const target of leadsTo) expect(findings.find((finding) => finding.id === target)?.causedBy).toContain(id);
    }
    expect(findings.filter(({ causedBy }) => causedBy.length > 0).map(({ id }) => id)).toEqual([
      'effect#1',
      'effect#2',
    ]);
  });

  it('leaves out what is less sure than asked for', async () => {
    const rule = told('guess', 'volume', { when: { low: ['told'] } });
    const files = etcdLog(['04:00:00 guess volume v1']);
    expect(ids(await analyzeMini([rule], { files }, { minConfidence: 'medium' }))).toEqual([]);
    expect(ids(await analyzeMini([rule], { files }, { minConfidence: 'low' }))).toEqual(['guess#1']);
  });

  it('lists when each failure began, in order', async () => {
    const { timeline } = await diagnosed(rules, lines);
    expect(timeline.map(({ time, finding }) => [time, finding])).toEqual([
      ['2025-03-05T04:00:00.000Z', 'cause#1'],
      ['2025-03-05T04:00:00.000Z', 'cause#2'],
      ['2025-03-05T04:01:00.000Z', 'effect#1'],
      ['2025-03-05T04:01:00.000Z', 'effect#2'],
      ['2025-03-05T04:03:00.000Z', 'alarm#1'],
    ]);
  });

  it('takes the namespace of what a command names, when the entity has none', async () => {
    const using = (bind: Readonly<Record<string, string>>): MiniRule => ({
      entity: 'node',
      signals: { pod: { object: 'Pod', bind: { node: 'self.spec.nodeName', pod: 'ref(self)', ...bind } } },
      when: { high: ['pod'] },
      remediation: [
        { step: 'Delete it.', command: 'kubectl -n <namespace> delete pod <pod>' },
        { step: 'Look.', command: 'kubectl -n <namespace> get pod <pod> pvc <pvc>' },
      ],
    });
    const objects = [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'prod' }, spec: { nodeName: 'n1' } },
    ];
    const { findings } = await analyzeMini([using({ pvc: '"other/data"' })], { objects });
    expect(findings[0]?.remediation.map(({ command }) => command)).toEqual([
      'kubectl -n prod delete pod web',
      'kubectl -n <namespace> get pod web pvc data',
    ]);
  });

  it('puts no name into a command that a shell would take for more', async () => {
    const rule = told('alarm', 'volume', {
      signals: { told: { log: 'etcd', contains: 'alarm', match: 'alarm volume (?P<volume>.+)$' } },
      remediation: [{ step: 'Look at {volume}.', command: 'kubectl get volume <volume>' }],
    });
    const { findings } = await diagnosed([rule], ['04:00:00 alarm volume v1', '04:00:00 alarm volume v2;reboot']);
    expect(findings.map(({ remediation }) => remediation[0]?.command)).toEqual([
      'kubectl get volume v1',
      'kubectl get volume <volume>',
    ]);
  });
});

describe('the same defect on several objects', () => {
  it('is one root cause with all its findings and what they led to together', async () => {
    const lines = [
      '04:00:00 cause volume v1',
      '04:01:00 effect volume v1',
      '04:02:00 cause volume v2',
      '04:03:00 effect volume v2',
    ];
    const { diagnosis } = await diagnosed([cause(), effect()], lines);
    expect(diagnosis.rootCauses).toMatchObject([
      {
        finding: 'cause#1',
        findings: ['cause#1', 'cause#2'],
        why: expect.stringMatching(/^They explain 2 other findings/),
      },
    ]);
    expect(diagnosis.summary).toContain('(and 1 more like it)');
  });

  it('stays apart from other defects', async () => {
    const lines = ['04:00:00 cause volume v1', '04:02:00 other volume v2'];
    const { diagnosis } = await diagnosed([cause(), told('other', 'volume')], lines);
    expect(diagnosis.rootCauses.map(({ findings }) => findings)).toEqual([['cause#1'], ['other#1']]);
  });
});
