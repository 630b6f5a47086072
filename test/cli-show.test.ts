import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { loadReporter } from '../src/report/index.js';
import { hostileText, reportOf, storageIncident } from './report-examples.js';
import { writeBundles } from './support/cli-bundle.js';
import { fakeTerminal } from './support/fake-terminal.js';

const pack = (): string[] => ['--no-builtin-rules', '--rules', join(folder, 'pack')];

let folder: string;
let saved: string;
beforeAll(async () => {
  folder = await writeBundles();
  saved = join(folder, 'report.json');
  const json = await loadReporter('json');
  await writeFile(saved, [...json(storageIncident, { color: false, width: 80, language: 'en' })].join(''));
});
afterAll(() => rm(folder, { recursive: true }));

async function show(finding: string, from: string, options: readonly string[] = []) {
  const { terminal, out, err } = fakeTerminal();
  const status = await run(['show', finding, from, ...options], terminal);
  return { status, out: out(), err: err() };
}

/** The finding of the example with most links. */
const linked = storageIncident.findings.find(({ causedBy, leadsTo }) => causedBy.length > 0 && leadsTo.length > 0);

describe('show', () => {
  it('prints everything on a finding of a bundle: values, evidence, steps, references', async () => {
    const { status, out } = await show('test-pod-failed', join(folder, 'failed'), pack());
    expect(status).toBe(0);
    for (const text of [
      'test-pod-failed#1',
      'pod: default/web',
      'status.phase = Failed',
      'kubectl describe pod',
      'https://kubernetes.io/docs/concepts/workloads/pods/',
    ]) {
      expect(out).toContain(text);
    }
  });

  it('reads a saved report, by the id of a finding, with causes, effects and every citation', async () => {
    const { out } = await show(linked?.id ?? '', saved);
    for (const id of [...(linked?.causedBy ?? ['none']), ...(linked?.leadsTo ?? ['none'])]) expect(out).toContain(id);
    for (const citation of linked?.evidence ?? [])
      if (citation.kind !== 'absence') expect(out).toContain(`${citation.path.split('/').at(-1)}:`);
  });

  it('gives the finding of the report as JSON', async () => {
    expect(JSON.parse((await show(linked?.id ?? '', saved, ['--format', 'json'])).out)).toEqual(linked);
  });

  it('asks which one when a rule has several findings', async () => {
    const several = { ...storageIncident, findings: ['x#1', 'x#2'].map((id) => ({ ...first(), id, rule: 'x' })) };
    const path = join(folder, 'several.json');
    await writeFile(path, JSON.stringify(several));
    const { status, err } = await show('x', path);
    expect(status).toBe(2);
    expect(err).toMatch(/there are 2 of them; give one: x#1 \(.+\), x#2 \(/);
  });

  it('suggests the finding that was meant, or how to see why there is none', async () => {
    expect((await show('test-pod-faild', join(folder, 'failed'), pack())).err).toContain(
      'did you mean "test-pod-failed"?',
    );
    expect((await show('etcd-quorum-lost', saved)).err).toContain('bundlescope explain etcd-quorum-lost');
  });

  it('tells a file that begins like a report and is none', async () => {
    const path = join(folder, 'broken.json');
    await writeFile(path, (await readFile(saved, 'utf8')).slice(0, 500));
    const { status, err } = await show('x', path);
    expect(status).toBe(3);
    expect(err).toContain('the report is no whole JSON document');
    await writeFile(path, '{"schemaVersion": "1", "tool": {}}');
    expect((await show('x', path)).err).toContain('not a report of this version of bundlescope (tool.name');
  });

  it('writes no control character, whatever the report holds', async () => {
    const hostile = reportOf(hostileText);
    const path = join(folder, 'hostile.json');
    await writeFile(path, JSON.stringify(hostile));
    const { out } = await show(hostile.findings[0]?.id ?? '', path);
    expect(out).toContain('alert(1)');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

function first() {
  const [finding] = storageIncident.findings;
  if (finding === undefined) throw new Error('the example has no finding');
  return finding;
}
