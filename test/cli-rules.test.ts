import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { writeBundles, writeFiles } from './support/cli-bundle.js';
import { type FakeTerminalOptions, fakeTerminal } from './support/fake-terminal.js';

const cases = (match: string): string => `cases:
  - name: a failed pod
    match: ${match}
    objects:
      - { apiVersion: v1, kind: Pod, metadata: { name: web, namespace: default }, status: { phase: Failed } }
  - name: a running pod
    match: none
    objects:
      - { apiVersion: v1, kind: Pod, metadata: { name: web, namespace: default }, status: { phase: Running } }
`;

let folder: string;
beforeAll(async () => {
  folder = await writeBundles();
  await writeFiles(folder, {
    'pack/test/test-pod-failed.test.yaml': cases('high'),
    'pack/test/test-pod-waits.test.yaml': cases('high'),
  });
});
afterAll(() => rm(folder, { recursive: true }));

async function rules(argv: readonly string[], options: FakeTerminalOptions = {}) {
  const { terminal, out, err } = fakeTerminal(options);
  const status = await run(['rules', ...argv], terminal);
  return { status, out: out(), err: err() };
}

/** The command with only the rules of the test pack. */
const ofPack = (argv: readonly string[], options: FakeTerminalOptions = {}) =>
  rules([...argv, '--no-builtin-rules', '--rules', join(folder, 'pack')], options);

describe('rules list', () => {
  it('is a table by id', async () => {
    expect(await ofPack(['list'])).toEqual({
      status: 0,
      out: [
        'ID               SEVERITY  ROLE        COMPONENT  TITLE',
        'test-pod-failed  error     root-cause  test       Pod {pod} is Failed',
        'test-pod-waits   info      benign      test       Pod {pod} is Pending',
        '',
      ].join('\n'),
      err: '',
    });
  });

  it('is an array with --format json', async () => {
    const listed: unknown = JSON.parse((await ofPack(['list', '--format', 'json', '--only', '*-waits'])).out);
    expect(listed).toMatchObject([
      { id: 'test-pod-waits', severity: 'info', role: 'benign', component: 'test', entity: 'pod' },
    ]);
  });

  it('has Chinese titles with --lang zh', async () => {
    expect((await ofPack(['list', '--lang', 'zh'])).out).toContain('Pod {pod} 的状态为 Failed');
  });
});

describe('rules show', () => {
  it('explains a rule: meaning, signals, certainty, steps, references', async () => {
    const { status, out } = await ofPack(['show', 'test-pod-failed']);
    expect(status).toBe(0);
    expect(out).toBe(`test-pod-failed
Pod {pod} is Failed

Severity    error, root-cause
Component   test
About       pod
File        ${join(folder, 'pack/test/test-pod-failed.yaml')}

WHAT IT MEANS
  It is Failed.

HOW IT SHOWS
  phase: objects of kind Pod
    where self.status.phase == "Failed"

HOW SURE
  high    phase

WHAT TO DO
  1. Look at it.
       kubectl describe pod

REFERENCES
  https://kubernetes.io/docs/concepts/workloads/pods/
`);
  });

  it('says what else a rule asks of log lines', async () => {
    await writeFiles(folder, { 'lines/slow.yaml': SLOW });
    const { out } = await rules(['show', 'slow', '--no-builtin-rules', '--rules', join(folder, 'lines')]);
    expect(out).toContain(`
  slow: log lines of etcd with "took too long" or "slow fdatasync"
    matching took (?P<took>\\S+)
    where duration(took) > duration("1s")
    at least 20 within 10m
    still in the last 1h of the log
    unless followed by ready within 5m
`);
    expect(out).toContain('high    slow and not down and (ready or started)');
  });

  it('names causes and consequences', async () => {
    const { out } = await rules(['show', 'longhorn-instance-manager-not-evictable']);
    expect(out).toMatch(
      /WHAT CAN CAUSE IT\n[\s\S]*longhorn-dual-engine-migration-stuck [\s\S]*WHAT IT LEADS TO\n[\s\S]*harvester-upgrade-/,
    );
  });

  it('gives the file as it is with --format yaml', async () => {
    await writeFiles(folder, { 'lines/slow.yaml': SLOW });
    const { out } = await rules([
      'show',
      'slow',
      '--format',
      'yaml',
      '--no-builtin-rules',
      '--rules',
      join(folder, 'lines'),
    ]);
    expect(out).toBe(SLOW);
  });

  it('gives the content of the file with --format json', async () => {
    const content: unknown = JSON.parse((await ofPack(['show', 'test-pod-failed', '--format', 'json'])).out);
    expect(content).toMatchObject({ id: 'test-pod-failed', when: { high: ['phase'] } });
  });

  it('shows a rule although another one is broken', async () => {
    await writeFiles(folder, { 'mixed/broken.yaml': 'id: [', 'mixed/slow.yaml': SLOW });
    expect((await rules(['show', 'slow', '--no-builtin-rules', '--rules', join(folder, 'mixed')])).status).toBe(0);
  });

  it('tells the problems of a rule that is broken itself', async () => {
    await writeFiles(folder, { 'mixed/broken.yaml': 'id: [', 'mixed/slow.yaml': SLOW });
    const { status, err } = await rules(['show', 'broken', '--no-builtin-rules', '--rules', join(folder, 'mixed')]);
    expect(status).toBe(2);
    expect(err).toMatch(/broken\.yaml:1:\d+: /);
  });
});

