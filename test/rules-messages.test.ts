import { describe, expect, it } from 'vitest';
import { lintRules } from '../src/authoring/lint.js';
import { BundlescopeError } from '../src/errors/index.js';
import { loadRuleSet } from '../src/rules/rule-set.js';
import { withPack } from './support/rule-pack.js';

const RULE = `id: sample
title: Node {node} is down
component: kubernetes
severity: error
role: symptom
entity: node
signals:
  down:
    object: Node
    where: condition(self, "Ready").status == "False"
    bind: { node: self.metadata.name }
  lost:
    log: etcd
    contains: lost leader
    match: 'on (?P<node>[a-z]+)'
when:
  high: [down, lost]
explanation: Text.
remediation:
  - step: Look.
references: [https://example.org/]
zh:
  title: 节点 {node}
`;

const TEST = `cases:
  - { name: a, match: high }
  - { name: b, match: none }
`;

/** The messages of loading a rule, without the folder. */
async function messagesOf(rule: string): Promise<string[]> {
  return withPack({ 'sample.yaml': rule }, async (folder) => {
    try {
      await loadRuleSet({ builtin: false, packs: [folder] });
      return [];
    } catch (error) {
      if (error instanceof BundlescopeError && error.code === 'rule')
        return error.message.replaceAll(`${folder}/`, '').split('\n');
      throw error;
    }
  });
}

/** The rule with one mistake in it. */
function withMistake(right: string, wrong: string): string {
  if (!RULE.includes(right)) throw new Error(`the sample rule has no "${right}"`);
  return RULE.replace(right, wrong);
}

