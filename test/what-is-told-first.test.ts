import { describe, expect, it } from 'vitest';
import { loadReporter } from '../src/report/index.js';
import { analyzeFiles, rewrite, sampleFiles, withObjects, withoutLines } from './support/changed-sample.js';

describe('what a report tells first', () => {
  it('is the root that the worst followed from, though it is only a warning itself', async () => {
    const { diagnosis } = await analyzeFiles(await sampleFiles('incident-b'));
    expect(diagnosis.rootCauses.at(0)?.rule).toBe('harvester-leftover-maintenance-mode');
    expect(diagnosis.summary).toMatch(/^Node metal-02 still carries marks .*\. It led to: RKE2 of node metal-02/);
    expect(diagnosis.summary).toMatch(/At risk: VM ml\/gpu-02 [^;]*$/);
  });

  it('is the standstill without a known cause, not a fault that nothing followed from', async () => {
    const lost = withoutLines(
      rewrite(await sampleFiles('incident-c'), /instance-manager\.log$/, (text) =>
        text.replace(/ping failure due to Failed to get file [^"\\]*/g, 'connection is closed'),
      ),
      /Failed to get file/,
    );
    const terminated = { reason: 'OOMKilled', exitCode: 137, finishedAt: '2025-03-18T11:40:00Z' };
    const report = await analyzeFiles(
      withObjects(lost, 'yamls/namespaced/shop/v1/pods.yaml', [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { namespace: 'shop', name: 'cart-7d9f8c-abcde' },
          spec: { nodeName: 'hvst-c2', containers: [{ name: 'main' }] },
          status: {
            phase: 'Running',
            containerStatuses: [{ name: 'main', restartCount: 1, state: { running: {} }, lastState: { terminated } }],
          },
        },
      ]),
    );
    expect(report.diagnosis.rootCauses.map(({ rule }) => rule)).toEqual(['pod-oomkilled']);
    expect(report.diagnosis.summary).toMatch(/^Cause unknown: .*Pod shop\/cart/s);
    const text = [...(await loadReporter('text'))(report, { color: false, width: 100, language: 'en' })].join('');
    expect(text.match(/^(ROOT CAUSE|CAUSE UNKNOWN) \d of \d/gm)).toEqual(['CAUSE UNKNOWN 1 of 2', 'ROOT CAUSE 2 of 2']);
  });
});
