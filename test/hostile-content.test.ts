import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleSelection } from '../src/index.js';
import { ETCD_LOG, type Examined, examine, NEEDLE_LINE, writeNeedlePack, zipOf } from './support/examined-bundle.js';

let needle: RuleSelection;
beforeAll(async () => {
  needle = await writeNeedlePack();
});
afterAll(() => Promise.all((needle.packs ?? []).map((pack) => rm(pack, { recursive: true }))));

describe('a log', () => {
  function logged(content: string | Uint8Array): Promise<Examined> {
    return examine(zipOf({ [ETCD_LOG]: content }), { rules: needle });
  }
  const firstTime = ({ report }: Examined): string | undefined => report.findings[0]?.firstSeen;
  const count = ({ report }: Examined): number | undefined => report.findings[0]?.count;

  it.each([
    ['NUL bytes', Buffer.from(NEEDLE_LINE.replace('the', 't\0e'))],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(NEEDLE_LINE.trimEnd()), Buffer.from([0xff, 0xc0, 0x0a])])],
    ['CRLF', Buffer.from(NEEDLE_LINE.replace('\n', '\r\n'))],
    ['a byte order mark', Buffer.from(`\uFEFF${NEEDLE_LINE}`)],
    ['no line end', Buffer.from(NEEDLE_LINE.trimEnd())],
  ])('with %s is searched and timed', async (_, content) => {
    const examined = await logged(content);
    expect(examined).toMatchObject({ status: 0, codes: [] });
    expect(firstTime(examined)).toBe('2025-03-05T04:40:00.000Z');
  });

  it.each([
    ['little', Buffer.from(`\uFEFF${NEEDLE_LINE}`, 'utf16le')],
    ['big', Buffer.from(`\uFEFF${NEEDLE_LINE}`, 'utf16le').swap16()],
  ])('in UTF-16 of %s end first is told, not searched in vain', async (_, content) => {
    expect(await logged(content)).toMatchObject({ status: 4, codes: ['text-encoding'] });
  });

  it('of hostile text reaches no terminal and no page raw', async () => {
    const payload =
      '\u001b]0;title\u0007\u001b[2J\u009b31m\u202e\u2028\u200b<script>alert(1)</script> ![x](http://evil/x.png) `````` @everyone </details> <!-- |';
    const examined = await logged(`2025-03-05T04:40:00Z needle ${payload}\n# heading needle ${payload}\n`);
    expect(count(examined)).toBe(2);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be shown raw
    const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028\u202e]/;
    expect(examined.text).not.toMatch(raw);
    expect(examined.markdown).not.toMatch(raw);
    expect(examined.text).toContain('\\x1b[2J');
    // Fences are longer than any run of backticks in the line, so nothing of it stands outside them.
    const unfenced = examined.markdown.split(/^`{7,}.*$/m).filter((_, index) => index % 2 === 0);
    expect(unfenced.length).toBeGreaterThan(1);
    expect(unfenced.join('')).not.toMatch(/script|@everyone|heading/);
  });

  it.each(['9999', '0001', '1969'])('of the year %s is searched', async (year) => {
    expect(count(await logged(NEEDLE_LINE.replace('2025', year)))).toBe(1);
  });

  it('that is written newest first is timed', async () => {
    const lines = ['45', '44', '43'].map((minute) => NEEDLE_LINE.replace('04:40', `04:${minute}`));
    const { report } = await logged(lines.join(''));
    expect(report.findings[0]).toMatchObject({
      count: 3,
      firstSeen: '2025-03-05T04:43:00.000Z',
      lastSeen: '2025-03-05T04:45:00.000Z',
    });
  });

  it('whose lines hold a literal ten thousand times counts each line once', async () => {
    const line = `2025-03-05T04:40:00Z ${'needle '.repeat(10_000).padEnd(2 ** 20 - 100, 'x')}\n`;
    expect(count(await logged(line.repeat(5)))).toBe(5);
  });

  it('that is one line of 50 MB is told to be cut', async () => {
    const examined = await logged(Buffer.from(NEEDLE_LINE.trimEnd().padEnd(50e6, 'x')));
    expect(examined).toMatchObject({ status: 0, codes: ['limit-line'] });
    expect(count(examined)).toBe(1);
    expect(examined.report.findings[0]?.evidence[0]).toHaveProperty('excerpt.length', 500);
  });
});

/** Files of a bundle whose kinds the rules read most, and the type their paths state. */
const LISTS: readonly (readonly [path: string, apiVersion: string, kind: string])[] = [
  ['yamls/namespaced/a/v1/pods.yaml', 'v1', 'Pod'],
  ['yamls/namespaced/a/v1/events.yaml', 'v1', 'Event'],
  ['yamls/cluster/v1/nodes.yaml', 'v1', 'Node'],
  ['yamls/namespaced/a/longhorn.io/v1beta2/volumes.yaml', 'longhorn.io/v1beta2', 'Volume'],
  ['yamls/namespaced/a/longhorn.io/v1beta2/replicas.yaml', 'longhorn.io/v1beta2', 'Replica'],
  ['yamls/namespaced/a/harvesterhci.io/v1beta1/upgrades.yaml', 'harvesterhci.io/v1beta1', 'Upgrade'],
  ['yamls/namespaced/a/policy/v1/poddisruptionbudgets.yaml', 'policy/v1', 'PodDisruptionBudget'],
  ['yamls/namespaced/a/kubevirt.io/v1/virtualmachineinstances.yaml', 'kubevirt.io/v1', 'VirtualMachineInstance'],
  ['yamls/namespaced/a/fleet.cattle.io/v1alpha1/bundles.yaml', 'fleet.cattle.io/v1alpha1', 'Bundle'],
];

describe('object files', () => {
  /** The same content in all files; all builtin rules look at it. */
  function listed(content: (apiVersion: string, kind: string) => string | Uint8Array): Promise<Examined> {
    return examine(zipOf(Object.fromEntries(LISTS.map(([path, version, kind]) => [path, content(version, kind)]))));
  }

  function listOf(value: unknown): Promise<Examined> {
    const fields = ['spec', 'status', 'involvedObject', 'count', 'lastTimestamp', 'message', 'reason'];
    const inner = [
      'conditions',
      'phase',
      'state',
      'nodeName',
      'replicas',
      'containerStatuses',
      'startTime',
      'nodeInfo',
    ];
    const all = (names: readonly string[], of: unknown): Record<string, unknown> =>
      Object.fromEntries(names.map((name) => [name, of]));
    return listed((apiVersion, kind) => {
      const type = { apiVersion, kind };
      const items = [
        {
          ...type,
          metadata: { name: 'a', namespace: 'a', ...all(['labels', 'ownerReferences', 'creationTimestamp'], value) },
          ...all(fields, value),
        },
        { ...type, metadata: { name: 'b', namespace: 'a' }, ...all(['spec', 'status'], all(inner, value)) },
        { ...type, metadata: { name: 'c', namespace: 'a' }, ...all(['spec', 'status'], all(inner, [value])) },
      ];
      return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    });
  }

  it.each([
    [null],
    [[]],
    [{}],
    ['text'],
    [1.5],
    [true],
    [[null]],
    [{ type: '__proto__', status: 'constructor', name: 'toString' }],
  ])('with %j in place of every field break no rule', async (value) => {
    const { report, status, codes } = await listOf(value);
    expect({ status, codes }).toEqual({ status: 0, codes: [] });
    expect(report.bundle.stats.objects).toBe(3 * LISTS.length);
  });

  it('with keys that JavaScript treats specially change nothing outside them', async () => {
    const { report } = await listed(
      (apiVersion, kind) =>
        `apiVersion: ${apiVersion}
kind: ${kind}
__proto__: { polluted: yes }
metadata: { name: __proto__, namespace: constructor, labels: { __proto__: { polluted: yes }, hasOwnProperty: x } }
status: { __proto__: { phase: Failed }, toString: null, valueOf: x }
`,
    );
    expect(report.bundle.stats.objects).toBe(LISTS.length);
    expect({}).not.toHaveProperty('polluted');
  });

  it('with numbers and times beyond all bounds are read', async () => {
    const { report, status } = await listed(
      (apiVersion, kind) =>
        `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: x, namespace: a, creationTimestamp: 2001-12-14, deletionTimestamp: 99999-99-99, generation: 123456789012345678901234567890 }
spec: { replicas: 9223372036854775808, size: 1e400, x: .inf, y: .nan, o: 0o777 }
status: { startTime: 0001-01-01T00:00:00Z, conditions: [{ type: Ready, status: no, lastTransitionTime: 2025-13-45T99:99:99Z }] }
`,
    );
    expect({ status, objects: report.bundle.stats.objects }).toEqual({ status: 0, objects: LISTS.length });
  });

  const deep = (open: string, close: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: x }\nspec: ${open.repeat(20_000)}${close.repeat(20_000)}\n`;
  const aliases = Array.from({ length: 12 }, (_, level) => {
    const of = level === 0 ? 'lol' : `*a${level - 1}`;
    return `  a${level}: &a${level} [${Array.from({ length: 9 }, () => of).join(', ')}]\n`;
  }).join('');

  it.each([
    ['20,000 brackets', deep('[', ']')],
    ['20,000 braces', deep('{a: ', '}')],
    ['an alias bomb', `apiVersion: v1\nkind: Pod\nmetadata: { name: x }\nspec:\n${aliases}`],
    ['tabs for indentation', 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n'],
    ['a list cut in the middle', '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","meta'],
  ])('with %s lose that object, with a warning', async (_, content) => {
    expect(await listed(() => content)).toMatchObject({ status: 4, codes: ['object-unparsable'] });
  });

  it.each([
    ['items that are no maps', 'apiVersion: v1\nkind: List\nitems: [1, a, null, [x], true]\n'],
    ['no kind', 'apiVersion: v1\nmetadata: { name: x }\n'],
  ])('with %s are told', async (_, content) => {
    const { codes } = await listed(() => content);
    expect(codes).toEqual(['object-invalid']);
  });

  it.each([['items: null'], ['items: []'], ['items: text'], ['items: {}']])(
    'with %s are empty lists',
    async (items) => {
      const { report } = await listed(() => `apiVersion: v1\nkind: List\n${items}\n`);
      expect(report.bundle.stats.objects).toBe(0);
    },
  );

  it.each([
    ['an error of the API server', 'error: the server does not have a resource type "pods"\n'],
    ['binary data', Buffer.from(Array.from({ length: 1000 }, (_, index) => (index * 7919) % 256))],
    ['nothing', ''],
  ])('of %s are no evidence that there are no objects', async (_, content) => {
    const { report } = await listed(() => content);
    const { report: missing } = await examine(zipOf({}));
    expect(report.coverage.evaluated).toBe(missing.coverage.evaluated);
  });

  it('in UTF-16 are read', async () => {
    const { report, codes } = await listed((apiVersion, kind) =>
      Buffer.from(`\uFEFFapiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\n`, 'utf16le'),
    );
    expect({ codes, objects: report.bundle.stats.objects }).toEqual({ codes: [], objects: LISTS.length });
  });

  it('with 50,000 keys or 20,000 items are read', async () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `    k${index}: v\n`).join('');
    const pod = (index: number): string =>
      `- apiVersion: v1\n  kind: Pod\n  metadata: { name: p${index}, namespace: a }\n`;
    const pods = Array.from({ length: 20_000 }, (_, index) => pod(index)).join('');
    const { report } = await examine(
      zipOf({
        'yamls/namespaced/a/v1/pods.yaml': `apiVersion: v1\nkind: List\nitems:\n${pods}`,
        'yamls/cluster/v1/nodes.yaml': `apiVersion: v1\nkind: Node\nmetadata:\n  name: x\n  labels:\n${keys}`,
      }),
    );
    expect(report.bundle.stats.objects).toBe(20_001);
  });
});

describe('metadata', () => {
  it.each(['garbage: [', '{bad', '\0\0', '- 1', 'null', 'bundlecreatedat: [1]', 'bundlecreatedat: "9999-99-99"'])(
    'of %j leaves the time unknown and the rest readable',
    async (content) => {
      const { report } = await examine(zipOf({ 'metadata.yaml': content, [ETCD_LOG]: NEEDLE_LINE }), { rules: needle });
      expect(report.findings).toHaveLength(1);
    },
  );
});
