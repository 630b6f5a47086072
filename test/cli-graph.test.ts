import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectLists } from '../bench/objects-input.js';
import { run } from '../src/cli/program.js';
import { writeFiles } from './support/cli-bundle.js';
import { object, objectFiles } from './support/cluster-files.js';
import { type FakeTerminalOptions, fakeTerminal } from './support/fake-terminal.js';

const METADATA = { 'metadata.yaml': 'bundlecreatedat: "2025-03-05T06:00:00Z"\n' };
const running = { status: { phase: 'Running' } };
const onNode = (node: string): Record<string, unknown> => ({ spec: { nodeName: node }, ...running });

/** Two deployments' worth of pods on one node, of which one is not well; two things named `pvc-1`, two pods named `web`. */
const SMALL = objectFiles([
  object('v1', 'Node', 'n1', { status: { conditions: [{ type: 'Ready', status: 'False' }] } }),
  object('longhorn.io/v1beta2', 'Node', 'longhorn-system/n1'),
  object('v1', 'PersistentVolumeClaim', 'shop/data', { spec: { volumeName: 'pvc-1' } }),
  object('v1', 'PersistentVolume', 'pvc-1', { spec: { csi: { driver: 'driver.longhorn.io', volumeHandle: 'pvc-1' } } }),
  object('longhorn.io/v1beta2', 'Volume', 'longhorn-system/pvc-1', { status: { state: 'attached' } }),
  object('v1', 'Pod', 'shop/web', onNode('n1')),
  object('v1', 'Pod', 'test/web', onNode('n1')),
  ...Array.from({ length: 30 }, (_, index) => object('v1', 'Pod', `many/p${index}`, onNode('n1'))),
  object('v1', 'Pod', 'many/zzz', { spec: { nodeName: 'n1' }, status: { phase: 'Failed' } }),
]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundlescope-graph-'));
  await writeFiles(join(folder, 'small'), { ...METADATA, ...SMALL });
});
afterAll(() => rm(folder, { recursive: true }));

const inFolder = (name: string): string => join(folder, name);

async function graph(bundle: string, args: readonly string[], terminalOptions: FakeTerminalOptions = {}) {
  const { terminal, out, err } = fakeTerminal(terminalOptions);
  const status = await run(['graph', inFolder(bundle), ...args], terminal);
  return { status, out: out(), err: err() };
}

