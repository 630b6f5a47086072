import { describe, expect, it } from 'vitest';
import { analyzeFiles } from './support/changed-sample.js';

const DOMAIN = (state: string): string =>
  `2025-03-05T04:48:12.0Z {"component":"virt-launcher","level":"info","msg":"kubevirt domain status: ${state}","pos":"client.go:296","timestamp":"2025-03-05T04:48:12.002871Z"}\n`;

describe('a log that lies alone', () => {
  const entitiesIn = async (path: string, text: string): Promise<readonly unknown[]> =>
    (await analyzeFiles(new Map([[path, text]]), { minConfidence: 'low' })).findings.map(({ entity }) => entity);

  it('tells of a VM whose namespace its name does not state', async () => {
    expect(await entitiesIn('files/virt-launcher-web-x7k2p_compute.log', DOMAIN('Paused(3):IOError(5)'))).toEqual([
      { kind: 'VirtualMachine.kubevirt.io', name: 'web' },
    ]);
  });

  it('tells of a VM with its namespace where the name states it', async () => {
    expect(await entitiesIn('files/prod_virt-launcher-web-x7k2p_compute.log', DOMAIN('Paused(3):IOError(5)'))).toEqual([
      { kind: 'VirtualMachine.kubevirt.io', namespace: 'prod', name: 'web' },
    ]);
  });

  it('is told by its program where it is named after that alone', async () => {
    const line = `2025/03/05 04:48:12 [ERROR] error syncing 'c-1': handler x: Operation cannot be fulfilled on nodes "n": the object has been modified; please apply your changes to the latest version and try again, requeuing\n`;
    const report = await analyzeFiles(new Map([['files/rancher.log', line]]));
    expect(report.findings.map(({ title }) => title)).toEqual([
      'Controllers of rancher tried again after an update conflict',
    ]);
  });
});
