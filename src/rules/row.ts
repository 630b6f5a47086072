import type { Citation } from '../model/citation.js';
import type { Instant } from '../model/time.js';
import { textOf } from './cel/values.js';

/** One row of a signal's answer: what it bound and what proves it. */
export interface Row {
  /** The primary signal that answered it, for which all of its evidence speaks; undefined for rows put together from others. */
  readonly signal: string | undefined;
  readonly bindings: ReadonlyMap<string, unknown>;
  /** Lines, events or objects behind the row. */
  readonly count: number;
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
  readonly evidence: readonly Evidence[];
  /** Times of the lines behind the row, ascending; none where only the two ends are known. Made anew each time they are asked for. */
  readonly times: Float64Array;
  /** For rows put together from others: the rows of primary signals behind it. */
  readonly sources: ReadonlySet<Row> | undefined;
}

/** A citation with the signal it speaks for and its time. */
export interface Evidence {
  readonly signal: string;
  readonly citation: Citation;
  readonly time: Instant | undefined;
}

/** Of rows that know no times but their ends. */
export const NO_TIMES: Float64Array = new Float64Array(0);

/** Rows with the names that their signal declares to bind; a single row may lack some. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly Row[];
}

/** What a signal answers. Unknown is not "no": its source is not in the bundle. */
export type Answer =
  | {
      readonly known: true;
      readonly table: Table;
      readonly searched: readonly string[];
      /** Set when there may be more rows, with what is missing: then no absence can be told. */
      readonly open?: string;
    }
  | { readonly known: false; readonly missing: string };

/** Whether a signal is known to have no row. */
export function hasNoRow(answer: Answer | undefined): boolean {
  return answer?.known === true && answer.open === undefined && answer.table.rows.length === 0;
}

/** A value as the key of a join: numbers and texts of the same form are equal, lists and maps compare by content. */
export function bindingKey(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value, integerAsText) : textOf(value);
}

/** CEL's integers are bigints, which JSON has no form for. */
function integerAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Key of bindings for the given names, to be compared with keys for the same names; undefined when one is not bound. */
export function keyOf(bindings: ReadonlyMap<string, unknown>, names: readonly string[]): string | undefined {
  const first = names[0];
  // Most joins are by one name. Its text is a key as it is, and what looks it up finds it hashed.
  if (first !== undefined && names.length === 1)
    return bindings.has(first) ? bindingKey(bindings.get(first)) : undefined;
  let key = '';
  for (const name of names) {
    if (!bindings.has(name)) return undefined;
    key += keyPart(bindings.get(name));
  }
  return key;
}

/** A value as a part of a key; its length keeps ("a", "bc") and ("ab", "c") apart. */
export function keyPart(value: unknown): string {
  const part = bindingKey(value);
  return `${part.length}:${part}`;
}

/** Rows by the values of the named bindings; rows that lack one are left out. */
export function groupBy(rows: readonly Row[], names: readonly string[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row.bindings, names);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Times of rows together, ascending. */
export function sortedTimes(parts: readonly Float64Array[]): Float64Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const times = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    times.set(part, filled);
    filled += part.length;
  }
  return times.sort();
}

/** The rows of primary signals behind a row. */
export function sourcesOf(row: Row): Iterable<Row> {
  return row.sources ?? [row];
}

/** Rows as one: all bindings, every source counted once, earliest and latest time. Evidence stays with the sources. */
export function combineRows(rows: readonly Row[], extraBindings: ReadonlyMap<string, unknown> = new Map()): Row {
  const sources = new Set<Row>();
  for (const row of rows) for (const source of sourcesOf(row)) sources.add(source);
  const bindings = new Map<string, unknown>();
  for (const row of rows) for (const [name, value] of row.bindings) bindings.set(name, value);
  for (const [name, value] of extraBindings) bindings.set(name, value);
  return { signal: undefined, bindings, ...mergeSpan(sources), evidence: [], times: NO_TIMES, sources };
}

/** Count and time span over rows of primary signals. */
export function mergeSpan(sources: Iterable<Row>): {
  count: number;
  first: Instant | undefined;
  last: Instant | undefined;
} {
  let count = 0;
  let first: Instant | undefined;
  let last: Instant | undefined;
  for (const source of sources) {
    count += source.count;
    if (source.first !== undefined && (first === undefined || source.first < first)) first = source.first;
    if (source.last !== undefined && (last === undefined || source.last > last)) last = source.last;
  }
  return { count, first, last };
}
