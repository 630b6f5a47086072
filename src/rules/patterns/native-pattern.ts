import { javascriptSource } from './javascript-source.js';
import { literalBeginning, matchSteps, matchStepsOnce } from './match-steps.js';
import { parsePattern } from './parse-pattern.js';

/** A pattern that V8 may match; plain data, which the rule cache keeps. */
export interface NativePattern {
  /** Of a JavaScript regular expression without flags. */
  readonly source: string;
  /** Names of its groups in order; undefined for one without a name. */
  readonly groups: readonly (string | undefined)[];
  /** Of texts up to that many UTF-16 units. */
  readonly maxLength: number;
  /** Of texts in which what it begins with occurs once at most; undefined when that makes no difference. */
  readonly once: SingleBeginning | undefined;
}

/** A search goes on only where the literal beginning of its pattern stands, and most lines say that once. */
export interface SingleBeginning {
  readonly text: string;
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
  const maxLength = longest((length) => matchSteps(parsed.root, length));
  const onceLength = longest((length) => matchStepsOnce(parsed.root, length));
  if (onceLength === 0) return undefined;
  const once = onceLength > maxLength ? { text: literalBeginning(parsed.root), maxLength: onceLength } : undefined;
  return { source: javascriptSource(parsed.root), groups: parsed.groups, maxLength, once };
}

/** The longest texts for which the steps are few enough; 0 for none. */
function longest(stepsFor: (length: number) => number): number {
  let maxLength = 0;
  for (let length = SHORTEST; length <= LONGEST; length *= 2) {
    // Half of it, as a text may be hardly longer than the rung below.
    if (!(stepsFor(length) <= (STEPS_PER_CHARACTER / 2) * length)) break;
    maxLength = length;
  }
  return maxLength;
}

/** Whether V8 may match a pattern in a text. */
export function isCheapIn({ maxLength, once }: NativePattern, text: string): boolean {
  return text.length <= maxLength || (once !== undefined && text.length <= once.maxLength && isOnceIn(text, once.text));
}

function isOnceIn(text: string, beginning: string): boolean {
  const first = text.indexOf(beginning);
  return first < 0 || text.indexOf(beginning, first + 1) < 0;
}
