import { compareTexts } from '../model/text-order.js';
import type { CausalGraph } from './causal-graph.js';
import type { Draft } from './draft.js';

const SEVERITY = { critical: 8, error: 4, warning: 2, info: 0 } as const;
const CONFIDENCE = { high: 4, medium: 2, low: 0 } as const;
const ROLE = { 'root-cause': 3, symptom: 0, risk: 0, benign: -20 } as const;
/** A risk that has not come true ranks below everything that has. */
const MERE_RISK = -6;
/** What a finding explains counts more than what it is, and the worst of both is what it is worth, but one cause of very many effects is not ten causes. */
const PER_EFFECT = 3;
const MAX_EFFECTS_COUNTED = 10;

/** What nothing else explains, best first. */
export interface Origins {
  /** What fails by itself, or may. */
  readonly roots: readonly Draft[];
  /** What does not fail by itself: its cause is unknown. */
  readonly unexplained: readonly Draft[];
}

/** Findings that nothing else explains and that are more than information: by what they explain, severity, confidence. */
export function findOrigins(drafts: readonly Draft[], graph: CausalGraph): Origins {
  const origins = drafts.filter(
    (draft) =>
      draft.rule.role !== 'benign' && draft.rule.severity !== 'info' && !graph.hasCause(draft) && hasEvidence(draft),
  );
  const isSymptom = ({ rule }: Draft): boolean => rule.role === 'symptom';
  return {
    roots: ranked(
      origins.filter((draft) => !isSymptom(draft)),
      graph,
    ),
    // A symptom that is not sure itself raises no question.
    unexplained: ranked(
      origins.filter((draft) => isSymptom(draft) && draft.match.confidence !== 'low'),
      graph,
    ),
  };
}

/** That something is absent proves no failure of its own. */
function hasEvidence({ evidence }: Draft): boolean {
  return evidence.some(({ citation }) => citation.kind !== 'absence');
}

function ranked(roots: readonly Draft[], graph: CausalGraph): readonly Draft[] {
  const scored = roots.map((root) => ({ root, score: scoreOf(root, graph) }));
  const best = new Map<string, number>();
  for (const { root, score } of scored)
    best.set(root.rule.id, Math.max(score, best.get(root.rule.id) ?? Number.NEGATIVE_INFINITY));
  return scored
    .map(({ root, score }) => ({ root, score, best: best.get(root.rule.id) ?? score }))
    .sort(
      (a, b) =>
        b.best - a.best ||
        // Roots of one rule stay together, so that a report can tell them as one.
        compareTexts(a.root.rule.id, b.root.rule.id) ||
        b.score - a.score ||
        compareTexts(a.root.match.entity, b.root.match.entity),
    )
    .map(({ root }) => root);
}

function scoreOf(draft: Draft, graph: CausalGraph): number {
  let effects = 0;
  // A mere warning that cost VMs their power is as bad as that.
  let worst: number = SEVERITY[draft.rule.severity];
  for (const { rule } of graph.descendantsOf(draft)) {
    if (rule.severity !== 'info') effects += 1;
    worst = Math.max(worst, SEVERITY[rule.severity]);
  }
  return (
    Math.min(effects, MAX_EFFECTS_COUNTED) * PER_EFFECT +
    worst +
    CONFIDENCE[draft.match.confidence] +
    ROLE[draft.rule.role] +
    (draft.rule.role === 'risk' && effects === 0 ? MERE_RISK : 0)
  );
}
