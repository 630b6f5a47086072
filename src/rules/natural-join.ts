import { groupBy, keyOf, type Row, type Table } from './row.js';

/**
 * Natural join of several tables: tuples of rows, one of each table in the given order, in which the names that tables share have
 * equal values. A row in which a shared name is not bound combines with nothing: what is not known to be the same is not taken for
 * the same. Tables without shared names give every combination.
 */
export function* joinTuples(tables: readonly Table[]): Generator<readonly Row[]> {
  if (tables.length === 0 || tables.some((table) => table.rows.length === 0)) return;
  const steps = planSteps(tables);
  yield* extend(steps, 0, new Map(), new Array<Row | undefined>(tables.length).fill(undefined));
}

/** Rows of `a` that no row of `b` joins. When they share no name: all of `a` if `b` has no row, else none. */
export function antiJoin(a: Table, b: Table): Table {
  if (b.rows.length === 0) return a;
  const names = a.names.filter((name) => b.names.includes(name));
  if (names.length === 0) return { names: a.names, rows: [] };
  const partners = groupBy(b.rows, names);
  const rows = a.rows.filter((row) => {
    const key = keyOf(row.bindings, names);
    return key === undefined || !partners.has(key);
  });
  return { names: a.names, rows };
}

/** One table of a join: which names it shares with those before it, and its rows by them. */
interface JoinStep {
  readonly position: number;
  readonly shared: readonly string[];
  readonly partners: ReadonlyMap<string, readonly Row[]>;
}

/** The smallest table first, then the smallest that shares a name with those before it, so that products stay small. */
function planSteps(tables: readonly Table[]): readonly JoinStep[] {
  const remaining = tables.map((table, position) => ({ table, position }));
  const known = new Set<string>();
  const steps: JoinStep[] = [];
  while (remaining.length > 0) {
    remaining.sort(
      (a, b) => sharedCount(b.table, known) - sharedCount(a.table, known) || a.table.rows.length - b.table.rows.length,
    );
    const next = remaining.shift();
    if (next === undefined) break;
    const shared = next.table.names.filter((name) => known.has(name));
    steps.push({ position: next.position, shared, partners: groupBy(next.table.rows, shared) });
    for (const name of next.table.names) known.add(name);
  }
  return steps;
}

function sharedCount(table: Table, known: ReadonlySet<string>): number {
  return table.names.some((name) => known.has(name)) ? 1 : 0;
}

function* extend(
  steps: readonly JoinStep[],
  depth: number,
  bindings: ReadonlyMap<string, unknown>,
  tuple: readonly (Row | undefined)[],
): Generator<readonly Row[]> {
  const step = steps[depth];
  if (step === undefined) return;
  const isLast = depth === steps.length - 1;
  const key = keyOf(bindings, step.shared);
  if (key === undefined) return;
  for (const row of step.partners.get(key) ?? []) {
    const extended = tuple.with(step.position, row);
    if (isLast) yield extended.filter((member): member is Row => member !== undefined);
    else yield* extend(steps, depth + 1, new Map([...bindings, ...row.bindings]), extended);
  }
}
