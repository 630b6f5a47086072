import type { EntryRole } from '../entry-role.js';

/** How many leading directories a bundle may stand in (its own top directory, a case folder), counted anew in an archive. */
const MAX_TOP_DIRECTORIES = 4;

/**
 * Looks for a bundle below a few directories and in archives, the outermost first.
 * @param classify what an entry is, by the first segment of its path below the bundle's top and by the rest; undefined when the bundle does not begin here
 */
export function belowTopDirectories(
  segments: readonly string[],
  classify: (first: string, rest: readonly string[]) => EntryRole | undefined,
): EntryRole | undefined {
  let begin = 0;
  for (const [top, segment] of segments.entries()) {
    const role = top - begin > MAX_TOP_DIRECTORIES ? undefined : classify(segment, segments.slice(top + 1));
    if (role !== undefined) return role;
    if (segment.endsWith('!')) begin = top + 1;
  }
  return undefined;
}