describe('rules lint', () => {
  it('prints problems by place and exits with 2', async () => {
    await writeFiles(folder, { 'lint/test/other-name.yaml': SLOW });
    const { status, out, err } = await rules(['lint', join(folder, 'lint')]);
    expect(status).toBe(2);
    expect(out).toMatch(/^\S+other-name\.yaml:1:5: .*slow\.yaml\n/);
    expect(err).toMatch(/^1 rule file, \d problems?\n$/);
  });

  it('prints no problems of sound rules', async () => {
    expect(await rules(['lint', join(folder, 'pack')])).toEqual({
      status: 0,
      out: '',
      err: '2 rule files, no problems\n',
    });
  });
});

describe('rules test', () => {
  it('counts the cases when all pass', async () => {
    const result = await rules(['test', 'test-pod-failed', '--rules', join(folder, 'pack')]);
    expect(result).toEqual({ status: 0, out: '', err: expect.stringMatching(/^\d test cases, all passed\n$/) });
  });

  it('prints what fails and why', async () => {
    const { status, out, err } = await rules(['test', 'test-pod-waits', '--rules', join(folder, 'pack')]);
    expect(status).toBe(2);
    expect(out).toBe('FAIL test-pod-waits: a failed pod: expected high, got none\n');
    expect(err).toMatch(/^\d test cases, 1 failed\n$/);
  });

  it('ends at an interruption', async () => {
    const result = await rules(['test', 'test-pod-failed', '--rules', join(folder, 'pack')], {
      signal: AbortSignal.abort(),
    });
    expect(result.status).toBe(130);
  });
});

const SLOW = `id: slow
title: etcd on {node} is slow
component: test
severity: warning
role: risk
entity: node
signals:
  slow:
    log: etcd
    contains: { any: [took too long, slow fdatasync] }
    match: 'took (?P<took>\\S+)'
    where: duration(took) > duration("1s")
    bind: { node: stream.node }
    at-least: 20
    within: 10m
    until-end: 1h
    unless-followed-by: { signal: ready, within: 5m }
  ready:
    log: etcd
    contains: ready to serve
    bind: { node: stream.node }
  started:
    log: etcd
    contains: starting etcd
    bind: { node: stream.node }
  down:
    log: etcd
    contains: shutting down
    bind: { node: stream.node }
when:
  high: [slow, not down, { any: [ready, started] }]
explanation: It is slow.
remediation:
  - step: Use a faster disk.
references: [https://etcd.io/docs/v3.5/tuning/]
zh:
  title: 节点 {node} 上的 etcd 缓慢
`;
