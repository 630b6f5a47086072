import type { Term } from './rule.js';

/** A signal that must hold, or must not. */
export interface Literal {
  readonly name: string;
  readonly negated: boolean;
}

/** Ways in which nested `any` terms are tried. */
const MAX_ALTERNATIVES = 64;

/** All-of lists that together are the terms of a tier (disjunctive normal form); of very many ways the first. */
export function alternativesOf(terms: readonly Term[]): readonly (readonly Literal[])[] {
  return terms.reduce<readonly (readonly Literal[])[]>(
    (lists, term) => lists.flatMap((list) => waysOf(term).map((more) => [...list, ...more])).slice(0, MAX_ALTERNATIVES),
    [[]],
  );
}

function waysOf(term: Term): readonly (readonly Literal[])[] {
  switch (term.kind) {
    case 'signal':
      return [[{ name: term.name, negated: false }]];
    case 'not':
      return [[{ name: term.name, negated: true }]];
    case 'all':
      return alternativesOf(term.terms);
    case 'any':
      return term.terms.flatMap(waysOf);
  }
}
