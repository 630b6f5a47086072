import { type ThingKey, thingKey } from '../topology/thing.js';
import type { Draft } from './draft.js';
import { isSurer } from './is-surer.js';

/** Findings without those that benign ones explain, and which these are. */
export interface Absorption {
  readonly kept: readonly Draft[];
  /** By benign finding what it took away. */
  readonly absorbed: ReadonlyMap<Draft, readonly Draft[]>;
}

/** Takes away what benign findings explain as normal: findings of the rules they absorb about the same thing, when not surer than they are. */
export function absorb(drafts: readonly Draft[]): Absorption {
  const benign = benignByRule(drafts);
  const absorbed = new Map<Draft, Draft[]>();
  const kept = drafts.filter((draft) => {
    const candidates = [draft.rule.id, ...draft.rule.aliases].flatMap(
      (id) => benign.get(id)?.get(subjectOf(draft)) ?? [],
    );
    const surest = candidates.find((other) => other !== draft && !isSurer(draft, other));
    if (surest === undefined) return true;
    absorbed.set(surest, [...(absorbed.get(surest) ?? []), draft]);
    return false;
  });
  return { kept, absorbed };
}

/** Benign findings by the rules they absorb and by what they touch. */
function benignByRule(drafts: readonly Draft[]): ReadonlyMap<string, ReadonlyMap<ThingKey, readonly Draft[]>> {
  const byRule = new Map<string, Map<ThingKey, Draft[]>>();
  for (const draft of drafts) {
    for (const id of draft.rule.absorbs) {
      const byThing = byRule.get(id) ?? new Map<ThingKey, Draft[]>();
      byRule.set(id, byThing);
      const touched = draft.rule.entity === 'cluster' ? [subjectOf(draft)] : draft.footprint.things;
      for (const thing of touched) byThing.set(thing, [...(byThing.get(thing) ?? []), draft]);
    }
  }
  return byRule;
}

function subjectOf({ rule, match }: Draft): ThingKey {
  return thingKey(rule.entity, match.entity);
}
