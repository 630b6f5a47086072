import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BundleClassifier } from '../src/bundle/bundle-classifier.js';
import { tables } from './bundle-support/tables.js';

const SBK = 'supportbundle_9b6b22de_2022-03-22T23-49-32Z';
const SOS = 'sosreport-host1-2024-03-05-abc/sos_commands';

function classify(path: string): unknown {
  return new BundleClassifier(tables).classify(path);
}

function log(programs: readonly string[], where: Readonly<Record<string, string>>, previous = false): unknown {
  return { kind: 'log', stream: { programs, ...where, previous } };
}

describe('a support-bundle-kit bundle', () => {
  it.each([
    ['yamls/cluster/v1/nodes.yaml', { kind: 'objects', resource: 'Node' }],
    [
      'yamls/cluster/apiregistration.k8s.io/v1/apiservices.yaml',
      { kind: 'objects', resource: 'APIService.apiregistration.k8s.io' },
    ],
    ['yamls/namespaced/prod/v1/pods.yaml', { kind: 'objects', resource: 'Pod', namespace: 'prod' }],
    [
      'yamls/namespaced/longhorn-system/longhorn.io/v1beta2/engines.yaml',
      { kind: 'objects', resource: 'Engine.longhorn.io', namespace: 'longhorn-system' },
    ],
    ['yamls/namespaced/prod/example.com/v1/things.yaml', { kind: 'objects', namespace: 'prod' }],
    ['yamls/longhorn/volumes.yaml', { kind: 'objects', resource: 'Volume.longhorn.io' }],
    ['yamls/kubernetes/daemonsets.yaml', { kind: 'objects', resource: 'DaemonSet.apps' }],
    ['metadata.yaml', { kind: 'metadata' }],
    ['nodes/node1.zip', { kind: 'ignored' }],
    ['nodes/node1.zip!/node1/configs/etc/hosts', { kind: 'file', file: '/etc/hosts', node: 'node1' }],
    ['nodes/node1.zip!/node1/configs/oem/90_custom.yaml', { kind: 'file', file: '/oem/90_custom.yaml', node: 'node1' }],
    ['nodes/node1.zip!/node1/hostinfos/proc_mounts', { kind: 'file', file: '/proc/mounts', node: 'node1' }],
    ['nodes/node1.zip!/node1/hostinfos/hostinfo', { kind: 'file', file: 'commands/hostinfo', node: 'node1' }],
    [
      'nodes/node1.zip!/node1/scc/scc_node1.txz!/scc_node1/ntp.txt',
      { kind: 'file', file: 'commands/supportconfig/ntp.txt', node: 'node1' },
    ],
    [
      'nodes/node1.zip!/node1/logs/containerd-images.log',
      { kind: 'file', file: 'commands/ctr_-n_k8s.io_images_ls', node: 'node1' },
    ],
    ['nodes/node1.zip!/node1/logs/kernel.log.1', log(['kernel'], { node: 'node1' })],
    ['nodes/node1/node1/logs/kubelet.log', log(['kubelet'], { node: 'node1' })],
    ['nodes/node1/logs/iscsid.log', log(['iscsid'], { node: 'node1' })],
    [
      'logs/longhorn-manager-pmjr9/longhorn-manager.log',
      log(['longhorn-manager'], { pod: 'longhorn-manager-pmjr9', container: 'longhorn-manager' }),
    ],
    ['bundleGenerationError.log', log(['support-bundle-collector'], {})],
  ])('%s', (path, role) => {
    expect(classify(`${SBK}/${path}`)).toEqual(role);
  });

  it('is found in archives in archives, below the directories of each', () => {
    const path = `cases/2025/open/one.zip!/a/b/two.zip!/${SBK}/nodes/node1.zip!/node1/logs/kernel.log`;
    expect(classify(path)).toEqual(log(['kernel'], { node: 'node1' }));
  });

  it('tells the log before the last restart', () => {
    const where = { namespace: 'kube-system', pod: 'etcd-node1', container: 'etcd', node: 'node1' };
    expect(classify(`${SBK}/logs/kube-system/etcd-node1/etcd.log`)).toEqual(log(['etcd'], where));
    expect(classify(`${SBK}/logs/kube-system/etcd-node1/etcd.log.1`)).toEqual(log(['etcd'], where, true));
  });

  it('is known inside another archive and without its top directory', () => {
    const role = { kind: 'objects', resource: 'Node' };
    expect(classify(`case.zip!/attachments/${SBK}/yamls/cluster/v1/nodes.yaml`)).toEqual(role);
    expect(classify('yamls/cluster/v1/nodes.yaml')).toEqual(role);
  });

  it('keeps a namespace apart that is named like a directory of the layout', () => {
    expect(classify(`${SBK}/logs/logs/nodes/yamls.log`)).toEqual(
      log([], { namespace: 'logs', pod: 'nodes', container: 'yamls' }),
    );
  });
});

