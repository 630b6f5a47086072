import { describe, expect, it } from 'vitest';
import type { Report } from '../src/model/report.js';
import { loadReporter } from '../src/report/index.js';
import { analyzeMini, type MiniBundle } from './support/mini-rules.js';

const SANDBOX_FAILED =
  'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "86a0eb1e15706aafa7190761aea8484e08a40febe25e8662ce7ba1e813e85b2c": plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized';

const symptom = {
  id: 'pod-waits',
  role: 'symptom',
  entity: 'pod',
  title: 'Pod {pod} waits',
  signals: { told: { event: 'Pod', reason: 'Failed', bind: { pod: 'event.ref' } } },
  when: { high: ['told'] },
};

function event(message: string): MiniBundle {
  return {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { namespace: 'shop', name: 'web.1' },
        involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web' },
        type: 'Warning',
        reason: 'Failed',
        message,
        lastTimestamp: '2025-03-05T05:59:00Z',
      },
    ],
  };
}

function said({ diagnosis }: Report): string | undefined {
  return diagnosis.unexplained?.[0]?.says?.text;
}

describe('a failure without a known cause', () => {
  it('is told with the innermost error of what its objects state', async () => {
    const report = await analyzeMini([symptom], event(SANDBOX_FAILED));
    const text =
      '… plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized';
    expect(report.diagnosis.unexplained?.[0]?.says).toMatchObject({
      text,
      citation: { kind: 'object', resource: 'Event', name: 'web.1', field: 'message' },
    });
    expect(report.diagnosis.summary).toBe(`Cause unknown: Pod shop/web waits ("${text}").`);
  });

  it('shows these words in every report for people', async () => {
    const report = await analyzeMini([symptom], event('mount failed: no such device'));
    const write = async (format: 'text' | 'markdown', language: 'en' | 'zh'): Promise<string> =>
      [...(await loadReporter(format))(report, { color: false, width: 100, language })].join('');
    expect(await write('text', 'en')).toContain('  It says     "mount failed: no such device"\n');
    expect(await write('text', 'zh')).toContain('"mount failed: no such device"\n');
    expect(await write('markdown', 'en')).toContain('- It says: `mount failed: no such device`\n');
  });

  it.each([
    ['states no error of another', 'Waiting for the volume'],
    ['ends with an id', 'The node has been rebooted, boot id: 3d2a8a9c-4dc6-4d35-9d0c-5b3e1c7f8a11'],
  ])('is told without words when its object %s', async (_, message) => {
    expect(said(await analyzeMini([symptom], event(message)))).toBeUndefined();
  });

  it('is not told twice what its title tells', async () => {
    const titled = {
      ...symptom,
      title: 'Pod {pod} waits: {why}',
      signals: { told: { event: 'Pod', reason: 'Failed', bind: { pod: 'event.ref', why: 'event.message' } } },
    };
    expect(said(await analyzeMini([titled], event('mount failed: no such device')))).toBeUndefined();
  });

  it('says that the end of a text is not cited', async () => {
    const report = await analyzeMini([symptom], event(`${'a failed: '.repeat(60)}no such device`));
    expect(said(report)).toMatch(/^… a failed: .* …$/);
    expect(said(report)?.length).toBeLessThanOrEqual(160);
  });

  it('is told with the lines that its rule names, their error included', async () => {
    const crash = {
      ...symptom,
      entity: 'node',
      title: 'RKE2 on {node} ends',
      signals: {
        ended: { log: 'rke2-server', contains: 'level=error', bind: { node: 'stream.node' } },
        fatal: { log: 'rke2-server', contains: 'level=fatal', bind: { node: 'stream.node' } },
      },
      when: { high: ['ended', 'fatal'] },
      says: ['fatal', 'ended'],
    };
    const report = await analyzeMini([crash], {
      files: {
        'nodes/n1.zip!/n1/logs/rke2-server.log': [
          'Mar 05 05:58:00 n1 rke2[1]: time="2025-03-05T05:58:00Z" level=error msg="containerd exited: exit status 1"',
          'Mar 05 05:59:00 n1 rke2[1]: time="2025-03-05T05:59:00Z" level=fatal msg="cannot start" error="listen tcp :9345: bind: address already in use"',
          '',
        ].join('\n'),
      },
    });
    expect(said(report)).toBe('cannot start: listen tcp :9345: bind: address already in use');
  });
});
