import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { writeBundles, writeFiles } from './support/cli-bundle.js';
import { type FakeTerminalOptions, fakeTerminal } from './support/fake-terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await writeBundles();
  await writeFiles(folder, {
    ...bundle('monday', '2025-03-03T04:48:00Z', 'a', 'node-1'),
    ...bundle('tuesday', '2025-03-04T06:50:00Z', 'a', 'node-1'),
    ...bundle('elsewhere', '2025-03-04T06:50:00Z', 'b', 'node-9'),
    ...bundle('renamed', '2025-03-04T06:50:00Z', 'a', 'node-9'),
    'graded/test/test-pod-evicted.yaml': GRADED_RULE,
    'evicted/metadata.yaml': 'bundlecreatedat: "2025-03-05T04:48:00Z"\n',
    'evicted/yamls/namespaced/default/v1/pods.yaml': `apiVersion: v1
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: web, namespace: default}
  status: {phase: Failed, reason: Evicted}
kind: List
`,
    'no-pods/metadata.yaml': 'bundlecreatedat: "2025-03-05T04:48:00Z"\n',
    'no-pods/yamls/cluster/v1/nodes.yaml': 'apiVersion: v1\nitems: []\nkind: List\n',
    'hostile/metadata.yaml': 'bundlecreatedat: "2025-03-05T04:48:00Z"\n',
    'hostile/yamls/namespaced/default/v1/pods.yaml': JSON.stringify({
      apiVersion: 'v1',
      kind: 'PodList',
      items: [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web', namespace: 'default' },
          status: { phase: 'Pending', message: '\u001b[2J\u202e@everyone <img src=x> | `#1`' },
        },
      ],
    }),
  });
});
afterAll(() => rm(folder, { recursive: true }));

/** Surer of a failed pod when it says that it was evicted. */
const GRADED_RULE = `id: test-pod-evicted
title: Pod {pod} was evicted
component: test
severity: error
role: root-cause
entity: pod
signals:
  failed:
    object: Pod
    where: self.status.phase == "Failed"
    bind: { pod: ref(self) }
    cite: [status.phase]
  evicted:
    object: Pod
    where: self.status.reason == "Evicted"
    bind: { pod: ref(self) }
    cite: [status.reason]
when:
  high: [failed, evicted]
  low: [failed]
explanation: It was evicted.
remediation:
  - step: Look at it.
    command: kubectl describe pod
references: [https://kubernetes.io/docs/concepts/workloads/pods/]
zh:
  title: Pod {pod} 被驱逐
`;

function bundle(name: string, time: string, uid: string, node: string): Record<string, string> {
  return {
    [`${name}/metadata.yaml`]: `bundlecreatedat: "${time}"\n`,
    [`${name}/yamls/cluster/v1/namespaces.yaml`]: `apiVersion: v1
items:
- apiVersion: v1
  kind: Namespace
  metadata: {name: kube-system, uid: ${uid}}
  status: {phase: Active}
kind: List
`,
    [`${name}/yamls/cluster/v1/nodes.yaml`]: `apiVersion: v1
items:
- apiVersion: v1
  kind: Node
  metadata: {name: ${node}}
kind: List
`,
  };
}

const inFolder = (name: string): string => (name === '-' ? name : join(folder, name));

async function diff(old: string, current: string, options: readonly string[] = [], screen: FakeTerminalOptions = {}) {
  const { terminal, out, err } = fakeTerminal(screen);
  const rules = ['--no-builtin-rules', '--rules', join(folder, 'pack')];
  const status = await run(['diff', inFolder(old), inFolder(current), ...rules, ...options], terminal);
  return { status, out: out(), err: err() };
}

describe('findings', () => {
  it('are new when only the new bundle has them', async () => {
    const { status, out } = await diff('healthy', 'failed');
    expect(status).toBe(0);
    expect(out).toContain('NEW FINDINGS (1)');
    expect(out).toMatch(
      /Pod default\/web is Failed\n +root cause\n +new yamls\/namespaced\/default\/v1\/pods\.yaml:\d+/,
    );
  });

  it('are gone when only the old bundle has them', async () => {
    expect((await diff('failed', 'healthy')).out).toContain('FINDINGS THAT ARE GONE (1)');
  });

  it('persist when both have them', async () => {
    const { out } = await diff('failed', 'failed');
    expect(out).toContain('FINDINGS IN BOTH (1)');
    expect(out).toContain('NO DIFFERENCES');
  });

  it('are neither new nor gone when the other bundle could not tell', async () => {
    const { out } = await diff('failed', 'no-pods');
    expect(out).not.toContain('GONE');
    expect(out).toMatch(/FINDINGS THAT ONE BUNDLE CANNOT TELL \(1\)[\s\S]*not judged in the new bundle: /);
  });

  it('that were not sure enough before are no new ones', async () => {
    const { terminal, out } = fakeTerminal();
    const rules = ['--no-builtin-rules', '--rules', inFolder('graded')];
    await run(['diff', inFolder('failed'), inFolder('evicted'), ...rules], terminal);
    expect(out()).toMatch(/FINDINGS IN BOTH \(1\)[\s\S]*confidence low → high/);
    expect(out()).not.toContain('NEW FINDINGS');
  });

  it('that are harmless are not told', async () => {
    expect((await diff('healthy', 'waiting')).out).not.toContain('FINDINGS');
  });

  it('are those about the kinds of --kind', async () => {
    expect((await diff('healthy', 'failed', ['--kind', 'nodes'])).out).not.toContain('NEW FINDINGS');
    expect((await diff('healthy', 'failed', ['--kind', 'pods'])).out).toContain('NEW FINDINGS');
  });
});

