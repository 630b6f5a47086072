import { describe, expect, it } from 'vitest';
import { analyze } from '../src/index.js';
import { loadRuleSet } from '../src/rules/rule-set.js';

describe('the selection of rules', () => {
  it('takes the rules of every pattern', async () => {
    const { rules } = await loadRuleSet({ only: ['node-not-ready', 'etcd-*'], skip: ['etcd-benign-*'] });
    const ids = rules.map(({ rule }) => rule.id);
    expect(ids).toContain('node-not-ready');
    expect(ids.filter((id) => !/^(node-not-ready$|etcd-(?!benign-))/.test(id))).toEqual([]);
  });

  it('names a pattern that selects nothing beside one that does', async () => {
    await expect(loadRuleSet({ only: ['node-not-ready', 'node-cordonned'] })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('"node-cordonned"; did you mean "node-cordoned"?'),
    });
  });

  it('says so when nothing is left', async () => {
    await expect(loadRuleSet({ only: ['node-not-ready'], skip: ['node-*'] })).rejects.toMatchObject({ code: 'usage' });
  });

  it('comes after the bundle, whose path is the likelier mistake', async () => {
    const analysis = analyze('/no/such/bundle.zip', { rules: { packs: ['/no/such/pack'] } });
    await expect(analysis).rejects.toMatchObject({ code: 'input' });
  });
});
