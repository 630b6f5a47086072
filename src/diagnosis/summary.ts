import type { PossibleCause, UnexplainedFinding } from '../model/report.js';
import type { CausalGraph } from './causal-graph.js';
import type { Draft } from './draft.js';
import { titleOf } from './findings.js';
import { type SameDefect, sameDefects } from './same-defects.js';

type Language = 'en' | 'zh';

/** Roots named in a summary before "and n more". */
const MAX_ROOTS = 4;
/** Consequences named of each. */
const MAX_EFFECTS = 3;
/** What a source must tell of the known causes of a failure to be named as what would settle it. */
const LEAST_SHARE_MISSED = 1 / 8;
const SEVERITIES = ['critical', 'error', 'warning', 'info'];

/** One sentence: what a root explains, and on how many files its evidence rests. @param roots the same defect, on one object or more */
export function whyOf(roots: SameDefect, graph: CausalGraph, language: Language): string {
  const effects = effectsOfAll(roots, graph).length;
  const cited = roots.flatMap(({ evidence }) => evidence.map(({ citation }) => citation));
  const files = new Set(cited.flatMap((citation) => (citation.kind === 'absence' ? [] : [citation.path]))).size;
  if (language === 'zh') {
    const explained = effects === 0 ? '没有其他发现能解释它' : `它解释了另外 ${effects} 个发现，且没有其他发现能解释它`;
    return `${explained}；证据来自 ${files} 个文件。`;
  }
  const [who, explain, them] = roots.length === 1 ? ['It', 'explains', 'it'] : ['They', 'explain', 'them'];
  const explained =
    effects === 0
      ? `Nothing else explains ${them}`
      : `${who} ${explain} ${effects} other ${plural(effects, 'finding')}, and nothing explains ${them}`;
  return `${explained}; evidence from ${files} ${plural(files, 'file')}.`;
}

/** A failure whose cause is unknown, with what was asked about it. */
export interface OpenQuestion {
  readonly draft: Draft;
  readonly unexplained: UnexplainedFinding;
}

/** Two or three sentences for a ticket. */
export function summaryOf(
  roots: readonly Draft[],
  open: readonly OpenQuestion[],
  graph: CausalGraph,
  language: Language,
): string {
  // A risk that something followed from is one no longer.
  const isRisk = (root: Draft): boolean => root.rule.role === 'risk' && graph.effectsOf(root).length === 0;
  const causes = sameDefects(roots.filter((root) => !isRisk(root)));
  const risks = oneOfEachRule(roots.filter(isRisk));
  if (causes.length + risks.length + open.length === 0)
    return language === 'zh' ? '未发现已知故障。' : 'No known failure was found.';
  const told = causes.slice(0, MAX_ROOTS);
  // What nothing followed from is not what a standstill without a known cause has to wait for.
  const explains = (root: SameDefect): boolean => root.some((draft) => graph.effectsOf(draft).length > 0);
  const isOpenFirst = open.some(({ draft }) => graph.effectsOf(draft).length > 0);
  const sentence = (root: SameDefect): string => sentenceOf(root, graph, language);
  const questions = open.length > 0 ? questionSentences(open, language) : [];
  const sentences = isOpenFirst
    ? [...told.filter(explains).map(sentence), ...questions, ...told.filter((root) => !explains(root)).map(sentence)]
    : told.map(sentence);
  const more = causes.length - MAX_ROOTS;
  if (more > 0)
    sentences.push(language === 'zh' ? `另有 ${more} 个根因。` : `${more} more root ${plural(more, 'cause')}.`);
  if (!isOpenFirst) sentences.push(...questions);
  if (risks.length > 0) {
    const titles = risks.slice(0, MAX_ROOTS).map((risk) => titleOf(risk, language));
    sentences.push(language === 'zh' ? `风险：${titles.join('；')}。` : `At risk: ${titles.join('; ')}.`);
  }
  return sentences.join(language === 'zh' ? '' : ' ');
}