describe('an entity', () => {
  it.each([
    ['kind and name', 'pv/pvc-1', 'PersistentVolume pvc-1'],
    ['kind, namespace and name', 'pod/shop/web', 'Pod shop/web'],
    ['a short name of kubectl', 'po/test/web', 'Pod test/web'],
    ["a short name of Longhorn's kinds", 'lhv/pvc-1', 'Volume pvc-1'],
    ['a kind as the API writes it', 'PersistentVolumes/pvc-1', 'PersistentVolume pvc-1'],
    ['a kind with its group', 'volumes.longhorn.io/pvc-1', 'Volume pvc-1'],
    ['namespace and name', 'many/zzz', 'Pod many/zzz'],
    ['a name alone', 'zzz', 'Pod many/zzz'],
    ['the name of a node, although Longhorn has one too', 'n1', 'Node n1'],
    ['the other one when it is asked for', 'lhn/n1', 'Node.longhorn.io longhorn-system/n1'],
  ])('is found by %s', async (_, entity, expected) => {
    const { status, out } = await graph('small', [entity]);
    expect(out.split('\n')[0]?.startsWith(expected)).toBe(true);
    expect(status).toBe(0);
  });

  it.each([
    ['several have the name', 'pvc-1', '"pvc-1" is the name of several; give one of pv/pvc-1, volume/pvc-1'],
    ['several namespaces have it', 'pod/web', 'give one of pod/shop/web, pod/test/web'],
    ['the name is misspelt', 'pod/zzy', 'there is no pod "zzy" in the bundle; did you mean "zzz"?'],
    ['the kind is misspelt', 'volum/pvc-1', 'there is no "volum/pvc-1" in the bundle; did you mean "volume"?'],
    ['only a part of a name is given', 'pv/vc-', 'did you mean pv/pvc-1?'],
    ['nothing is like it', 'pod/entirely-different', 'run the command without a name to see what there is'],
  ])('is refused with a way out when %s', async (_, entity, message) => {
    const { status, out, err } = await graph('small', [entity, '--quiet']);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  it('of a kind that there is not is refused before the bundle is opened', async () => {
    const { status, err } = await graph('missing', ['volum/a/b']);
    expect(err).toContain('there is no kind "volum"; did you mean "volume"?');
    expect(status).toBe(2);
  });

  it('is never more than refused, whatever it is', async () => {
    const texts = fc.array(fc.oneof(fc.constantFrom('/', 'pod', 'n1', '__proto__', ':', '\u001b[31m'), fc.string()), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (parts) => {
        const { status, out, err } = await graph('small', ['--quiet', '--', parts.join('')]);
        expect([0, 2]).toContain(status);
        expect(`${out}${err}`.includes('\u001b')).toBe(false);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the part that is drawn', () => {
  it('does not lead through a node to what else runs there', async () => {
    const { out } = await graph('small', ['pod/shop/web', '--depth', '9']);
    expect(out).toBe('Pod shop/web  Running\n└─ runs-on Node n1  ! NotReady\n');
  });

  it('shows of many alike the unwell first, and says how many are left out', async () => {
    const { out } = await graph('small', ['n1', '--depth', '1']);
    const pods = out.split('\n').filter((line) => line.includes('hosts'));
    expect(pods[0]).toBe('├─ hosts Pod many/zzz  ! Failed');
    expect(pods.at(-1)).toContain('hosts 23 more Pod');
    expect(out).toContain('23 things at the edge were left out');
  });

  it('shows more with --max', async () => {
    expect((await graph('small', ['n1', '--max', '600'])).out).not.toContain('left out');
  });

  it('says that more is connected than --depth reaches', async () => {
    expect((await graph('small', ['pvc/data', '--depth', '1'])).out).toContain('--depth 2 shows it');
    expect((await graph('small', ['pvc/data', '--depth', '2'])).out).not.toContain('shows it');
  });

  it('says with --cite for every link at which line of which file it was read', async () => {
    const { out } = await graph('small', ['pv/pvc-1', '--cite', '--depth', '1']);
    const citation = /^\s+(\S+):(\d+) spec\.csi\.volumeHandle = pvc-1$/m.exec(out);
    const text = await readFile(inFolder(join('small', citation?.[1] ?? '')), 'utf8');
    const lines = text.split('\n').slice(Number(citation?.[2]) - 1);
    expect(lines.slice(0, 5).join('')).toContain('"PersistentVolume"');
  });

  it('is a path between two things with --to', async () => {
    const { out } = await graph('small', ['pv/pvc-1', '--to', 'volume/pvc-1']);
    expect(out).toBe('PersistentVolume pvc-1\n└─ backed-by Volume pvc-1  attached\n');
  });

  it('is none when two things share no more than a node', async () => {
    const { status, err } = await graph('small', ['pod/shop/web', '--to', 'pod/test/web', '--quiet']);
    expect(err).toContain('nothing in the bundle connects "pod/shop/web" with "pod/test/web"');
    expect(status).toBe(2);
  });
});

describe('the overview', () => {
  it('names nodes, what stands out and how to go on', async () => {
    const { out } = await graph('small', []);
    expect(out).toContain('33 Pod (1 !)');
    expect(out).toContain('n1  ! NotReady  33 pods');
    expect(out).toContain('Pod many/zzz  ! Failed');
    expect(out).toContain(`bundlescope graph ${inFolder('small')} node/n1`);
  });

  it('stays on one page for a cluster of thousands', async () => {
    const lists = [...objectLists({ pods: 1500, events: 0, volumes: 300 })];
    const failing = lists.map(({ path, text }) => [path, text.replaceAll('phase: Running', 'phase: Failed')] as const);
    await writeFiles(inFolder('large'), { ...METADATA, ...Object.fromEntries(failing) });
    const { out } = await graph('large', []);
    expect(out).toContain('1,500 Pod (1,500 !)');
    expect(out).toMatch(/and 1,494 more/);
    expect(out.split('\n').length).toBeLessThan(60);
  });

  it('is in Chinese with --lang zh', async () => {
    const { out } = await graph('small', ['--lang', 'zh']);
    expect(out).toContain('n1  ! NotReady  33 个 Pod');
    expect((await graph('small', ['n1', '--depth', '1', '--lang', 'zh'])).out).toContain('hosts 另有 23 个 Pod');
  });

  it('says so when there is nothing to draw', async () => {
    await writeFiles(inFolder('empty'), { ...METADATA, 'logs/default/web/web.log': '2025-03-05T05:00:00Z hello\n' });
    expect((await graph('empty', [])).out).toContain('holds no objects that could be drawn');
  });

  it('as a graph holds the nodes and what stands out', async () => {
    const { out } = await graph('small', ['--format', 'json']);
    const things: unknown = JSON.parse(out);
    expect(things).toMatchObject({ roots: [], things: [{ id: 'node:n1' }, { id: 'pod:many/zzz' }], links: [{}] });
    expect(things).toMatchObject({ overview: { nodes: [{ pods: 33 }] } });
  });
});

describe('formats', () => {
  const hostile = '"];evil [label="&#x1;\\N<b>`|}\n\u001b[31m';
  beforeAll(() =>
    writeFiles(inFolder('hostile'), {
      ...METADATA,
      ...objectFiles([
        object('v1', 'Pod', 'shop/web', { spec: { nodeName: hostile }, status: { phase: 'end\nclick n0 href "x"' } }),
      ]),
    }),
  );

  it('JSON has things, links with their evidence, and what was left out', async () => {
    const { out } = await graph('small', ['n1', '--format', 'json', '--depth', '1']);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: '1',
      roots: ['node:n1'],
      cut: [{ at: 'node:n1', relation: 'hosts', kind: 'Pod', count: 23 }],
    });
    const links: unknown = JSON.parse(out).links;
    expect(links).toContainEqual(
      expect.objectContaining({
        from: 'pod:many/zzz',
        relation: 'runs-on',
        inverse: 'hosts',
        to: 'node:n1',
        evidence: expect.objectContaining({ kind: 'object', field: 'spec.nodeName', value: 'n1' }),
      }),
    );
  });

  it('DOT keeps texts of the bundle inside their labels', async () => {
    const { out } = await graph('hostile', ['web', '--format', 'dot']);
    const labels = out.split('\n').filter((line) => line.startsWith('  n'));
    for (const line of labels.slice(1, 3)) expect(line).toMatch(/^ {2}n\d \[label="(?:[^"\\]|\\.)*"(?:, \w+=\w+)*\];$/);
    expect(out).not.toContain('\u001b');
    expect(out).toContain('n0 -> n1 [label="runs-on"];');
  });

  it('Mermaid keeps texts of the bundle inside their labels', async () => {
    const { out } = await graph('hostile', ['web', '--format', 'mermaid']);
    const [first, ...lines] = out.trimEnd().split('\n');
    expect(first).toBe('flowchart LR');
    for (const line of lines) {
      expect(line).toMatch(
        /^ {2}(?:n\d\["(?:[\w ./,-]|#\d+;|<br\/>)*"\]|n\d -\.?->\|[a-z-]+\| n\d|classDef .*|class n[\dn,]+ unwell)$/,
      );
    }
  });

  it('text writes control characters out', async () => {
    const { out } = await graph('hostile', ['web']);
    expect(out).not.toContain('\u001b');
    expect(out).toContain('\\x1b[31m');
  });

  it('are chosen by the extension of --output', async () => {
    const { status, out } = await graph('small', ['n1', '--output', inFolder('graph.mmd')]);
    expect({ status, out }).toEqual({ status: 0, out: '' });
    expect(await readFile(inFolder('graph.mmd'), 'utf8')).toMatch(/^flowchart LR\n/);
  });

  it('are coloured on a terminal only', async () => {
    expect((await graph('small', ['n1'], { stdoutIsTerminal: true })).out).toContain('\u001b[');
    expect((await graph('small', ['n1'])).out).not.toContain('\u001b[');
  });
});

describe('wrong usage and damage', () => {
  it.each([
    ['an extension that is no format', ['n1', '--output', 'graph.svg'], '".svg" names no format of a graph'],
    ['a path from nowhere', ['--to', 'n1'], '--to needs an entity to begin at'],
    ['a depth that is no number', ['n1', '--depth', 'two'], 'Give a whole number'],
  ])('%s is refused', async (_, args, message) => {
    const { status, err } = await graph('small', args);
    expect(err).toContain(message);
    expect(status).toBe(2);
  });

  it('a bundle that is not there is told', async () => {
    expect((await graph('missing', [])).status).toBe(3);
  });

  it('a list that could not be read makes the result a part, with a warning', async () => {
    const { status, out, err } = await graph('small', ['pv/pvc-1', '--max-object-bytes', '1kB']);
    expect(err).toContain('limit-object-file');
    expect(out).toContain('PersistentVolume pvc-1');
    expect(status).toBe(4);
  });

  it('an interruption ends it with 130', async () => {
    expect((await graph('small', [], { signal: AbortSignal.abort() })).status).toBe(130);
  });
});
