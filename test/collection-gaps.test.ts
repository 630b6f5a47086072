import { beforeAll, describe, expect, it } from 'vitest';
import { analyze, type Finding, type Report } from '../src/index.js';
import { memorySource } from '../src/source/index.js';
import { type Examined, examine, writeNeedlePack, zipOf } from './support/examined-bundle.js';
import { citationsOf, wrongCitations } from './support/open-citations.js';
import { packedSampleWith, realBundle } from './support/sample-bundle.js';
import { writeZip } from './support/zip-writer.js';

type Files = Parameters<Parameters<typeof packedSampleWith>[1]>[0];

function gapsOf(report: Report): readonly Finding[] {
  return report.findings.filter(({ rule }) => rule === 'bundle-collection-gap');
}

function titles(report: Report): readonly string[] {
  return gapsOf(report).map(({ title }) => title);
}

const without =
  (prefix: string) =>
  (files: Files): void => {
    for (const path of [...files.keys()]) if (path.startsWith(prefix)) files.delete(path);
  };

const emptied =
  (prefix: string) =>
  (files: Files): void => {
    for (const path of files.keys())
      if (path.startsWith(prefix)) files.set(path, { kind: 'bytes', bytes: Buffer.alloc(0) });
  };

describe("a bundle of Longhorn's own generator", () => {
  it('lacks nothing of nodes, on which it collected nothing', async () => {
    const nodes = 'kind: List\nitems:\n- {apiVersion: v1, kind: Node, metadata: {name: n1}}\n';
    const logs = ['a', 'b', 'c', 'd', 'e'].map((id) => [`logs/longhorn-manager-${id}/longhorn-manager.log`, 'x\n']);
    const report = await analyze(
      zipOf({
        'metadata.yaml': 'longhornVersion: v1.2.4\n',
        'yamls/kubernetes/nodes.yaml': nodes,
        ...Object.fromEntries(logs),
      }),
    );
    expect(report.bundle).toMatchObject({ layout: 'longhorn-support-bundle', nodes: [{ name: 'n1' }] });
    expect(titles(report)).toEqual([]);
  });
});

describe('a sample of which a part was taken away', () => {
  it.each<{ says: string; change: (files: Files) => void; title: string; entity: object; left: RegExp }>([
    {
      says: 'yamls/',
      change: without('yamls/'),
      title: 'The bundle holds no API objects: yamls/ is missing',
      entity: { kind: 'Cluster' },
      left: /\d\d rules could not be judged\.$/,
    },
    {
      says: 'the archive of a node',
      change: without('nodes/hvst-a2/'),
      title: 'Nothing was collected on node hvst-a2',
      entity: { kind: 'Node', name: 'hvst-a2' },
      left: /\d\d rules could be judged only in part\.$/,
    },
    {
      says: 'the archives of all nodes',
      change: without('nodes/'),
      title: 'Nothing was collected on node hvst-a1, hvst-a2, hvst-a3',
      entity: { kind: 'Cluster' },
      left: /rules could be judged only in part\.$/,
    },
    {
      says: 'what is in the logs of a node',
      change: emptied('nodes/hvst-a2/logs/'),
      title: 'All logs collected on node hvst-a2 are empty',
      entity: { kind: 'Node', name: 'hvst-a2' },
      left: /\d\d rules could be judged only in part\.$/,
    },
    {
      says: 'what is in the logs of containers',
      change: emptied('logs/'),
      title: 'The logs of all containers are empty',
      entity: { kind: 'Cluster' },
      left: /\d\d rules could be judged only in part\.$/,
    },
  ])('lacks $says, and the report says so without making a cause of it', async ({ change, title, entity, left }) => {
    const bundle = await packedSampleWith('incident-a', change);
    const { report, text, markdown } = await examine(bundle);
    expect(titles(report)).toEqual([title]);
    const [gap] = gapsOf(report);
    expect(gap).toMatchObject({ role: 'risk', severity: 'warning', causedBy: [], leadsTo: [], entity });
    expect(gap?.explanation).toMatch(left);
    expect(report.diagnosis.rootCauses.map(({ rule }) => rule)).not.toContain('bundle-collection-gap');
    expect(text).toContain(`Missing     ${title}`);
    expect(markdown).toContain('| Missing |');
    expect(await wrongCitations(memorySource('bundle.zip', bundle), citationsOf(report))).toEqual([]);
  });

  it('still has its root cause first when a node is missing', async () => {
    const { report } = await examine(await packedSampleWith('incident-a', without('nodes/hvst-a2/')));
    expect(report.diagnosis.rootCauses[0]?.rule).toBe('kubevirt-infra-strict-node-placement');
  });
});

