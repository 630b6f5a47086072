import { describe, expect, it } from 'vitest';
import { parseProgramFile } from '../src/bundle/program-file.js';
import { tables } from './bundle-support/tables.js';

const { programs } = tables;

describe('the program table', () => {
  it.each([
    ['kube-system', 'etcd-node1', 'etcd', ['etcd']],
    ['longhorn-system', 'instance-manager-e-5708ef52', 'engine-manager', ['longhorn-instance-manager']],
    ['longhorn-system', 'instance-manager-0d3f', 'instance-manager', ['longhorn-instance-manager']],
    ['longhorn-system', 'longhorn-csi-plugin-qqvbx', 'node-driver-registrar', ['csi-node-driver-registrar']],
    ['harvester-system', 'harvester-d544ddb6f-6g2fl', 'apiserver', ['harvester']],
    ['harvester-system', 'harvester-webhook-67744f845f-5msj8', 'harvester-webhook', ['harvester-webhook']],
    ['harvester-system', 'hvst-upgrade-x7k2p-pre-drain-node1-4k2jd', 'apply', ['harvester-upgrade']],
    [
      'cattle-system',
      'apply-hvst-upgrade-x7k2p-prepare-on-node1-4k2jd',
      'upgrade',
      ['system-upgrade-job', 'harvester-upgrade'],
    ],
    ['cattle-system', 'rancher-6d5b-abcde', 'rancher', ['rancher']],
    ['cattle-system', 'rancher-webhook-6d5b-abcde', 'rancher-webhook', ['rancher-webhook']],
    ['cattle-system', 'capi-controller-manager-6d5b-abcde', 'manager', ['capi-controller-manager']],
    ['prod', 'virt-launcher-web1-abcde', 'compute', ['virt-launcher']],
    ['prod', 'virt-launcher-web1-abcde', 'guest-console-log', ['guest-console']],
    ['kube-system', 'rke2-canal-4x8bz', 'calico-node', ['calico', 'canal']],
    ['default', 'web-0', 'nginx', []],
  ])('finds the program of %s/%s/%s', (namespace, pod, container, expected) => {
    expect(programs.idsFor({ namespace, pod, container })).toEqual(expected);
  });

  it('lists a journal under every program that writes to it', () => {
    expect(programs.idsFor({ nodeLog: 'rke2-server' })).toEqual(['etcd', 'rke2-server', 'helm-controller']);
    expect(programs.idsFor({ nodeLog: 'syslog' })).toContain('kernel');
    expect(programs.idsFor({ nodeLog: 'journal' })).toEqual(
      expect.arrayContaining(['kernel', 'kubelet', 'rke2-server']),
    );
  });

  it('knows programs by the path of their log on the node', () => {
    expect(programs.idsFor({ file: '/var/lib/rancher/k3s/agent/containerd/containerd.log' })).toEqual(['containerd']);
  });

  it('does without what a layout does not state', () => {
    expect(programs.idsFor({ pod: 'longhorn-manager-pmjr9', container: 'longhorn-manager' })).toEqual([
      'longhorn-manager',
    ]);
    expect(programs.idsFor({ namespace: 'kube-system', pod: 'etcd-node1' })).toEqual(['etcd']);
    expect(programs.idsFor({ container: 'manager' })).toEqual([]);
    expect(programs.idsFor({ namespace: 'longhorn-system' })).toEqual([]);
  });

  it('reads the node from the name of a static pod only', () => {
    const container = 'kube-apiserver';
    expect(programs.nodeOfStaticPod({ namespace: 'kube-system', pod: 'kube-apiserver-node-1', container })).toBe(
      'node-1',
    );
    expect(programs.nodeOfStaticPod({ namespace: 'longhorn-system', pod: 'longhorn-manager-pmjr9' })).toBeUndefined();
    expect(programs.nodeOfStaticPod({ namespace: 'prod', pod: 'etcd-0', container: 'etcd' })).toBeUndefined();
  });
});

describe('parseProgramFile', () => {
  it.each([
    ['etcd:\n  title: etcd\n  node-log: [etcd]\n', /^p\.yaml:2:3: etcd: .*node-log/],
    ['etcd:\n  title: etcd\n  node-logs: []\n', /^p\.yaml:3:14: etcd\.node-logs: /],
    ['etcd:\n  title: etcd\n', /^p\.yaml:2:3: etcd: needs containers, node-logs or files/],
    ['a:\n  title: a\n  files: [x]\na:\n  title: b\n  files: [y]\n', /^p\.yaml:4:1: Map keys must be unique/],
    ['a: [\n', /^p\.yaml:2:1: /],
    ['a:\n  title: a\n  containers: [{ pod: "*-x", static: true }]\n', /^p\.yaml:3:16: .*static needs/],
  ])('says where a mistake is: %j', (text, message) => {
    expect(() => parseProgramFile(text, 'p.yaml')).toThrow(
      expect.objectContaining({ code: 'rule', message: expect.stringMatching(message) }),
    );
  });
});
