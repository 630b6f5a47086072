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

describe('a rule that nothing in the bundle fits', () => {
  const unreadable = (compiled: CompiledRule): CompiledRule => ({
    rule: compiled.rule,
    outline: compiled.outline,
    get signals(): never {
      throw new Error('the signals were read');
    },
  });
  const broken = { log: 'virt-launcher', contains: 'the disk is broken' };
  const files = { 'logs/shop/virt-launcher-web-1-9xk2p/compute.log': 'all is well\n' };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name: 'web' },
    status: { phase: 'Running', containerStatuses: [{ name: 'main', state: { running: {} } }] },
  };
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace: 'shop', name: 'web.1' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web' },
    reason: 'Failed',
    message: 'cannot be mounted',
  };
  const objects = [pod, event];

  it.each([
    ['lines', { broken }, ['broken']],
    ['a part of a join', { pods: { object: 'Pod' }, broken, both: { join: ['pods', 'broken'] } }, ['both']],
    ['events of a reason', { told: { event: 'Pod', reason: 'Evicted' } }, ['told']],
    ['events that say it', { told: { event: 'Pod', reason: 'Failed', contains: 'timed out' } }, ['told']],
    ['objects of a state', { pods: { object: 'Pod', where: 'self.status.phase == "Failed"' } }, ['pods']],
    [
      'parts of objects of a state',
      {
        waiting: {
          object: 'Pod',
          each: 'self.status.containerStatuses',
          where: 'item.state.waiting.reason in ["ErrImagePull"] && item.name != ""',
        },
      },
      ['waiting'],
    ],
  ])('is judged without its signals: no %s', async (_, signals, high) => {
    const rule = { entity: 'cluster', signals, when: { high } };
    const report = await analyzeMini([rule], { files, objects }, {}, unreadable);
    expect(report.coverage.evaluated).toBe(1);
    expect(report.warnings).toEqual([]);
  });

  it('is unknown, not false, when what it asks for was not collected', async () => {
    const rule = {
      entity: 'cluster',
      signals: { nodes: { object: 'Node', where: 'self.spec.unschedulable == true' }, broken },
      when: { high: ['nodes'] },
    };
    const report = await analyzeMini([rule], { files, objects });
    expect(report.coverage.unknown).toMatchObject([{ missing: 'no list of Node in the bundle' }]);
  });
});
