import type { Confidence, Diagnosis, Finding, RootCause, TimelineItem } from '../model/report.js';
import { compareTexts } from '../model/text-order.js';
import type { ObjectIndex } from '../objects/object-index.js';
import type { Match } from '../rules/evaluate-rule.js';
import { Closeness } from '../topology/closeness.js';
import type { ThingKey } from '../topology/thing.js';
import { absorb } from './absorb.js';
import { CausalGraph } from './causal-graph.js';
import { type NodeClocks, UNKNOWN_CLOCKS } from './clocks.js';
import { completeCitation } from './complete-citation.js';
import { type Draft, draftOf } from './draft.js';
import { assignIds, type FindingContext, toFinding } from './findings.js';
import { foldGeneral } from './fold.js';
import { Likelihood } from './likelihood.js';
import type { CutLogBegin } from './onset.js';
import { findOrigins } from './rank.js';
import { sameDefects } from './same-defects.js';
import { summaryOf, whyOf } from './summary.js';
import { type Judgement, type LogGap, UnexplainedCauses } from './unexplained.js';

/** Longest list of chains per root. */
const MAX_CHAINS_PER_ROOT = 20;

/** What the matches of all rules mean together. */
export interface DiagnosisResult {
  /** Roots first, then by severity. */
  readonly findings: readonly Finding[];
  readonly diagnosis: Diagnosis;
  readonly timeline: readonly TimelineItem[];
}

/** What the findings of a bundle are joined with. */
export interface DiagnosisContext extends FindingContext {
  /** How far the clocks of nodes are off, as far as that is known. */
  readonly clocks?: NodeClocks;
  /** Default: no log is known to lack its beginning. */
  readonly cutLogBegin?: CutLogBegin;
  /** Whether lines and events were evidence only in a time asked for. */
  readonly isTimeLimited?: boolean;
  /** Logs that must have been written by these programs and are not in the bundle. */
  gapsOf(programs: readonly string[]): readonly LogGap[];
}

/** Joins findings into chains of causes, tells roots from consequences and from what nothing explains, and says it in words. */
export function diagnose(
  judgements: readonly Judgement[],
  objects: ObjectIndex,
  minConfidence: Confidence,
  context: DiagnosisContext,
): DiagnosisResult {
  const { entities, language, isTimeLimited = false } = context;
  const { clocks = UNKNOWN_CLOCKS, cutLogBegin = () => undefined } = context;
  const times = { clocks, cutLogBegin };
  const nodeOfPod = (pod: string): string | undefined => context.nodeOfPod(pod);
  const matches = judgements.flatMap(({ outcome }): readonly Match[] =>
    outcome.kind === 'decided' ? outcome.matches : [],
  );
  const { kept, absorbed } = absorb(matches.map((match) => draftOf(match, entities, nodeOfPod)));
  const closeness = Closeness.ofObjects(objects, entities, touchedBy(kept));
  const confident = kept.filter((draft) => isConfident(draft.match.confidence, minConfidence));
  const drafts = foldGeneral(confident, closeness);
  const graph = new CausalGraph(drafts, closeness, times);
  const { roots, unexplained } = findOrigins(drafts, graph);
  const ids = assignIds(drafts);
  const idOf = (draft: Draft): string => ids.get(draft) ?? draft.rule.id;
  const relations = { ids, graph, absorbed, likelihood: new Likelihood(graph, language) };
  const findings = orderDrafts(drafts, roots).map((draft) => toFinding(draft, relations, context));
  const gapsOf = (programs: readonly string[]): readonly LogGap[] => context.gapsOf(programs);
  const causes = new UnexplainedCauses({
    judgements,
    all: kept,
    closeness,
    times,
    // Without pods there is no way from a volume to what uses it, or from a program to its node.
    unconnected: objects.isCollected('Pod') ? undefined : 'no list of Pod in the bundle',
    isTimeLimited,
    language,
    cite: (evidence) => completeCitation(evidence, nodeOfPod),
    gapsOf,
  });
  const open = unexplained.map((draft) => ({ draft, unexplained: causes.explain(draft, idOf(draft)) }));
  const rootCauses = sameDefects(roots).map(
    (defects): RootCause => ({
      finding: idOf(defects[0]),
      findings: defects.map(idOf),
      rule: defects[0].rule.id,
      confidence: defects[0].match.confidence,
      why: whyOf(defects, graph, language),
    }),
  );
  const chains = [...roots, ...unexplained]
    .flatMap((root) => chainsFrom(root, graph).slice(0, MAX_CHAINS_PER_ROOT))
    .map((chain) => chain.map(idOf));
  return {
    findings,
    diagnosis: {
      rootCauses,
      ...(open.length === 0 ? {} : { unexplained: open.map((question) => question.unexplained) }),
      chains,
      summary: summaryOf(roots, open, graph, language),
    },
    timeline: timelineOf(drafts, findings, idOf),
  };
}

function touchedBy(drafts: readonly Draft[]): ReadonlySet<ThingKey> {
  const touched = new Set<ThingKey>();
  for (const { footprint } of drafts) {
    for (const thing of footprint.things) touched.add(thing);
    for (const thing of footprint.anchors) touched.add(thing);
  }
  return touched;
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
  return drafts
    .map((draft) => ({
      draft,
      place: place.get(draft) ?? roots.length,
      severity: severities.indexOf(draft.rule.severity),
      time: draft.first?.time ?? Number.POSITIVE_INFINITY,
    }))
    .sort(
      (a, b) =>
        a.place - b.place ||
        a.severity - b.severity ||
        a.time - b.time ||
        compareTexts(a.draft.rule.id, b.draft.rule.id) ||
        compareTexts(a.draft.match.entity, b.draft.match.entity),
    )
    .map(({ draft }) => draft);
}

/** When each failure began, in order of time, with the citation that shows it. */
function timelineOf(
  drafts: readonly Draft[],
  findings: readonly Finding[],
  idOf: (draft: Draft) => string,
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
          text: finding.title,
          ...(citation === undefined ? {} : { citation }),
        },
      ];
    })
    .sort((a, b) => compareTexts(a.time, b.time) || compareTexts(a.finding, b.finding));
}
