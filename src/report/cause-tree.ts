import type { Finding } from '../model/report.js';
import { type FindingGroup, groupByRule } from './finding-group.js';

/** A consequence of a root cause, with what it led to in turn. */
export interface Consequence {
  readonly group: FindingGroup;
  readonly consequences: readonly Consequence[];
  /** Its own consequences stand at an earlier place of the tree. */
  readonly repeated: boolean;
  /** Other findings that may have caused it and are no part of this tree, one of each rule. */
  readonly otherCauses: readonly Finding[];
}

/** Rules by rule: what led directly to what. */
type RuleGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** All findings that the given ones led to, themselves included, nearest first. */
export function reachedFrom(start: readonly Finding[], byId: ReadonlyMap<string, Finding>): Set<Finding> {
  const reached = new Set(start);
  for (const finding of reached) {
    for (const id of finding.leadsTo) {
      const consequence = byId.get(id);
      if (consequence) reached.add(consequence);
    }
  }
  return reached;
}

function ruleGraph(findings: ReadonlySet<Finding>, byId: ReadonlyMap<string, Finding>): RuleGraph {
  const graph = new Map<string, Set<string>>();
  for (const finding of findings) {
    const next = graph.get(finding.rule) ?? new Set<string>();
    graph.set(finding.rule, next);
    for (const id of finding.leadsTo) {
      const rule = byId.get(id)?.rule;
      if (rule !== undefined && rule !== finding.rule) next.add(rule);
    }
  }
  return graph;
}

function rulesBelow(rule: string, graph: RuleGraph): Set<string> {
  const below = new Set(graph.get(rule));
  for (const next of below) for (const further of graph.get(next) ?? []) below.add(further);
  return below;
}

/**
 * The tree of what a group of findings led to, folded by rule. A consequence that follows from a sibling is shown
 * below that sibling only; one with several causes is unfolded once. Cycles between rules are cut.
 */
export function consequenceTree(root: FindingGroup, byId: ReadonlyMap<string, Finding>): Consequence[] {
  const reached = reachedFrom(root.findings, byId);
  const groups = new Map(groupByRule(reached).map((group) => [group.rule, group]));
  const graph = ruleGraph(reached, byId);
  const below = new Map([...graph.keys()].map((rule) => [rule, rulesBelow(rule, graph)]));
  const leadsFromTo = (from: string, to: string): boolean => below.get(from)?.has(to) ?? false;
  const shown = new Set([root.rule]);

  const otherCausesOf = (group: FindingGroup): readonly Finding[] => {
    const causes = new Set(group.findings.flatMap((finding) => finding.causedBy));
    const others = [...causes].flatMap((id) => byId.get(id) ?? []).filter((cause) => !reached.has(cause));
    return groupByRule(others).map(({ first }) => first);
  };
  const unfold = (rule: string): Consequence[] => {
    const next = [...(graph.get(rule) ?? [])];
    const direct = next.filter(
      (to) => !next.some((via) => via !== to && leadsFromTo(via, to) && !leadsFromTo(to, via)),
    );
    direct.sort((a, b) => (below.get(b)?.size ?? 0) - (below.get(a)?.size ?? 0));
    return direct.flatMap((to): Consequence[] => {
      const group = groups.get(to);
      if (group === undefined || to === root.rule) return [];
      if (shown.has(to)) return [{ group, consequences: [], repeated: true, otherCauses: [] }];
      shown.add(to);
      return [{ group, consequences: unfold(to), repeated: false, otherCauses: otherCausesOf(group) }];
    });
  };
  return unfold(root.rule);
}

/** The groups of a tree, each once, from top to bottom. */
export function* groupsOf(tree: readonly Consequence[]): Iterable<FindingGroup> {
  for (const { group, consequences, repeated } of tree) {
    if (!repeated) yield group;
    yield* groupsOf(consequences);
  }
}
