import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import type { RuleSelection } from '../src/index.js';
import type { Timeline, TimelineEntry } from '../src/model/timeline.js';
import { buildTimeline } from '../src/pipeline/build-timeline.js';
import { fakeTerminal } from './support/fake-terminal.js';
import { GONE, REFUSALS, VOLUME, writeLifeBundle } from './support/life-bundle.js';
import { writeZip } from './support/zip-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await writeLifeBundle();
});
afterAll(() => rm(folder, { recursive: true }));

async function timeline(...args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const { terminal, out, err } = fakeTerminal();
  const rules = ['--no-builtin-rules', '--rules', join(folder, 'pack')];
  const status = await run(['timeline', join(folder, 'life'), ...args, ...rules], terminal);
  return { status, out: out(), err: err() };
}

async function timelineOf(entity: string, ...args: readonly string[]): Promise<Timeline> {
  const { out, err } = await timeline(entity, '--format', 'json', ...args);
  if (out === '') throw new Error(err);
  return JSON.parse(out);
}

const rulesOf = (below: string): RuleSelection => ({ builtin: false, packs: [join(below, 'pack')] });

/** The bundle as its collector packs it: logs before the objects. */
async function zipped(below: string): Promise<Buffer> {
  const root = join(below, 'life');
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => relative(root, join(file.parentPath, file.name)));
  const items = paths.sort().map(async (name) => ({ name, content: await readFile(join(root, name)) }));
  return writeZip(await Promise.all(items));
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7_000) yield bytes.subarray(at, at + 7_000);
}

const told = ({ entries }: Timeline): readonly string[] => entries.map(({ source, text }) => `${source}: ${text}`);
const find = ({ entries }: Timeline, text: string): TimelineEntry | undefined =>
  entries.find((entry) => entry.text.includes(text));

describe('the life of a volume', () => {
  it('is told in order of time across nodes, objects, events and logs of every format', async () => {
    const life = await timelineOf(`volume/${VOLUME}`);
    expect(told(life).filter((text) => !text.includes('created'))).toEqual([
      'Pod prod/virt-launcher-web-abcde: container compute started, which ended later',
      `longhorn-manager@longhorn-manager-a: Volume ${VOLUME} is attached to n1`,
      'longhorn-instance-manager@instance-manager-b: [e-0] I/O error error=no backend available',
      `Engine longhorn-system/${VOLUME}-e-0: Faulted: Detected a replica in error (event)`,
      `kernel@n2: XFS (longhorn/${VOLUME}): metadata I/O error`,
      `Replica longhorn-system/${VOLUME}-r-3a91bc0d: the replica failed; it has not been rebuilt since`,
      `Volume longhorn-system/${VOLUME}: Scheduled became False (ReplicaSchedulingFailure)`,
      'kube-controller-manager@n1: attaching prod/web-disk',
      `longhorn-manager@longhorn-manager-a: Replica ${VOLUME}-r-3a91bc0d is refused, attempt 0`,
      'Pod prod/virt-launcher-web-abcde: container compute ended: OOMKilled, exit code 137',
      'Pod prod/virt-launcher-web-abcde: container compute started (restart 2)',
    ]);
  });

  it('folds lines that say the same, with their exact number and both ends', async () => {
    const refused = find(await timelineOf(`volume/${VOLUME}`), 'is refused');
    expect(refused).toMatchObject({
      time: '2025-03-05T10:00:10.000Z',
      until: '2025-03-05T11:28:41.000Z',
      count: REFUSALS,
      citation: { line: 3 },
      lastCitation: { line: 2 + REFUSALS },
    });
  });

  it('cites where each entry stands', async () => {
    const { entries } = await timelineOf(`volume/${VOLUME}`);
    expect(entries.filter(({ citation }) => citation === undefined)).toEqual([]);
    expect(find(await timelineOf(`volume/${VOLUME}`), 'metadata I/O')?.citation).toMatchObject({
      path: 'nodes/n2/logs/kernel.log',
      line: 2,
      time: '2025-03-05T10:00:02.500Z',
    });
  });

  it('gives a line without a year the year of the bundle', async () => {
    expect(find(await timelineOf(`volume/${VOLUME}`), 'metadata I/O')?.time).toBe('2025-03-05T10:00:02.500Z');
  });

  it('can be asked for by its bare name', async () => {
    expect((await timelineOf(VOLUME)).entity).toMatchObject({ kind: 'Volume.longhorn.io', name: VOLUME });
  });

  it('is told from logs alone after it was deleted, which it says', async () => {
    const life = await timelineOf(GONE);
    expect(told(life)).toEqual([`longhorn-manager@longhorn-manager-a: Volume ${GONE} is deleted`]);
    expect(life.notes).toEqual([`no object "${GONE}" is in the bundle: only what names it is told`]);
  });
});

describe('the life of a VM', () => {
  it("holds its pod, the pod's own troubles, its claim and the volume behind that", async () => {
    const life = await timelineOf('vm/prod/web');
    expect(life.names).toEqual(expect.arrayContaining(['virt-launcher-web-abcde', 'web-disk', VOLUME]));
    expect(find(life, 'the disk cannot be written')?.source).toBe('virt-launcher@n1');
    expect(find(life, 'metadata I/O')).toBeDefined();
    expect(find(life, 'all is calm')).toBeUndefined();
  });
});

