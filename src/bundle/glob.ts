/** A compiled glob: true when the whole text matches. */
export type GlobMatcher = (text: string) => boolean;

/** A part of a pattern: `any` takes any number of items, otherwise exactly one item that `matches`. */
interface Part {
  readonly any: boolean;
  readonly matches: GlobMatcher;
}

/**
 * Compiles a glob for a name: `*` is any run of characters, `?` one character, everything else stands for itself.
 * Matching takes at most pattern length times text length steps, whatever the text: paths of a bundle are hostile input,
 * and a glob translated to a backtracking regular expression could run for ever on a name made for it.
 */
export function compileGlob(pattern: string): GlobMatcher {
  if (!pattern.includes('?')) return compileStars(pattern.split('*'));
  const parts = [...pattern].map(
    (char): Part => ({
      any: char === '*',
      matches: char === '?' ? () => true : (found) => found === char,
    }),
  );
  return (text) => matchesSequence(parts, [...text]);
}

/** Almost all patterns are a name, or a name with a `*` at one end, and are asked about each log of a bundle. */
function compileStars([first = '', ...others]: readonly string[]): GlobMatcher {
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

/** Compiles a glob for a path: as {@link compileGlob} for each step between `/`, and `**` for any number of steps. */
export function compilePathGlob(pattern: string): GlobMatcher {
  if (!/[*?]/.test(pattern)) return (path) => path === pattern;
  const parts = pattern.split('/').map((step): Part => ({ any: step === '**', matches: compileGlob(step) }));
  return (path) => matchesSequence(parts, path.split('/'));
}

/**
 * Only the last `any` seen is ever reconsidered: what an earlier one took cannot help a later one. So there is no
 * exponential backtracking.
 */
function matchesSequence(parts: readonly Part[], items: readonly string[]): boolean {
  let part = 0;
  let item = 0;
  let lastAny = -1;
  let lastAnyItem = 0;
  for (let found = items[item]; found !== undefined; found = items[item]) {
    const wanted = parts[part];
    if (wanted?.any) {
      lastAny = part++;
      lastAnyItem = item;
    } else if (wanted?.matches(found)) {
      part++;
      item++;
    } else if (lastAny >= 0) {
      part = lastAny + 1;
      item = ++lastAnyItem;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest.any);
}