/** What is not explained, and the one thing that would help most. */
function questionSentences(open: readonly OpenQuestion[], language: Language): readonly string[] {
  const seen = new Set<string>();
  const perRule = open.filter(({ draft }) => !seen.has(draft.rule.id) && seen.add(draft.rule.id).size > 0);
  const titles = perRule.slice(0, MAX_ROOTS).map(({ draft, unexplained: { says } }) => {
    const title = titleOf(draft, language);
    if (says === undefined) return title;
    return language === 'zh' ? `${title}（“${says.text}”）` : `${title} ("${says.text}")`;
  });
  const more = perRule.length - MAX_ROOTS;
  if (more > 0) titles.push(language === 'zh' ? `另有 ${more} 个` : `and ${more} more`);
  const missing = mostMissed(perRule.flatMap(({ unexplained }) => unexplained.possibleCauses));
  const cause = language === 'zh' ? `原因未知：${titles.join('；')}。` : `Cause unknown: ${titles.join('; ')}.`;
  if (missing === undefined) return [cause];
  return [cause, language === 'zh' ? `此支持包无法判断：${missing}。` : `This bundle cannot settle it: ${missing}.`];
}

/**
 * What is missing to settle the cause: for one that shows signs, else for most of them. Of many causes a single one that could not be looked at,
 * often of a product that is not there, is not what the bundle lacks.
 */
function mostMissed(causes: readonly PossibleCause[]): string | undefined {
  const ofUnsure = causes.find(({ verdict, missing }) => verdict === 'unsure' && missing.length > 0)?.missing[0];
  if (ofUnsure !== undefined) return ofUnsure;
  const counts = new Map<string, number>();
  for (const { missing } of causes) for (const what of missing) counts.set(what, (counts.get(what) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return undefined;
  const [what, count] = most;
  return count / causes.length >= LEAST_SHARE_MISSED ? what : undefined;
}

function sentenceOf(roots: SameDefect, graph: CausalGraph, language: Language): string {
  const more = roots.length - 1;
  const others = language === 'zh' ? `（另有 ${more} 处相同）` : ` (and ${more} more like it)`;
  const title = `${titleOf(roots[0], language)}${more > 0 ? others : ''}`;
  const effects = mainEffects(roots, graph).map((effect) => titleOf(effect, language));
  if (effects.length === 0) return language === 'zh' ? `${title}。` : `${title}.`;
  return language === 'zh' ? `${title}，导致：${effects.join('；')}。` : `${title}. It led to: ${effects.join('; ')}.`;
}

/** The worst of what followed, and where it ended: what a reader of a ticket has to know. */
function mainEffects(roots: SameDefect, graph: CausalGraph): readonly Draft[] {
  const effects = oneOfEachRule(effectsOfAll(roots, graph));
  const steps = stepsFrom(roots, graph);
  const severity = ({ rule }: Draft): number => SEVERITIES.indexOf(rule.severity);
  const nearest = [...effects].sort((a, b) => severity(a) - severity(b));
  // Of equally bad ends what is furthest down the chain.
  const ends = effects
    .filter((effect) => graph.effectsOf(effect).length === 0)
    .sort((a, b) => severity(a) - severity(b) || (steps.get(b) ?? 0) - (steps.get(a) ?? 0));
  return [...new Set([...nearest.slice(0, 1), ...ends])].slice(0, MAX_EFFECTS);
}

/** Everything that follows from one of them and is more than information. */
function effectsOfAll(roots: SameDefect, graph: CausalGraph): readonly Draft[] {
  const effects = new Set(roots.flatMap((root) => [...graph.descendantsOf(root)]));
  return [...effects].filter(({ rule }) => rule.severity !== 'info');
}

/** How many causes lie between a root and what follows from it. */
function stepsFrom(roots: SameDefect, graph: CausalGraph): ReadonlyMap<Draft, number> {
  const steps = new Map(roots.map((root) => [root, 0]));
  for (const [draft, step] of steps) {
    for (const effect of graph.effectsOf(draft)) if (!steps.has(effect)) steps.set(effect, step + 1);
  }
  return steps;
}

function oneOfEachRule(drafts: readonly Draft[]): readonly Draft[] {
  const seen = new Set<string>();
  return drafts.filter(({ rule }) => !seen.has(rule.id) && seen.add(rule.id).size > 0);
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
