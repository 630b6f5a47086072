import type { AlternativeCause, Confidence } from '../model/report.js';
import { byLikelihood, type CausalEdge, type CausalGraph } from './causal-graph.js';
import type { Draft } from './draft.js';

const LEVELS: readonly Confidence[] = ['high', 'medium', 'low'];

type Language = 'en' | 'zh';

/** Tells of findings with several independent causes which is the likeliest, and why the others are less likely. */
export class Likelihood {
  readonly #graph: CausalGraph;
  readonly #language: Language;
  readonly #origins = new Map<Draft, ReadonlySet<string>>();

  constructor(graph: CausalGraph, language: Language) {
    this.#graph = graph;
    this.#language = language;
  }

  /**
   * The causes that tell another story than the likeliest one, one of each story, the likeliest first. Causes that go back to the same
   * kind of root are parts of one story, not alternatives.
   */
  alternativesOf(effect: Draft, idOf: (draft: Draft) => string): readonly AlternativeCause[] {
    const causes = this.#graph.causesOf(effect);
    if (causes.length < 2) return [];
    const edges = causes.flatMap((cause) => this.#graph.edge(cause, effect) ?? []);
    const [best, ...others] = edges.sort(compareEdges);
    if (best === undefined) return [];
    const told = new Set(this.#originsOf(best.cause));
    return others.flatMap((edge) => {
      const origins = [...this.#originsOf(edge.cause)];
      if (origins.some((origin) => told.has(origin))) return [];
      for (const origin of origins) told.add(origin);
      return [{ finding: idOf(edge.cause), why: this.#whyLess(edge, best) }];
    });
  }

  /** Rules of the findings that it goes back to in the end. */
  #originsOf(draft: Draft): ReadonlySet<string> {
    const known = this.#origins.get(draft);
    if (known !== undefined) return known;
    const causes = this.#graph.causesOf(draft);
    const origins =
      causes.length === 0 ? new Set([draft.rule.id]) : new Set(causes.flatMap((cause) => [...this.#originsOf(cause)]));
    this.#origins.set(draft, origins);
    return origins;
  }

  #whyLess(edge: CausalEdge, best: CausalEdge): string {
    const words = WORDS[this.#language];
    if (levelOf(edge) !== levelOf(best)) return words.lessSure;
    if (edge.order !== best.order) return edge.order === 'later' ? words.beganLater : words.orderUnsure;
    if (edge.distance !== best.distance) return words.further;
    return edge.lead === best.lead ? words.asLikely : words.beganCloser;
  }
}

const WORDS = {
  en: {
    lessSure: 'it is less sure',
    beganLater: 'it began after the effect had begun',
    orderUnsure: 'clocks, or a log that lacks its beginning, leave open whether it came first',
    further: 'it is further away in the topology',
    beganCloser: 'it began later than the other cause',
    asLikely: 'it is as likely; both may have a share',
  },
  zh: {
    lessSure: '其可信度较低',
    beganLater: '它在该现象开始之后才出现',
    orderUnsure: '时钟误差或日志开头缺失使先后无法确定',
    further: '它在拓扑中距离更远',
    beganCloser: '它比另一原因开始得晚',
    asLikely: '两者可能性相同，可能共同造成',
  },
} as const satisfies Record<Language, Readonly<Record<string, string>>>;

/** By evidence, then by order in time, distance and lead. */
function compareEdges(a: CausalEdge, b: CausalEdge): number {
  return levelOf(a) - levelOf(b) || byLikelihood(a, b);
}

function levelOf({ cause }: CausalEdge): number {
  return LEVELS.indexOf(cause.match.confidence);
}
