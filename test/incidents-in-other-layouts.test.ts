import { describe, expect, it } from 'vitest';
import { analyze, type Report } from '../src/index.js';
import { asFile, readArchive } from './support/read-archive.js';
import { packedSample } from './support/sample-bundle.js';
import { writeZip } from './support/zip-writer.js';

/** Where another collector puts what support-bundle-kit puts at a path; undefined when it does not collect it. */
type Relay = (path: string) => string | undefined;

const HOST = 'hvst-c1-2025-03-18_16_41_07';

/** Paths by the parts of those of support-bundle-kit: pod logs, lists of objects, logs of nodes. */
function relay(
  pods: (namespace: string, pod: string, container: string) => string | undefined,
  lists: (namespace: string | undefined, group: string, version: string, plural: string) => string | undefined,
  nodes: (node: string, log: string) => string | undefined,
): Relay {
  return (path) => {
    const log = /logs\/([^/]+)\/([^/]+)\/([^/]+)\.log$/.exec(path);
    const list = /yamls\/(?:cluster|namespaced\/([^/]+))\/(?:([^/]+)\/)?([^/]+)\/([^/]+)\.yaml$/.exec(path);
    const node = /nodes\/[^/]+!\/([^/]+)\/logs\/([^/]+)\.log$/.exec(path);
    if (node) return nodes(node[1] ?? '', node[2] ?? '');
    if (log) return pods(log[1] ?? '', log[2] ?? '', log[3] ?? '');
    return list ? lists(list[1], list[2] ?? '', list[3] ?? '', list[4] ?? '') : undefined;
  };
}

const LAYOUTS: Readonly<Record<string, Relay>> = {
  'must-gather': relay(
    (ns, pod, container) =>
      `must-gather/quay-io/namespaces/${ns}/pods/${pod}/${container}/${container}/logs/current.log`,
    (ns, group, _, plural) =>
      `must-gather/quay-io/${ns === undefined ? 'cluster-scoped-resources' : `namespaces/${ns}`}/${group || 'core'}/${plural}.yaml`,
    (node, log) => (log === 'kernel' ? `must-gather/quay-io/nodes/${node}/dmesg` : undefined),
  ),
  'crust-gather': relay(
    (ns, pod, container) => `crust-gather/namespaces/${ns}/v1/pod/${pod}/${container}/current.log`,
    (ns, group, version, plural) =>
      `crust-gather/${ns === undefined ? 'cluster' : `namespaces/${ns}`}/${group === '' ? '' : `${group}-`}${version}/${plural}/all.yaml`,
    (node, log) => `crust-gather/cluster/v1/node/${node}/${log}/current.log`,
  ),
  'rancher-logs-collector': relay(
    (ns, pod) => (ns.includes('longhorn') || ns.startsWith('cattle') ? `${HOST}/rke2/podlogs/${ns}-${pod}` : undefined),
    () => undefined,
    (node, log) =>
      node !== 'hvst-c1' ? undefined : log === 'kernel' ? `${HOST}/systeminfo/dmesg` : `${HOST}/journald/${log}`,
  ),
};

function packed(files: ReadonlyMap<string, string>, relayed: Relay): Buffer {
  const texts = new Map<string, string>();
  for (const [path, text] of files) {
    const name = relayed(path);
    if (name !== undefined) texts.set(name, (texts.get(name) ?? '') + text);
  }
  return writeZip([...texts].map(([name, text]) => ({ name, content: Buffer.from(text, 'latin1') })));
}

function rootsOf({ diagnosis }: Report): readonly string[] {
  return diagnosis.rootCauses.map(({ rule }) => rule);
}

describe('incident C', async () => {
  const { files } = await readArchive(asFile(await packedSample('incident-c', 500_000)));

  it.each(Object.entries(LAYOUTS))('has the same root in the layout %s', async (layout, relayed) => {
    const report = await analyze(packed(files, relayed), { name: 'relaid' });
    expect(report.bundle.layout).toBe(layout);
    expect(rootsOf(report)).toEqual(['longhorn-snapshot-file-missing']);
  });

  it("has the same root in an archive of the case with archives of Rancher's log collector", async () => {
    const node = packed(files, LAYOUTS['rancher-logs-collector'] ?? (() => undefined));
    const report = await analyze(writeZip([{ name: `case 17/${HOST}.zip`, content: node }]), { name: 'case' });
    expect(rootsOf(report)).toEqual(['longhorn-snapshot-file-missing']);
  });
});
