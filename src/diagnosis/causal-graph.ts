import type { CausalLink } from '../rules/causal-link.js';
import type { Closeness } from '../topology/closeness.js';
import { type Lead, leadOf, type NodeClocks } from './clocks.js';
import type { Draft } from './draft.js';
import { MAX_DISTANCE } from './fold.js';
import { beginOfItsLog, type CutLogBegin, isStanding } from './onset.js';
import { type Related, RelatedFindings } from './related-findings.js';

/** What speaks for one finding having caused another. */
export interface CausalEdge {
  readonly cause: Draft;
  readonly effect: Draft;
  /** Steps in the topology. */
  readonly distance: number;
  readonly order: Order;
  /** How much earlier the cause began, milliseconds; 0 when not known. */
  readonly lead: number;
}

/** What the times say: the cause began first; it may have, as clocks and logs go; or the effect had begun and went on. */
export type Order = 'first' | 'perhaps' | 'later';

const ORDERS: readonly Order[] = ['first', 'perhaps', 'later'];

/** Which findings cause which. Acyclic: a cycle between kinds of failure is broken where the times speak least for it. */
export class CausalGraph {
  readonly #effects = new Map<Draft, Map<Draft, CausalEdge>>();
  readonly #causes = new Map<Draft, Draft[]>();
  readonly #direct = new Map<Draft, ReadonlySet<Draft>>();
  readonly #descendants = new Map<Draft, ReadonlySet<Draft>>();

