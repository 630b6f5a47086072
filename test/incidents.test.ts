import { describe, expect, it } from 'vitest';
import type { Report } from '../src/index.js';
import { entityName, realBundle, reportOnSample, sampleNamed } from './support/sample-bundle.js';

const INCIDENTS = ['incident-a', 'incident-b', 'incident-c', 'incident-d', 'incident-e'];

describe.each(INCIDENTS)('the bundle of %s', async (name) => {
  const { expect: expected } = sampleNamed(name).spec;
  const report = await reportOnSample(name);

  it('gives its root causes, and nothing else, about the things the experts named', () => {
    const roots = report.diagnosis.rootCauses.map((root) => {
      const finding = report.findings.find(({ id }) => id === root.finding);
      return { rule: root.rule, entity: finding === undefined ? '' : entityName(finding) };
    });
    const wanted = expected.roots.map(({ rule, entity }) => ({ rule, entity: entity.name }));
    expect(roots).toHaveLength(wanted.length);
    expect(roots).toEqual(expect.arrayContaining(wanted));
  });

  it('tells the root that explains most first', () => {
    const [first] = report.diagnosis.rootCauses;
    const effects = (id: string): number =>
      new Set(report.diagnosis.chains.filter(([root]) => root === id).flat()).size;
    const most = Math.max(...report.diagnosis.rootCauses.map(({ finding }) => effects(finding)));
    expect(effects(first?.finding ?? '')).toBe(most);
  });

  it.each(expected.chains.filter((chain) => chain.length > 1))('tells the chain %s > %s ...', (...chain) => {
    const told = report.diagnosis.chains.map((ids) => ids.map(ruleOf));
    expect(told.some((rules) => isSubsequence(chain, rules))).toBe(true);
  });

  it.each(expected.absent)('does not claim %s', (rule) => {
    expect(report.findings.filter((finding) => finding.rule === rule)).toEqual([]);
  });

  it('is read completely', () => {
    expect(report.warnings).toEqual([]);
  });
});

describe('the bundle of a healthy cluster', () => {
  it('gives no finding above info, although it holds look-alikes of many failures', async () => {
    const report = await reportOnSample('healthy');
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(report.diagnosis.rootCauses).toEqual([]);
    expect(report.findings.filter(({ role }) => role === 'benign').length).toBeGreaterThan(0);
  });
});

const realHarvester = realBundle('harvester-v1.0-supportbundle.zip');

describe.skipIf(realHarvester === undefined)('a real Harvester v1.0 bundle', async () => {
  const report = await reportOn(realHarvester);
  const findings = (rule: string): Report['findings'] => report.findings.filter((finding) => finding.rule === rule);

  const roleOf = (id: string): string | undefined => report.findings.find((finding) => finding.id === id)?.role;

  it('gives one kind of root cause: volumes that were deleted while in use', () => {
    const causes = report.diagnosis.rootCauses.filter(({ finding }) => roleOf(finding) !== 'risk');
    expect(new Set(causes.map(({ rule }) => rule))).toEqual(new Set(['longhorn-deleted-volume-still-referenced']));
  });

  it('names both volumes, their pods and since when', () => {
    const deleted = findings('longhorn-deleted-volume-still-referenced');
    expect(deleted.map(({ firstSeen }) => firstSeen?.slice(0, 16))).toEqual(['2022-03-08T00:02', '2022-03-08T00:02']);
    expect(deleted.map(({ bindings }) => bindings['pod']).sort()).toEqual([
      expect.stringContaining('prometheus'),
      expect.stringContaining('grafana'),
    ]);
  });

  it('chains the dead devices to them, with exact counts', () => {
    const stale = findings('storage-stale-mount-after-volume-loss');
    expect(stale.map(({ bindings }) => bindings['device']).sort()).toEqual(['sdb', 'sdc']);
    expect(stale.every(({ causedBy }) => causedBy.length === 1)).toBe(true);
    expect(stale.some(({ count }) => count >= 126_042)).toBe(true);
  });

  it('claims no disk or file system fault of its own', () => {
    const rules = [
      'os-disk-io-error',
      'os-filesystem-readonly',
      'storage-filesystem-read-only',
      'os-iscsi-volume-io-error',
    ];
    expect(report.findings.filter(({ rule }) => rules.includes(rule))).toEqual([]);
  });
});

describe.each(['troubleshoot-supportbundle.tar.gz', 'sosreport-sunbeam.tar.xz'])('the real bundle %s', (file) => {
  const path = realBundle(file);

  it.skipIf(path === undefined)('is read, and nothing false is claimed', async () => {
    const report = await reportOn(path);
    expect(report.bundle.stats.logLines).toBeGreaterThan(1_000);
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});

async function reportOn(path: string | undefined): Promise<Report> {
  const { analyze } = await import('../src/index.js');
  if (path === undefined) return reportOnSample('healthy');
  return analyze(path);
}

function ruleOf(id: string): string {
  return id.slice(0, id.lastIndexOf('#'));
}

function isSubsequence(wanted: readonly string[], given: readonly string[]): boolean {
  let index = 0;
  for (const item of given) if (item === wanted[index]) index++;
  return index === wanted.length;
}
