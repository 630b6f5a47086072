import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../src/cli/program.js';
import { writeFiles } from './support/cli-bundle.js';
import { fakeTerminal } from './support/fake-terminal.js';

const LOG = 'logs/kube-system/etcd-node1/etcd.log';

/** One line for each way in which a line can fail the signal `lost`, and one that it takes. */
const lines = [
  '2025-03-05T04:00:01Z raft: lost leader for a moment',
  '2025-03-05T04:00:02Z raft: lost leader at 17 in term 3',
  '2025-03-05T04:00:03Z raft: lost leader at node1 in term 3',
  '2025-03-05T04:00:04Z raft: elected leader node1',
  '2025-03-05T04:00:05Z raft: gave up on node1',
  '2025-03-05T04:00:06Z raft: lost leader at node2 in term 9',
];

const parts = {
  component: 'test',
  severity: 'error',
  role: 'root-cause',
  entity: 'node',
  explanation: 'Text.',
  remediation: [{ step: 'Look.' }],
  references: ['https://example.org/'],
};

const rules = {
  'test-lost': {
    title: 'Node {node} lost its leader',
    aliases: ['test-leaderless'],
    signals: {
      lost: {
        log: 'etcd',
        contains: ['lost leader', ' in term '],
        match: 'at (?P<node>[a-z][a-z0-9]*) in term (?P<_term>[0-9]+)',
        where: ['int(_term) > 1', 'line.message != "" && int(_term) > 8'],
      },
    },
    when: { high: ['lost'] },
  },
  'test-often': {
    title: 'Node {node} elects leaders',
    signals: {
      elected: { log: 'etcd', contains: 'elected leader', match: 'leader (?P<node>[a-z0-9]+)', 'at-least': 3 },
      'gave-up': {
        log: 'etcd',
        contains: 'gave up on',
        match: 'on (?P<node>[a-z0-9]+)',
        'unless-preceded-by': { signal: 'voted', within: '10s' },
      },
      voted: { log: 'etcd', contains: 'elected leader', match: 'leader (?P<node>[a-z0-9]+)' },
    },
    when: { high: ['elected'], medium: ['gave-up'] },
  },
  'test-pod': {
    title: 'A pod failed on {node}',
    signals: {
      failed: {
        object: 'Pod',
        where: 'self.spec.nodeName != "" && self.status.phase == "Failed"',
        bind: { node: 'self.spec.nodeName' },
      },
      ready: { object: 'Node', bind: { node: 'self.metadata.name' } },
      running: { object: 'Pod', where: 'self.status.phase == "Running"', bind: { node: 'self.spec.nodeName' } },
      together: { join: ['running', 'ready'] },
      number: { count: { pods: 'running' }, where: 'pods > 7' },
    },
    when: { high: ['failed'], medium: ['running', 'ready'], low: ['together'] },
  },
  'test-unknown': {
    title: 'A volume of {node}',
    applies: { longhorn: '>=1.4' },
    signals: { volume: { object: 'Volume.longhorn.io', bind: { node: 'self.spec.nodeID' } } },
    when: { high: ['volume'] },
  },
  'test-running': {
    title: 'A pod runs on {node}',
    signals: {
      running: { object: 'Pod', where: 'self.status.phase == "Running"', bind: { node: 'self.spec.nodeName' } },
    },
    when: { high: ['running'] },
  },
  'test-running-is-normal': {
    title: 'A pod runs on {node}, which is normal',
    severity: 'info',
    role: 'benign',
    absorbs: ['test-running'],
    signals: {
      running: { object: 'Pod', where: 'self.status.phase == "Running"', bind: { node: 'self.spec.nodeName' } },
    },
    when: { high: ['running'] },
  },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundlescope-explain-'));
  await writeFiles(folder, {
    ...Object.fromEntries(
      Object.entries(rules).map(([id, rule]) => [
        `pack/test/${id}.yaml`,
        stringify({ id, ...parts, ...rule, zh: { title: rule.title } }),
      ]),
    ),
    'bundle/metadata.yaml': 'bundlecreatedat: "2025-03-05T05:00:00Z"\n',
    [`bundle/${LOG}`]: lines.map((line) => `${line}\n`).join(''),
    'bundle/yamls/namespaced/default/v1/pods.yaml': stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web', namespace: 'default' },
          spec: { nodeName: 'node1' },
          status: { phase: 'Running' },
        },
      ],
    }),
    'bundle/yamls/cluster/v1/nodes.yaml': stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'other' } }],
    }),
  });
});
afterAll(() => rm(folder, { recursive: true }));