describe('the life of a node', () => {
  it('holds its starts, and neither lines of other nodes nor those that only begin with its name', async () => {
    const [first, second] = [await timelineOf('node/n1'), await timelineOf('node/n2')];
    expect(told(first).filter((text) => text.includes('tainted'))).toHaveLength(1);
    expect(told(second).filter((text) => text.startsWith('kernel'))).toEqual(['kernel@n2: Linux version 5.14.21']);
  });
});

describe('names', () => {
  it.each([
    [['volum/x'], '"volum" is no kind that is known; did you mean "volume"?'],
    [['pod/prod/virt-launcher-web-abcd'], 'did you mean "virt-launcher-web-abcde"?'],
    [['a/b/c/d'], 'give kind/name, kind/namespace/name or a name'],
    [['node/'], 'give kind/name, kind/namespace/name or a name'],
  ])('that nothing bears are refused with a way out: %j', async (args, message) => {
    const { status, out, err } = await timeline(...args);
    expect(err).toContain(message);
    expect([status, out]).toEqual([2, '']);
  });
});

describe('a limit', () => {
  it('keeps what tells most, and says exactly what it left out', async () => {
    const all = await timelineOf(`volume/${VOLUME}`);
    const few = await timelineOf(`volume/${VOLUME}`, '--limit', '3');
    const occurrences = (entries: readonly TimelineEntry[]): number =>
      entries.reduce((sum, { count }) => sum + count, 0);
    expect(few.entries).toHaveLength(3);
    expect(few.leftOut).toMatchObject({
      entries: all.entries.length - 3,
      occurrences: occurrences(all.entries) - occurrences(few.entries),
    });
    expect(told(few).join()).toContain('the replica failed');
  });
});

describe('a time', () => {
  it('leaves out what lies outside, counted line by line', async () => {
    const all = await timelineOf(`volume/${VOLUME}`);
    const some = await timelineOf(`volume/${VOLUME}`, '--around', '2025-03-05T10:00:13Z±2s');
    const refused = find(some, 'is refused');
    expect(refused?.count).toBe(5);
    const total = (life: Timeline): number =>
      life.entries.reduce((sum, { count }) => sum + count, life.leftOut.outsideTime);
    expect(total(some)).toBe(total(all));
  });
});

describe('a bundle from standard input', () => {
  it('is searched for the names known when a log comes, and says what it missed', async () => {
    const zip = await zipped(folder);
    const life = await buildTimeline(inPieces(zip), { entity: 'vm/prod/web', rules: rulesOf(folder) });
    expect(find(life, 'the disk cannot be written')).toBeUndefined();
    expect(life.notes.join()).toContain('5 logs came before objects that tell further names');
  });

  it('gives a volume, whose name all others hold, the same life as a file does', async () => {
    const zip = await zipped(folder);
    const options = { entity: `volume/${VOLUME}`, rules: rulesOf(folder) };
    const fromLogs = (life: Timeline): readonly string[] =>
      told(life).filter((text) => text.includes('@') && !text.includes('prod/web-disk'));
    expect(fromLogs(await buildTimeline(inPieces(zip), options))).toEqual(fromLogs(await buildTimeline(zip, options)));
  });
});

describe('the text', () => {
  it('shows days, times, sources, places, and how often', async () => {
    const { out } = await timeline(`volume/${VOLUME}`);
    expect(out).toContain('\n2025-03-05\n');
    expect(out).toContain('10:00:02.500  kernel@n2: XFS');
    expect(out).toMatch(/\(5,312 times until 11:28:41\)/);
    expect(out).toContain('              nodes/n2/logs/kernel.log:2\n');
  });

  it('makes what a line could do to a terminal visible', async () => {
    const { out } = await timeline('node/n1');
    expect(out).toContain('red\\u202e');
    expect(['\u001b', '\u202e'].filter((character) => out.includes(character))).toEqual([]);
  });

  it('is short without an entity and tells what went wrong in the cluster', async () => {
    const { out, status } = await timeline();
    expect(status).toBe(0);
    expect(out).toContain('Timeline    the incident');
    expect(out).toContain('container compute ended: OOMKilled');
    expect(out).not.toContain('attached to');
  });
});

describe('other formats', () => {
  it('NDJSON has a record for each entry behind one for the timeline', async () => {
    const { out } = await timeline(`volume/${VOLUME}`, '--format', 'ndjson');
    const records: { readonly type: string }[] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records[0]?.type).toBe('timeline');
    expect(new Set(records.slice(1).map(({ type }) => type))).toEqual(new Set(['entry']));
  });

  it('Markdown is a table in which nothing of the bundle is acted on', async () => {
    const { out } = await timeline('node/n1', '--format', 'markdown');
    expect(out).toContain('| Time (UTC) | Source | What | Where |');
    expect(out).toContain('kube-controller-manager@<!-- -->n1');
  });
});
