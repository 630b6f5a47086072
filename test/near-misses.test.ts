import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { MissGroup } from '../src/model/explanation.js';
import { ObjectIndex } from '../src/objects/object-index.js';
import { NearMissReader } from '../src/pipeline/near-miss-reader.js';
import { type CompiledRule, RuleCompiler } from '../src/rules/compile-rule.js';
import { ConditionProbe } from '../src/rules/explanation/condition-probe.js';
import { explanationWordsFor } from '../src/rules/explanation/explanation-words.js';
import { readRule } from '../src/rules/read-rule.js';
import { RuleFile } from '../src/rules/rule-file.js';

const facts = { time: undefined, products: {} };
/** A rule with one signal on the lines of etcd that hold `lost leader`. */
function ruleThatMatches(match: string): CompiledRule {
  const file = new RuleFile(
    'rule.yaml',
    stringify({
      id: 'sample',
      title: 'It holds',
      component: 'test',
      severity: 'error',
      role: 'root-cause',
      entity: 'node',
      signals: { lost: { log: 'etcd', contains: 'lost leader', match } },
      when: { high: ['lost'] },
      explanation: 'Text.',
      remediation: [{ step: 'Look.' }],
      references: ['https://example.org/'],
      zh: { title: 'It holds' },
    }),
  );
  const rule = readRule(file);
  if (rule === undefined) throw new Error(file.problems().join('\n'));
  return new RuleCompiler(facts).compile(rule, file);
}

/** What comes near a rule in a log that is read in chunks of a size. */
async function missesIn(
  text: string,
  size: number,
  rule: CompiledRule,
): Promise<{ misses: readonly MissGroup[]; passed: string }> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const reader = new NearMissReader(rule, new ConditionProbe(facts, explanationWordsFor('en')), {
    since: undefined,
    until: undefined,
  });
  const identity = { programs: ['etcd'], previous: false };
  const passed: Uint8Array[] = [];
  const description = { index: 0, path: 'etcd.log', identity, file: undefined };
  for await (const chunk of reader.watch(description, chunks(), new ObjectIndex())) passed.push(chunk);
  reader.settle(undefined);
  return { misses: reader.missesOf('lost'), passed: Buffer.concat(passed).toString() };
}

const rule = ruleThatMatches('lost leader at (?P<node>[a-z0-9]+)');
const line = fc.constantFrom('', 'all is well', 'é', 'lost leader for a moment', 'lost leader at n1', 'x'.repeat(300));

it('near misses are cited by line and offset however the log comes in chunks, and the log goes on unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 20 }), fc.integer({ min: 1, max: 400 }), async (lines, size) => {
      const text = lines.join('\n');
      const { misses, passed } = await missesIn(text, size, rule);
      const numbers = lines.flatMap((given, index) => (given.endsWith('moment') ? [index + 1] : []));
      expect(passed).toBe(text);
      expect(misses.map(({ failed, count }) => ({ failed, count }))).toEqual(
        numbers.length === 0 ? [] : [{ failed: 'pattern', count: numbers.length }],
      );
      const citations = misses.flatMap(({ examples }) => examples.map(({ citation }) => citation));
      expect(citations).toEqual(
        numbers.slice(0, citations.length).map((number) => ({
          kind: 'log',
          path: 'etcd.log',
          line: number,
          offset: Buffer.byteLength(`${lines.slice(0, number - 1).join('\n')}${number === 1 ? '' : '\n'}`),
          excerpt: 'lost leader for a moment',
        })),
      );
    }),
  );
});

it('a line is judged as rules see it, with a fixed time, and shown as it stands', async () => {
  const line = 'time="2025-03-05T04:00:01Z" level=warning msg="lost leader at n1"';
  const dated = ruleThatMatches('2025-03-05.*lost leader at (?P<node>[a-z0-9]+)');
  const { misses } = await missesIn(`${line}\n`, 1_000, dated);
  expect(misses).toMatchObject([
    { failed: 'pattern', examples: [{ citation: { line: 1, excerpt: line, time: '2025-03-05T04:00:01.000Z' } }] },
  ]);
});