describe('loading a rule', () => {
  it('accepts the sample rule as it is', async () => {
    expect(await messagesOf(RULE)).toEqual([]);
  });

  it.each([
    {
      mistake: 'an unknown word at the top',
      right: 'severity: error',
      wrong: 'severity: error\nseverty: error',
      message: 'sample.yaml:5:1: unknown word "severty"; did you mean "severity"?',
    },
    {
      mistake: 'an unknown word in a signal',
      right: 'contains: lost',
      wrong: 'contain: lost',
      message: [
        'sample.yaml:13:5: "signals.lost.contains" is missing',
        'sample.yaml:14:5: unknown word "contain"; did you mean "contains"?',
      ],
    },
    {
      mistake: 'a missing key',
      right: 'explanation: Text.\n',
      wrong: '',
      message: 'sample.yaml:1:1: "explanation" is missing',
    },
    {
      mistake: 'a wrong type',
      right: 'title: Node {node} is down',
      wrong: 'title: 5',
      message: /^sample.yaml:2:8: "title": .*expected string/,
    },
    {
      mistake: 'a value that is none of those allowed',
      right: 'severity: error',
      wrong: 'severity: bad',
      message: /^sample.yaml:4:11: "severity": .*"critical"/,
    },
    {
      mistake: 'an unknown program',
      right: 'log: etcd',
      wrong: 'log: etdc',
      message: 'sample.yaml:13:10: unknown program "etdc"; did you mean "etcd"?',
    },
    {
      mistake: 'an unknown kind',
      right: 'object: Node',
      wrong: 'object: Nodes',
      message: 'sample.yaml:9:13: unknown kind "Nodes"; did you mean "Node"?',
    },
    {
      mistake: 'an unknown entity',
      right: 'entity: node',
      wrong: 'entity: nodde',
      message: /^sample.yaml:6:9: unknown entity "nodde"; did you mean "node"\?/,
    },
    {
      mistake: 'an unknown signal',
      right: '[down, lost]',
      wrong: '[down, loss]',
      message: 'sample.yaml:17:16: unknown signal "loss"; did you mean "lost"?',
    },
    {
      mistake: 'an unknown signal in a word',
      right: 'contains: lost leader',
      wrong: 'contains: lost leader\n    after: dwn',
      message: 'sample.yaml:13:5: unknown signal "dwn"; did you mean "down"?',
    },
    {
      mistake: 'an unknown binding',
      right: 'contains: lost leader',
      wrong: 'contains: lost leader\n    per: [nod]\n    at-least: 2',
      message: /^sample.yaml:15:\d+: unknown binding "nod"; did you mean "node"\?/,
    },
    {
      mistake: 'an unknown binding in distinct',
      right: 'contains: lost leader',
      wrong: 'contains: lost leader\n    distinct: { nod: 2 }',
      message: 'sample.yaml:15:17: unknown binding "nod"; did you mean "node"?',
    },
    {
      mistake: 'a placeholder that nothing binds',
      right: 'title: Node {node} is',
      wrong: 'title: Node {nod} is',
      message: 'sample.yaml:2:8: {nod} is bound by no signal; did you mean "node"?',
    },
    {
      mistake: 'an unknown product',
      right: 'explanation: Text.',
      wrong: 'applies: { longhron: ">=1.4" }\nexplanation: Text.',
      message: 'sample.yaml:18:12: unknown product "longhron"; did you mean "longhorn"?',
    },
    {
      mistake: 'a bad version range',
      right: 'explanation: Text.',
      wrong: 'applies: { longhorn: ">=new" }\nexplanation: Text.',
      message: 'sample.yaml:18:23: not a version range: ">=new"',
    },
    {
      mistake: 'a pattern that is not RE2',
      right: "'on (?P<node>[a-z]+)'",
      wrong: "'on (?=x)(?P<node>[a-z]+)'",
      message: /^sample.yaml:15:13: not an RE2 pattern: /,
    },
    {
      mistake: 'an expression that does not parse',
      right: '"Ready").status ==',
      wrong: '"Ready").status =',
      message: /^sample.yaml:10:4\d: expression: /,
    },
    {
      mistake: 'an unknown name in an expression',
      right: 'where: condition(self',
      wrong: 'where: condition(slef',
      message: /^sample.yaml:10:22: expression: .*slef/,
    },
    {
      mistake: 'a backtracking expression',
      right: 'condition(self, "Ready").status == "False"',
      wrong: 'self.a == "" && self.b.matches("x")',
      message: 'sample.yaml:10:28: expression: matches() can run long; use re(text, pattern)',
    },
    {
      mistake: 'a word of CEL as a name',
      right: "(?P<node>[a-z]+)'",
      wrong: '(?P<node>[a-z]+) (?P<list>x)\'\n    where: list == "x"',
      message: 'sample.yaml:16:12: expression: "list" is a word of CEL and cannot be the name of a value',
    },
    {
      mistake: 'a literal too short to search for',
      right: 'contains: lost leader',
      wrong: 'contains: \'a"b"c\'',
      message: /^sample.yaml:14:16: a literal needs 4 characters in a row/,
    },
    {
      mistake: 'within without at-least',
      right: 'contains: lost leader',
      wrong: 'contains: lost leader\n    within: 10m',
      message:
        'sample.yaml:15:13: "within" says in which time "at-least" or "distinct" must be reached; both are missing',
    },
    {
      mistake: 'a duration without unit',
      right: 'contains: lost leader',
      wrong: 'contains: lost leader\n    lasting: 10',
      message: /^sample.yaml:15:14: "signals.lost.lasting": /,
    },
    {
      mistake: 'a tier that does not bind the entity',
      right: 'high: [down, lost]',
      wrong: 'high: [{ any: [down, not lost] }]',
      message: 'sample.yaml:17:9: nothing here binds the entity "node"',
    },
    {
      mistake: 'a benign rule that alarms',
      right: 'role: symptom',
      wrong: 'role: benign',
      message: 'sample.yaml:4:11: a benign rule has severity info',
    },
    {
      mistake: 'a rule that absorbs and is not benign',
      right: 'explanation: Text.',
      wrong: 'absorbs: [x]\nexplanation: Text.',
      message: 'sample.yaml:18:10: only a benign rule absorbs others; use refines',
    },
    {
      mistake: 'no tier',
      right: 'when:\n  high: [down, lost]',
      wrong: 'when: {}',
      message: 'sample.yaml:16:7: when needs at least one of high, medium, low',
    },
    {
      mistake: 'a signal of no kind',
      right: 'log: etcd',
      wrong: 'logs: etcd',
      message:
        'sample.yaml:13:5: a signal has exactly one of log, file, event, object, join, count; did you mean "log"?',
    },
    {
      mistake: 'a signal of two kinds',
      right: 'log: etcd',
      wrong: 'log: etcd\n    object: Node',
      message: 'sample.yaml:13:5: a signal has exactly one of log, file, event, object, join, count',
    },
    {
      mistake: 'YAML that does not parse',
      right: 'title: Node',
      wrong: 'title: "Node',
      message: /^sample.yaml:\d+:\d+: /,
    },
    {
      mistake: 'a key that is written twice',
      right: 'severity: error',
      wrong: 'severity: error\nseverity: info',
      message: /^sample.yaml:5:1: Map keys must be unique/,
    },
    { mistake: 'a file that is no map', right: RULE, wrong: '- a\n', message: /^sample.yaml:1:1: the file: / },
  ])('points at $mistake', async ({ right, wrong, message }) => {
    const messages = await messagesOf(withMistake(right, wrong));
    if (message instanceof RegExp) expect(messages[0]).toMatch(message);
    else expect(messages).toEqual([message].flat());
  });

  it('points into an expression inside quotes', async () => {
    const rule = RULE.replace(
      'where: condition(self, "Ready").status == "False"',
      `where: 'self.a == "" && slef.b == ""'`,
    );
    expect(await messagesOf(rule)).toEqual([expect.stringMatching(/^sample.yaml:10:29: expression: .*slef/)]);
  });

  it('points at the one expression of a list', async () => {
    const rule = RULE.replace(
      'where: condition(self, "Ready").status == "False"',
      `where:\n      - self.a == ""\n      - slef.b == ""`,
    );
    expect(await messagesOf(rule)).toEqual([expect.stringMatching(/^sample.yaml:12:9: expression: .*slef/)]);
  });

  it('refuses signals that refer to each other', async () => {
    const rule = RULE.replace('contains: lost leader', 'contains: lost leader\n    after: found').replace(
      'when:',
      '  found:\n    log: etcd\n    contains: found leader\n    before: lost\nwhen:',
    );
    expect(await messagesOf(rule)).toEqual([
      'sample.yaml:13:5: "lost" and "found" refer to each other',
      'sample.yaml:18:5: "found" and "lost" refer to each other',
    ]);
  });

  it('refuses age and bundle where the bundle is still being read', async () => {
    const rule = RULE.replace(
      'contains: lost leader',
      'contains: lost leader\n    where: age(line.fields.ts) > duration("1h")',
    );
    expect(await messagesOf(rule)).toEqual([expect.stringMatching(/^sample.yaml:15:12: expression: .*age/)]);
  });

  it('tells every mistake of a file, in its order', async () => {
    const rule = RULE.replace('object: Node', 'object: Nodes').replace('log: etcd', 'log: etdc');
    expect(await messagesOf(rule)).toEqual([
      'sample.yaml:9:13: unknown kind "Nodes"; did you mean "Node"?',
      'sample.yaml:13:10: unknown program "etdc"; did you mean "etcd"?',
    ]);
  });

  it('refuses an id that another file has', async () => {
    const message = await withPack({ 'a.yaml': RULE, 'b.yaml': RULE }, (folder) =>
      loadRuleSet({ builtin: false, packs: [folder] }).then(
        () => '',
        (error: Error) => error.message.replaceAll(`${folder}/`, ''),
      ),
    );
    expect(message).toBe('b.yaml:1:1: rule id "sample" is already used in a.yaml');
  });
});