  constructor(drafts: readonly Draft[], closeness: Closeness, times: Times) {
    const edges = candidateEdges(drafts, closeness, times);
    const leads = rulesLedTo(edges);
    for (const edge of edges) {
      // Only kinds of failure that lead to each other can close a cycle.
      const mayClose = leads.get(edge.effect.rule.id)?.has(edge.cause.rule.id) ?? false;
      if (!mayClose || !this.#reaches(edge.effect, edge.cause)) this.#add(edge);
    }
  }

  /** Direct effects without those that also follow from another effect. */
  effectsOf(draft: Draft): readonly Draft[] {
    return [...this.#directEffects(draft)];
  }

  /** Direct causes, reduced in the same way. */
  causesOf(draft: Draft): readonly Draft[] {
    return (this.#causes.get(draft) ?? []).filter((cause) => this.#directEffects(cause).has(draft));
  }

  /** Whether anything causes it. */
  hasCause(draft: Draft): boolean {
    return this.#causes.has(draft);
  }

  /** What speaks for an edge of this graph. */
  edge(cause: Draft, effect: Draft): CausalEdge | undefined {
    return this.#effects.get(cause)?.get(effect);
  }

  /** Everything that follows from a finding. */
  descendantsOf(draft: Draft): ReadonlySet<Draft> {
    const known = this.#descendants.get(draft);
    if (known !== undefined) return known;
    const found = this.#reachableFrom(this.#effects.get(draft)?.keys() ?? []);
    this.#descendants.set(draft, found);
    return found;
  }

  #directEffects(draft: Draft): ReadonlySet<Draft> {
    const known = this.#direct.get(draft);
    if (known !== undefined) return known;
    const effects = [...(this.#effects.get(draft)?.keys() ?? [])];
    const indirect = this.#reachableFrom(effects.flatMap((effect) => [...(this.#effects.get(effect)?.keys() ?? [])]));
    const direct = new Set(indirect.size === 0 ? effects : effects.filter((effect) => !indirect.has(effect)));
    this.#direct.set(draft, direct);
    return direct;
  }

  /** The given findings and all that follows from them. */
  #reachableFrom(start: Iterable<Draft>): ReadonlySet<Draft> {
    const found = new Set(start);
    // A set gives what is added to it while it is gone through.
    for (const draft of found) for (const effect of this.#effects.get(draft)?.keys() ?? []) found.add(effect);
    return found;
  }

  #add(edge: CausalEdge): void {
    const { cause, effect } = edge;
    this.#effects.set(cause, (this.#effects.get(cause) ?? new Map<Draft, CausalEdge>()).set(effect, edge));
    const causes = this.#causes.get(effect);
    if (causes === undefined) this.#causes.set(effect, [cause]);
    else causes.push(cause);
  }

  #reaches(from: Draft, to: Draft): boolean {
    // What causes nothing yet, or has no cause yet, closes no cycle.
    if (from === to) return true;
    return this.#effects.has(from) && this.#causes.has(to) && this.#reachableFrom([from]).has(to);
  }
}

/** By rule all rules that it leads to, directly or through others. */
function rulesLedTo(edges: readonly CausalEdge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map<string, Set<string>>();
  for (const { cause, effect } of edges) {
    const effects = direct.get(cause.rule.id) ?? new Set<string>();
    direct.set(cause.rule.id, effects.add(effect.rule.id));
  }
  return new Map(
    [...direct].map(([rule, effects]) => {
      const reached = new Set(effects);
      for (const next of reached) for (const further of direct.get(next) ?? []) reached.add(further);
      return [rule, reached];
    }),
  );
}

/** Puts the likelier edge first: surer order in time, then closer, then the cause that began earlier. */
export function byLikelihood(a: CausalEdge, b: CausalEdge): number {
  return ORDERS.indexOf(a.order) - ORDERS.indexOf(b.order) || a.distance - b.distance || b.lead - a.lead;
}

/** Edges that rules name and entities and times allow, the likeliest first. */
function candidateEdges(drafts: readonly Draft[], closeness: Closeness, times: Times): readonly CausalEdge[] {
  const byRule = new Map<string, Draft[]>();
  for (const draft of drafts) {
    for (const id of idsOf(draft)) {
      const named = byRule.get(id);
      if (named === undefined) byRule.set(id, [draft]);
      else named.push(draft);
    }
  }
  const lookups = new Map([...byRule].map(([id, named]) => [id, new RelatedFindings(named, closeness)]));
  const edges: CausalEdge[] = [];
  for (const cause of drafts) {
    const closest = new Map<Draft, CausalEdge>();
    for (const { draft: effect, distance, link } of effectsByRules(cause, lookups)) {
      const edge = timedEdge(cause, effect, distance, link, times);
      const known = closest.get(effect);
      if (edge !== undefined && (known === undefined || distance < known.distance)) closest.set(effect, edge);
    }
    edges.push(...closest.values());
  }
  return edges.sort(byLikelihood);
}

/** What a finding led to if only rules and entities are asked: by the links of its rule, and general findings that are surer and were not folded. */
function* effectsByRules(
  cause: Draft,
  lookups: ReadonlyMap<string, RelatedFindings>,
): Iterable<Related & { readonly link: CausalLink }> {
  for (const link of linksOf(cause))
    for (const effect of lookups.get(link.rule)?.relatedTo(cause, link.reach) ?? []) yield { ...effect, link };
  for (const general of cause.folded) {
    const link: CausalLink = { rule: general.id, reach: MAX_DISTANCE, within: undefined, binds: undefined };
    for (const effect of lookups.get(link.rule)?.relatedTo(cause, link.reach) ?? []) {
      // Other special findings stand for it as well, and are no effect of this one.
      if (effect.draft.rule === general) yield { ...effect, link };
    }
  }
}

/** What is known of the times that a bundle states. */
export interface Times {
  readonly clocks: NodeClocks;
  readonly cutLogBegin: CutLogBegin;
}

/** Whether the times allow that one finding caused another, as far as clocks and logs can be trusted. */
export function timesAllow(
  cause: Draft,
  effect: Draft,
  link: Pick<CausalLink, 'within' | 'reach'>,
  times: Times,
): boolean {
  // The effect was over before the cause began.
  if (
    cause.first !== undefined &&
    effect.last !== undefined &&
    isLate(leadOf(cause.first, effect.last, times.clocks)) &&
    !mayHaveComeFirst(cause, effect, link, times)
  )
    return false;
  const { within } = link;
  if (within !== undefined && cause.last !== undefined && effect.first !== undefined) {
    const { milliseconds, tolerance } = leadOf(cause.last, effect.first, times.clocks);
    if (milliseconds > within && milliseconds > within + tolerance()) return false;
  }
  return true;
}

/**
 * Whether a cause that is seen only after its effect may have begun before it all the same, in lines that were rotated away. What merely
 * shares a node or the cluster with it would have too many such causes.
 */
function mayHaveComeFirst(
  cause: Draft,
  effect: Draft,
  { reach }: Pick<CausalLink, 'reach'>,
  { cutLogBegin }: Times,
): boolean {
  return (
    reach !== 'node' && reach !== 'cluster' && isStanding(effect) && beginOfItsLog(cause, cutLogBegin) !== undefined
  );
}

/** Later than may be put down to clocks. */
function isLate({ milliseconds, tolerance }: Lead): boolean {
  return milliseconds < 0 && milliseconds < -tolerance();
}

/** The edge, unless the times contradict it. */
function timedEdge(
  cause: Draft,
  effect: Draft,
  distance: number,
  link: CausalLink,
  times: Times,
): CausalEdge | undefined {
  if (!timesAllow(cause, effect, link, times)) return undefined;
  if (cause.first === undefined || effect.first === undefined) {
    return { cause, effect, distance, order: 'first', lead: 0 };
  }
  const lead = leadOf(cause.first, effect.first, times.clocks);
  const isAfter = isLate(lead) && !mayHaveComeFirst(cause, effect, link, times);
  const order = lead.milliseconds >= 0 ? 'first' : isAfter ? 'later' : 'perhaps';
  return { cause, effect, distance, order, lead: lead.milliseconds };
}

/** Whether a finding is of the sort of which its rule says that it leads there. */
export function mayLead({ match }: Draft, { binds }: CausalLink): boolean {
  return binds === undefined || match.bindings.has(binds);
}

/** Links of its rule and of those it stands for, each once, without those that are not for findings of its sort. */
function linksOf(draft: Draft): Iterable<CausalLink> {
  const { rule, folded } = draft;
  const links = folded.length === 0 ? rule.leadsTo : new Set([rule, ...folded].flatMap(({ leadsTo }) => leadsTo));
  return [...links].filter((link) => mayLead(draft, link));
}

/** Ids under which other rules may name it: its own, its aliases, and those of what it stands for. */
export function idsOf(draft: Draft): readonly string[] {
  if (draft.folded.length === 0 && draft.rule.aliases.length === 0) return [draft.rule.id];
  return [...new Set([draft.rule, ...draft.folded].flatMap((rule) => [rule.id, ...rule.aliases]))];
}
