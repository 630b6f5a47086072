import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from '../src/logs/parse-line.js';

/** Bodies of every format; the first ones state a full time of their own. */
const TIMED_BODIES = [
  '{"level":"warn","ts":"2025-03-05T04:47:58.120345Z","msg":"apply request took too long","took":"412ms"}',
  'time="2025-03-05T05:10:41Z" level=info msg="say \\"no\\"" node=node-2',
  '2024/10/02 09:26:41 [ERROR] error syncing',
  '2023-03-01 08:42:18.393 [WARNING][1132] felix/daemon.go 719: Felix is shutting down reason="x"',
  '2020-09-16 02:51:14.118273 W | etcdserver: read-only range request',
  '2025-02-05T17:16:04Z\tERROR\tbundle\tReconcile failed\t{"a": 1}',
  '11/06/2025 21:15:30 : epoch 6849f0c2 : h : nfs-ganesha-31[main] f :CLIENT ID :FATAL :HTTP call error',
  '10.52.0.57 - - [22/Mar/2022:17:13:23 +0000] "GET /v1 HTTP/1.1" 404 0',
  '2025-02-02T08:11:10.229013Z qemu-kvm: Failed to get "write" lock',
  '2025-05-14T09:37:32Z|02653|jsonrpc|WARN|ssl: receive error',
];
const OTHER_BODIES = [
  'E0321 08:57:05.532889       1 engine_controller.go:706] failed to update',
  'I0924 15:36:07.437293       1 controller.go:339] "Reconciling" controller="machine"',
  '[ERROR] plugin/errors: 2 x. A: i/o timeout',
  '[planner] rkecluster fleet-local/local: waiting',
  'INFO[0012] text',
  'tgtd: bs_longhorn_request(97) fail to write',
  'Buffer I/O error on dev sdf, logical block 2621440, lost async page write',
  'panic: boom',
];
const FULL_LAYERS: readonly (readonly [string, string])[] = [
  ['2025-03-05T05:10:41.118220531Z ', '2025-03-05T05:10:41.118Z'],
  ['2025-03-05T05:10:41.74Z ', '2025-03-05T05:10:41.740Z'],
  ['2025-03-05T05:10:41Z ', '2025-03-05T05:10:41.000Z'],
  ['2025-03-05T05:10:41.5-07:00 ', '2025-03-05T12:10:41.500Z'],
  ['2025-03-05T05:10:41.5Z stdout F ', '2025-03-05T05:10:41.500Z'],
  ['2025-03-05T05:10:41.5+03:00 stderr P ', '2025-03-05T02:10:41.500Z'],
  ['2025-03-05T04:48:11.130552+00:00 node1 rke2[15500]: ', '2025-03-05T04:48:11.130Z'],
  ['kern  :info  : [Jan13 04:31] [Tue Jan 13 04:31:07 2026] [T10489]  ', '2026-01-13T04:31:07.000Z'],
];
const YEARLESS_LAYERS = ['Mar 05 04:48:10 node1 rke2[15500]: ', 'Mar  5 04:48:10.641503 node1 rke2[15500]: '];
const INSTANCE_LAYERS = ['[longhorn-instance-manager] ', '[pvc-7f0c2b1e-9c1d-r-3a91bc0d] ', '[pvc-7f0c2b1e-e-0] '];
const COLOURED = ['\u001b[36m', '\u001b[0;1m'];

const body = fc.constantFrom(...TIMED_BODIES, ...OTHER_BODIES);
const inner = fc.constantFrom('', ...INSTANCE_LAYERS, ...COLOURED);

describe('outer layers', () => {
  it('leave message, level, fields and text as they are without the layer', () => {
    const outer = fc.constantFrom(...FULL_LAYERS.map(([prefix]) => prefix), ...YEARLESS_LAYERS);
    fc.assert(
      fc.property(outer, inner, body, (prefix, middle, line) => {
        const bare = parseLine(line);
        const wrapped = parseLine(prefix + middle + line);
        expect(wrapped.message).toBe(bare.message);
        expect(wrapped.text).toBe(bare.text);
        expect(wrapped.level ?? 'info').toBe(bare.level ?? 'info');
        expect([...wrapped.fields]).toEqual([...bare.fields]);
      }),
    );
  });

  it('with a year give the primary time, and the program keeps its own as event time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FULL_LAYERS), inner, body, ([prefix, time], middle, line) => {
        const bare = parseLine(line);
        const wrapped = parseLine(prefix + middle + line);
        expect(new Date(wrapped.time ?? 0).toISOString()).toBe(time);
        expect(wrapped.eventTime).toBe(bare.time);
        expect(wrapped.yearless).toBeUndefined();
      }),
    );
  });

  it('without a year give a yearless time only when the program states no full one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...YEARLESS_LAYERS), body, (prefix, line) => {
        const bare = parseLine(line);
        const wrapped = parseLine(prefix + line);
        expect(wrapped.time).toBe(bare.time);
        expect(wrapped.yearless?.day).toBe(bare.time === undefined ? 5 : undefined);
      }),
    );
  });

  it('may stand several deep', () => {
    const record = parseLine('2025-03-05T05:10:41Z stdout F 2025-03-05T05:10:40Z [pvc-a-e-0] level=info msg=x');
    expect(record).toMatchObject({ text: 'level=info msg=x', instance: 'pvc-a-e-0' });
    expect(record.time).toBe(Date.parse('2025-03-05T05:10:41Z'));
  });

  it('hold an empty line', () => {
    expect(parseLine('2025-03-05T05:10:41.5Z')).toMatchObject({ text: '', continuation: true });
    expect(parseLine('2025-03-05T05:10:41.5Z ')).toMatchObject({ text: '', continuation: true });
  });
});

