import { describe, expect, it } from 'vitest';
import type { AnalyzeOptions, Coverage } from '../src/index.js';
import { textReport } from '../src/report/text/text-report.js';
import { analyzeMini, etcdLog, type MiniBundle, type MiniRule, node } from './support/mini-rules.js';

const LOST = { log: 'etcd', contains: 'lost leader', bind: { node: 'stream.node' } };
const lost: MiniRule = { signals: { lost: LOST }, when: { high: ['lost'] } };
const volumes: MiniRule = {
  id: 'volumes',
  component: 'longhorn',
  entity: 'volume',
  signals: {
    bad: {
      object: 'Volume.longhorn.io',
      where: 'self.status.robustness == "faulted"',
      bind: { volume: 'self.metadata.name' },
    },
  },
  when: { high: ['bad'] },
};
const namespace = (name: string): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});
const pod = (name: string, parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'kube-system' },
  spec: { containers: [{ name: 'etcd', image: 'etcd:v3.5.1' }] },
  ...parts,
});

async function coverageOf(rule: MiniRule, bundle: MiniBundle, options: AnalyzeOptions = {}): Promise<Coverage> {
  return (await analyzeMini([rule], bundle, options)).coverage;
}

const judged = { evaluated: 1, unknown: [], notApplicable: [], partial: [] };

describe('a rule has nothing to judge', () => {
  it('when the pods of all namespaces were listed and none is of its product', async () => {
    const coverage = await coverageOf(volumes, { objects: [namespace('kube-system'), pod('etcd-n1')] });
    expect(coverage).toEqual({
      ...judged,
      evaluated: 0,
      notApplicable: [{ rule: 'volumes', why: 'Longhorn is not installed' }],
    });
  });

  it('but is unknown when the pods of a namespace were not listed', async () => {
    const coverage = await coverageOf(volumes, {
      objects: [namespace('kube-system'), namespace('longhorn-system'), pod('etcd-n1')],
    });
    expect(coverage).toMatchObject({ notApplicable: [], unknown: [{ missing: 'no trace of Longhorn in the bundle' }] });
  });

  it('when there is no object of the kind it is about', async () => {
    const coverage = await coverageOf(volumes, { empty: ['Volume.longhorn.io'] });
    expect(coverage).toEqual({
      ...judged,
      evaluated: 0,
      notApplicable: [{ rule: 'volumes', why: 'there is no Volume.longhorn.io' }],
    });
  });

  it('but not for want of nodes, which every cluster has', async () => {
    expect((await coverageOf(lost, { empty: ['Node'] })).notApplicable).toEqual([]);
  });

  it('when a version is out of its range', async () => {
    const coverage = await coverageOf(
      { ...lost, applies: { longhorn: '<1.5' } },
      { files: etcdLog(['04:00:00 lost leader']), products: { longhorn: 'v1.7.2' } },
      { products: { longhorn: 'v1.7.2' } },
    );
    expect(coverage.notApplicable).toEqual([{ rule: 'sample', why: 'longhorn is v1.7.2, the rule is for <1.5' }]);
  });

  it('but applies, whatever the lists say, when it found something', async () => {
    const report = await analyzeMini([{ ...lost, id: 'harvester-lost' }], {
      objects: [namespace('kube-system'), pod('etcd-node1')],
      files: etcdLog(['04:00:00 lost leader']),
    });
    expect(report.findings).toHaveLength(1);
    expect(report.coverage).toEqual(judged);
  });

  it('and a program that runs in none of all pods is known to be absent', async () => {
    const rancher: MiniRule = {
      signals: { says: { log: 'rancher', contains: 'lost leader', bind: { node: 'stream.node' } } },
      when: { high: ['says'] },
    };
    expect(await coverageOf(rancher, { objects: [namespace('kube-system'), pod('etcd-n1')] })).toEqual(judged);
  });
});

