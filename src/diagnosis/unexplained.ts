import type { Citation } from '../model/citation.js';
import type { Confidence, PossibleCause, UnexplainedFinding } from '../model/report.js';
import { compareTexts } from '../model/text-order.js';
import type { CausalLink } from '../rules/causal-link.js';
import type { Outcome } from '../rules/evaluate-rule.js';
import type { Evidence } from '../rules/row.js';
import type { Rule } from '../rules/rule.js';
import type { Closeness } from '../topology/closeness.js';
import { isNode, type ThingKey, thingKey } from '../topology/thing.js';
import { idsOf, mayLead, type Times, timesAllow } from './causal-graph.js';
import type { Draft } from './draft.js';
import { titleOf } from './findings.js';
import { beginOfItsLog } from './onset.js';
import { ownStatement } from './own-statement.js';
import { RelatedFindings } from './related-findings.js';
import { contradict } from './relation.js';
import { verdictSentence } from './verdict-sentence.js';

/** A rule and what it said of the bundle. */
export interface Judgement {
  readonly rule: Rule;
  readonly outcome: Outcome;
}

/** Logs that a program must have written on a node and that are not in the bundle. */
export interface LogGap {
  readonly program: string;
  readonly node: string;
}

/** What is asked about failures without a known cause. */
export interface Inquiry {
  readonly judgements: readonly Judgement[];
  /** Every match as a draft, those too that were left out as less sure than asked for. */
  readonly all: readonly Draft[];
  readonly closeness: Closeness;
  readonly times: Times;
  /** Why the bundle cannot tell what belongs together, if it cannot. */
  readonly unconnected: string | undefined;
  /** Whether lines and events were evidence only in a time asked for: a cause may lie outside. */
  readonly isTimeLimited: boolean;
  readonly language: 'en' | 'zh';
  /** A citation as a report has it. */
  cite(evidence: Evidence): Citation;
  /** Gaps in the logs of these programs. */
  gapsOf(programs: readonly string[]): readonly LogGap[];
}

interface KnownCause extends Judgement {
  readonly link: CausalLink;
}

/** Citations of a cause that shows signs: where a reader begins to look. */
const MAX_CITATIONS = 2;

const LEVELS: readonly Confidence[] = ['high', 'medium', 'low'];
/** The order in which possible causes are told: what a reader can still find out comes first. */
const VERDICTS: readonly PossibleCause['verdict'][] = [
  'unsure',
  'not-judged',
  'unrelated',
  'not-found',
  'not-applicable',
];

/** Says of failures without a known cause what can cause them, and what would settle whether it did. */
export class UnexplainedCauses {
  readonly #inquiry: Inquiry;
  /** By id of a rule what may cause it, and how far from it. */
  readonly #causesOf = new Map<string, KnownCause[]>();
  readonly #draftsOf = new Map<string, Draft[]>();
  readonly #lookups = new Map<string, RelatedFindings>();
  readonly #gapsByRule = new Map<string, readonly LogGap[]>();
  #lastNodes: { readonly draft: Draft; readonly near: ReadonlySet<ThingKey> } | undefined;
  /** Titles of rules that bound nothing. */
  readonly #titles = new Map<Rule, string>();

  constructor(inquiry: Inquiry) {
    this.#inquiry = inquiry;
    for (const judgement of inquiry.judgements) {
      for (const link of judgement.rule.leadsTo) {
        this.#causesOf.set(link.rule, [...(this.#causesOf.get(link.rule) ?? []), { ...judgement, link }]);
      }
    }
    for (const draft of inquiry.all) {
      const known = this.#draftsOf.get(draft.rule.id);
      if (known === undefined) this.#draftsOf.set(draft.rule.id, [draft]);
      else known.push(draft);
    }
  }