describe('--fail-on', () => {
  it('counts new findings', async () => {
    expect((await diff('healthy', 'failed', ['--fail-on', 'error'])).status).toBe(1);
  });

  it('does not count those that persist or are gone', async () => {
    expect((await diff('failed', 'failed', ['--fail-on', 'info'])).status).toBe(0);
    expect((await diff('failed', 'healthy', ['--fail-on', 'info'])).status).toBe(0);
  });
});

describe('the two bundles', () => {
  it('are said to be of one cluster, and how far apart', async () => {
    const { out } = await diff('monday', 'tuesday');
    expect(out).toContain('the same, by UID of namespace kube-system');
    expect(out.replace(/\s+/g, ' ')).toContain('1 day 2 hours later');
    expect(out).not.toContain('WARNING');
  });

  it('get a warning when they are of different clusters, and are compared all the same', async () => {
    const { status, out } = await diff('monday', 'elsewhere');
    expect(status).toBe(0);
    expect(out).toContain('NOT THE SAME');
    expect(out.replace(/\s+/g, ' ')).toContain('UID of namespace kube-system: a in the old bundle, b in the new one.');
    expect(out).toContain('node-9');
  });

  it('get a warning when no node is in both', async () => {
    const { out } = await diff('monday', 'renamed');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'may not be of the same cluster. names of nodes: node-1 in the old bundle',
    );
  });

  it('get a warning when they are swapped', async () => {
    const { out } = await diff('tuesday', 'monday');
    expect(out.replace(/\s+/g, ' ')).toContain('given as old was taken 1 day 2 hours after the one given as new');
  });

  it('cannot both come from standard input', async () => {
    expect(await diff('-', '-')).toMatchObject({ status: 2, out: '' });
  });
});

describe('what cannot be read', () => {
  it('ends the comparison with status 3, whichever it is, and leaves the output file alone', async () => {
    const output = inFolder('kept.md');
    await writeFile(output, 'as it was');
    for (const [old, current] of [['not-a-bundle.bin', 'failed'] as const, ['failed', 'not-a-bundle.bin'] as const]) {
      const { status, out, err } = await diff(old, current, ['--output', output]);
      expect({ status, out }).toEqual({ status: 3, out: '' });
      expect(err).toContain('not-a-bundle.bin');
    }
    expect(await readFile(output, 'utf8')).toBe('as it was');
  });

  it('in part gives status 4, and nothing in it is gone', async () => {
    const { status, out } = await diff('large', 'large', ['--max-object-bytes', '1kB']);
    expect(status).toBe(4);
    expect(out).toContain('NO DIFFERENCES');
  });
});

describe('the output', () => {
  it('goes to a file whose extension gives the format', async () => {
    const output = inFolder('changes.json');
    expect(await diff('healthy', 'failed', ['--output', output])).toMatchObject({ status: 0, out: '' });
    expect(JSON.parse(await readFile(output, 'utf8'))).toMatchObject({
      schemaVersion: '1',
      counts: { findings: { new: 1 } },
    });
  });

  it('is refused in a format that a comparison does not have', async () => {
    const { status, err } = await diff('healthy', 'failed', ['--output', inFolder('changes.ndjson')]);
    expect(status).toBe(2);
    expect(err).toContain('text, json, markdown');
  });

  it('is in Chinese with --lang zh', async () => {
    const { out } = await diff('healthy', 'failed', ['--lang', 'zh']);
    expect(out).toContain('新的发现（1）');
    expect(out).toContain('Pod default/web 的状态为 Failed');
  });

  it('is coloured on a terminal only', async () => {
    expect((await diff('healthy', 'failed', [], { stdoutIsTerminal: true })).out).toContain('\u001b[');
    expect((await diff('healthy', 'failed')).out).not.toContain('\u001b[');
  });

  it('makes texts of the bundles harmless', async () => {
    const text = (await diff('healthy', 'hostile')).out;
    expect(text).toContain('\\x1b[2J\\u202e');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(text).not.toMatch(/[\u001b\u202e]/);
    const markdown = (await diff('healthy', 'hostile', ['--format', 'markdown'])).out;
    expect(markdown).toContain('\\x1b');
    expect(markdown).not.toContain('@everyone');
    expect(markdown).not.toContain('<img');
  });
});
