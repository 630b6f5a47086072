import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS>();

/**
 * A rule's regular expression in RE2 syntax, compiled once. RE2 runs in time linear in the text, so that no rule and no line can
 * make it run long.
 * @throws when the pattern is not RE2 (look-around, back-references, counts over 1,000).
 */
export function compilePattern(pattern: string): RE2JS {
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    regex = RE2JS.compile(pattern);
    compiled.set(pattern, regex);
  }
  return regex;
}

/** Names of the groups of a pattern, in order. */
export function groupNames(pattern: string): readonly string[] {
  return Object.keys(compilePattern(pattern).namedGroups());
}

/** Values of the named groups of the first match in `text`; groups that took no part are left out. */
export function matchGroups(pattern: string, text: string): ReadonlyMap<string, string> | undefined {
  const regex = compilePattern(pattern);
  const matcher = regex.matcher(text);
  if (!matcher.find()) return undefined;
  const groups = new Map<string, string>();
  for (const name of Object.keys(regex.namedGroups())) {
    const value = matcher.group(name);
    if (typeof value === 'string' && value !== '') groups.set(name, value);
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

/** The first group of the first match, or the whole match when the pattern has no group, or `""`. */
export function extractFirst(pattern: string, text: string): string {
  const regex = compilePattern(pattern);
  const matcher = regex.matcher(text);
  if (!matcher.find()) return '';
  return (regex.groupCount() > 0 ? matcher.group(1) : matcher.group()) ?? '';
}
