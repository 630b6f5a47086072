import type { Draft } from './draft.js';

/** Findings of one rule, in their order. */
export type SameDefect = readonly [Draft, ...Draft[]];

/** The same defect on several objects is told as one: findings by rule, in the order in which their rules first appear. */
export function sameDefects(drafts: readonly Draft[]): readonly SameDefect[] {
  const byRule = new Map<string, [Draft, ...Draft[]]>();
  for (const draft of drafts) {
    const same = byRule.get(draft.rule.id);
    if (same === undefined) byRule.set(draft.rule.id, [draft]);
    else same.push(draft);
  }
  return [...byRule.values()];
}