describe('a troubleshoot.sh bundle', () => {
  it.each([
    ['cluster-resources/pods/default.json', { kind: 'objects', resource: 'Pod', namespace: 'default' }],
    ['cluster-resources/pvcs/prod.json', { kind: 'objects', resource: 'PersistentVolumeClaim', namespace: 'prod' }],
    ['cluster-resources/nodes.json', { kind: 'objects', resource: 'Node' }],
    [
      'cluster-resources/custom-resource-definitions.json',
      { kind: 'objects', resource: 'CustomResourceDefinition.apiextensions.k8s.io' },
    ],
    [
      'cluster-resources/custom-resources/helmcharts.helm.cattle.io/kube-system.yaml',
      { kind: 'objects', resource: 'HelmChart.helm.cattle.io', namespace: 'kube-system' },
    ],
    [
      'cluster-resources/custom-resources/settings.harvesterhci.io.yaml',
      { kind: 'objects', resource: 'Setting.harvesterhci.io' },
    ],
    ['cluster-resources/cronjobs-errors.json', { kind: 'ignored' }],
    ['cluster-resources/auth-cani-list/default.json', { kind: 'ignored' }],
    ['cluster-info/cluster_version.json', { kind: 'metadata' }],
    ['version.yaml', { kind: 'metadata' }],
    [
      'cluster-resources/pods/logs/kube-system/coredns-b964-tncf4/coredns-previous.log',
      log(['coredns'], { namespace: 'kube-system', pod: 'coredns-b964-tncf4', container: 'coredns' }, true),
    ],
  ])('%s', (path, role) => {
    expect(classify(`support-bundle/${path}`)).toEqual(role);
  });
});

describe('a sosreport', () => {
  it.each([
    [
      `${SOS}/kubernetes/cluster-info/ns1/podlogs/etcd-0/k8s_kubectl_--namespace_ns1_logs_etcd-0_-c_main`,
      log([], { namespace: 'ns1', pod: 'etcd-0', container: 'main' }),
    ],
    [
      `${SOS}/kubernetes/cluster-info/ns1/k8s_kubectl_get_-o_json_--namespace_ns1_pvc`,
      { kind: 'objects', resource: 'PersistentVolumeClaim', namespace: 'ns1' },
    ],
    [
      `${SOS}/kubernetes/cluster-info/ns1/k8s_kubectl_get_-o_json_--namespace_ns1_clusterroles`,
      { kind: 'objects', resource: 'ClusterRole.rbac.authorization.k8s.io' },
    ],
    [`${SOS}/kubernetes/journalctl_--no-pager_--unit_kubelet`, log(['kubelet'], { node: 'host1' })],
    [`${SOS}/date/date_--utc`, { kind: 'file', file: 'commands/date_--utc', node: 'host1' }],
    ['sosreport-host1-2024-03-05-abc/etc/hosts', { kind: 'file', file: '/etc/hosts', node: 'host1' }],
    ['sosreport-host1-2024-03-05-abc/sos_logs/sos.log', { kind: 'ignored' }],
  ])('%s', (path, role) => {
    expect(classify(path)).toEqual(role);
  });

  it('knows the kernel log by any of its names', () => {
    for (const name of ['messages', 'syslog.1', 'kern.log', 'messages-20240305', 'syslog.2.gz!/syslog.2']) {
      expect(classify(`sosreport-host1-2024-03-05-abc/var/log/${name}`)).toMatchObject({
        stream: { programs: expect.arrayContaining(['kernel']) },
      });
    }
  });
});

