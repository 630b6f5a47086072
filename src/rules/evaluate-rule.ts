import type { WarningSink } from '../errors/index.js';
import type { Confidence, ConfidenceReason } from '../model/report.js';
import { SignalAnswers, searchedBy } from './answer-signals.js';
import { cannotHold } from './cannot-hold.js';
import { versionInRange } from './cel/version.js';
import type { CollectedFacts } from './collected-facts.js';
import type { CompiledRule } from './compile-rule.js';
import { reasonsOf } from './confidence-reasons.js';
import { evaluateTier } from './evaluate-tier.js';
import { ExtraRows } from './extra-rows.js';
import { bindingKey, type Evidence, type Row, sourcesOf } from './row.js';
import { dependenciesOf, type Rule, type Term, type Tier } from './rule.js';
import type { AnswerObserver } from './rule-profile.js';
import type { Literal } from './tier-alternatives.js';

/** A rule that holds for one entity. */
export interface Match {
  readonly rule: CompiledRule['rule'];
  readonly confidence: Confidence;
  /** Value of the entity's binding, `node/name` for what exists per node; empty for `cluster`. */
  readonly entity: string;
  /** Values of every name the rule bound. */
  readonly bindings: ReadonlyMap<string, readonly string[]>;
  /** Rows of primary signals that prove it. */
  readonly sources: ReadonlySet<Row>;
  /** What was looked for and is not there. */
  readonly absences: readonly Evidence[];
  /** Signals that decided, the most telling first: those that say since when, then the tier's in its order. */
  readonly decisive: readonly string[];
  /** What was found, what would have made it surer and is not there, and what could not be looked at. */
  readonly reasons: readonly ConfidenceReason[];
}

/** What a rule says about a bundle. Unknown: it cannot be decided, `missing` says for want of what. */
export type Outcome =
  | {
      readonly kind: 'decided';
      readonly matches: readonly Match[];
      readonly missing: string | undefined;
      /** Paths of the entries that its signals were answered from. */
      searched(): ReadonlySet<string>;
    }
  | { readonly kind: 'unknown'; readonly missing: string }
  | { readonly kind: 'not-applicable'; readonly why: string };

/** Evaluates one rule on what was gathered from the bundle. @param observe told of each signal's answer, when somebody measures */
export function evaluateRule(
  rule: CompiledRule,
  facts: CollectedFacts,
  warn: WarningSink,
  observe?: AnswerObserver,
): Outcome {
  const applicability = appliesTo(rule, facts);
  if (typeof applicability === 'object') return { kind: 'not-applicable', why: applicability.why };
  const answers = new SignalAnswers(rule, facts, warn, observe);
  const searched = searchedBy(rule, facts);
  if (cannotHold(rule.rule.id, rule.outline, facts))
    return { kind: 'decided', matches: [], missing: undefined, searched };
  const found = new Map<string, { tier: Tier; rows: Row[]; absences: Evidence[]; held: Set<Literal> }>();
  let missing: string | undefined;
  for (const tier of rule.rule.tiers) {
    const { confidence, terms } = tier;
    const result = evaluateTier(rule, terms, answers, () => {
      warn({
        code: 'limit-rows',
        message: `${rule.rule.id}: what ${confidence} asks for holds in too many ways; the rest was left out`,
      });
    });
    missing ??= result.missing;
    for (const { row, absences, held } of result.rows) {
      const entity = entityOf(rule, row, facts);
      if (entity === undefined) continue;
      const known = found.get(entity);
      if (known === undefined) found.set(entity, { tier, rows: [row], absences: [...absences], held: new Set(held) });
      else if (known.tier === tier) {
        known.rows.push(row);
        for (const literal of held) known.held.add(literal);
      }
    }
  }
  const explainConfidence = reasonsOf(rule, answers, (row) => entityOf(rule, row, facts));
  const extras = new ExtraRows(rule, answers);
  const matches = [...found].map(
    ([entity, { tier, rows, absences, held }]): Match => ({
      ...gather(extras.addTo(rows)),
      rule: rule.rule,
      confidence: applicability === 'unknown' ? lower(tier.confidence) : tier.confidence,
      entity,
      absences,
      decisive: decisiveSignals(rule.rule, tier),
      reasons: [...explainConfidence(entity, tier, held), ...versionReasons(rule, facts)],
    }),
  );
  if (matches.length === 0 && missing !== undefined)
    return { kind: 'unknown', missing: whatIsMissing(rule, missing, facts) };
  return { kind: 'decided', matches, missing, searched };
}