describe('linting rules', () => {
  async function lint(files: Readonly<Record<string, string>>): Promise<string[]> {
    return withPack(files, async (folder) => {
      const { problems } = await lintRules([folder]);
      return problems.map((problem) => problem.replaceAll(`${folder}/`, ''));
    });
  }

  it('finds nothing wrong with a rule in its place with a test', async () => {
    expect(await lint({ 'kubernetes/sample.yaml': RULE, 'kubernetes/sample.test.yaml': TEST })).toEqual([]);
  });

  it.each([
    {
      mistake: 'a link that leads nowhere',
      files: {
        'kubernetes/sample.yaml': RULE.replace('explanation:', 'leads-to: [node-cordonned]\nexplanation:'),
        'kubernetes/sample.test.yaml': TEST,
      },
      problem: 'kubernetes/sample.yaml:18:12: unknown rule "node-cordonned"; did you mean "node-cordoned"?',
    },
    {
      mistake: 'a rule that names itself',
      files: {
        'kubernetes/sample.yaml': RULE.replace('explanation:', 'refines: [sample]\nexplanation:'),
        'kubernetes/sample.test.yaml': TEST,
      },
      problem: 'kubernetes/sample.yaml:18:11: a rule cannot name itself',
    },
    {
      mistake: 'a missing test',
      files: { 'kubernetes/sample.yaml': RULE },
      problem: 'kubernetes/sample.yaml:1:5: no test: sample.test.yaml is missing beside it',
    },
    {
      mistake: 'an id that is not the name of the file',
      files: { 'kubernetes/other.yaml': RULE, 'kubernetes/other.test.yaml': TEST },
      problem: 'kubernetes/other.yaml:1:5: the file of rule "sample" has to be named sample.yaml',
    },
    {
      mistake: 'a component that is not the name of the folder',
      files: { 'etcd/sample.yaml': RULE, 'etcd/sample.test.yaml': TEST },
      problem: 'etcd/sample.yaml:3:12: a rule of component "kubernetes" has to be in a folder of that name',
    },
  ])('points at $mistake', async ({ files, problem }) => {
    expect(await lint(files)).toEqual([problem]);
  });

  /** What is wrong with the sample rule where its log signal has other words in place of the pattern; looked at together, for that takes as long as one. */
  const lintWords = (variants: readonly { readonly id: string; readonly words: string; readonly entity?: string }[]) =>
    lint(
      Object.fromEntries(
        variants.flatMap(({ id, words, entity = 'node' }) => [
          [
            `kubernetes/${id}.yaml`,
            RULE.replace('id: sample', `id: ${id}`)
              .replace("    match: 'on (?P<node>[a-z]+)'\n", words)
              .replace('entity: node', `entity: ${entity}`)
              .replace('bind: { node: self', `bind: { ${entity}: self`)
              .replaceAll('{node}', `{${entity}}`),
          ],
          [`kubernetes/${id}.test.yaml`, TEST],
        ]),
      ),
    );

  it('points at words that count the rows of several entities as those of one', async () => {
    const together = (word: string): string =>
      `kubernetes/${word}.yaml:15:5: "${word}" looks at the rows of all things together, for the signal does not bind "node"; bind it, or say with "per" what belongs together (per: [] for all)`;
    const words = {
      'at-least': '    at-least: 4\n',
      'at-most': '    at-most: 4\n',
      distinct: '    distinct: { peer: 2 }\n    bind: { peer: line.host }\n',
      lasting: '    lasting: 10m\n',
      newest: '    newest: 1\n',
    };
    expect(await lintWords(Object.entries(words).map(([id, lines]) => ({ id, words: lines })))).toEqual(
      Object.keys(words).map(together),
    );
  });

  it('lets such words pass where it is said or clear what belongs together', async () => {
    const problems = await lintWords([
      { id: 'bound', words: '    at-least: 4\n    bind: { node: stream.node }\n' },
      { id: 'of-a-group', words: "    at-least: 4\n    match: 'on (?P<node>[a-z]+)'\n" },
      { id: 'per-another', words: '    at-least: 4\n    per: [peer]\n    bind: { peer: line.host }\n' },
      { id: 'all-together', words: '    at-least: 4\n    per: []\n' },
      { id: 'no-such-word', words: '    until-end: 10m\n' },
      { id: 'of-the-cluster', words: '    at-least: 4\n', entity: 'cluster' },
    ]);
    expect(problems).toEqual([]);
  });

  it('points at a word that takes the devices of two nodes for one', async () => {
    const words = '    at-least: 4\n    bind: { device: line.fields.dev, node: stream.node }\n';
    const variants = [
      { id: 'by-name', words, entity: 'device' },
      { id: 'by-node', words: `${words}    per: [node, device]\n`, entity: 'device' },
    ];
    expect(await lintWords(variants)).toEqual([
      'kubernetes/by-name.yaml:15:5: "at-least" takes a device of two nodes for one; add per: [node, device], or say with "per" what belongs together',
    ]);
  });

  /** As {@link lintWords}, with other literals. */
  const lintLiterals = (variants: Readonly<Record<string, { readonly log: string; readonly contains: string }>>) =>
    lint(
      Object.fromEntries(
        Object.entries(variants).flatMap(([id, { log, contains }]) => [
          [
            `kubernetes/${id}.yaml`,
            RULE.replace('id: sample', `id: ${id}`)
              .replace('log: etcd', `log: ${log}`)
              .replace('contains: lost leader', `contains: ${contains}`),
          ],
          [`kubernetes/${id}.test.yaml`, TEST],
        ]),
      ),
    );

  it('points at literals that nearly every line holds where they are searched', async () => {
    const problems = await lintLiterals({
      'field-of-json': { log: 'etcd', contains: '\'"level":"down"\'' },
      'info-level': { log: 'etcd', contains: "{ any: [lost leader, 'level=info'] }" },
      'longest-of-all': { log: 'kubelet', contains: '[lost, kubernetes]' },
    });
    expect(problems.map((problem) => problem.replace(/, which is .*/, ''))).toEqual([
      'kubernetes/field-of-json.yaml:14:16: the logs are searched for "level"',
      'kubernetes/info-level.yaml:14:37: the logs are searched for "level=info"',
      'kubernetes/longest-of-all.yaml:14:22: the logs are searched for "kubernetes"',
    ]);
  });

  it('points at short literals where all logs are searched for them', async () => {
    const problems = await lintLiterals({
      'in-all-logs': { log: "'*'", contains: "{ any: ['panic: ', '\"fatal\"'] }" },
      'in-logs-of-one': { log: 'etcd', contains: '\'"fatal"\'' },
    });
    expect(problems).toEqual([
      'kubernetes/in-all-logs.yaml:14:35: all logs are searched for "fatal", and fewer than 7 bytes without quotes make that slow; name a longer text, or the programs that write it',
    ]);
  });

  it('lets literals pass of which something rarer is searched', async () => {
    const problems = await lintLiterals({
      'a-rare-level': { log: 'etcd', contains: 'level=fatal' },
      'a-longer-one-beside': { log: "'*'", contains: '[\'"level"\', stacktrace]' },
      'two-of-the-words': { log: 'rancher', contains: 'Kind=Secret controller' },
    });
    expect(problems).toEqual([]);
  });
});
