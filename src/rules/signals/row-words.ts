import type { Instant } from '../../model/time.js';
import { bindingKey, groupBy, type Row } from '../row.js';
import type { LineWords, RowWords } from '../rule.js';

/** Keeps the rows of those groups that are as many, as different, as dense and as lasting as the signal asks. */
export function applyRowWords(
  rows: readonly Row[],
  names: readonly string[],
  entity: string,
  words: RowWords & Partial<Pick<LineWords, 'within' | 'lasting'>>,
): readonly Row[] {
  const asksForGroups =
    words.atLeast !== undefined || words.atMost !== undefined || words.distinct.size > 0 || words.lasting !== undefined;
  if (!asksForGroups) return rows;
  const grouping = words.per ?? (names.includes(entity) ? [entity] : []);
  return [...groupBy(rows, grouping).values()].filter((group) => groupHolds(group, words)).flat();
}

function groupHolds(group: readonly Row[], words: RowWords & Partial<Pick<LineWords, 'within' | 'lasting'>>): boolean {
  const count = group.reduce((sum, row) => sum + row.count, 0);
  if (words.atLeast !== undefined && count < words.atLeast) return false;
  if (words.atMost !== undefined && count > words.atMost) return false;
  for (const [name, minimum] of words.distinct) {
    if (distinctValues(group, name) < minimum) return false;
  }
  const times = group.flatMap((row) => row.times).sort((a, b) => a - b);
  if (words.lasting !== undefined && spanOf(times) < words.lasting) return false;
  return words.within === undefined || words.atLeast === undefined || isDense(times, words.atLeast, words.within);
}

/** Number of different values of a binding; rows that do not bind it count for nothing. */
export function distinctValues(rows: readonly Row[], name: string): number {
  const values = new Set<string>();
  for (const row of rows) if (row.bindings.has(name)) values.add(bindingKey(row.bindings.get(name)));
  return values.size;
}

function spanOf(times: readonly Instant[]): number {
  const [first] = times;
  const last = times.at(-1);
  return first === undefined || last === undefined ? Number.NEGATIVE_INFINITY : last - first;
}

function isDense(times: readonly Instant[], count: number, window: number): boolean {
  return times.some((start, index) => {
    const end = times[index + count - 1];
    return end !== undefined && end - start <= window;
  });
}
