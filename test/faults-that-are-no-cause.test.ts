import { describe, expect, it } from 'vitest';
import type { Report } from '../src/index.js';
import {
  analyzeFiles,
  type BundleFiles,
  changeObjects,
  nameOf,
  type PlainObject,
  rewrite,
  sampleFiles,
  withObjects,
  without,
} from './support/changed-sample.js';

const MANAGER = 'instance-manager-a5c6c2d84c4b709efa8126d8c466cb98';

/** Lines put into the kernel log of a node, each at its time: `Mar 15 10:00:01.000001 text`. */
function withKernelLines(files: BundleFiles, node: string, lines: readonly string[]): BundleFiles {
  const stamp = /^[A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d\.\d{6}/;
  const stamped = lines.map((line) => line.replace(stamp, (time) => `${time} ${node} kernel:`));
  return rewrite(files, new RegExp(`^nodes/${node}\\.zip!.*/kernel\\.log$`), (text) => {
    const all = [...text.split('\n').filter((line) => line !== ''), ...stamped];
    return `${all.sort((a, b) => (a.slice(0, 22) < b.slice(0, 22) ? -1 : 1)).join('\n')}\n`;
  });
}

function killedPod(namespace: string, name: string, time: string): PlainObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name },
    spec: { nodeName: 'hvst-c1', containers: [{ name: 'main' }] },
    status: { phase: 'Running', containerStatuses: [killed(time)] },
  };
}

function killed(time: string): PlainObject {
  return {
    name: 'main',
    restartCount: 1,
    state: { running: { startedAt: time } },
    lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: time } },
  };
}

/** Rules that findings of a rule are put down to. */
function causesOf(rule: string, { findings }: Report): readonly string[] {
  const causes = findings.filter((finding) => finding.rule === rule).flatMap(({ causedBy }) => causedBy);
  return [...new Set(causes.map((id) => id.slice(0, id.lastIndexOf('#'))))].sort();
}

describe('a fault of the same node that has nothing to do with it', () => {
  it('is no cause of a missing snapshot file: a disk that failed three days before', async () => {
    const files = withKernelLines(await sampleFiles('incident-c'), 'hvst-c3', [
      'Mar 15 10:00:01.000001 scsi 0:0:0:0: Direct-Access     ATA      ST4000NM000A     TN02 PQ: 0 ANSI: 5',
      'Mar 15 10:00:02.000001 sd 0:0:0:0: [sda] Attached SCSI disk',
      ...[3, 4, 5].map(
        (second) =>
          `Mar 15 10:10:0${second}.000001 I/O error, dev sda, sector 12345${second} op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2`,
      ),
    ]);
    const report = await analyzeFiles(files);
    expect(report.findings.map(({ rule }) => rule)).toContain('os-disk-io-error');
    expect(report.diagnosis.rootCauses.at(0)?.rule).toBe('longhorn-snapshot-file-missing');
    expect(causesOf('longhorn-snapshot-file-missing', report)).toEqual([]);
  });

  it('is no cause of failing iSCSI disks: a container of a user that was killed for its memory', async () => {
    const files = withObjects(
      without(await sampleFiles('incident-c'), /^logs\/longhorn-system\/instance-manager/),
      'yamls/namespaced/shop/v1/pods.yaml',
      [killedPod('shop', 'cart-7d9f8c-abcde', '2025-03-18T11:40:00Z')],
    );
    const report = await analyzeFiles(files);
    expect(report.findings.map(({ rule }) => rule)).toContain('pod-oomkilled');
    expect(causesOf('os-iscsi-volume-io-error', report)).toEqual([]);
  });

  it('is no cause of a lost quorum: a link that flapped two hours before', async () => {
    const files = withKernelLines(
      await sampleFiles('incident-e'),
      'hci-n2',
      ['07:40:01', '07:40:04', '07:40:07', '07:40:10'].map(
        (time) => `Jan 20 ${time}.100000 ixgbe 0000:3b:00.0 eno1: NIC Link is Down`,
      ),
    );
    const report = await analyzeFiles(files);
    expect(report.findings.map(({ rule }) => rule)).toContain('network-nic-flap');
    expect(report.findings.find(({ rule }) => rule === 'network-nic-flap')?.leadsTo).toEqual([]);
  });

  it('is no cause of a lost quorum: a node that lost its power four hours before', async () => {
    const files = withKernelLines(await sampleFiles('incident-e'), 'hci-n2', [
      'Jan 20 05:40:00.000001 Linux version 5.14.21-150400.24.108-default (geeko@buildhost) #1 SMP',
    ]);
    const report = await analyzeFiles(
      rewrite(files, /^nodes\/hci-n2\.zip!.*\/kernel\.log$/, (text) =>
        text.replace(
          /^(.*Linux version.*)$/m,
          '$1\nJan 20 05:40:12.000001 hci-n2 systemd-journald[401]: File /var/log/journal/0a1b/system.journal corrupted or uncleanly shut down, renaming and replacing.',
        ),
      ),
    );
    expect(report.findings.map(({ rule }) => rule)).toContain('os-unexpected-reboot');
    expect(report.findings.find(({ rule }) => rule === 'os-unexpected-reboot')?.leadsTo).toEqual([]);
  });
});

