import type { Confidence } from '../model/report.js';
import { thingKey } from '../topology/thing.js';
import type { Topology } from '../topology/topology.js';
import type { Draft } from './draft.js';
import { relatedness } from './relation.js';

const LEVELS: readonly Confidence[] = ['low', 'medium', 'high'];

/** Takes away what benign findings explain as normal: findings of the rules they absorb about the same thing, when not surer than they are. */
export function absorb(drafts: readonly Draft[]): readonly Draft[] {
  const benign = drafts.filter(({ rule }) => rule.absorbs.length > 0);
  return drafts.filter((draft) => !benign.some((other) => other !== draft && absorbs(other, draft)));
}

function absorbs(benign: Draft, draft: Draft): boolean {
  if (!names(benign.rule.absorbs, draft)) return false;
  if (LEVELS.indexOf(draft.match.confidence) > LEVELS.indexOf(benign.match.confidence)) return false;
  if (draft.rule.entity === 'cluster' || benign.rule.entity === 'cluster')
    return draft.rule.entity === benign.rule.entity;
  return benign.things.has(thingKey(draft.rule.entity, draft.match.entity));
}

/** Folds general findings into the special ones about related things; the special one takes over their links. */
export function foldGeneral(drafts: readonly Draft[], topology: Topology): readonly Draft[] {
  const folded = new Set<Draft>();
  const specials = new Map<Draft, Draft[]>();
  for (const special of drafts) {
    if (special.rule.refines.length === 0) continue;
    const generals = drafts.filter(
      (general) =>
        general !== special && names(special.rule.refines, general) && isSameThing(special, general, topology),
    );
    // Rules that refine each other would fold each other away.
    const foldable = generals.filter((general) => !standsFor(general, special, specials));
    for (const general of foldable) folded.add(general);
    specials.set(special, foldable);
  }
  return drafts
    .filter((draft) => !folded.has(draft))
    .map((draft) => {
      const generals = specials.get(draft) ?? [];
      return generals.length === 0 ? draft : { ...draft, folded: [...new Set(foldedRules(generals, specials))] };
    });
}

/** Whether a finding was folded into another, directly or through others. */
function standsFor(special: Draft, general: Draft, specials: ReadonlyMap<Draft, readonly Draft[]>): boolean {
  return (specials.get(special) ?? []).some((other) => other === general || standsFor(other, general, specials));
}

/** A special finding may itself be folded: then its generals go with it. */
function foldedRules(
  generals: readonly Draft[],
  specials: ReadonlyMap<Draft, readonly Draft[]>,
  depth = 0,
): readonly Draft['rule'][] {
  if (depth > 5) return [];
  return generals.flatMap((general) => [
    general.rule,
    ...foldedRules(specials.get(general) ?? [], specials, depth + 1),
  ]);
}

function isSameThing(special: Draft, general: Draft, topology: Topology): boolean {
  const distance = relatedness(special, general, topology);
  return distance !== undefined && distance <= 1;
}

function names(ids: readonly string[], draft: Draft): boolean {
  return ids.includes(draft.rule.id) || draft.rule.aliases.some((alias) => ids.includes(alias));
}
