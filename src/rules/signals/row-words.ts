import { bindingKey, groupBy, type Row, sortedTimes } from '../row.js';
import type { RowWords } from '../rule.js';

/** Keeps the rows of those groups that are as many, as different, as dense and as lasting as the signal asks; of them the newest. */
export function applyRowWords(
  rows: readonly Row[],
  names: readonly string[],
  entity: string,
  words: RowWords,
): readonly Row[] {
  if (!asksForGroups(words)) return rows;
  return [...groupBy(rows, groupingOf(names, entity, words)).values()]
    .filter((group) => failedWord(group, words) === undefined)
    .flatMap((group) => newestOf(group, words.newest));
}

/** Names by which rows are put into groups. */
export function groupingOf(names: readonly string[], entity: string, { per }: RowWords): readonly string[] {
  return per ?? (names.includes(entity) ? [entity] : []);
}

/** Whether a word looks at groups of rows at all. */
export function asksForGroups({ atLeast, atMost, distinct, lasting, newest }: RowWords): boolean {
  return distinct.size > 0 || [atLeast, atMost, lasting, newest].some((word) => word !== undefined);
}

/** A word that a group of rows does not satisfy. */
export interface FailedWord {
  readonly word: 'at-least' | 'at-most' | 'distinct' | 'lasting' | 'within';
  /** The number or the time span of the group; undefined when it has none. */
  readonly found: number | undefined;
  /** Of `distinct`: the binding. */
  readonly binding?: string;
}

/** The first word that a group does not satisfy. */
export function failedWord(group: readonly Row[], words: RowWords): FailedWord | undefined {
  const count = group.reduce((sum, row) => sum + row.count, 0);
  if (words.atLeast !== undefined && count < words.atLeast) return { word: 'at-least', found: count };
  if (words.atMost !== undefined && count > words.atMost) return { word: 'at-most', found: count };
  for (const [binding, minimum] of words.distinct) {
    const found = distinctValues(group, binding);
    if (found < minimum) return { word: 'distinct', found, binding };
  }
  if (words.lasting === undefined && words.within === undefined) return undefined;
  const times = sortedTimes(group.map(timesOf));
  const span = spanOf(times);
  if (words.lasting !== undefined && (span ?? Number.NEGATIVE_INFINITY) < words.lasting)
    return { word: 'lasting', found: span };
  return words.within === undefined || isReachedWithin(group, times, words, words.within)
    ? undefined
    : { word: 'within', found: span };
}

/** What is asked for is asked of one window. */
function isReachedWithin(group: readonly Row[], times: Float64Array, words: RowWords, window: number): boolean {
  if (words.atLeast !== undefined && !isDense(times, words.atLeast, window)) return false;
  return [...words.distinct].every(([name, minimum]) => isVariedWithin(group, name, minimum, window));
}

/** Number of different values of a binding; rows that do not bind it count for nothing. */
export function distinctValues(rows: readonly Row[], name: string): number {
  const values = new Set<string>();
  for (const row of rows) if (row.bindings.has(name)) values.add(bindingKey(row.bindings.get(name)));
  return values.size;
}

/** Times of the lines behind a row; of another row the time it states. */
function timesOf({ times, first }: Row): Float64Array {
  return times.length > 0 || first === undefined ? times : Float64Array.of(first);
}

function spanOf(times: Float64Array): number | undefined {
  const [first] = times;
  const last = times.at(-1);
  return first === undefined || last === undefined ? undefined : last - first;
}

function isDense(times: Float64Array, count: number, window: number): boolean {
  return times.some((start, index) => {
    const end = times[index + count - 1];
    return end !== undefined && end - start <= window;
  });
}

/** Whether some window of that length has enough different values; two ends move over the rows in time. */
function isVariedWithin(group: readonly Row[], name: string, minimum: number, window: number): boolean {
  const moments = group
    .filter((row) => row.bindings.has(name))
    .flatMap((row) => Array.from(timesOf(row), (time) => ({ time, value: bindingKey(row.bindings.get(name)) })))
    .sort((a, b) => a.time - b.time);
  const inside = new Map<string, number>();
  let start = 0;
  for (const { time, value } of moments) {
    inside.set(value, (inside.get(value) ?? 0) + 1);
    for (let oldest = moments[start]; oldest !== undefined && time - oldest.time > window; oldest = moments[start]) {
      const left = (inside.get(oldest.value) ?? 0) - 1;
      if (left === 0) inside.delete(oldest.value);
      else inside.set(oldest.value, left);
      start++;
    }
    if (inside.size >= minimum) return true;
  }
  return false;
}

/** The rows that end last; those of unknown time are none of them. */
function newestOf(group: readonly Row[], limit: number | undefined): readonly Row[] {
  if (limit === undefined) return group;
  const timed = group.filter((row) => row.last !== undefined);
  return timed.sort((a, b) => (b.last ?? 0) - (a.last ?? 0)).slice(0, limit);
}
