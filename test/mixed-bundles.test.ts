import { describe, expect, it } from 'vitest';
import { analyze, type Report } from '../src/index.js';
import { loadReporter } from '../src/report/index.js';
import {
  analyzeFiles,
  type BundleFiles,
  changeObjects,
  mergeBundles,
  podsOf,
  renamePods,
  rewrite,
  sampleFiles,
  shiftTimes,
  verdictOf,
  without,
  withoutLines,
} from './support/changed-sample.js';
import { packedSample } from './support/sample-bundle.js';
import { writeZip } from './support/zip-writer.js';

const INCIDENTS = ['incident-a', 'incident-b', 'incident-c', 'incident-d', 'incident-e'];
const ROOT_OF_A = 'kubevirt-infra-strict-node-placement';
const ROOT_OF_C = 'longhorn-snapshot-file-missing';

/** From the end of the logs of incident C back to that of incident A. */
const FROM_C_TO_A = Date.parse('2025-03-11T09:20:31Z') - Date.parse('2025-03-18T16:41:07Z');

/** The storage and the VMs of incident C, and the evictions that are refused because of them, on the nodes of incident A. */
async function storageOfC(): Promise<BundleFiles> {
  const files = await sampleFiles('incident-c');
  const ofStorage =
    /^(logs|yamls\/namespaced)\/(longhorn-system|finance)\/|^yamls\/cluster\/.*(volume|attachment)|^logs\/cattle-system\/rancher-/;
  const moved = [...files]
    .filter(([path]) => ofStorage.test(path))
    .map(([path, text]): [string, string] => [path, shiftTimes(text.replaceAll('hvst-c', 'hvst-a'), FROM_C_TO_A)]);
  const planner = /\[planner\]/;
  return withoutLines(new Map(moved), planner);
}

describe('an archive with two bundles', () => {
  const NAMES = {
    'incident-c': 'supportbundle_7d40a9c6-1b83-4e27-a5f0-c36d18be4f92_2025-03-18T16-41-07Z',
    healthy: 'supportbundle_b83c1f52-6c0f-4f8e-9a37-0d7b5e2c9a41_2025-03-04T10-12-44Z',
  };

  it.each([['incident-c', 'healthy', [ROOT_OF_C]] as const, ['healthy', 'incident-c', []] as const])(
    'is not diagnosed as one cluster: %s is analyzed, and that %s was not is said',
    async (first, second, roots) => {
      const report = await analyze(
        writeZip([
          { name: `cases/${NAMES[first]}.zip`, content: await packedSample(first, 300_000) },
          { name: `cases/${NAMES[second]}.zip`, content: await packedSample(second, 300_000) },
        ]),
      );
      expect(report.diagnosis.rootCauses.map(({ rule }) => rule)).toEqual(roots);
      expect(report.bundle.nodes).toHaveLength(3);
      expect(report.warnings).toEqual([
        expect.objectContaining({ code: 'several-bundles', path: `cases/${NAMES[second]}.zip` }),
      ]);
    },
  );
});

describe('objects of two clusters without a name that tells bundles apart', () => {
  const namespaces = (uid: string): string =>
    `kind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: kube-system, uid: ${uid}}}\n`;
  const warningsOf = async (left: string, right: string): Promise<readonly object[]> => {
    const report = await analyze(
      writeZip([
        { name: 'left/yamls/cluster/v1/namespaces.yaml', content: namespaces(left) },
        { name: 'right/yamls/cluster/v1/namespaces.yaml', content: namespaces(right) },
      ]),
    );
    return report.warnings.filter(({ code }) => code === 'several-bundles');
  };

  it('are told by the UID of kube-system', async () => {
    expect(await warningsOf('a', 'b')).toMatchObject([{ path: 'right/yamls/cluster/v1/namespaces.yaml' }]);
  });

  it('are not told of one cluster that is listed twice', async () => {
    expect(await warningsOf('a', 'a')).toEqual([]);
  });
});

describe('two incidents in one bundle', () => {
  it('are both told: a lost volume, and KubeVirt on one control plane node', async () => {
    const report = await analyzeFiles(mergeBundles(await sampleFiles('incident-a'), await storageOfC()));
    expect(verdictOf(report).roots).toEqual([ROOT_OF_A, ROOT_OF_C]);
    const stuck = report.findings.find(({ rule }) => rule === 'harvester-upgrade-stuck-pre-drained');
    expect(stuck?.alternativeCauses).toHaveLength(1);
  });

  it('are both told: a lost volume, and a node without Machine', async () => {
    const files = changeObjects(await sampleFiles('incident-c'), /\/machines\.yaml$/, (machine) =>
      JSON.stringify(machine).includes('"hvst-c3"') ? undefined : machine,
    );
    const report = await analyzeFiles(files);
    expect(verdictOf(report).roots).toEqual(['harvester-node-without-machine', ROOT_OF_C]);
  });
});

describe('an incident among the look-alikes of a healthy cluster', () => {
  it.each(['incident-c', 'incident-e'])('%s is told as without them', async (name) => {
    const files = await sampleFiles(name);
    const noise = renamePods(await sampleFiles('healthy'), files);
    // Only what runs is added: a second set of nodes would be another cluster.
    const logs = new Map([...noise].filter(([path]) => path.startsWith('logs/')));
    const alone = verdictOf(await analyzeFiles(files));
    expect(verdictOf(await analyzeFiles(mergeBundles(files, logs)))).toEqual(alone);
  });
});

