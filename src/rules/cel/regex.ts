import { RE2JS } from 're2js';
import { isCheapIn, type NativePattern, nativePattern } from '../patterns/native-pattern.js';

/** Patterns that were compiled, each once. */
const compiled = new Map<string, Pattern>();

/** What {@link nativePattern} gave for patterns when the rule cache was built. */
let knownNatives: ReadonlyMap<string, NativePattern | undefined> = new Map();

/** Takes over what the rule cache knows of patterns. */
export function useNativePatterns(known: ReadonlyMap<string, NativePattern | undefined>): void {
  knownNatives = known;
}

/** Half of a character beyond the Basic Multilingual Plane, which JavaScript takes for a whole one. */
const SURROGATE = /[\ud800-\udfff]/;

/** The whole match, then its groups; undefined for a group that took no part. */
type Match = readonly (string | undefined)[];

/**
 * A rule's regular expression in RE2 syntax. V8 matches it as far as that is shown to be cheap (see patterns/match-steps.ts) and means the same;
 * anything else is left to RE2, which runs in time linear in the text. So no rule and no line can make it run long.
 */
class Pattern {
  readonly #pattern: string;
  readonly #native: NativePattern | undefined;
  readonly #expression: RegExp | undefined;
  #re2: RE2JS | undefined;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#native = knownNatives.has(pattern) ? knownNatives.get(pattern) : nativePattern(pattern);
    this.#expression = this.#native === undefined ? undefined : new RegExp(this.#native.source);
  }

  /** Names of its groups in order, undefined for one without. */
  get groups(): readonly (string | undefined)[] {
    return this.#native?.groups ?? groupsOf(this.#compiled());
  }

  isIn(text: string): boolean {
    return this.#nativeFor(text)?.test(text) ?? this.#compiled().matcher(text).find();
  }

  firstIn(text: string): Match | undefined {
    const expression = this.#nativeFor(text);
    if (expression !== undefined) return expression.exec(text) ?? undefined;
    const matcher = this.#compiled().matcher(text);
    if (!matcher.find()) return undefined;
    return Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
  }

  #nativeFor(text: string): RegExp | undefined {
    const isSafe = this.#native !== undefined && isCheapIn(this.#native, text) && !SURROGATE.test(text);
    return isSafe ? this.#expression : undefined;
  }

  #compiled(): RE2JS {
    this.#re2 ??= RE2JS.compile(this.#pattern);
    return this.#re2;
  }
}

function groupsOf(regex: RE2JS): readonly (string | undefined)[] {
  const names = new Map(Object.entries(regex.namedGroups()).map(([name, index]) => [index, name]));
  return Array.from({ length: regex.groupCount() }, (_, index) => names.get(index + 1));
}

function compilePattern(pattern: string): Pattern {
  let known = compiled.get(pattern);
  if (known === undefined) {
    known = new Pattern(pattern);
    compiled.set(pattern, known);
  }
  return known;
}

/**
 * Names of the groups of a pattern, in order.
 * @throws when the pattern is not RE2 (look-around, back-references, counts over 1,000).
 */
export function groupNames(pattern: string): readonly string[] {
  return Object.keys(RE2JS.compile(pattern).namedGroups());
}

/** Whether a pattern occurs in a text. @throws when it is not RE2. */
export function isMatch(pattern: string, text: string): boolean {
  return compilePattern(pattern).isIn(text);
}

/** Values of the named groups of the first match in `text`; groups that took no part are left out. */
function matchGroups(pattern: string, text: string): ReadonlyMap<string, string> | undefined {
  const regex = compilePattern(pattern);
  const match = regex.firstIn(text);
  if (match === undefined) return undefined;
  const groups = new Map<string, string>();
  for (const [index, name] of regex.groups.entries()) {
    const value = match[index + 1];
    if (name !== undefined && value !== undefined && value !== '') groups.set(name, value);
  }
  return groups;
}

/** The groups of the first of several patterns that matches. */
export function firstMatch(patterns: readonly string[], text: string): ReadonlyMap<string, string> | undefined {
  for (const pattern of patterns) {
    const groups = matchGroups(pattern, text);
    if (groups !== undefined) return groups;
  }
  return undefined;
}

/** The first group of the first match, or the whole match when the pattern has no group, or `""`. @throws when the pattern is not RE2. */
export function extractFirst(pattern: string, text: string): string {
  const match = compilePattern(pattern).firstIn(text);
  return match?.[match.length > 1 ? 1 : 0] ?? '';
}
