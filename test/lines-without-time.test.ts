import { describe, expect, it } from 'vitest';
import { analyzeMini, type MiniRule } from './support/mini-rules.js';

const lost: MiniRule = {
  entity: 'volume',
  signals: { lost: { log: 'longhorn-manager', contains: 'lost volume', match: 'lost volume (?P<volume>\\S+) ' } },
  when: { high: ['lost'] },
};

/** By volume when its lines say it was lost first. */
async function timesIn(lines: readonly string[]): Promise<Readonly<Record<string, string | undefined>>> {
  const text = `${lines.join('\n')}\n`;
  const files = { 'logs/longhorn-system/longhorn-manager-x7k2p/longhorn-manager.log': text };
  const { findings } = await analyzeMini([lost], { files });
  return Object.fromEntries(findings.map(({ entity, firstSeen }) => [entity.name, firstSeen]));
}

const timed = (second: number): string => `2025-03-05T04:48:0${second}.000000000Z fine`;
const untimed = (name: string): string => `lost volume ${name} here`;
const filler = (count: number): readonly string[] => Array.from({ length: count }, () => 'goroutine 1 [running]:');

describe('a line without a time', () => {
  it('happened when the line before it did', async () => {
    expect(await timesIn([timed(1), ...filler(5), untimed('a')])).toEqual({ a: '2025-03-05T04:48:01.000Z' });
  });

  it('has none when a hundred lines before it have none', async () => {
    expect(await timesIn([timed(1), ...filler(100), untimed('a')])).toEqual({ a: undefined });
    expect(await timesIn([timed(1), ...filler(99), untimed('a')])).toEqual({ a: '2025-03-05T04:48:01.000Z' });
  });

  it('has none like the one before it, of which that is known', async () => {
    expect(await timesIn([...filler(120), untimed('a'), untimed('b'), ...filler(3), untimed('c')])).toEqual({
      a: undefined,
      b: undefined,
      c: undefined,
    });
  });

  it('has the time of a line that stands behind one without any', async () => {
    const lines = [...filler(120), untimed('a'), timed(1), untimed('b'), ...filler(3), timed(2), untimed('c')];
    expect(await timesIn(lines)).toEqual({
      a: undefined,
      b: '2025-03-05T04:48:01.000Z',
      c: '2025-03-05T04:48:02.000Z',
    });
  });
});
