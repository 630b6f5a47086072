import type { Reach } from '../rules/causal-link.js';
import type { ThingKey } from '../topology/thing.js';
import type { Topology } from '../topology/topology.js';
import type { Draft } from './draft.js';
import { type Footprint, joinFootprints } from './footprint.js';
import { mayBeRelated, relatedness } from './relation.js';

/** A finding and how closely it is related to the one it was looked up for. */
export interface Related {
  readonly draft: Draft;
  readonly distance: number;
}

/** Findings among which those related to another are looked up without comparing each with each. */
export class RelatedFindings {
  readonly #topology: Topology;
  readonly #groups: readonly SameSubject[];

  constructor(drafts: readonly Draft[], topology: Topology) {
    this.#topology = topology;
    const bySubject = new Map<string, Draft[]>();
    for (const draft of drafts) {
      const group = bySubject.get(draft.rule.entity);
      if (group === undefined) bySubject.set(draft.rule.entity, [draft]);
      else group.push(draft);
    }
    this.#groups = [...bySubject].map(([subject, group]) => new SameSubject(subject, group));
  }

  /** Those of the findings that are related to the given one within the reach; never itself. */
  *relatedTo(draft: Draft, reach?: Reach): Iterable<Related> {
    for (const group of this.#groups) {
      for (const other of group.candidates(draft, this.#topology, reach)) {
        const distance = other === draft ? undefined : relatedness(draft, other, this.#topology, reach);
        if (distance !== undefined) yield { draft: other, distance };
      }
    }
  }
}

/** A finding, or two halves of many with the footprint of all. */
type Branch = { readonly footprint: Footprint } & (
  | { readonly draft: Draft }
  | { readonly halves: readonly [Branch, Branch] }
);

/** Findings about things of one sort. */
class SameSubject {
  readonly #subject: string;
  readonly #drafts: readonly Draft[];
  #byThing: ReadonlyMap<ThingKey, readonly Draft[]> | undefined;
  #root: Branch | undefined;

  constructor(subject: string, drafts: readonly Draft[]) {
    this.#subject = subject;
    this.#drafts = drafts;
  }

  /** Findings among which all are that are related to the given one. */
  candidates(draft: Draft, topology: Topology, reach: Reach | undefined): Iterable<Draft> {
    if (draft.footprint.isWhole || this.#subject === 'cluster' || reach === 'node' || reach === 'cluster')
      return this.#drafts;
    // Who names a thing of their sort is related to those about it, and to others only by what both name.
    return draft.match.bindings.has(this.#subject)
      ? this.#sharing(draft)
      : this.#near(draft.footprint, topology, reach);
  }

  /** In their order, each once. */
  #sharing({ footprint }: Draft): Iterable<Draft> {
    this.#byThing ??= byThing(this.#drafts);
    const sharing = new Set<Draft>();
    for (const thing of footprint.things) for (const other of this.#byThing.get(thing) ?? []) sharing.add(other);
    return sharing;
  }

  /** Halves that have nothing to do with it are passed over as one. */
  *#near(footprint: Footprint, topology: Topology, reach: Reach | undefined): Iterable<Draft> {
    this.#root ??= branchOf(this.#drafts);
    const open = this.#root === undefined ? [] : [this.#root];
    for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
      if ('draft' in branch) yield branch.draft;
      else if (mayBeRelated(footprint, branch.footprint, topology, reach)) {
        // Taken from the end: the first half comes first.
        open.push(branch.halves[1], branch.halves[0]);
      }
    }
  }
}

function byThing(drafts: readonly Draft[]): ReadonlyMap<ThingKey, readonly Draft[]> {
  const index = new Map<ThingKey, Draft[]>();
  for (const draft of drafts) {
    for (const thing of draft.footprint.things) {
      const known = index.get(thing);
      if (known === undefined) index.set(thing, [draft]);
      else known.push(draft);
    }
  }
  return index;
}

function branchOf(drafts: readonly Draft[]): Branch | undefined {
  const [only] = drafts;
  if (drafts.length <= 1) return only && { draft: only, footprint: only.footprint };
  const middle = drafts.length >> 1;
  const left = branchOf(drafts.slice(0, middle));
  const right = branchOf(drafts.slice(middle));
  if (left === undefined || right === undefined) return left ?? right;
  return { halves: [left, right], footprint: joinFootprints(left.footprint, right.footprint) };
}