describe('a sample that was cut off', () => {
  let whole: Buffer;
  beforeAll(async () => {
    whole = await packedSampleWith('incident-a', () => undefined);
  });

  it('is whole when it is not', async () => {
    expect(titles(await analyze(whole))).toEqual([]);
  });

  it('tells the cut and not also what is missing behind it', async () => {
    const report = await analyze(whole.subarray(0, whole.length * 0.6), { name: 'cut.zip' });
    expect(titles(report)).toEqual(['The archive cut.zip is cut off']);
    expect(gapsOf(report)[0]?.explanation).toContain(`${report.coverage.unknown.length} rules could not be judged.`);
  });

  it('does not read like a healthy one', async () => {
    const healthy = await packedSampleWith('healthy', () => undefined);
    const { text } = await examine(healthy.subarray(0, healthy.length * 0.8), { name: 'cut.zip' });
    expect(text).toContain('NOTHING KNOWN WAS FOUND');
    expect(text).toContain('Missing     The archive cut.zip is cut off');
  });
});

describe('a bundle of a few files', () => {
  const nodeList = (...names: readonly string[]): string =>
    `apiVersion: v1\nkind: List\nitems:\n${names.map((name) => `- { apiVersion: v1, kind: Node, metadata: { name: ${name} } }\n`).join('')}`;
  const nodeZip = (name: string): Buffer => writeZip([{ name: `${name}/logs/kernel.log`, content: 'quiet\n' }]);
  const files = (nodes: Readonly<Record<string, Uint8Array>>, errors = ''): Uint8Array =>
    zipOf({
      'yamls/cluster/v1/nodes.yaml': nodeList('n1', 'n2'),
      'bundleGenerationError.log': errors,
      ...Object.fromEntries(Object.entries(nodes).map(([name, bytes]) => [`nodes/${name}.zip`, bytes])),
    });
  const examined = async (bytes: Uint8Array): Promise<Examined> => examine(bytes, { rules: await writeNeedlePack() });

  it.each<[string, Uint8Array]>([
    ['of no bytes', Buffer.alloc(0)],
    ['without entries', writeZip([])],
  ])('has a node archive %s', async (_, archive) => {
    const { report } = await examined(files({ n1: nodeZip('n1'), n2: archive }));
    expect(titles(report)).toEqual(['Nothing was collected on node n2']);
  });

  it('has a node archive that is cut off', async () => {
    const archive = nodeZip('n2');
    const { report } = await examined(files({ n1: nodeZip('n1'), n2: archive.subarray(0, archive.length - 40) }));
    expect(titles(report)).toEqual(['The archive nodes/n2.zip is cut off']);
  });

  it.each([
    ['no node archive at all, as when somebody passed on some files', files({})],
    ['all of its node archives', files({ n1: nodeZip('n1'), n2: nodeZip('n2') })],
    ['logs alone', zipOf({ 'logs/kube-system/etcd-n1/etcd.log': 'quiet\n' })],
  ])('has no gap with %s', async (_, bytes) => {
    expect(titles((await examined(bytes)).report)).toEqual([]);
  });

  it.each([
    [
      'a list that rules look at',
      'Failed to get /api/v1/namespaces/default/pods: the server is currently unable to handle the request',
      'Pod',
    ],
    [
      'the nodes',
      'some nodes are timeout, not all node bundles will be collected',
      'some nodes are timeout, not all node bundles will be collected',
    ],
  ])('tells that the collector failed to fetch %s', async (_, line, what) => {
    const { report } = await examined(files({ n1: nodeZip('n1'), n2: nodeZip('n2') }, `${line}\n`));
    expect(titles(report)).toEqual([`The collector failed to fetch ${what}`]);
    expect(gapsOf(report)[0]?.evidence[0]).toMatchObject({ kind: 'log', path: 'bundleGenerationError.log', line: 1 });
  });

  it.each([
    'Failed to get /apis/authentication.k8s.io/v1/tokenreviews: the server does not allow this method on the requested resource',
    'Failed to get /apis/metrics.k8s.io/v1beta1/nodes: the server is currently unable to handle the request',
  ])('passes over the harmless "%s"', async (line) => {
    const { report } = await examined(files({ n1: nodeZip('n1'), n2: nodeZip('n2') }, `${line}\n`));
    expect(titles(report)).toEqual([]);
  });

  it('says it in Chinese when asked', async () => {
    const bytes = files({ n1: nodeZip('n1') });
    const { report } = await examine(bytes, { rules: await writeNeedlePack(), language: 'zh' });
    expect(titles(report)).toEqual(['节点 n2 上没有收集到任何内容']);
  });

  it('keeps silent when the gap is among what is not asked for', async () => {
    const bytes = files({ n1: nodeZip('n1') });
    const rules = { ...(await writeNeedlePack()), skip: ['bundle-*'] };
    expect(titles(await analyze(bytes, { rules }))).toEqual([]);
    expect(titles(await analyze(bytes, { rules: { ...rules, skip: [], only: ['needle-found'] } }))).toEqual([]);
  });
});

describe('real bundles', () => {
  it.each(['harvester-v1.0-supportbundle.zip', 'troubleshoot-supportbundle.tar.gz', 'sosreport-sunbeam.tar.xz'])(
    'are whole: %s',
    async (file) => {
      const path = realBundle(file);
      if (path === undefined) return;
      expect(titles(await analyze(path))).toEqual([]);
    },
  );
});
