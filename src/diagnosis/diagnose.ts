import type { Confidence, Diagnosis, Finding, RootCause, TimelineItem } from '../model/report.js';
import { compareTexts } from '../model/text-order.js';
import type { ObjectIndex } from '../objects/object-index.js';
import type { Match } from '../rules/evaluate-rule.js';
import { Topology } from '../topology/topology.js';
import { CausalGraph } from './causal-graph.js';
import { type Draft, draftOf } from './draft.js';
import { assignIds, type FindingContext, titleOf, toFinding } from './findings.js';
import { absorb, foldGeneral } from './fold.js';
import { rankRoots } from './rank.js';
import { summaryOf, whyOf } from './summary.js';

/** Longest list of chains per root. */
const MAX_CHAINS_PER_ROOT = 20;

/** What the matches of all rules mean together. */
export interface DiagnosisResult {
  /** Roots first, then by severity. */
  readonly findings: readonly Finding[];
  readonly diagnosis: Diagnosis;
  readonly timeline: readonly TimelineItem[];
}

/** Joins findings into chains of causes, tells roots from consequences, and says it in words. */
export function diagnose(
  matches: readonly Match[],
  objects: ObjectIndex,
  minConfidence: Confidence,
  context: FindingContext,
): DiagnosisResult {
  const topology = new Topology(objects, context.entities);
  const all = matches.map((match) => draftOf(match, context.entities));
  const confident = absorb(all).filter((draft) => isConfident(draft.match.confidence, minConfidence));
  const drafts = foldGeneral(confident, topology);
  const graph = new CausalGraph(drafts, topology);
  const roots = rankRoots(drafts, graph);
  const ids = assignIds(drafts);
  const idOf = (draft: Draft): string => ids.get(draft) ?? draft.rule.id;
  const findings = orderDrafts(drafts, roots).map((draft) => toFinding(draft, ids, graph, context));
  const rootCauses = roots.map(
    (root): RootCause => ({
      finding: idOf(root),
      rule: root.rule.id,
      confidence: root.match.confidence,
      why: whyOf(root, graph, context.language),
    }),
  );
  const chains = roots
    .flatMap((root) => chainsFrom(root, graph).slice(0, MAX_CHAINS_PER_ROOT))
    .map((chain) => chain.map(idOf));
  return {
    findings,
    diagnosis: { rootCauses, chains, summary: summaryOf(roots, graph, context.language) },
    timeline: timelineOf(drafts, findings, idOf, context),
  };
}

function isConfident(confidence: Confidence, minimum: Confidence): boolean {
  const levels: readonly Confidence[] = ['low', 'medium', 'high'];
  return levels.indexOf(confidence) >= levels.indexOf(minimum);
}

/** Paths from a root to what it leads to in the end. */
function chainsFrom(root: Draft, graph: CausalGraph): readonly (readonly Draft[])[] {
  const chains: (readonly Draft[])[] = [];
  const walk = (path: readonly Draft[]): void => {
    const last = path.at(-1);
    const effects = last === undefined ? [] : graph.effectsOf(last);
    if (effects.length === 0 && path.length > 1) chains.push(path);
    for (const effect of effects) {
      if (chains.length >= MAX_CHAINS_PER_ROOT) return;
      walk([...path, effect]);
    }
  };
  walk([root]);
  return chains.sort((a, b) => b.length - a.length);
}

function orderDrafts(drafts: readonly Draft[], roots: readonly Draft[]): readonly Draft[] {
  const severities = ['critical', 'error', 'warning', 'info'];
  const place = new Map(roots.map((root, index) => [root, index]));
  return [...drafts].sort(
    (a, b) =>
      (place.get(a) ?? roots.length) - (place.get(b) ?? roots.length) ||
      severities.indexOf(a.rule.severity) - severities.indexOf(b.rule.severity) ||
      (a.first ?? Number.POSITIVE_INFINITY) - (b.first ?? Number.POSITIVE_INFINITY) ||
      compareTexts(a.rule.id, b.rule.id) ||
      compareTexts(a.match.entity, b.match.entity),
  );
}

/** When each failure began, in order of time, with the citation that shows it. */
function timelineOf(
  drafts: readonly Draft[],
  findings: readonly Finding[],
  idOf: (draft: Draft) => string,
  context: FindingContext,
): readonly TimelineItem[] {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return drafts
    .flatMap((draft) => {
      const finding = byId.get(idOf(draft));
      if (draft.first === undefined || finding?.firstSeen === undefined || draft.rule.role === 'benign') return [];
      const citation =
        finding.evidence.find((item) => item.kind === 'log' && item.time === finding.firstSeen) ?? finding.evidence[0];
      return [
        {
          time: finding.firstSeen,
          finding: finding.id,
          text: titleOf(draft, context.language),
          ...(citation === undefined ? {} : { citation }),
        },
      ];
    })
    .sort((a, b) => compareTexts(a.time, b.time) || compareTexts(a.finding, b.finding));
}