describe('a bundle with parts missing', async () => {
  const samples = await Promise.all(INCIDENTS.map(async (name) => ({ name, files: await sampleFiles(name) })));
  const rootsOf = async (files: BundleFiles): Promise<readonly string[]> => verdictOf(await analyzeFiles(files)).roots;

  it.each([
    ['incident-a', 'hvst-a1'],
    ['incident-b', 'metal-03'],
    ['incident-c', 'hvst-c1'],
    ['incident-d', 'srv09'],
    ['incident-e', 'hci-n1'],
  ])('%s without the files of %s tells the same root', async (name, node) => {
    const files = await sampleFiles(name);
    expect(await rootsOf(without(files, new RegExp(`^nodes/${node}\\.zip!`)))).toEqual(await rootsOf(files));
  });

  it.each(samples)('$name without any object blames nothing else', async ({ files }) => {
    expect(await rootsOf(files)).toEqual(expect.arrayContaining([...(await rootsOf(without(files, /^yamls\//)))]));
  });

  it('tells the lost volume from the logs alone, and what they leave open', async () => {
    const report = await analyzeFiles(without(await sampleFiles('incident-c'), /^yamls\//));
    expect(verdictOf(report)).toEqual({ roots: [ROOT_OF_C], unexplained: ['os-iscsi-volume-io-error'] });
    const [open] = report.diagnosis.unexplained ?? [];
    const backend = open?.possibleCauses.find(({ rule }) => rule === 'longhorn-engine-no-backend');
    expect(backend).toMatchObject({ verdict: 'unsure', missing: ['no list of Pod in the bundle'] });
  });
});

describe('a consequence whose cause is known', () => {
  it('is no root: the stuck migration of a faulted volume, told by objects alone', async () => {
    const report = await analyzeFiles(without(await sampleFiles('incident-c'), /^(logs|nodes)\//));
    expect(verdictOf(report)).toEqual({ roots: [], unexplained: ['longhorn-volume-faulted'] });
  });

  it.each(['nodes', 'kubevirts'])('is no root: the Pending pods of incident A, told without its %s', async (list) => {
    const report = await analyzeFiles(without(await sampleFiles('incident-a'), new RegExp(`/${list}\\.yaml$`)));
    expect(verdictOf(report)).toEqual({ roots: [], unexplained: ['kubevirt-virt-infra-pending'] });
    const [open] = report.diagnosis.unexplained ?? [];
    expect(open?.possibleCauses.map(({ rule, verdict }) => `${rule} ${verdict}`)).toContain(
      'kubevirt-infra-strict-node-placement not-judged',
    );
  });

  it('is explained: mixed versions that a node without Machine leaves when the upgrade is over', async () => {
    const report = await analyzeFiles(
      rewrite(await sampleFiles('incident-d'), /\/upgrades\.yaml$/, (text) =>
        text.replaceAll('upgradeState: UpgradingNodes', 'upgradeState: Succeeded'),
      ),
    );
    const mixed = report.findings.find(({ rule }) => rule === 'harvester-mixed-node-versions');
    expect(mixed?.causedBy).toEqual(['harvester-node-without-machine#1']);
  });
});

describe('a bundle that shows nothing because its objects are missing', () => {
  it('says in its summary what could not be judged, and why', async () => {
    const { diagnosis } = await analyzeFiles(without(await sampleFiles('incident-d'), /^yamls\//));
    expect(diagnosis).toMatchObject({
      rootCauses: [],
      summary: expect.stringMatching(/\d+ of \d+ rules could not be judged: The bundle holds no API objects/),
    });
  });
});

/** The text report on one line, as far as it was wrapped. */
async function textOf(report: Report): Promise<string> {
  const text = (await loadReporter('text'))(report, { color: false, width: 120, language: 'en' });
  return [...text].join('').replace(/\s+/g, ' ');
}

/** The bundle with the clock of one node off: in its own logs, and in those of the pods that run there. */
function skewed(files: BundleFiles, node: string, minutes: number): BundleFiles {
  const pods = [...podsOf(files)].filter(([, place]) => place === node).map(([pod]) => `logs/${pod}/`);
  return rewrite(files, /\.log(\.\d+)?$/, (text, path) =>
    path.startsWith(`nodes/${node}.zip!`) || pods.some((pod) => path.startsWith(pod))
      ? shiftTimes(text, minutes * 60_000)
      : text,
  );
}

describe('clocks of nodes that differ by minutes', () => {
  it.each([
    ['incident-a', 'hvst-a1', 6],
    ['incident-c', 'hvst-c1', 4],
    ['incident-c', 'hvst-c2', -4],
    ['incident-c', 'hvst-c3', 8],
    ['incident-e', 'hci-n1', -7],
    ['incident-e', 'hci-n1', -3],
  ])('%s is told the same with %s off by %i minutes', async (name, node, minutes) => {
    const files = await sampleFiles(name);
    const expected = verdictOf(await analyzeFiles(files));
    expect(verdictOf(await analyzeFiles(skewed(files, node, minutes))).roots).toEqual(expected.roots);
  });

  it('leave a failure without a cause with what would settle it: what speaks against the possible one, and where', async () => {
    const report = await analyzeFiles(skewed(await sampleFiles('incident-e'), 'hci-n1', -20));
    const [open] = report.diagnosis.unexplained ?? [];
    expect(open).toMatchObject({
      rule: 'capi-tls-handshake-errors',
      possibleCauses: [
        {
          rule: 'etcd-quorum-lost',
          verdict: 'unsure',
          confidence: 'low',
          reasons: [
            { signal: 'clients-only', state: 'found' },
            { signal: 'writes-go-on', state: 'against' },
          ],
          evidence: [{ kind: 'log' }, { kind: 'log' }],
        },
      ],
    });
    const text = await textOf(report);
    expect(text).toMatch(
      /shows signs, not sure: etcd has lost its quorum.*found clients only; against it: writes go on; \S+:\d+\)/,
    );
  });
});
