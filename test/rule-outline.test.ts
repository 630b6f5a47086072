import { describe, expect, it } from 'vitest';
import { gather } from '../src/pipeline/gather.js';
import type { CompiledRule } from '../src/rules/compile-rule.js';
import { evaluateRule } from '../src/rules/evaluate-rule.js';
import { analyzeMini } from './support/mini-rules.js';
import { packedSample } from './support/sample-bundle.js';

/** The rule as one that nothing is known of before its signals are answered. */
function withoutWays(rule: CompiledRule): CompiledRule {
  return { rule: rule.rule, signals: rule.signals, outline: { ...rule.outline, ways: [] } };
}

describe('a rule that its outline says cannot hold', () => {
  it.each(['healthy', 'incident-c'])('is judged as if all its signals were answered: %s', async (sample) => {
    const { rules, facts } = await gather(await packedSample(sample), { name: sample });
    let skipped = 0;
    for (const rule of rules.rules) {
      const observed: string[] = [];
      const outcome = evaluateRule(
        rule,
        facts,
        () => undefined,
        (_, { name }) => observed.push(name),
      );
      const whole = evaluateRule(withoutWays(rule), facts, () => undefined);
      if (observed.length === 0 && outcome.kind === 'decided') skipped++;
      expect({ id: rule.rule.id, ...plain(outcome) }).toStrictEqual({ id: rule.rule.id, ...plain(whole) });
    }
    expect(skipped).toBeGreaterThan(0);
  });
});

/** An outcome with what it searched. */
function plain(outcome: ReturnType<typeof evaluateRule>): object {
  return outcome.kind === 'decided' ? { ...outcome, searched: [...outcome.searched()] } : outcome;
}

describe('a rule without hits', () => {
  const rule = {
    signals: { broken: { log: 'virt-launcher', contains: 'the disk is broken' } },
    when: { high: ['broken'] },
    entity: 'cluster',
  };
  const unreadable = (compiled: CompiledRule): CompiledRule => ({
    rule: compiled.rule,
    outline: compiled.outline,
    get signals(): never {
      throw new Error('the signals were read');
    },
  });

  it('is judged without its signals', async () => {
    const files = { 'logs/shop/virt-launcher-web-1-9xk2p/compute.log': 'all is well\n' };
    const report = await analyzeMini([rule], { files }, {}, unreadable);
    expect(report.coverage.evaluated).toBe(1);
  });
});