describe('other collectors', () => {
  it.each([
    [
      'must-gather/quay-io/namespaces/prod/pods/web-0/app/app/logs/previous.log',
      log([], { namespace: 'prod', pod: 'web-0', container: 'app' }, true),
    ],
    ['must-gather/quay-io/namespaces/prod/core/events.yaml', { kind: 'objects', resource: 'Event', namespace: 'prod' }],
    ['must-gather/quay-io/cluster-scoped-resources/core/nodes/n1.yaml', { kind: 'objects', resource: 'Node' }],
    ['n1-2024-03-05_10_11_12/journald/rke2-agent', log(['rke2-agent'], { node: 'n1' })],
    [
      'n1-2024-03-05_10_11_12/rke2/podlogs/cattle-fleet-system-fleet-agent-6d5b-abcde-previous',
      log(['fleet-agent'], { namespace: 'cattle-fleet-system', pod: 'fleet-agent-6d5b-abcde' }, true),
    ],
    [
      'n1-2024-03-05_10_11_12/rke2/kubectl/rancher-prov/rkecontrolplanes.rke.cattle.io',
      { kind: 'objects', resource: 'RKEControlPlane.rke.cattle.io' },
    ],
    ['n1-2024-03-05_10_11_12/rke2/kubectl/nodes.json', { kind: 'objects', resource: 'Node' }],
    ['n1-2024-03-05_10_11_12/systeminfo/dmesg', log(['kernel'], { node: 'n1' })],
    ['n1-2024-03-05_10_11_12/systeminfo/osrelease', { kind: 'file', file: '/etc/os-release', node: 'n1' }],
    ['n1-2024-03-05_10_11_12/systeminfo/psaux', { kind: 'file', file: 'commands/systeminfo/psaux', node: 'n1' }],
    ['n1-2024-03-05_10_11_12/systemlogs/sysstat-data/sa05', { kind: 'ignored' }],
    [
      `n1-2024-03-05_10_11_12/kubeadm/containers-varlogs/etcd-n1_kube-system_etcd-${'0'.repeat(64)}.log`,
      log(['etcd'], { namespace: 'kube-system', pod: 'etcd-n1', container: 'etcd', node: 'n1' }),
    ],
    [
      'n1-2024-03-05_10_11_12/rancher/containerlogs/server-0f1e2d3c4b5a',
      log(['rancher'], { container: 'rancher', node: 'n1' }),
    ],
    ['must-gather/quay-io/nodes/n1/n1_logs_kubelet.gz!/n1_logs_kubelet', log(['kubelet'], { node: 'n1' })],
    ['must-gather/quay-io/nodes/n1/dmesg', log(['kernel'], { node: 'n1' })],
    ['must-gather/quay-io/host_service_logs/masters/kubelet_service.log', log(['kubelet'], {})],
    [
      'crust-gather/namespaces/kube-system/v1/pod/etcd-n1/etcd/previous.log',
      log(['etcd'], { namespace: 'kube-system', pod: 'etcd-n1', container: 'etcd', node: 'n1' }, true),
    ],
    ['crust-gather/cluster/v1/node/n1/kubelet.service/current.log', log(['kubelet'], { node: 'n1' })],
    ['crust-gather/cluster/v1/node/n1/kubelet.log', log(['kubelet'], { node: 'n1' })],
    [
      'namespaces/longhorn-system/longhorn.io-v1beta2/volume/pvc-1.yaml',
      { kind: 'objects', namespace: 'longhorn-system' },
    ],
    ['cluster/storage.k8s.io-v1/storageclass/fast.json', { kind: 'objects' }],
  ])('%s', (path, role) => {
    expect(classify(path)).toEqual(role);
  });

  it.each([
    'case/n1-2024-03-05_10_11_12/journald/rke2-agent',
    'case 17/n1-2024-03-05_10_11_12.tar.gz!/n1-2024-03-05_10_11_12/journald/rke2-agent',
    'n1-2024-03-05_10_11_12.tar.gz!/journald/rke2-agent',
  ])("finds Rancher's log collector wherever its archive lies: %s", (path) => {
    expect(classify(path)).toEqual(log(['rke2-agent'], { node: 'n1' }));
  });

  it("takes the host from the archive's name where Rancher's log collector wrote no directory", () => {
    const old = new BundleClassifier(tables, 'n1-2022-03-05_10_11_12.tar.gz');
    expect(old.classify('journald/rke2-agent')).toEqual(log(['rke2-agent'], { node: 'n1' }));
    expect(old.classify('rke2/agent-logs/kubelet.log')).toEqual(log(['kubelet'], { node: 'n1' }));
    expect(old.classify('k8s/containerlogs/etcd')).toEqual(log(['etcd'], { container: 'etcd', node: 'n1' }));
    expect(old.layout).toBe('rancher-logs-collector');
  });

  it("does not take a copy of a host for one of Rancher's log collector", () => {
    const classifier = new BundleClassifier(tables);
    expect(classifier.classify('node/var/lib/rancher/rke2/agent-logs/kubelet.log')).toMatchObject({ kind: 'log' });
    expect(classifier.layout).toBe('generic');
  });
});

describe('any other tree', () => {
  it.each([['dump/kube-system/coredns-b964f-tncf4/logs.txt', log(['coredns'], {}), 'coredns-b964f-tncf4']])(
    'finds the pod of a cluster-info dump: %s',
    (path, _role, pod) => {
      expect(classify(path)).toMatchObject({ kind: 'log', stream: { namespace: 'kube-system', pod } });
    },
  );

  it.each([
    ['dump/kube-system/pods.json', { kind: 'objects', resource: 'Pod', namespace: 'kube-system' }],
    ['volumes.longhorn.io.yaml', { kind: 'objects', resource: 'Volume.longhorn.io' }],
    ['whatever.yaml', { kind: 'objects' }],
    ['etcd.log', log(['etcd'], {})],
    ['harvester.log', log(['harvester'], {})],
    ['node/etc/rancher/rke2/config.yaml', { kind: 'file', file: '/etc/rancher/rke2/config.yaml' }],
    [
      'node/var/log/pods/kube-system_etcd-n1_0a1b/etcd/0.log',
      log(['etcd'], { namespace: 'kube-system', pod: 'etcd-n1', container: 'etcd', node: 'n1' }),
    ],
    [
      `var/log/containers/etcd-n1_kube-system_etcd-${'0'.repeat(64)}.log`,
      log(['etcd'], { namespace: 'kube-system', pod: 'etcd-n1', container: 'etcd', node: 'n1' }),
    ],
    ['screenshot.png', { kind: 'ignored' }],
  ])('%s', (path, role) => {
    expect(classify(path)).toEqual(role);
  });
});