describe('a rule was judged in part', () => {
  const quiet = (bytes: number, first = 'Mar 05 04:00:00 n1 kernel: begin\n'): string =>
    `${first + '.'.repeat(bytes - first.length - 1)}\n`;
  const kernel: MiniRule = {
    signals: { bad: { log: 'rke2-server', contains: 'lost leader', bind: { node: 'stream.node' } } },
    when: { high: ['bad'] },
  };

  it.each([
    [
      'was cut by the collector',
      10 * 2 ** 20,
      ['logs of rke2-server were cut to their last 10 MiB; what is older than 2025-03-05 04:00:00 UTC may be missing'],
    ],
    ['is a byte shorter than that', 10 * 2 ** 20 - 1, []],
  ])('when a journal %s', async (_, bytes, why) => {
    const { partial = [] } = await coverageOf(kernel, { files: { 'nodes/n1/logs/rke2-server.log': quiet(bytes) } });
    expect(partial.map((item) => item.why)).toEqual(why);
  });

  const started = (time: string): Record<string, unknown> =>
    pod('etcd-node1', {
      status: { containerStatuses: [{ name: 'etcd', state: { running: { startedAt: time } } }] },
    });
  const large = ['04:00:00 begin', ...Array.from({ length: 11 }, () => `04:30:00 ${'.'.repeat(100_000)}`)];

  it.each([
    [
      'begins long after its container',
      '2025-03-04T00:00:00Z',
      large,
      ['logs of etcd were rotated; what is older than 2025-03-05 04:00:00 UTC may be missing'],
    ],
    ['begins with its container', '2025-03-05T03:59:59Z', large, []],
    ['is too small to have been rotated', '2025-03-04T00:00:00Z', ['04:00:00 begin'], []],
  ])('when the log of a container %s', async (_, start, lines, why) => {
    const { partial = [] } = await coverageOf(lost, { objects: [started(start)], files: etcdLog(lines) });
    expect(partial.map((item) => item.why)).toEqual(why);
  });

  it('but not when it found what it looks for', async () => {
    const found = await coverageOf(lost, {
      objects: [started('2025-03-04T00:00:00Z')],
      files: etcdLog([...large, '05:00:00 lost leader']),
    });
    expect(found).toEqual(judged);
  });

  it('when the collector has hidden values', async () => {
    const rule: MiniRule = {
      signals: { down: { object: 'Node', where: 'self.spec.unschedulable', bind: { node: 'self.metadata.name' } } },
      when: { high: ['down'] },
    };
    const { partial } = await coverageOf(rule, { objects: [node('n1', { spec: { providerID: '***HIDDEN***' } })] });
    expect(partial).toEqual([{ rule: 'sample', why: 'the collector has hidden values in the list of Node' }]);
  });

  it('when what a surer answer needs is not there', async () => {
    const rule: MiniRule = {
      signals: {
        lost: LOST,
        down: { object: 'Node', where: 'self.spec.unschedulable', bind: { node: 'self.metadata.name' } },
      },
      when: { high: ['lost', 'down'], medium: ['lost'] },
    };
    const { partial } = await coverageOf(rule, { files: etcdLog(['04:00:00 lost leader']) });
    expect(partial).toEqual([{ rule: 'sample', why: 'no list of Node in the bundle' }]);
  });
});

describe('a list that is there but no list', () => {
  it('is told from one that was not collected', async () => {
    const coverage = await coverageOf(volumes, {
      objects: [],
      files: { 'yamls/namespaced/longhorn-system/longhorn.io/v1beta2/volumes.yaml': '' },
      products: { longhorn: 'v1.7.2' },
    });
    expect(coverage.unknown).toEqual([{ rule: 'volumes', missing: 'no trace of Longhorn in the bundle' }]);
    const other = await coverageOf(
      { ...volumes, component: 'storage', id: 'other' },
      {
        files: { 'yamls/namespaced/longhorn-system/longhorn.io/v1beta2/volumes.yaml': '' },
      },
    );
    expect(other.unknown).toEqual([
      { rule: 'other', missing: 'the list of Volume.longhorn.io in the bundle could not be read' },
    ]);
  });
});

describe('the text report', () => {
  it('counts the rules that do not apply, and groups those judged in part by the reason', async () => {
    const rules = ['a', 'b', 'c'].map((id) => ({ ...lost, id }));
    const report = await analyzeMini([...rules, volumes], {
      objects: [
        pod('etcd-node1', {
          status: { containerStatuses: [{ name: 'etcd', state: { running: { startedAt: '2025-03-04T00:00:00Z' } } }] },
        }),
      ],
      empty: ['Volume.longhorn.io'],
      files: etcdLog(['04:00:00 begin', ...Array.from({ length: 11 }, () => `04:30:00 ${'.'.repeat(100_000)}`)]),
    });
    const text = [...textReport(report, { color: false, width: 120, language: 'en' })].join('');
    expect(text).toContain('Decided 3 of 3 rules. 1 more rule does not apply here.');
    expect(text).toContain('JUDGED IN PART (3 rules)');
    expect(text).toContain('may be missing: 3 rules\n');
  });
});