describe('an instance manager that was killed', () => {
  it.each([
    { role: 'an agent', labels: {}, effects: [] },
    { role: 'a server', labels: { 'node-role.kubernetes.io/etcd': 'true' }, effects: ['etcd-quorum-lost#1'] },
  ])('is a cause of a lost quorum when it is that of a server: the link of $role', async ({ labels, effects }) => {
    const lines = ['09:50:01', '09:50:04', '09:50:07', '09:50:10', '09:52:58'].map(
      (time) => `Jan 20 ${time}.100000 hci-x1 kernel: ixgbe 0000:3b:00.0 eno1: NIC Link is Down\n`,
    );
    const files = withObjects(await sampleFiles('incident-e'), 'yamls/cluster/v1/nodes.yaml', [
      { apiVersion: 'v1', kind: 'Node', metadata: { name: 'hci-x1', labels } },
    ]);
    const { findings } = await analyzeFiles(
      new Map([...files, ['nodes/hci-x1.zip!/hci-x1/logs/kernel.log', lines.join('')]]),
    );
    const flap = findings.find(({ rule, entity }) => rule === 'network-nic-flap' && entity.node === 'hci-x1');
    expect(flap?.leadsTo).toEqual(effects);
  });

  it('is no cause of a lost quorum: a worker that has been down for days', async () => {
    const files = withObjects(await sampleFiles('incident-e'), 'yamls/cluster/v1/nodes.yaml', [
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'hci-w1', creationTimestamp: '2024-11-02T08:00:00Z' },
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'Unknown',
              lastHeartbeatTime: '2025-01-17T04:10:41Z',
              lastTransitionTime: '2025-01-17T04:11:30Z',
            },
          ],
        },
      },
    ]);
    const { findings } = await analyzeFiles(files);
    const down = findings.filter(({ rule }) => rule === 'node-not-ready');
    expect(
      down.map(({ entity, leadsTo }) => [entity.name, leadsTo.some((id) => id.startsWith('etcd-'))]).sort(),
    ).toEqual([
      ['hci-n3', true],
      ['hci-w1', false],
    ]);
  });

  it('is the cause of the failing iSCSI disks of its node', async () => {
    const files = changeObjects(
      without(await sampleFiles('incident-c'), /^logs\/longhorn-system\/instance-manager/),
      /longhorn-system\/v1\/pods\.yaml$/,
      (pod) =>
        nameOf(pod) === `longhorn-system/${MANAGER}`
          ? { ...pod, status: { phase: 'Running', containerStatuses: [killed('2025-03-18T11:48:12Z')] } }
          : pod,
    );
    const report = await analyzeFiles(files);
    expect(causesOf('os-iscsi-volume-io-error', report)).toEqual(['longhorn-instance-manager-crashed']);
  });
});