  /** The finding with its possible causes. @param id of the finding in the report. */
  explain(draft: Draft, id: string): UnexplainedFinding {
    const causes = new Map(
      idsOf(draft).flatMap((name) => (this.#causesOf.get(name) ?? []).map((cause) => [cause.rule.id, cause])),
    );
    causes.delete(draft.rule.id);
    const possibleCauses = [...causes.values()]
      .map((cause) => this.#possibleCause(draft, cause))
      .sort(
        (a, b) =>
          VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
          b.missing.length - a.missing.length ||
          compareTexts(a.rule, b.rule),
      );
    const { language, isTimeLimited, times } = this.#inquiry;
    const missingBefore = beginOfItsLog(draft, times.cutLogBegin);
    const said = ownStatement(draft, titleOf(draft, language));
    return {
      finding: id,
      rule: draft.rule.id,
      confidence: draft.match.confidence,
      why: verdictSentence(possibleCauses, { language, isTimeLimited, missingBefore }),
      ...(said === undefined ? {} : { says: { text: said.text, citation: this.#inquiry.cite(said.evidence) } }),
      possibleCauses,
    };
  }

  #possibleCause(draft: Draft, { rule, outcome, link }: KnownCause): PossibleCause {
    const cause = (verdict: PossibleCause['verdict'], missing: readonly string[] = []): PossibleCause => ({
      rule: rule.id,
      title: this.#titleOf(rule),
      verdict,
      missing: missing.length > 1 ? [...new Set(missing)] : missing,
    });
    if (outcome.kind === 'not-applicable') return cause('not-applicable');
    const gaps = this.#gaps(draft, rule);
    if (outcome.kind === 'unknown') return cause('not-judged', [outcome.missing, ...gaps]);
    const drafts = this.#draftsOf.get(rule.id) ?? [];
    const { closeness, unconnected, times } = this.#inquiry;
    const lookup = this.#lookups.get(rule.id) ?? new RelatedFindings(drafts, closeness);
    this.#lookups.set(rule.id, lookup);
    const isInTime = (other: Draft): boolean => mayLead(other, link) && timesAllow(other, draft, link, times);
    const unsure: Draft[] = [];
    for (const { draft: other } of lookup.relatedTo(draft, link.reach))
      if (levelOf(other) > 0 && isInTime(other)) unsure.push(other);
    unsure.sort((a, b) => levelOf(a) - levelOf(b));
    const [surest] = unsure;
    if (surest !== undefined) {
      const missing = surest.match.reasons.flatMap((reason) => reason.missing ?? []);
      return { ...cause('unsure', [...missing, ...gaps]), ...this.#signsOf(surest) };
    }
    if (unconnected !== undefined && drafts.some((other) => !contradict(other, draft) && isInTime(other)))
      return cause('unsure', [unconnected, ...gaps]);
    if (gaps.length > 0) return cause('not-judged', gaps);
    return cause(drafts.length > 0 ? 'unrelated' : 'not-found');
  }

  #titleOf(rule: Rule): string {
    let title = this.#titles.get(rule);
    if (title === undefined) {
      title = withoutPlaceholders(this.#inquiry.language === 'zh' ? rule.chinese.title : rule.title);
      this.#titles.set(rule, title);
    }
    return title;
  }

  /** What a reader has to weigh to settle whether it is the cause. */
  #signsOf({ match, evidence }: Draft): Pick<PossibleCause, 'confidence' | 'reasons' | 'evidence'> {
    return {
      confidence: match.confidence,
      reasons: match.reasons,
      evidence: evidence.slice(0, MAX_CITATIONS).map((item) => this.#inquiry.cite(item)),
    };
  }

  /** Logs that would tell whether the rule holds near the finding: of its nodes, or of any when it names none. */
  #gaps(draft: Draft, rule: Rule): readonly string[] {
    const gaps = this.#gapsOf(rule);
    if (gaps.length === 0) return [];
    const { footprint } = draft;
    const near = footprint.things.size === 0 || footprint.isWhole ? undefined : this.#nodesNear(draft);
    return gaps.flatMap(({ program, node }) => {
      if (near?.has(thingKey('node', node)) === false) return [];
      return this.#inquiry.language === 'zh'
        ? `支持包中没有节点 ${node} 的 ${program} 日志`
        : `no logs of ${program} from node ${node} in the bundle`;
    });
  }

  /** The nodes that a finding names, and those next to what it touches; found once for all causes of the one asked about. */
  #nodesNear(draft: Draft): ReadonlySet<ThingKey> {
    if (this.#lastNodes?.draft === draft) return this.#lastNodes.near;
    const { nodes, specific } = draft.footprint;
    const near = new Set(nodes);
    for (const thing of specific)
      for (const other of this.#inquiry.closeness.neighboursOf(thing)) if (isNode(other)) near.add(other);
    this.#lastNodes = { draft, near };
    return near;
  }

  /** Logs that are missing of those that a rule looks at; asked once for each rule. */
  #gapsOf(rule: Rule): readonly LogGap[] {
    const known = this.#gapsByRule.get(rule.id);
    if (known !== undefined) return known;
    const programs = [...rule.signals.values()].flatMap((signal) => (signal.kind === 'log' ? signal.sources : []));
    const gaps = this.#inquiry.gapsOf([...new Set(programs)]);
    this.#gapsByRule.set(rule.id, gaps);
    return gaps;
  }
}

function levelOf({ match }: Draft): number {
  return LEVELS.indexOf(match.confidence);
}

/** A title of a rule that bound nothing: what would be named is said to be some thing. */
function withoutPlaceholders(title: string): string {
  return title.replace(/\{([a-z0-9_]+)\}/g, (_, name: string) => `<${name.replaceAll('_', ' ')}>`);
}
