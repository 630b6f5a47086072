import type { Topology } from '../topology/topology.js';
import type { Draft } from './draft.js';
import { relatedness, timesAllow } from './relation.js';

/** Which findings cause which. Acyclic: a cycle between kinds of failure is broken where the times speak least for it. */
export class CausalGraph {
  readonly #effects = new Map<Draft, Set<Draft>>();
  readonly #causes = new Map<Draft, Set<Draft>>();

  constructor(drafts: readonly Draft[], topology: Topology) {
    for (const { cause, effect } of candidateEdges(drafts, topology)) {
      if (!this.#reaches(effect, cause)) this.#add(cause, effect);
    }
  }

  /** Direct effects without those that also follow from another effect. */
  effectsOf(draft: Draft): readonly Draft[] {
    const direct = [...(this.#effects.get(draft) ?? [])];
    return direct.filter((effect) => !direct.some((other) => other !== effect && this.#reaches(other, effect)));
  }

  /** Direct causes, reduced in the same way. */
  causesOf(draft: Draft): readonly Draft[] {
    return [...(this.#causes.get(draft) ?? [])].filter((cause) => this.effectsOf(cause).includes(draft));
  }

  /** Everything that follows from a finding. */
  descendantsOf(draft: Draft): ReadonlySet<Draft> {
    const found = new Set<Draft>();
    const visit = (current: Draft): void => {
      for (const effect of this.#effects.get(current) ?? []) {
        if (found.has(effect)) continue;
        found.add(effect);
        visit(effect);
      }
    };
    visit(draft);
    return found;
  }

  #add(cause: Draft, effect: Draft): void {
    this.#effects.set(cause, (this.#effects.get(cause) ?? new Set()).add(effect));
    this.#causes.set(effect, (this.#causes.get(effect) ?? new Set()).add(cause));
  }

  #reaches(from: Draft, to: Draft): boolean {
    return from === to || this.descendantsOf(from).has(to);
  }
}

interface Edge {
  readonly cause: Draft;
  readonly effect: Draft;
  readonly distance: number;
  /** How much earlier the cause began, milliseconds; 0 when not known. */
  readonly lead: number;
}

/** Edges that rules name and entities and times allow; closest first, then those whose cause began earliest before the effect. */
function candidateEdges(drafts: readonly Draft[], topology: Topology): readonly Edge[] {
  const byRule = new Map<string, Draft[]>();
  for (const draft of drafts) {
    for (const id of idsOf(draft)) byRule.set(id, [...(byRule.get(id) ?? []), draft]);
  }
  const edges: Edge[] = [];
  for (const cause of drafts) {
    const targets = new Set(
      [cause.rule, ...cause.folded].flatMap((rule) => rule.leadsTo).flatMap((id) => byRule.get(id) ?? []),
    );
    for (const effect of targets) {
      if (effect === cause || !timesAllow(cause, effect)) continue;
      const distance = relatedness(cause, effect, topology);
      if (distance === undefined) continue;
      const lead = cause.first === undefined || effect.first === undefined ? 0 : effect.first - cause.first;
      edges.push({ cause, effect, distance, lead });
    }
  }
  return edges.sort((a, b) => Number(b.lead >= 0) - Number(a.lead >= 0) || a.distance - b.distance || b.lead - a.lead);
}

/** Ids under which other rules may name it: its own, its aliases, and those of what it stands for. */
function idsOf(draft: Draft): readonly string[] {
  return [...new Set([draft.rule, ...draft.folded].flatMap((rule) => [rule.id, ...rule.aliases]))];
}
