import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { writeBundles, writeFiles } from './support/cli-bundle.js';
import { fakeTerminal } from './support/fake-terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await writeBundles();
  await writeFiles(folder, {
    'stated/metadata.yaml': 'bundlecreatedat: "2025-03-04T06:50:00Z"\n',
    'stated/yamls/cluster/v1/nodes.yaml': nodeList('2025-03-04T06:47:00Z'),
    'earlier/yamls/cluster/v1/nodes.yaml': nodeList('2025-03-04T06:47:00Z'),
    'day-before/yamls/cluster/v1/nodes.yaml': nodeList('2025-03-03T06:47:00Z'),
  });
});
afterAll(() => rm(folder, { recursive: true }));

function nodeList(heartbeat: string): string {
  return `apiVersion: v1
items:
- apiVersion: v1
  kind: Node
  metadata: {name: node-1}
  status: {conditions: [{type: Ready, status: "True", lastHeartbeatTime: "${heartbeat}"}]}
kind: List
`;
}

async function output(command: string, ...bundles: readonly string[]): Promise<string> {
  const { terminal, out } = fakeTerminal();
  const rules = ['--no-builtin-rules', '--rules', join(folder, 'pack'), '--quiet'];
  await run([...command.split(' '), ...bundles.map((name) => join(folder, name)), ...rules], terminal);
  return out().replace(/\s+/g, ' ');
}

describe('a bundle whose time is only estimated from the heartbeats of its nodes', () => {
  it.each(['analyze', 'analyze --format markdown', 'explain test-pod-failed', 'timeline'])(
    'is told as such by %s',
    async (command) => {
      expect(await output(command, 'earlier')).toContain('about 2025-03-04 06:47:00 UTC, estimated');
      expect(await output(command, 'stated')).not.toContain('estimated');
    },
  );

  it('is told as such when it is compared', async () => {
    expect(await output('diff', 'earlier', 'stated')).toContain('about 2025-03-04 06:47:00 UTC, estimated');
  });

  it('is not said to be older than one of nearly the same time', async () => {
    expect(await output('diff', 'stated', 'earlier')).not.toContain('given as old was taken');
  });

  it('is said to be older when it is by more than heartbeats leave open', async () => {
    expect(await output('diff', 'stated', 'day-before')).toContain('given as old was taken');
  });
});
