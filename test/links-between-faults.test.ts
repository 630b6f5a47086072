import { describe, expect, it } from 'vitest';
import { analyzeFiles, type PlainObject, withObjects } from './support/changed-sample.js';

const TIME = '2025-06-02T10:00:00Z';
const NODES = 'yamls/cluster/v1/nodes.yaml';
const PODS = 'yamls/namespaced/shop/v1/pods.yaml';
const SERVICES = 'yamls/namespaced/shop/v1/services.yaml';
const SLICES = 'yamls/namespaced/shop/discovery.k8s.io/v1/endpointslices.yaml';
const NGINX = 'logs/kube-system/rke2-ingress-nginx-controller-x2k9p/rke2-ingress-nginx-controller.log';
const BUNDLES = 'yamls/namespaced/fleet-local/fleet.cattle.io/v1alpha1/bundles.yaml';
const VOLUMES = 'yamls/namespaced/longhorn-system/longhorn.io/v1beta2/volumes.yaml';
const MANAGERS = 'yamls/namespaced/longhorn-system/longhorn.io/v1beta2/instancemanagers.yaml';

interface Parts {
  readonly objects?: Readonly<Record<string, readonly PlainObject[]>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** What findings of a rule are put down to in a bundle: rules by name of what is affected; those that nothing explains have none. */
async function causesOf(rule: string, { objects = {}, files = {} }: Parts): Promise<Record<string, readonly string[]>> {
  let bundle: ReadonlyMap<string, string> = new Map([
    ['metadata.yaml', `bundlecreatedat: ${TIME}\n`],
    ...Object.entries(files),
  ]);
  for (const [path, list] of Object.entries(objects)) bundle = withObjects(bundle, path, list);
  const { findings } = await analyzeFiles(bundle);
  const effects = findings.filter((finding) => finding.rule === rule);
  return Object.fromEntries(
    effects.map(({ entity, causedBy }) => [entity.name, causedBy.map((id) => id.slice(0, id.lastIndexOf('#')))]),
  );
}

function crashing(name: string, labels: Readonly<Record<string, string>> = {}, node = 'n1'): PlainObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels, creationTimestamp: '2025-06-02T06:00:00Z' },
    spec: { nodeName: node, containers: [{ name: 'main' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: '2025-06-02T09:30:00Z' }],
      containerStatuses: [
        {
          name: 'main',
          ready: false,
          restartCount: 12,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: {
            terminated: {
              exitCode: 1,
              reason: 'Error',
              startedAt: '2025-06-02T09:43:00Z',
              finishedAt: '2025-06-02T09:57:00Z',
            },
          },
        },
      ],
    },
  };
}

function nodeNotReady(
  name: string,
  message: string,
  kubeletVersion = 'v1.31.2',
  since = '2025-06-02T09:25:00Z',
): PlainObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, creationTimestamp: '2025-01-02T06:00:00Z' },
    status: {
      nodeInfo: { kubeletVersion, osImage: 'Ubuntu 22.04' },
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'KubeletNotReady',
          message,
          lastTransitionTime: since,
        },
      ],
    },
  };
}

