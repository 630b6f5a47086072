import { javascriptSource } from './javascript-source.js';
import { matchSteps } from './match-steps.js';
import { parsePattern } from './parse-pattern.js';

/** A pattern that V8 may match; plain data, which the rule cache keeps. */
export interface NativePattern {
  /** Of a JavaScript regular expression without flags. */
  readonly source: string;
  /** Names of its groups in order; undefined for one without a name. */
  readonly groups: readonly (string | undefined)[];
  /** Of texts up to that many UTF-16 units. */
  readonly maxLength: number;
}

/**
 * Steps that V8 may take per character of a text; a text below the shortest length counts as one of it. On the worst texts that were found for
 * builtin patterns V8 takes 30 ns per character, RE2 in JavaScript up to 100 ns (Node 20): a hostile line gains nothing.
 */
const STEPS_PER_CHARACTER = 1_024;

/** Lengths of texts for which the steps are bounded. */
const SHORTEST = 64;
const LONGEST = 16_384;

/** Longer patterns are not looked at. */
const MAX_PATTERN = 1_000;

/**
 * Looks whether V8's backtracking engine may match a pattern, and texts of which length.
 * @param pattern that RE2 has accepted.
 * @returns undefined when the pattern is not understood, or cannot be shown to be cheap even on short texts.
 */
export function nativePattern(pattern: string): NativePattern | undefined {
  const parsed = pattern.length > MAX_PATTERN ? undefined : parsePattern(pattern);
  if (parsed === undefined) return undefined;
  let maxLength = 0;
  for (let length = SHORTEST; length <= LONGEST; length *= 2) {
    // Half of it, as a text may be hardly longer than the rung below.
    if (!(matchSteps(parsed.root, length) <= (STEPS_PER_CHARACTER / 2) * length)) break;
    maxLength = length;
  }
  return maxLength === 0 ? undefined : { source: javascriptSource(parsed.root), groups: parsed.groups, maxLength };
}
