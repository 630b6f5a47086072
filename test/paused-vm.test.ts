import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { analyzeFiles } from './support/changed-sample.js';

function list(...items: readonly unknown[]): string {
  return stringify({ apiVersion: 'v1', kind: 'List', items });
}

const EVENT = list({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'web.1', namespace: 'prod' },
  type: 'Warning',
  reason: 'IOerror',
  message: 'VM Paused due to IO error at the volume: disk-0',
  lastTimestamp: '2025-03-05T04:48:12Z',
  involvedObject: { kind: 'VirtualMachineInstance', namespace: 'prod', name: 'web' },
});
const PAUSED = list({
  apiVersion: 'kubevirt.io/v1',
  kind: 'VirtualMachineInstance',
  metadata: { name: 'web', namespace: 'prod' },
  status: { phase: 'Running', conditions: [{ type: 'Paused', status: 'True', reason: 'PausedIOError' }] },
});
const EVENTS = 'yamls/namespaced/prod/v1/events.yaml';
const MACHINES = 'yamls/namespaced/prod/kubevirt.io/v1/virtualmachineinstances.yaml';

async function titles(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { findings } = await analyzeFiles(new Map(Object.entries(files)), { minConfidence: 'low' });
  return findings.map(({ title }) => title);
}

describe('a VM that an I/O error paused', () => {
  it('is paused when the machine says so', async () => {
    expect(await titles({ [EVENTS]: EVENT, [MACHINES]: PAUSED })).toEqual([
      'VM prod/web is paused because its disk returned an I/O error',
    ]);
  });

  it.each([
    ['no list of machines is in the bundle', {}],
    ['the machine is gone', { [MACHINES]: list() }],
  ])('was paused when an event says so and %s', async (_, machines) => {
    expect(await titles({ [EVENTS]: EVENT, ...machines })).toEqual([
      'VM prod/web was paused because its disk returned an I/O error',
    ]);
  });
});
