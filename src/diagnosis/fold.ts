import type { Rule } from '../rules/rule.js';
import type { Closeness } from '../topology/closeness.js';
import type { Draft } from './draft.js';
import { isSurer } from './is-surer.js';
import { RelatedFindings } from './related-findings.js';

/** General findings further away than this are about something else than the special one. */
export const MAX_DISTANCE = 1;
/** Special findings that are folded into more special ones, and so on. */
const MAX_DEPTH = 5;

/**
 * Folds general findings into the special ones about related things; the special one takes over their links. A general finding that is
 * surer than all its special ones stays, or less would be told than is known: it follows from them then.
 */
export function foldGeneral(drafts: readonly Draft[], closeness: Closeness): readonly Draft[] {
  const generalsOf = generalsByRule(drafts, closeness);
  const specials = new Map<Draft, Draft[]>();
  for (const special of drafts) {
    const generals = special.rule.refines.flatMap((id) =>
      (generalsOf.get(id)?.relatedTo(special) ?? []).filter(({ distance }) => distance <= MAX_DISTANCE),
    );
    if (generals.length === 0) continue;
    // Rules that refine each other would fold each other away.
    const foldable = [...new Set(generals.map(({ draft }) => draft))].filter(
      (general) => !standsFor(general, special, specials),
    );
    specials.set(special, foldable);
  }
  const folded = new Set<Draft>();
  for (const special of specials.keys()) {
    for (const general of generalsBelow(special, specials)) if (!isSurer(general, special)) folded.add(general);
  }
  return drafts
    .filter((draft) => !folded.has(draft))
    .map((draft) => {
      const generals = specials.get(draft) ?? [];
      return generals.length === 0 ? draft : draft.standingFor([...new Set(foldedRules(generals, specials))]);
    });
}

/** Lookups of the findings that some rule calls general, by the id under which it does. */
function generalsByRule(drafts: readonly Draft[], closeness: Closeness): ReadonlyMap<string, RelatedFindings> {
  const wanted = new Set(drafts.flatMap(({ rule }) => rule.refines));
  const byRule = new Map<string, Draft[]>();
  /** By rule the ids under which some rule calls it general. */
  const names = new Map<Rule, readonly string[]>();
  for (const draft of drafts) {
    const { rule } = draft;
    const ids = names.get(rule) ?? [rule.id, ...rule.aliases].filter((name) => wanted.has(name));
    names.set(rule, ids);
    for (const id of ids) {
      const named = byRule.get(id);
      if (named === undefined) byRule.set(id, [draft]);
      else named.push(draft);
    }
  }
  return new Map([...byRule].map(([id, named]) => [id, new RelatedFindings(named, closeness)]));
}

/** Whether a finding was folded into another, directly or through others. */
function standsFor(special: Draft, general: Draft, specials: ReadonlyMap<Draft, readonly Draft[]>): boolean {
  return (specials.get(special) ?? []).some((other) => other === general || standsFor(other, general, specials));
}

/** The general findings of a special one, and those of which they are special in turn. */
function generalsBelow(special: Draft, specials: ReadonlyMap<Draft, readonly Draft[]>): ReadonlySet<Draft> {
  const found = new Set(specials.get(special) ?? []);
  // A set gives what is added to it while it is gone through.
  for (const general of found) for (const next of specials.get(general) ?? []) found.add(next);
  return found;
}

/** A special finding may itself be folded: then its generals go with it. */
function foldedRules(
  generals: readonly Draft[],
  specials: ReadonlyMap<Draft, readonly Draft[]>,
  depth = 0,
): readonly Draft['rule'][] {
  if (depth > MAX_DEPTH) return [];
  return generals.flatMap((general) => [
    general.rule,
    ...foldedRules(specials.get(general) ?? [], specials, depth + 1),
  ]);
}