describe('a log that is named after its pod', () => {
  it.each([
    [
      'longhorn-manager-x7k2p.log',
      log(['longhorn-manager'], { namespace: 'longhorn-system', pod: 'longhorn-manager-x7k2p' }),
    ],
    [
      'files/instance-manager-e-5708ef52.txt',
      log(['longhorn-instance-manager'], { namespace: 'longhorn-system', pod: 'instance-manager-e-5708ef52' }),
    ],
    ['kube-apiserver-node1.log.1', log(['kube-apiserver'], { pod: 'kube-apiserver-node1', node: 'node1' }, true)],
    ['etcd-node1', log(['etcd'], { namespace: 'kube-system', pod: 'etcd-node1', node: 'node1' })],
    [
      'virt-launcher-myvm-b7k2p_compute.log',
      log(['virt-launcher'], { pod: 'virt-launcher-myvm-b7k2p', container: 'compute' }),
    ],
    [
      'prod_virt-launcher-myvm-b7k2p_compute.log',
      log(['virt-launcher'], { namespace: 'prod', pod: 'virt-launcher-myvm-b7k2p', container: 'compute' }),
    ],
    [
      'cattle-system_rancher-7d9f8b6c5d-b7k2p.log',
      log(['rancher'], { namespace: 'cattle-system', pod: 'rancher-7d9f8b6c5d-b7k2p' }),
    ],
    [
      'harvester-webhook-7d9f8b6c5d-b7k2p-previous.log',
      log(['harvester-webhook'], { namespace: 'harvester-system', pod: 'harvester-webhook-7d9f8b6c5d-b7k2p' }, true),
    ],
    [
      'longhorn-system/longhorn-ui-b7k2p.log',
      log(['longhorn-ui'], { namespace: 'longhorn-system', pod: 'longhorn-ui-b7k2p' }),
    ],
    [
      `etcd-n1_kube-system_etcd-${'0'.repeat(64)}.log`,
      log(['etcd'], { namespace: 'kube-system', pod: 'etcd-n1', container: 'etcd', node: 'n1' }),
    ],
  ])('%s', (path, role) => {
    expect(classify(path)).toEqual(role);
  });

  it.each([
    ['that of another program whose name begins alike', 'rancher-monitoring-grafana-0.log'],
    ['a pod with several containers of known programs', 'virt-launcher-myvm-b7k2p.log'],
    ['what is no log of the pod', 'kube-apiserver-audit.log'],
    ['a name of a program with a word', 'etcd-snapshot.log'],
    ['words that name a container', 'notes_coredns.log'],
    ['a program in a namespace where it does not run', 'prod_etcd-node1.log'],
    ['a name with too many parts', 'a_kube-system_etcd-node1_etcd.log'],
  ])('leaves open: %s', (_, path) => {
    expect(classify(path)).toEqual(log([], {}));
  });
});

describe('BundleClassifier', () => {
  it('names the layout most logs and objects belong to', () => {
    const classifier = new BundleClassifier(tables);
    for (let n = 0; n < 5; n++) classifier.classify(`notes/${n}.log`);
    expect(classifier.layout).toBe('generic');
    classifier.classify(`${SBK}/yamls/cluster/v1/nodes.yaml`);
    expect(classifier.layout).toBe('support-bundle-kit');
    expect(classifier.roleCounts.get('log')).toBe(5);
  });

  it('has an answer for every path, with texts only', () => {
    const step = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'yamls',
        'logs',
        'nodes',
        'cluster',
        'namespaced',
        'a.zip!',
        'scc',
        'configs',
        'cluster-resources',
        'pods',
        'v1',
      ),
      fc.constantFrom(
        'sos_commands',
        'var',
        'log',
        'constructor',
        '__proto__',
        'toString.json',
        '__proto__.yaml',
        'x.log',
        '',
      ),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const role = new BundleClassifier(tables).classify(steps.join('/'));
        const fields = role.kind === 'log' ? { ...role.stream, programs: '', previous: '' } : role;
        expect(Object.values(fields).every((value) => typeof value === 'string')).toBe(true);
      }),
    );
  });
});
