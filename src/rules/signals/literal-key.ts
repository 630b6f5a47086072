import type { Literals } from '../rule.js';

/** Shortest run of bytes that may stand for a signal in the scan: shorter ones occur everywhere. */
export const MIN_KEY_LENGTH = 4;

const escaped = /["\\<>&\p{Cc}]/u;

/**
 * The part of a literal that is searched in the raw bytes: its longest run without characters that a log format may have escaped
 * (`"` and `\` by every JSON or logfmt writer; `<`, `>`, `&` by Go's encoding/json; control characters).
 */
export function literalKey(literal: string): string {
  if (!escaped.test(literal)) return literal;
  const runs = literal.split(escaped);
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** The keys of a signal: of literals that must all occur the longest, of alternatives each. */
export function literalKeys(literals: Literals): readonly string[] {
  const keys = literals.texts.map(literalKey);
  if (literals.mode === 'any') return keys;
  return [keys.reduce((longest, key) => (key.length > longest.length ? key : longest), '')];
}

/**
 * The keys that a line's bytes must all hold for a signal to match it, as text of one character for each byte. The scan looks for one of them
 * only; a line without the others need not be taken apart.
 */
export function requiredKeys(literals: Literals): readonly string[] {
  if (literals.mode === 'any') return [];
  return literals.texts.map((literal) => Buffer.from(literalKey(literal)).toString('latin1'));
}

/** Whether a text holds the literals as the signal asks. */
export function containsLiterals(text: string, literals: Literals): boolean {
  return literals.mode === 'all'
    ? literals.texts.every((literal) => text.includes(literal))
    : literals.texts.some((literal) => text.includes(literal));
}
