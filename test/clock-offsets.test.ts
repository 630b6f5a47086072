import { describe, expect, it } from 'vitest';
import type { ClockOffset } from '../src/model/report.js';
import { correctionAt } from '../src/timeline/clock-offsets.js';
import { ETCD_LOG, examine, zipOf } from './support/examined-bundle.js';
import { analyzeMini, etcdLog, node } from './support/mini-rules.js';

type KubeData = Record<string, unknown>;

const NOW = Date.parse('2025-03-05T05:00:00Z');
const stamp = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString().replace('.000Z', 'Z');

/** An event that a kubelet stamped `offset` seconds after the API server received it. */
function kubeletEvent(host: string, index: number, offset: number): KubeData {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${host}.${index}`, namespace: 'default', creationTimestamp: stamp(index * 60) },
    involvedObject: { kind: 'Pod', name: `web-${index}`, namespace: 'default' },
    reason: 'Started',
    source: { component: 'kubelet', host },
    firstTimestamp: stamp(index * 60 + offset),
    lastTimestamp: stamp(index * 60 + offset),
  };
}

/** A pod that a kubelet accepted `offset` seconds after the API server made it. */
function pod(host: string, index: number, offset: number, annotations: KubeData = {}): KubeData {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${host}-${index}`, namespace: 'default', creationTimestamp: stamp(index * 60), annotations },
    spec: { nodeName: host },
    status: { startTime: stamp(index * 60 + offset) },
  };
}

function lease(name: string, offset: number): KubeData {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease' },
    spec: { holderIdentity: name, renewTime: stamp(offset) },
  };
}

const readyNode = (name: string): KubeData =>
  node(name, { status: { conditions: [{ type: 'Ready', status: 'True' }] } });
const rule = {
  signals: { leases: { object: 'Lease.coordination.k8s.io', bind: { node: 'self.metadata.name' } } },
  when: { low: ['leases'] },
};
/** The signals of the rule of this name gather what programs say of clocks. */
const clockRule = {
  id: 'os-clock-skew',
  signals: {
    drift: {
      log: 'etcd',
      contains: 'high clock drift',
      bind: { peer: 'line.fields["remote-peer-id"]', node: 'stream.node' },
    },
    stepped: { log: 'chronyd', contains: 'System clock', bind: { node: 'stream.node' } },
  },
  when: { high: [{ any: ['drift', 'stepped'] }] },
};

async function clocksOf(bundle: Parameters<typeof analyzeMini>[1]): Promise<readonly ClockOffset[] | undefined> {
  return (await analyzeMini([rule, clockRule], bundle)).clocks;
}

const indexes = [1, 2, 3, 4];