async function explain(rule: string, options: readonly string[] = []) {
  const { terminal, out, err } = fakeTerminal();
  const pack = ['--no-builtin-rules', '--rules', join(folder, 'pack')];
  const status = await run(['explain', rule, join(folder, 'bundle'), ...pack, ...options], terminal);
  return { status, out: out(), err: err() };
}

/** The explanation as data; `signals` by name. */
async function explained(rule: string, options: readonly string[] = []) {
  const { out } = await explain(rule, ['--format', 'json', ...options]);
  const explanation = JSON.parse(out);
  const signals = new Map<string, Record<string, unknown>>(
    explanation.signals.map((signal: Record<string, unknown>) => [signal['name'], signal]),
  );
  return { explanation, signals };
}

describe('a signal on log lines', () => {
  it('shows its rows with what they bind, when, and where they stand', async () => {
    const { signals } = await explained('test-lost');
    expect(signals.get('lost')).toMatchObject({
      state: 'rows',
      rowCount: 1,
      rows: [
        {
          bindings: { node: 'node2' },
          count: 1,
          firstSeen: '2025-03-05T04:00:06.000Z',
          evidence: [{ path: LOG, line: 6, excerpt: lines[5] }],
        },
      ],
    });
  });

  it('shows the lines that came near, nearest first, and on what each failed', async () => {
    const { signals } = await explained('test-lost');
    expect(signals.get('lost')?.['misses']).toMatchObject([
      {
        failed: 'where',
        condition: 'int(_term) > 8',
        count: 1,
        examples: [
          {
            citation: { path: LOG, line: 3, time: '2025-03-05T04:00:03.000Z', excerpt: lines[2] },
            values: [{ expression: 'int(_term)', value: '3' }],
          },
        ],
      },
      { failed: 'pattern', count: 1, examples: [{ citation: { line: 2 } }] },
      { failed: 'literal', condition: '" in term "', count: 1, examples: [{ citation: { line: 1 } }] },
    ]);
  });

  it('shows what a word took away, and what it found instead', async () => {
    const { signals } = await explained('test-often');
    expect(signals.get('elected')).toMatchObject({
      state: 'none',
      dropped: [
        {
          word: 'at-least: 3',
          dropped: 1,
          of: 1,
          examples: [{ bindings: { node: 'node1' }, found: 'there are 1' }],
        },
      ],
    });
    expect(signals.get('gave-up')).toMatchObject({
      state: 'none',
      dropped: [{ word: 'unless-preceded-by: voted within 10s', unit: 'lines', dropped: 1, of: 1 }],
    });
  });

  it('says that lines lie outside of --since and --until', async () => {
    const { signals } = await explained('test-lost', ['--since', '2025-03-06']);
    expect(signals.get('lost')?.['dropped']).toMatchObject([{ word: '--since, --until', dropped: 1, of: 1 }]);
    expect(signals.get('lost')?.['misses']).toEqual([]);
  });
});

describe('a signal on objects', () => {
  it('shows the object that failed, the part of the condition, and the value it had', async () => {
    const { signals } = await explained('test-pod');
    expect(signals.get('failed')).toMatchObject({
      state: 'none',
      misses: [
        {
          failed: 'where',
          condition: 'self.status.phase == "Failed"',
          count: 1,
          examples: [
            {
              citation: { resource: 'Pod', name: 'web' },
              values: [{ expression: 'self.status.phase', value: '"Running"' }],
            },
          ],
        },
      ],
    });
  });

  it('is unknown when the list is not in the bundle, and so is the rule', async () => {
    const { explanation, signals } = await explained('test-unknown');
    expect(signals.get('volume')).toMatchObject({
      state: 'unknown',
      missing: 'no list of Volume.longhorn.io in the bundle',
    });
    expect(explanation).toMatchObject({
      result: { state: 'unknown' },
      applies: [{ product: 'longhorn', range: '>=1.4', holds: 'unknown' }],
    });
  });
});

