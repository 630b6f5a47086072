import { bindingKey, groupBy, keyOf, keyPart, type Row, type Table } from './row.js';

/**
 * Natural join of several tables: tuples of rows, one of each table in the given order, in which the names that tables share have
 * equal values. A row in which a shared name is not bound combines with nothing: what is not known to be the same is not taken for
 * the same. Tables without shared names give every combination.
 */
export function* joinTuples(tables: readonly Table[]): Generator<readonly Row[]> {
  if (tables.length === 0 || tables.some((table) => table.rows.length === 0)) return;
  const steps = planSteps(tables);
  const last = steps.length - 1;
  const chosen: Row[] = [];
  // For each step the rows that combine with those chosen before, and how many of them were gone through.
  const open = [{ rows: partnersOf(steps[0], chosen), next: 0 }];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const row = level.rows[level.next++];
    if (row === undefined) {
      open.pop();
      continue;
    }
    const depth = open.length - 1;
    chosen[depth] = row;
    if (depth < last) open.push({ rows: partnersOf(steps[depth + 1], chosen), next: 0 });
    else yield tupleOf(steps, chosen);
  }
}

/**
 * Rows of `a` that no row of `b` speaks against. When they share no name: all of `a` if `b` has no row, else none. Of a name that one of two rows
 * does not bind nobody knows that they differ: those that both bind decide.
 */
export function antiJoin(a: Table, b: Table): Table {
  if (b.rows.length === 0) return a;
  const names = a.names.filter((name) => b.names.includes(name));
  if (names.length === 0) return { names: a.names, rows: [] };
  const groups = groupByBoundNames(b.rows, names).map((group) => new RowsByNames(group.names, group.rows));
  const rows = a.rows.filter((row) => groups.every((group) => !group.hasPartnerOf(row)));
  return { names: a.names, rows };
}

/** Rows that bind the same of the given names, together with these. */
function groupByBoundNames(
  rows: readonly Row[],
  names: readonly string[],
): readonly { readonly names: readonly string[]; readonly rows: readonly Row[] }[] {
  const groups = new Map<string, { readonly names: readonly string[]; readonly rows: Row[] }>();
  for (const row of rows) {
    const bound = names.filter((name) => row.bindings.has(name));
    const key = bound.join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { names: bound, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()];
}

/** Rows that all bind some names, to be looked up by those of them that another row binds. */
class RowsByNames {
  readonly #names: readonly string[];
  readonly #rows: readonly Row[];
  readonly #indexes = new Map<string, ReadonlyMap<string, readonly Row[]>>();

  constructor(names: readonly string[], rows: readonly Row[]) {
    this.#names = names;
    this.#rows = rows;
  }

  /** Whether one of them has the same values of all names that it and the row bind; false when these are none. */
  hasPartnerOf({ bindings }: Row): boolean {
    const common = this.#names.filter((name) => bindings.has(name));
    const key = keyOf(bindings, common);
    return common.length > 0 && key !== undefined && this.#indexBy(common).has(key);
  }

  #indexBy(names: readonly string[]): ReadonlyMap<string, readonly Row[]> {
    const key = names.join(' ');
    const index = this.#indexes.get(key) ?? groupBy(this.#rows, names);
    this.#indexes.set(key, index);
    return index;
  }
}

/** One table of a join: which names it shares with those before it, and its rows by them. */
interface JoinStep {
  readonly position: number;
  readonly shared: readonly SharedName[];
  readonly partners: ReadonlyMap<string, readonly Row[]>;
}

/** A name with the first step that binds it; later ones bind the same value. */
interface SharedName {
  readonly name: string;
  readonly step: number;
}

/** The smallest table first, then the smallest that shares a name with those before it, so that products stay small. */
function planSteps(tables: readonly Table[]): readonly JoinStep[] {
  const remaining = tables.map((table, position) => ({ table, position }));
  const known = new Map<string, number>();
  const steps: JoinStep[] = [];
  while (remaining.length > 0) {
    remaining.sort(
      (a, b) => sharedCount(b.table, known) - sharedCount(a.table, known) || a.table.rows.length - b.table.rows.length,
    );
    const next = remaining.shift();
    if (next === undefined) break;
    const shared = next.table.names.flatMap((name) => {
      const step = known.get(name);
      return step === undefined ? [] : [{ name, step }];
    });
    const names = shared.map(({ name }) => name);
    steps.push({ position: next.position, shared, partners: groupBy(next.table.rows, names) });
    for (const name of next.table.names) if (!known.has(name)) known.set(name, steps.length - 1);
  }
  return steps;
}

function sharedCount(table: Table, known: ReadonlyMap<string, number>): number {
  return table.names.some((name) => known.has(name)) ? 1 : 0;
}

/** Rows of a step whose values are those of the rows chosen before; none where one of these does not bind a name. */
function partnersOf(step: JoinStep | undefined, chosen: readonly Row[]): readonly Row[] {
  if (step === undefined) return [];
  const { shared, partners } = step;
  let key = '';
  for (const { name, step: binder } of shared) {
    const bindings = chosen[binder]?.bindings;
    if (bindings?.has(name) !== true) return [];
    const value = bindings.get(name);
    // The same key as `keyOf` makes.
    key = shared.length === 1 ? bindingKey(value) : key + keyPart(value);
  }
  return partners.get(key) ?? [];
}

/** The chosen rows in the order of the tables. */
function tupleOf(steps: readonly JoinStep[], chosen: readonly Row[]): readonly Row[] {
  const tuple = [...chosen];
  for (const [index, { position }] of steps.entries()) {
    const row = chosen[index];
    if (row !== undefined) tuple[position] = row;
  }
  return tuple;
}