describe('the clock of a node', () => {
  it('is ahead when events reach the API server before they happened and pods are accepted as late', async () => {
    const objects = indexes.flatMap((index) => [kubeletEvent('n1', index, 300), pod('n1', index, 301)]);
    const [clock] = (await clocksOf({ objects })) ?? [];
    expect(clock).toMatchObject({ node: 'n1', since: '2025-03-05T05:01:00.000Z' });
    expect(Math.abs((clock?.offsetMs ?? 0) - 300_000)).toBeLessThanOrEqual(clock?.uncertaintyMs ?? 0);
    expect(clock?.uncertaintyMs).toBeLessThanOrEqual(2000);
    expect(clock?.evidence.length).toBeGreaterThan(2);
  });

  it('is behind when a kubelet accepts pods before the API server made them', async () => {
    const objects = indexes.flatMap((index) => [kubeletEvent('n1', index, -121), pod('n1', index, -120)]);
    const [clock] = (await clocksOf({ objects })) ?? [];
    expect(clock?.node).toBe('n1');
    expect(Math.abs((clock?.offsetMs ?? 0) + 120_000)).toBeLessThanOrEqual(clock?.uncertaintyMs ?? 0);
  });

  it('is not spoken of when the stamps agree', async () => {
    const objects = indexes.flatMap((index) => [kubeletEvent('n1', index, 0), pod('n1', index, 1)]);
    expect(await clocksOf({ objects })).toBeUndefined();
  });

  it('is not called slow because events were delayed on their way', async () => {
    const objects = indexes.flatMap((index) => [kubeletEvent('n1', index, -600), pod('n1', index, 2)]);
    expect(await clocksOf({ objects })).toBeUndefined();
  });

  it('is not called fast because pods waited for it', async () => {
    const objects = indexes.flatMap((index) => [kubeletEvent('n1', index, 0), pod('n1', index, 600)]);
    expect(await clocksOf({ objects })).toBeUndefined();
  });

  it('is not judged by static pods, which the API server learns of afterwards', async () => {
    const mirror = { 'kubernetes.io/config.mirror': 'x' };
    const objects = indexes.flatMap((index) => [kubeletEvent('n1', index, -3600), pod('n1', index, -3600, mirror)]);
    expect(await clocksOf({ objects })).toBeUndefined();
  });

  it('is not judged when stamps of one time contradict each other', async () => {
    const objects = indexes.flatMap((index) => [kubeletEvent('n1', index, 300), pod('n1', index, -300)]);
    expect(await clocksOf({ objects })).toBeUndefined();
  });

  it('is not judged by a single stamp', async () => {
    expect(await clocksOf({ objects: [kubeletEvent('n1', 1, 300), pod('n1', 1, 301)] })).toBeUndefined();
  });

  it('shows in a lease that was renewed apart from those of other ready nodes', async () => {
    const names = ['n1', 'n2', 'n3'];
    const objects = [...names.map(readyNode), lease('n1', 0), lease('n2', 5), lease('n3', 240)];
    expect(await clocksOf({ objects })).toMatchObject([{ node: 'n3', offsetMs: 235_000, uncertaintyMs: 10_000 }]);
  });

  it('does not show in the old lease of a node that is down', async () => {
    const objects = [
      readyNode('n1'),
      readyNode('n2'),
      readyNode('n3'),
      node('n4'),
      lease('n1', 0),
      lease('n2', 5),
      lease('n3', 3),
      lease('n4', -900),
    ];
    expect(await clocksOf({ objects })).toBeUndefined();
  });

  it('was wrong until chrony set it', async () => {
    const files = {
      'nodes/n1/logs/chronyd.log':
        '2025-03-05T04:00:00Z n1 chronyd[7]: System clock wrong by 120.500000 seconds\n' +
        '2025-03-05T04:00:01Z n1 chronyd[7]: System clock was stepped by 120.500000 seconds\n',
    };
    expect(await clocksOf({ files })).toMatchObject([
      { node: 'n1', offsetMs: -120_500, until: '2025-03-05T04:00:00.000Z' },
    ]);
  });

  it('is what etcd measures against several peers that agree', async () => {
    const line = (peer: string, drift: string): string =>
      `04:00:00 {"level":"warn","ts":"2025-03-05T04:00:00Z","msg":"prober found high clock drift","remote-peer-id":"${peer}","clock-drift":"${drift}"}`;
    const files = etcdLog([line('a1', '1m41.2s'), line('b2', '1m40.8s')], 'n1');
    expect(await clocksOf({ files })).toMatchObject([{ node: 'n1', offsetMs: 101_000, uncertaintyMs: 1200 }]);
  });

  it('is not the wrong one of a pair that differs, which etcd cannot tell', async () => {
    const line = '04:00:00 {"msg":"prober found high clock drift","remote-peer-id":"a1","clock-drift":"-41.2s"}';
    expect(await clocksOf({ files: etcdLog([line], 'n1') })).toBeUndefined();
  });
});

describe('the rules that come with the program', () => {
  it('gather the lines in which programs complain of clocks', async () => {
    const drift = (peer: string): string =>
      `2025-03-05T04:00:00Z {"level":"warn","ts":"2025-03-05T04:00:00Z","msg":"prober found high clock drift","remote-peer-id":"${peer}","clock-drift":"-41.2s"}\n`;
    const { report } = await examine(
      zipOf({
        [ETCD_LOG]: drift('a1') + drift('b2'),
        'nodes/n2/logs/chronyd.log': '2025-03-05T04:00:00Z n2 chronyd[7]: System clock wrong by -75.5 seconds\n',
      }),
    );
    expect(report.clocks).toMatchObject([
      { node: 'n2', offsetMs: 75_500 },
      { node: 'node1', offsetMs: -41_200 },
    ]);
  });
});

describe('the correction of a stamp', () => {
  const offset = { node: 'n1', offsetMs: 60_000, uncertaintyMs: 1000, why: 'test', evidence: [] };

  it('is what the clock is wrong by, for the times it is known for', () => {
    const clocks = [{ ...offset, since: stamp(0), until: stamp(600) }];
    expect(correctionAt(clocks, 'n1', NOW + 120_000)).toEqual({ offsetMs: 60_000, uncertaintyMs: 1000 });
    expect(correctionAt(clocks, 'n1', NOW - 3_600_000)).toBeUndefined();
    expect(correctionAt(clocks, 'n1', NOW + 3_600_000)).toBeUndefined();
  });

  it('is unknown for other nodes', () => {
    expect(correctionAt([offset], 'n2', NOW)).toBeUndefined();
  });
});
