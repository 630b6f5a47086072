import { describe, expect, it } from 'vitest';
import { loadReporter } from '../src/report/index.js';
import { analyzeFiles, rewrite, sampleFiles, withLines, withObjects, withoutLines } from './support/changed-sample.js';

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

  it('of a container that crashes is the fatal line it ends with, whichever way it is written', async () => {
    const lastLines = {
      zap: '{"level":"fatal","ts":1742298600.1,"msg":"no config","stacktrace":"main.main\\n\\tmain.go:12"}',
      logrus: 'time="2025-03-18T11:50:00Z" level=fatal msg="no config"',
      database: '2025-03-18 11:50:00.101 UTC [1] FATAL:  no config',
    };
    const pods = Object.keys(lastLines).map((name) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop', name },
      status: {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'main',
            restartCount: 9,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 1, reason: 'Error' } },
          },
        ],
      },
    }));
    const files = Object.entries(lastLines).reduce(
      (some, [name, line]) => withLines(some, `logs/shop/${name}/main.log`, [`2025-03-18T11:50:00.118200117Z ${line}`]),
      withObjects(new Map(), 'yamls/namespaced/shop/v1/pods.yaml', pods),
    );
    const { findings } = await analyzeFiles(files, { rules: { only: ['pod-crashloop'] } });
    const first = findings.map(({ entity, evidence: [citation] }) => [entity.name, citation]);
    expect(first).toEqual(
      ['database', 'logrus', 'zap'].map((name) => [
        name,
        expect.objectContaining({ kind: 'log', path: `supportbundle_changed/logs/shop/${name}/main.log` }),
      ]),
    );
  });
});
