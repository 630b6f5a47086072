import type { DisjointTerm, TermExplanation, TierExplanation } from '../../model/explanation.js';
import type { SignalAnswers } from '../answer-signals.js';
import { plainRule } from '../cached-rule.js';
import type { CollectedFacts } from '../collected-facts.js';
import type { CompiledRule } from '../compile-rule.js';
import { evaluateRule, type Outcome } from '../evaluate-rule.js';
import type { Term, Tier } from '../rule.js';
import { outlineOf } from '../rule-outline.js';
import { signalsIn, termWords } from '../term-words.js';
import { alternativesOf, type Literal } from '../tier-alternatives.js';
import { valuesOf } from './join-misses.js';

/** Things that are named of those for which a tier holds. */
const MAX_ENTITIES = 50;

/** Alternatives of a tier that are looked into. */
const MAX_ALTERNATIVES = 6;
/** Values of a name that are shown of each side. */
const MAX_VALUES = 4;

type State = TermExplanation['state'];

/** Says of every line of `when` whether it holds, for what, and on which term it fails. */
export function explainTiers(
  rule: CompiledRule,
  facts: CollectedFacts,
  answers: SignalAnswers,
): readonly TierExplanation[] {
  return rule.rule.tiers.map((tier) => explainTier(rule, tier, facts, answers));
}

function explainTier(rule: CompiledRule, tier: Tier, facts: CollectedFacts, answers: SignalAnswers): TierExplanation {
  const terms = tier.terms.map((term) => ({ term: termWords(term), state: stateOf(term, answers) }));
  const outcome = evaluateTerms(rule, tier, rule.rule.entity, facts);
  const entities = outcome.kind === 'decided' ? outcome.matches.map(({ entity }) => entity) : [];
  const state = entities.length > 0 ? 'holds' : outcome.kind === 'unknown' ? 'unknown' : 'fails';
  const explained: TierExplanation = {
    confidence: tier.confidence,
    state,
    entities: entities.slice(0, MAX_ENTITIES),
    terms,
    disjoint: [],
  };
  if (state !== 'fails' || terms.some((term) => term.state === 'fails')) return explained;
  const possible = alternativesOf(tier.terms)
    .map((literals) => literals.map(termOf))
    .filter((alternative) => alternative.every((term) => stateOf(term, answers) !== 'fails'))
    .slice(0, MAX_ALTERNATIVES);
  const disjoint = possible.map((alternative) => disjointTerm(rule, { ...tier, terms: alternative }, facts, answers));
  return disjoint.includes(undefined)
    ? { ...explained, unbound: rule.rule.entity }
    : { ...explained, disjoint: distinct(disjoint.filter((term) => term !== undefined)) };
}

/** Alternatives often fail on the same term. */
function distinct(terms: readonly DisjointTerm[]): readonly DisjointTerm[] {
  return [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];
}

function termOf({ name, negated }: Literal): Term {
  return { kind: negated ? 'not' : 'signal', name };
}

/** Whether a term holds for itself. */
function stateOf(term: Term, answers: SignalAnswers): State {
  switch (term.kind) {
    case 'signal':
    case 'not': {
      const answer = answers.get(term.name);
      if (answer === undefined || !answer.known) return 'unknown';
      const hasRows = answer.table.rows.length > 0;
      if (term.kind === 'signal') return hasRows ? 'holds' : answer.open === undefined ? 'fails' : 'unknown';
      if (!hasRows) return answer.open === undefined ? 'holds' : 'unknown';
      return answer.table.names.length === 0 ? 'fails' : 'partly';
    }
    case 'any':
      return best(term.terms.map((inner) => stateOf(inner, answers)));
    case 'all':
      return worst(term.terms.map((inner) => stateOf(inner, answers)));
  }
}

const RANKING: readonly State[] = ['holds', 'partly', 'unknown', 'fails'];

function best(states: readonly State[]): State {
  return RANKING.find((state) => states.includes(state)) ?? 'fails';
}

function worst(states: readonly State[]): State {
  return RANKING.findLast((state) => states.includes(state)) ?? 'holds';
}

/** The rule with only these terms, as one that is about the given entity. */
function evaluateTerms(
  { rule, signals }: CompiledRule,
  { confidence, terms }: Tier,
  entity: string,
  facts: CollectedFacts,
): Outcome {
  // What does not apply to the version is still explained.
  const ofTerms = { entity, tiers: [{ confidence, terms }], also: [], applies: new Map<string, string>() };
  const only = { ...plainRule(rule), ...ofTerms };
  return evaluateRule({ rule: only, outline: outlineOf(only, signals), signals }, facts, () => undefined);
}

/** The first term that no row of those before it joins; undefined when all of them hold together. */
function disjointTerm(
  rule: CompiledRule,
  tier: Tier,
  facts: CollectedFacts,
  answers: SignalAnswers,
): DisjointTerm | undefined {
  let before: ReadonlyMap<string, readonly string[]> = new Map();
  for (const [index, term] of tier.terms.entries()) {
    const terms = tier.terms.slice(0, index + 1);
    // Of the cluster there is one, so that every row counts, whatever it binds.
    const outcome = evaluateTerms(rule, { ...tier, terms }, 'cluster', facts);
    const [match] = outcome.kind === 'decided' ? outcome.matches : [];
    if (match === undefined) {
      const others = tier.terms.slice(0, index).map((other) => termWords(other));
      return { term: termWords(term), before: others, names: sides(term, before, answers) };
    }
    before = match.bindings;
  }
  return undefined;
}

function sides(
  term: Term,
  before: ReadonlyMap<string, readonly string[]>,
  answers: SignalAnswers,
): DisjointTerm['names'] {
  const rows = signalsIn(term).flatMap((name) => {
    const answer = answers.get(name);
    return answer?.known === true ? answer.table.rows : [];
  });
  return [...before]
    .map(([name, values]) => ({ name, before: values.slice(0, MAX_VALUES), here: valuesOf(rows, name) }))
    .filter(({ here }) => here.length > 0);
}
