import type { Reach } from '../rules/causal-link.js';
import type { Topology } from '../topology/topology.js';
import type { Draft } from './draft.js';
import { type Footprint, joinFootprints } from './footprint.js';
import { mayBeRelated, relatedness } from './relation.js';

/** A finding and how closely it is related to the one it was looked up for. */
export interface Related {
  readonly draft: Draft;
  readonly distance: number;
}

/** A finding, or two halves of many with the footprint of all. */
type Branch = { readonly footprint: Footprint } & (
  | { readonly draft: Draft }
  | { readonly halves: readonly [Branch, Branch] }
);

/**
 * Findings among which those related to another are looked up without comparing each with each: halves of them that have nothing to do
 * with it are passed over as one.
 */
export class RelatedFindings {
  readonly #topology: Topology;
  readonly #root: Branch | undefined;

  constructor(drafts: readonly Draft[], topology: Topology) {
    this.#topology = topology;
    this.#root = branchOf(drafts);
  }

  /** Those of the findings that are related to the given one within the reach; never itself. */
  *relatedTo(draft: Draft, reach?: Reach): Iterable<Related> {
    const open = this.#root === undefined ? [] : [this.#root];
    for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
      if ('draft' in branch) {
        if (branch.draft === draft) continue;
        const distance = relatedness(draft, branch.draft, this.#topology, reach);
        if (distance !== undefined) yield { draft: branch.draft, distance };
      } else if (mayBeRelated(draft.footprint, branch.footprint, this.#topology, reach)) {
        // Taken from the end: the first half comes first.
        open.push(branch.halves[1], branch.halves[0]);
      }
    }
  }
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