/** Components that are a product of their own, with the name that people know. */
const PRODUCT_NAMES: Readonly<Record<string, string>> = {
  harvester: 'Harvester',
  longhorn: 'Longhorn',
  kubevirt: 'KubeVirt',
  rancher: 'Rancher',
};

/** Of a product that the bundle shows no trace of, every list and log is missing: that is said once. */
function whatIsMissing({ rule }: CompiledRule, missing: string, facts: CollectedFacts): string {
  const name = PRODUCT_NAMES[rule.component];
  const programs = [...rule.signals.values()].flatMap((signal) => (signal.kind === 'log' ? signal.sources : []));
  const hasTrace = facts.hasProduct(rule.component) || facts.pathsOfPrograms(programs).length > 0;
  return name === undefined || hasTrace ? missing : `no trace of ${name} in the bundle`;
}

/** Whether the versions are in the rule's ranges, or why not. */
function appliesTo(rule: CompiledRule, facts: CollectedFacts): true | 'unknown' | { readonly why: string } {
  let result: true | 'unknown' = true;
  for (const [product, range] of rule.rule.applies) {
    const version = facts.versionOf(product);
    const inRange = version === undefined ? undefined : versionInRange(version, range);
    if (inRange === false) return { why: `${product} is ${version}, the rule is for ${range}` };
    if (inRange === undefined) result = 'unknown';
  }
  return result;
}

/** A version that is not stated lowers the confidence of a rule for some versions. */
function versionReasons({ rule }: CompiledRule, facts: CollectedFacts): readonly ConfidenceReason[] {
  return [...rule.applies.keys()]
    .filter((product) => facts.versionOf(product) === undefined)
    .map((product) => ({
      signal: 'version',
      state: 'unknown',
      missing: `the bundle does not state the version of ${product}`,
    }));
}

function lower(confidence: Confidence): Confidence {
  return confidence === 'high' ? 'medium' : 'low';
}

/** What a row is about; a name that means something only on one node is told apart by its node. */
function entityOf({ rule }: CompiledRule, row: Row, facts: CollectedFacts): string | undefined {
  if (rule.entity === 'cluster') return '';
  const name = bindingKey(row.bindings.get(rule.entity));
  if (name === '') return undefined;
  const node = facts.entities.get(rule.entity)?.perNode === true ? bindingKey(row.bindings.get('node')) : '';
  return node === '' ? name : `${node}/${name}`;
}

/** Signals that evidence of a tier is evidence of, those that the tier names first; a join stands for those it joins. */
function decisiveSignals({ onset, signals }: Rule, tier: Tier): readonly string[] {
  const names = new Set<string>();
  const add = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const signal = signals.get(name);
    for (const source of signal === undefined ? [] : dependenciesOf(signal)) add(source);
  };
  for (const name of [...onset, ...tier.terms.flatMap(signalsOf)]) add(name);
  return [...names];
}

/** Signals that a term asks for, in its order. */
function signalsOf(term: Term): readonly string[] {
  switch (term.kind) {
    case 'signal':
      return [term.name];
    case 'not':
      return [];
    case 'all':
    case 'any':
      return term.terms.flatMap(signalsOf);
  }
}

/** What the rows of a match say together. */
function gather(rows: readonly Row[]): Pick<Match, 'bindings' | 'sources'> {
  const bindings = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const [name, value] of row.bindings) {
      if (typeof value === 'object') continue;
      const values = bindings.get(name) ?? new Set<string>();
      bindings.set(name, values.add(bindingKey(value)));
    }
  }
  const sources = new Set<Row>();
  for (const row of rows) for (const source of sourcesOf(row)) sources.add(source);
  return { bindings: new Map([...bindings].map(([name, values]) => [name, [...values].sort()])), sources };
}