it('a join shows what both sides bound when they have no partner', async () => {
  const { signals } = await explained('test-pod');
  expect(signals.get('together')).toMatchObject({
    state: 'none',
    misses: [{ failed: 'join', condition: 'ready', names: [{ name: 'node', before: ['node1'], here: ['other'] }] }],
  });
});

it('a count shows its numbers', async () => {
  const { signals } = await explained('test-pod');
  expect(signals.get('number')?.['misses']).toMatchObject([
    { failed: 'arithmetic', condition: 'pods > 7', examples: [{ values: [{ expression: 'pods', value: '1' }] }] },
  ]);
});

it('a tier whose terms hold alone but not together names the one that does not fit', async () => {
  const { explanation } = await explained('test-pod');
  expect(explanation.tiers).toMatchObject([
    { confidence: 'high', state: 'fails', terms: [{ term: 'failed', state: 'fails' }] },
    {
      confidence: 'medium',
      state: 'fails',
      terms: [{ state: 'holds' }, { state: 'holds' }],
      disjoint: [{ term: 'ready', names: [{ name: 'node', before: ['node1'], here: ['other'] }] }],
    },
    { confidence: 'low', state: 'fails' },
  ]);
});

it('a finding that another rule takes away is said to be, and by which', async () => {
  const { explanation } = await explained('test-running');
  expect(explanation.result).toMatchObject({
    state: 'found',
    entities: [
      { entity: 'node1', confidence: 'high', unreported: 'test-running-is-normal says that it is harmless here' },
    ],
  });
});

describe('the page', () => {
  it('says the result, the failing condition, the value and the place', async () => {
    const { out } = await explain('test-pod');
    expect(out).toContain('does not hold');
    expect(out).toMatch(/1 object fails self\.status\.phase == "Failed"/);
    expect(out).toContain('self.status.phase = "Running"');
    expect(out).toContain('yamls/namespaced/default/v1/pods.yaml:');
  });

  it('is short unless --details asks for near misses of signals that hold', async () => {
    expect((await explain('test-lost')).out).not.toContain('int(_term) > 8');
    expect((await explain('test-lost', ['--details'])).out).toContain('int(_term) > 8');
  });
});

describe('the page in Chinese', () => {
  /** What stays: names, times and data of the rule and of the bundle. */
  const lineOfBundle = /raft|self\.|line\.|_term|yamls\/|logs\//;

  it.each(['test-lost', 'test-often', 'test-pod', 'test-unknown', 'test-running'])(
    'of %s has no heading and no sentence in English',
    async (rule) => {
      const { out } = await explain(rule, ['--lang', 'zh', '--details']);
      const sentences =
        /\b(?:Bundle|taken|Result|holds|HOW SURE|SIGNALS|of kind|with|where|nothing|searched|rows?|lines?|lacks?|fails?|there (?:is|are))\b/;
      expect(out.split('\n').filter((line) => !lineOfBundle.test(line) && sentences.test(line))).toEqual([]);
    },
  );

  it('says the result, what a word found and why there is no finding', async () => {
    expect((await explain('test-pod', ['--lang', 'zh'])).out).toMatch(/^结论 +不成立$/m);
    expect((await explain('test-often', ['--lang', 'zh'])).out).toContain('node=node1: 有 1 个');
    expect((await explain('test-running', ['--lang', 'zh'])).out).toContain('test-running-is-normal 表明它在此处无害');
  });
});

it('conditions on what comes before are among those of the signal', async () => {
  expect((await explain('test-often', ['--details'])).out).toContain('unless preceded by voted within 10s');
});

describe('which rule', () => {
  it('is found by its alias', async () => {
    expect((await explained('test-leaderless')).explanation.rule.id).toBe('test-lost');
  });

  it('is suggested when the name is misspelt, and nothing is read', async () => {
    const { status, err } = await explain('test-lots');
    expect(status).toBe(2);
    expect(err).toBe('bundlescope: there is no rule "test-lots"; did you mean "test-lost"?\n');
  });
});
