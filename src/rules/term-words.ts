import type { Term } from './rule.js';

/** A term of `when` in words: `a and (b or not c)`. @param nested whether it stands inside another */
export function termWords(term: Term, nested = false): string {
  if (term.kind === 'signal') return term.name;
  if (term.kind === 'not') return `not ${term.name}`;
  const words = term.terms.map((inner) => termWords(inner, true)).join(term.kind === 'any' ? ' or ' : ' and ');
  return term.terms.length > 1 && (nested || term.kind === 'any') ? `(${words})` : words;
}

/** Signals that a term asks for or excludes, in its order. */
export function signalsIn(term: Term): readonly string[] {
  return term.kind === 'signal' || term.kind === 'not' ? [term.name] : term.terms.flatMap(signalsIn);
}