describe('a pod that crashes', () => {
  it('is not why its node has no network, when it is no network plugin', async () => {
    const causes = await causesOf('cni-not-initialized', {
      objects: {
        [NODES]: [
          nodeNotReady(
            'n1',
            'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
          ),
        ],
        [PODS]: [crashing('api-7c6f9d5b44-2xkzp')],
      },
    });
    expect(causes).toEqual({ n1: [] });
  });

  it('leaves the ingress only of those services without a pod that select it', async () => {
    const service = (name: string, selector: Readonly<Record<string, string>>): PlainObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'shop', creationTimestamp: '2025-01-02T06:00:00Z' },
      spec: { selector, ports: [{ port: 80 }] },
    });
    const causes = await causesOf('ingress-no-endpoints', {
      objects: {
        [PODS]: [
          crashing('api-7c6f9d5b44-2xkzp', { shop: 'all', app: 'api' }),
          waiting('web-0', { shop: 'all', app: 'web' }),
        ],
        [SERVICES]: [service('all', { shop: 'all' }), service('web', { app: 'web' })],
        [SLICES]: [slice('all', ['api-7c6f9d5b44-2xkzp', 'web-0']), slice('web', ['web-0'])],
      },
      files: {
        [NGINX]: ['all', 'web']
          .map(
            (name) =>
              `2025-06-02T09:58:05.1Z W0602 09:58:05.117982       7 controller.go:1163] Service "shop/${name}" does not have any active Endpoint.\n`,
          )
          .join(''),
      },
    });
    expect(causes).toEqual({ all: ['pod-crashloop'], web: [] });
  });

  function waiting(name: string, labels: Readonly<Record<string, string>>): PlainObject {
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', labels, creationTimestamp: '2025-06-02T06:00:00Z' },
      spec: { nodeName: 'n2', containers: [{ name: 'main' }] },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: '2025-06-02T09:30:00Z' }],
        containerStatuses: [
          { name: 'main', ready: false, restartCount: 0, state: { running: { startedAt: '2025-06-02T06:00:10Z' } } },
        ],
      },
    };
  }

  function slice(service: string, pods: readonly string[]): PlainObject {
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${service}-x7k2p`, namespace: 'shop', labels: { 'kubernetes.io/service-name': service } },
      addressType: 'IPv4',
      endpoints: pods.map((name) => ({
        addresses: ['10.42.0.9'],
        conditions: { ready: false },
        targetRef: { kind: 'Pod', namespace: 'shop', name },
      })),
    };
  }

  it('does not crash for a certificate that another program of its node refuses', async () => {
    const refusals = [1, 2, 3, 4, 5, 6].map(
      (minute) =>
        `2025-06-02T09:5${minute}:05.1Z E0602 09:5${minute}:05.117982       1 authentication.go:73] "Unable to authenticate the request" err="[x509: certificate has expired or is not yet valid: current time 2025-06-02T09:5${minute}:05Z is after 2025-05-30T11:20:26Z]"\n`,
    );
    const files = { 'logs/kube-system/kube-apiserver-n1/kube-apiserver.log': refusals.join('') };
    const apiServer = {
      ...crashing('kube-apiserver-n1'),
      metadata: { name: 'kube-apiserver-n1', namespace: 'kube-system', creationTimestamp: '2025-01-02T06:00:00Z' },
    };
    const causes = await causesOf('pod-crashloop', {
      objects: { [PODS]: [crashing('api-7c6f9d5b44-2xkzp')], 'yamls/namespaced/kube-system/v1/pods.yaml': [apiServer] },
      files,
    });
    expect(causes).toEqual({ 'api-7c6f9d5b44-2xkzp': [], 'kube-apiserver-n1': ['certificates-expired'] });
  });

  it('does not crash for inotify instances that systemd of its node has none of', async () => {
    const causes = await causesOf('pod-crashloop', {
      objects: { [PODS]: [crashing('api-7c6f9d5b44-2xkzp')] },
      files: {
        'nodes/n1.zip!/n1/logs/messages': [51, 52, 53]
          .map(
            (minute) => `Jun 02 09:${minute}:10 n1 systemd[1]: Failed to create directory watch: Too many open files\n`,
          )
          .join(''),
      },
    });
    expect(causes).toEqual({ 'api-7c6f9d5b44-2xkzp': [] });
  });
});

describe('a file system that went read-only', () => {
  const manager: PlainObject = {
    apiVersion: 'longhorn.io/v1beta2',
    kind: 'InstanceManager',
    metadata: { name: 'instance-manager-aa01', namespace: 'longhorn-system' },
    spec: { nodeID: 'n1' },
  };
  const created = (device: string): string =>
    `2025-05-30T22:52:53.4Z [pvc-ffffffff-aaaa-4bbb-8ccc-000000000001-e-0] time="2025-05-30T22:52:53Z" level=info msg="device pvc-ffffffff-aaaa-4bbb-8ccc-000000000001: SCSI device ${device} created"\n`;
  const kernel = (device: string): string =>
    `Jun 02 09:20:01.100200 n1 kernel: Aborting journal on device ${device}-8.\nJun 02 09:20:01.100300 n1 kernel: EXT4-fs (${device}): Remounting filesystem read-only\n`;
  const effects = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const objects = {
      [MANAGERS]: [manager],
      [PODS]: [crashing('api-7c6f9d5b44-2xkzp')],
      [NODES]: [nodeNotReady('n1', 'PLEG is not healthy')],
    };
    const [pod] = Object.values(await causesOf('pod-crashloop', { objects, files }));
    const [node] = Object.values(await causesOf('node-not-ready', { objects, files }));
    return [...(pod ?? []), ...(node ?? [])];
  };

  it('brings its node and all pods there down when it is on a disk of the node', async () => {
    expect(
      await effects({
        'logs/longhorn-system/instance-manager-aa01/instance-manager.log': created('sdd'),
        'nodes/n1.zip!/n1/logs/kernel.log': kernel('sda5'),
      }),
    ).toEqual(['os-filesystem-readonly', 'os-filesystem-readonly']);
  });

  it('brings neither down when it is that of a Longhorn volume', async () => {
    expect(
      await effects({
        'logs/longhorn-system/instance-manager-aa01/instance-manager.log': created('sdd'),
        'nodes/n1.zip!/n1/logs/kernel.log': kernel('sdd'),
      }),
    ).toEqual([]);
  });

  it('brings neither down when only the kernel says that Longhorn made the disk', async () => {
    expect(
      await effects({
        'nodes/n1.zip!/n1/logs/kernel.log': `May 30 22:52:53.100100 n1 kernel: scsi 3:0:0:1: Direct-Access     IET      VIRTUAL-DISK     0001 PQ: 0 ANSI: 5\nMay 30 22:52:53.100200 n1 kernel: sd 3:0:0:1: [sdd] Attached SCSI disk\n${kernel('sdd')}`,
      }),
    ).toEqual([]);
  });

  it('is not put down to the engine of another volume', async () => {
    const [lost, other] = ['pvc-eeeeeeee-aaaa-4bbb-8ccc-000000000002', 'pvc-ffffffff-aaaa-4bbb-8ccc-000000000001'];
    const volume = (name: string): PlainObject => ({
      apiVersion: 'longhorn.io/v1beta2',
      kind: 'Volume',
      metadata: { name, namespace: 'longhorn-system' },
      status: { state: 'attached', robustness: name === lost ? 'faulted' : 'degraded' },
    });
    const objects = { [MANAGERS]: [manager], [VOLUMES]: [volume(lost), volume(other)] };
    const files = {
      'logs/longhorn-system/instance-manager-aa01/instance-manager.log': `${created('sdd')}${[1, 2, 3]
        .map(
          (second) =>
            `2025-06-02T09:19:5${second}.1Z [${lost}-e-0] time="2025-06-02T09:19:5${second}Z" level=error msg="I/O error" error="no backend available"\n`,
        )
        .join('')}`,
      'nodes/n1.zip!/n1/logs/kernel.log': kernel('sdd'),
    };
    expect(Object.keys(await causesOf('longhorn-engine-no-backend', { objects, files }))).toEqual([lost]);
    expect(await causesOf('storage-filesystem-read-only', { objects, files })).toEqual({ sdd: [] });
  });
});

describe('a certificate that has expired', () => {
  const expired = (minute: number): string =>
    `x509: certificate has expired or is not yet valid: current time 2025-06-02T09:5${minute}:05Z is after 2025-05-30T11:20:26Z`;
  const minutes = [1, 2, 3, 4, 5, 6];

  it.each([
    {
      who: 'of a client that the API server turns away',
      path: 'logs/kube-system/kube-apiserver-n1/kube-apiserver.log',
      line: (minute: number) =>
        `2025-06-02T09:5${minute}:05.1Z E0602 09:5${minute}:05.117982       1 authentication.go:73] "Unable to authenticate the request" err="[${expired(minute)}]"\n`,
      causes: [],
    },
    {
      who: 'of a server that RKE2 asks',
      path: 'nodes/n1.zip!/n1/logs/rke2-server.log',
      line: (minute: number) =>
        `Jun 02 09:5${minute}:05 n1 rke2[1611]: time="2025-06-02T09:5${minute}:05Z" level=error msg="Failed to connect to proxy. Empty dialer response" error="tls: failed to verify certificate: ${expired(minute)}"\n`,
      causes: ['certificates-expired'],
    },
  ])('$who is why its node is not ready: $causes', async ({ path, line, causes }) => {
    const objects = { [NODES]: [nodeNotReady('n1', 'no words', 'v1.31.2', '2025-06-02T09:49:50Z')] };
    const files = { [path]: minutes.map((minute) => line(minute)).join('') };
    expect(await causesOf('node-not-ready', { objects, files })).toEqual({ n1: causes });
  });

  it('has not expired for a clock that is behind', async () => {
    const at = (minute: number, text: string): string =>
      `Jun 02 09:5${minute}:05 n1 rke2[1611]: time="2025-06-02T09:5${minute}:05Z" level=error msg="tls: failed to verify certificate: ${text}"\n`;
    const early = (minute: number): string =>
      `x509: certificate has expired or is not yet valid: current time 2025-06-02T09:5${minute}:05Z is before 2025-06-02T09:59:50Z`;
    const files = {
      'nodes/n1.zip!/n1/logs/rke2-server.log': minutes
        .flatMap((minute) => [at(minute, expired(minute)), at(minute, early(minute))])
        .join(''),
    };
    expect(Object.values(await causesOf('os-clock-skew', { files }))).toHaveLength(1);
    expect(Object.values(await causesOf('certificates-expired', { files }))).toEqual([[]]);
  });
});

describe('what differs in the cluster', () => {
  it('is put down only to nodes that are named: versions of another node', async () => {
    const apiServer: PlainObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'kube-apiserver-n1', namespace: 'kube-system', labels: { component: 'kube-apiserver' } },
      spec: {
        nodeName: 'n1',
        containers: [{ name: 'kube-apiserver', image: 'registry.k8s.io/kube-apiserver:v1.31.2' }],
      },
      status: { phase: 'Running' },
    };
    const causes = await causesOf('node-not-ready', {
      objects: {
        [NODES]: [nodeNotReady('n2', 'no words'), nodeNotReady('n3', 'no words', 'v1.26.9')],
        'yamls/namespaced/kube-system/v1/pods.yaml': [apiServer],
      },
    });
    expect(causes).toEqual({ n2: [], n3: ['node-version-skew'] });
  });
});

describe('an agent of Fleet that is not registered', () => {
  const refusals = (namespace: string): Readonly<Record<string, string>> => ({
    [`logs/${namespace}/fleet-agent-7988bdf679-r54kn/fleet-agent.log`]: [15, 16, 17, 18, 19]
      .map(
        (minute) =>
          `2025-06-02T09:${minute}:44.1Z time="2025-06-02T09:${minute}:44Z" level=error msg="Failed to register agent: looking up secret ${namespace}/fleet-agent-bootstrap: Unauthorized"\n`,
      )
      .join(''),
  });
  const bundle = (namespace: string): PlainObject => ({
    apiVersion: 'fleet.cattle.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: `of-${namespace}`, namespace },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          lastUpdateTime: '2025-06-02T09:20:22Z',
          message: 'WaitApplied(1) [Cluster fleet-local/local]',
        },
      ],
    },
  });
  const objects = {
    [BUNDLES]: [bundle('fleet-local')],
    [BUNDLES.replace('fleet-local', 'fleet-default')]: [bundle('fleet-default')],
  };

  it.each([
    { namespace: 'cattle-fleet-local-system', own: ['fleet-agent-not-registered'] },
    { namespace: 'cattle-fleet-system', own: [] },
  ])('deploys the bundles of its own cluster only: $namespace', async ({ namespace, own }) => {
    const causes = await causesOf('fleet-bundle-stuck', { objects, files: refusals(namespace) });
    expect(causes).toEqual({ 'of-fleet-local': own, 'of-fleet-default': [] });
  });
});
