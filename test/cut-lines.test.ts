import { describe, expect, it } from 'vitest';
import { analyzeMini, type MiniRule, verdict } from './support/mini-rules.js';

const STAMP = '2025-03-05T04:48:10.641503918Z';
const WHOLE = 'pvc-dddddddd-aaaa-4bbb-8ccc-000000000001';

/** Holds for each volume that a longhorn-manager says is lost. */
function losing(signal: Readonly<Record<string, unknown>>): MiniRule {
  const lost = { log: 'longhorn-manager', contains: 'lost volume', ...signal };
  return { entity: 'volume', signals: { lost }, when: { high: ['lost'] } };
}

const named = losing({ match: 'lost volume (?P<volume>\\S+)' });

async function verdictOn(rule: MiniRule, text: string): Promise<readonly string[] | string> {
  const files = { 'logs/longhorn-system/longhorn-manager-x7k2p/longhorn-manager.log': text };
  return verdict(await analyzeMini([rule], { files }));
}

describe('a log that was cut inside its last line', () => {
  it.each([
    ['in a name', named, `${STAMP} lost volume pvc-dddd`],
    ['behind a dash of a name', named, `${STAMP} lost volume pvc-`],
    [
      'in the value of a field',
      losing({ bind: { volume: 'line.fields.volume' } }),
      `${STAMP} time="2025-03-05T04:48:10Z" level=error msg="lost volume" volume=pvc-dddd`,
    ],
    [
      'in what an expression takes out of the text',
      losing({ bind: { volume: 'extract(line.text, "volume (pvc-[0-9a-f-]+)")' } }),
      `${STAMP} lost volume pvc-dddd`,
    ],
    ['in an address', losing({ match: 'lost volume at (?P<volume>[0-9.:]+)' }), `${STAMP} lost volume at 10.52.0.6`],
  ])('gives no name: %s', async (_, rule, text) => {
    expect(await verdictOn(rule, `${STAMP} fine\n${text}`)).toBe('none');
  });

  it.each([
    ['something follows the name', named, `${STAMP} lost volume ${WHOLE} at`],
    [
      'the name is closed by a quote',
      losing({ bind: { volume: 'line.fields.volume' } }),
      `${STAMP} level=error msg="lost volume" volume="${WHOLE}"`,
    ],
    [
      'the record is closed',
      losing({ bind: { volume: 'line.fields.volume' } }),
      `${STAMP} {"msg":"lost volume","volume":"${WHOLE}"}`,
    ],
    [
      'the name cannot be longer',
      losing({ match: 'lost volume (?P<volume>pvc-[0-9a-f-]{36})' }),
      `${STAMP} lost volume ${WHOLE}`,
    ],
  ])('is believed where %s', async (_, rule, text) => {
    expect(await verdictOn(rule, `${STAMP} fine\n${text}`)).toEqual([`high ${WHOLE}`]);
  });

  it('has whole lines before it, of the same text', async () => {
    const line = `${STAMP} lost volume ${WHOLE}`;
    expect(await verdictOn(named, `${line}\n${line}`)).toEqual([`high ${WHOLE}`]);
  });

  it('is known by its runtime, which splits long lines', async () => {
    const line = `${STAMP} stdout P lost volume pvc-dddd\n${STAMP} stdout F dddd-aaaa is gone\n`;
    expect(await verdictOn(named, line)).toBe('none');
  });

  it('differs from a file of a node, which need not end with a line end', async () => {
    const file = { file: '/etc/boot.conf', contains: 'root=', match: 'root=(?P<node>\\S+)' };
    const rule = { signals: { file }, when: { high: ['file'] } };
    const files = { 'nodes/node1/configs/etc/boot.conf': 'quiet root=LABEL' };
    expect(verdict(await analyzeMini([rule], { files }))).toEqual(['high LABEL']);
  });
});

describe('a log of which only the end was kept', () => {
  const after = [1, 2, 3].map((second) => `2025-03-05T04:49:0${second}.000000000Z fine\n`).join('');

  it.each([
    ['half a name', `dddd-lost volume ${WHOLE} is gone\n`],
    ['half a record that quotes others', `tage":"x","message":"lost volume ${WHOLE} is gone"}\n`],
  ])('tells nothing by its first line: %s', async (_, first) => {
    expect(await verdictOn(named, first + after)).toBe('none');
  });

  it('is not mistaken for one whose lines have no time', async () => {
    expect(await verdictOn(named, `lost volume ${WHOLE}\nfine\n${after}`)).toEqual([`high ${WHOLE}`]);
  });

  it('tells its first line when only the time of a journal is cut', async () => {
    const rule: MiniRule = {
      signals: { line: { log: 'kernel', contains: 'I/O error, dev', bind: { node: 'stream.node' } } },
      when: { high: ['line'] },
    };
    const lines = [
      'r  5 04:48:10 node1 kernel: I/O error, dev sda',
      ...Array.from({ length: 4 }, () => 'Mar  5 04:48:11 node1 kernel: fine'),
    ];
    const files = { 'nodes/node1/logs/kernel.log': `${lines.join('\n')}\n` };
    expect(verdict(await analyzeMini([rule], { files }))).toEqual(['high node1']);
  });
});