describe('journald prefix', () => {
  it('names host and program', () => {
    expect(parseLine('Mar 05 04:48:11.130552 hvn2 kernel: sd 2:0:0:1: [sdf] tag#23')).toMatchObject({
      host: 'hvn2',
      program: 'kernel',
      text: 'sd 2:0:0:1: [sdf] tag#23',
      yearless: { month: 3, day: 5, milliseconds: 17_291_130.552 },
    });
  });

  it.each(['r 22 22:07:48', ' 22 22:07:48', '22:07:48.123', '7:48'].map((cut) => cut.trimStart()))(
    'cut to %j by the start of the file is taken off, its time not trusted',
    (cut) => {
      const record = parseLine(`${cut} node1 rancher-system-agent[13627]: Probe succeeded`);
      expect(record).toMatchObject({ text: 'Probe succeeded', host: 'node1', program: 'rancher-system-agent' });
      expect(record.yearless ?? record.time).toBeUndefined();
    },
  );

  it('is not seen in a date that does not exist', () => {
    expect(parseLine('Feb 30 04:48:11 n1 kernel: x')).toMatchObject({ text: 'Feb 30 04:48:11 n1 kernel: x' });
  });
});

describe('dmesg stamps', () => {
  it('a relative stamp gives no time', () => {
    const record = parseLine('kern  :err   : [  +0.010370]  connection7:0: detected conn error');
    expect(record).toMatchObject({ text: 'connection7:0: detected conn error', level: 'error', program: 'kernel' });
    expect(record.time ?? record.yearless).toBeUndefined();
  });

  it('the short date alone has no year', () => {
    expect(parseLine('kern  :info  : [Jan13 04:31] x').yearless).toMatchObject({ month: 1, day: 13 });
  });
});

describe('instance prefix', () => {
  it.each([
    '[planner] rkecluster x',
    '[ERROR] plugin/errors: x',
    '[INFO] time="x"',
    '[stdout]: x',
    '[Prober] (etcd) x',
  ])('is not taken from %j', (line) => {
    expect(parseLine(line)).toMatchObject({ text: line });
    expect(parseLine(line).instance).toBeUndefined();
  });

  it('of any name is taken before a known format', () => {
    expect(parseLine('[ovn-northd] 2025-05-14T11:23:40Z|1|m|INFO|up')).toMatchObject({
      instance: 'ovn-northd',
      message: 'up',
    });
  });
});

describe('CRI tags', () => {
  it('P names the stream that carries on', () => {
    expect(parseLine('2025-03-05T05:10:41.5Z stderr P half a li').partial).toBe('stderr');
    expect(parseLine('2025-03-05T05:10:41.5Z stderr F whole').partial).toBeUndefined();
  });
});

describe('parseLine', () => {
  it('never throws, and always gives a text and a message', () => {
    const start = fc.constantFrom(
      '',
      ...FULL_LAYERS.map(([prefix]) => prefix),
      ...INSTANCE_LAYERS,
      ...TIMED_BODIES,
      '{"log":"',
    );
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary', maxLength: 300 }), (prefix, rest) => {
        const record = parseLine(prefix + rest);
        expect([typeof record.text, typeof record.message]).toEqual(['string', 'string']);
      }),
    );
  });

  it('keeps prototype-named keys as plain fields', () => {
    const record = parseLine('{"level":"info","msg":"x","__proto__":{"a":"b"},"constructor":"c"}');
    expect(record.fields.get('__proto__.a')).toBe('b');
    expect(record.fields.get('constructor')).toBe('c');
  });

  it('bounds what deep nesting and long keys can cost', () => {
    const members = Array.from({ length: 2000 }, (_, index) => `"${index}":1`).join();
    expect(parseLine(`{"msg":"x","${'k'.repeat(10_000)}":{${members}}}`).fields.size).toBe(1);
    expect(parseLine(`{"msg":"x","m":{${members}}}`).fields.size).toBe(512);
    expect(parseLine(`{"msg":"x","a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`).message).toBe('x');
  });
});
