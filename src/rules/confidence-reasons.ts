import type { ConfidenceReason } from '../model/report.js';
import type { SignalAnswers } from './answer-signals.js';
import type { CompiledRule } from './compile-rule.js';
import type { Row } from './row.js';
import type { Tier } from './rule.js';
import { alternativesOf, type Literal } from './tier-alternatives.js';

const ORDER: readonly ConfidenceReason['state'][] = ['found', 'excluded', 'against', 'absent', 'unknown'];

/**
 * Says for findings of one rule why they are as sure as they are: what their tier found, and what the surer tiers lack. Of the ways in
 * which a surer tier can hold, the one that lacks least is told.
 * @param entityOf what a row is about; undefined when it does not say
 * @returns a function of the finding's entity, its tier, and what the tier asked for that holds
 */
export function reasonsOf(
  { rule }: CompiledRule,
  answers: SignalAnswers,
  entityOf: (row: Row) => string | undefined,
): (entity: string, tier: Tier, held: Iterable<Literal>) => readonly ConfidenceReason[] {
  const entities = new Map<string, ReadonlySet<string | undefined>>();
  const isThere = (name: string, rows: readonly Row[], entity: string): boolean => {
    const known = entities.get(name) ?? new Set(rows.map(entityOf));
    entities.set(name, known);
    // Rows that do not say what they are about are about all.
    return known.has(entity) || known.has(undefined);
  };
  const lacking = ({ name, negated }: Literal, entity: string): ConfidenceReason | undefined => {
    const answer = answers.get(name);
    if (answer === undefined || !answer.known)
      return { signal: name, state: 'unknown', missing: answer?.missing ?? `signal ${name}` };
    const isFound = isThere(name, answer.table.rows, entity);
    if (!isFound && answer.open !== undefined) return { signal: name, state: 'unknown', missing: answer.open };
    if (isFound !== negated) return undefined;
    return { signal: name, state: negated ? 'against' : 'absent' };
  };
  let alternatives: readonly (readonly (readonly Literal[])[])[] | undefined;
  return (entity, tier, held) => {
    const reasons = new Map<string, ConfidenceReason>();
    for (const { name, negated } of held) reasons.set(name, { signal: name, state: negated ? 'excluded' : 'found' });
    alternatives ??= rule.tiers.map(({ terms }) => alternativesOf(terms));
    for (const surer of alternatives.slice(0, rule.tiers.indexOf(tier))) {
      const ways = surer.map((way) => way.flatMap((literal) => lacking(literal, entity) ?? []));
      const [nearest = []] = ways.sort((a, b) => a.length - b.length);
      for (const reason of nearest) if (!reasons.has(reason.signal)) reasons.set(reason.signal, reason);
    }
    return [...reasons.values()].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  };
}
