import { expect, it } from 'vitest';
import { analyzeMini, type MiniRule } from './support/mini-rules.js';

const byMinute: MiniRule = {
  entity: 'cluster',
  signals: {
    ended: {
      log: 'virt-launcher',
      contains: 'Received signal terminated',
      bind: { minute: 'extract(line.fields.timestamp, "^.{16}")' },
    },
  },
  when: { high: ['ended'] },
};

it('rules see the true times among the fields of lines that differ in nothing else', async () => {
  const line = (minute: string): string =>
    `{"component":"virt-launcher","level":"info","msg":"Received signal terminated","pos":"a.go:1","timestamp":"2025-03-05T04:${minute}:10.000001Z"}`;
  const lines = ['48', '49', '48', '50'].map(line).join('\n');
  const { findings } = await analyzeMini([byMinute], {
    files: { 'logs/shop/virt-launcher-web-1-9xk2p/compute.log': lines },
  });
  expect(findings.map(({ bindings, count }) => [bindings['minute'], count])).toEqual([
    [['2025-03-05T04:48', '2025-03-05T04:49', '2025-03-05T04:50'], 4],
  ]);
});
