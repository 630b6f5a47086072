import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeMini, type MiniBundle, type MiniRule } from './support/mini-rules.js';

/** More than the list that is looked through object by object. */
const OBJECTS = 80;
const VALUES = [undefined, '', 'Pending', 'Running', 7, true, ['Pending'], { Pending: 1 }] as const;

/** Conditions that select by a field, and others that may stand beside them. */
const condition = fc.constantFrom(
  'self.status.phase == "Pending"',
  'self.status.phase != "Pending"',
  'self.status.phase != ""',
  'self.status.phase in ["Pending", "7"]',
  '!(self.status.phase in ["Pending", ""])',
  'self.status["phase"] == "Running"',
  'condition(self, "Ready").status == "False"',
  'size(self.metadata.name) > 5',
);

const objects = fc
  .array(fc.record({ phase: fc.constantFrom(...VALUES), ready: fc.constantFrom('True', 'False', undefined) }), {
    minLength: OBJECTS,
    maxLength: OBJECTS,
  })
  .map((states) =>
    states.map(({ phase, ready }, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop', name: `pod-${index}` },
      status: {
        ...(phase === undefined ? {} : { phase }),
        conditions: ready === undefined ? [] : [{ type: 'Ready', status: ready }],
      },
    })),
  );

function ruleWith(where: readonly string[]): MiniRule {
  return {
    entity: 'pod',
    signals: { pods: { object: 'Pod', where, bind: { pod: 'ref(self)' } } },
    when: { high: ['pods'] },
  };
}

async function foundBy(where: readonly string[], bundle: MiniBundle): Promise<readonly string[]> {
  const { findings } = await analyzeMini([ruleWith(where)], bundle);
  return findings.map(({ entity }) => entity.name);
}

describe('an object signal', () => {
  it('finds the same objects whether or not its conditions are seen to select by a field', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(condition, { minLength: 1, maxLength: 3 }), objects, async (where, list) => {
        const bundle: MiniBundle = { objects: list };
        const unseen = where.map((one) => `(${one}) || false`);
        expect(await foundBy(where, bundle)).toEqual(await foundBy(unseen, bundle));
        expect(await foundBy([where.map((one) => `(${one})`).join(' && ')], bundle)).toEqual(
          await foundBy(unseen, bundle),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('selects among the elements of `each`', async () => {
    const list = Array.from({ length: OBJECTS }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop', name: `pod-${index}` },
      status: {
        containerStatuses: [
          { name: 'main', state: index === 40 ? { waiting: { reason: 'CrashLoopBackOff' } } : { running: {} } },
          { name: 'side', state: {} },
        ],
      },
    }));
    const rule: MiniRule = {
      entity: 'pod',
      signals: {
        waiting: {
          object: 'Pod',
          each: 'self.status.containerStatuses',
          where: 'item.state.waiting.reason == "CrashLoopBackOff"',
          bind: { pod: 'ref(self)', container: 'item.name' },
          cite: ['item.state.waiting.reason'],
        },
      },
      when: { high: ['waiting'] },
    };
    const { findings } = await analyzeMini([rule], { objects: list });
    expect(findings.map(({ entity, bindings }) => [entity.name, bindings['container']])).toEqual([['pod-40', 'main']]);
    expect(findings[0]?.evidence).toMatchObject([{ field: 'status.containerStatuses[0].state.waiting.reason' }]);
  });
});
