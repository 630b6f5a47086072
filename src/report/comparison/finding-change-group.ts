import type { Comparison, FindingChange, FindingSide, FindingState } from '../../model/comparison.js';
import { entityLabel } from '../finding-group.js';

/** Findings of one rule with one fate, shown as one. */
export interface FindingChangeGroup {
  readonly first: FindingChange;
  readonly changes: readonly FindingChange[];
}

/** Findings of one state, folded by rule; benign ones are left out: they are no news. */
export function findingGroups(
  comparison: Comparison,
  state: FindingState,
  unfolded: boolean,
): readonly FindingChangeGroup[] {
  const changes = comparison.findings.filter((change) => change.state === state && sideShown(change).role !== 'benign');
  if (unfolded) return changes.map((change) => ({ first: change, changes: [change] }));
  const groups = new Map<string, [FindingChange, ...FindingChange[]]>();
  for (const change of changes) {
    const key = `${change.rule} ${change.missing ?? ''} ${sideShown(change).isRootCause}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].map((group) => ({ first: group[0], changes: group }));
}

/** The finding as the newer of the bundles that have it tells it. */
export function sideShown({ old, new: current }: FindingChange): FindingSide {
  const side = current ?? old;
  if (side === undefined) throw new RangeError('a finding is in at least one of two bundles');
  return side;
}

/** What the other findings of a group are about. */
export function otherEntities({ changes }: FindingChangeGroup): readonly string[] {
  return changes.slice(1).map(({ entity }) => entityLabel(entity));
}
