/** Characters as ascending, disjoint ranges of UTF-16 code units, bounds included. */
export type CharacterSet = readonly (readonly [number, number])[];

/** The last code unit there is. */
const LAST = 0xffff;

export const NO_CHARACTER: CharacterSet = [];

export function character(code: number): CharacterSet {
  return [[code, code]];
}

export function union(sets: readonly CharacterSet[]): CharacterSet {
  const merged: [number, number][] = [];
  for (const [from, to] of sets.flat().sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function complement(set: CharacterSet): CharacterSet {
  const others: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) others.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) others.push([next, LAST]);
  return others;
}

export function areDisjoint(a: CharacterSet, b: CharacterSet): boolean {
  return a.every(([from, to]) => b.every(([otherFrom, otherTo]) => to < otherFrom || otherTo < from));
}

function range(from: string, to: string): readonly [number, number] {
  return [from.charCodeAt(0), to.charCodeAt(0)];
}

/** The classes of RE2, which are of ASCII only. */
export const DIGIT: CharacterSet = [range('0', '9')];
export const WORD: CharacterSet = [range('0', '9'), range('A', 'Z'), range('_', '_'), range('a', 'z')];
/** Without the vertical tab, other than in JavaScript. */
export const SPACE: CharacterSet = [range('\t', '\n'), range('\f', '\r'), range(' ', ' ')];
