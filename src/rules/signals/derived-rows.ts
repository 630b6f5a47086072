import type { Variables } from '../cel/expression.js';
import type { CompiledSignal } from '../compile-rule.js';
import { signalVariable } from '../compile-rule.js';
import { antiJoin, joinTuples } from '../natural-join.js';
import { combineRows, groupBy, keyOf, type Row, sourcesOf, type Table } from '../row.js';
import type { CountSignal, JoinSignal } from '../rule.js';
import { allHold, bindAll } from './bind.js';
import { joinEquations, mayHold } from './join-equations.js';
import { distinctValues } from './row-words.js';

/** Combinations a join looks at, and rows it may give: guards against products of large, unrelated tables. */
const MAX_COMBINATIONS = 2_000_000;
const MAX_ROWS = 50_000;

/** Rows of a `join` signal. @param onLimit called when the join was cut short. */
export function joinRows(
  signal: CompiledSignal<JoinSignal>,
  tables: ReadonlyMap<string, Table>,
  onLimit: () => void,
): readonly Row[] {
  const { join, without } = signal.signal;
  const variables = new JoinVariables(signal);
  const joined = join.map((name) => tableOf(tables, name));
  const equations = joinEquations(signal, joined, variables);
  const rows: Row[] = [];
  let combinations = 0;
  for (const tuple of joinTuples(joined)) {
    combinations++;
    if (combinations > MAX_COMBINATIONS || rows.length >= MAX_ROWS) {
      onLimit();
      break;
    }
    if (!equations.every((equation) => mayHold(equation, tuple))) continue;
    const row = joinedRow(signal, tuple, variables);
    if (row !== undefined) rows.push(row);
  }
  return without.reduce<Table>((table, name) => antiJoin(table, tableOf(tables, name)), { names: signal.names, rows })
    .rows;
}

function joinedRow(
  signal: CompiledSignal<JoinSignal>,
  tuple: readonly Row[],
  variablesOf: JoinVariables,
): Row | undefined {
  if (signal.where.length === 0 && signal.bind.size === 0) return combineRows(tuple);
  const variables = variablesOf.of(tuple);
  if (!allHold(signal.where, variables)) return undefined;
  const bound = new Map<string, unknown>();
  bindAll(signal.bind, variables, bound);
  return combineRows(tuple, bound);
}

/** What the conditions of a join see of rows that combine. A join may look at millions of combinations of few rows. */
export class JoinVariables {
  readonly #names: readonly string[];
  /** The variable of each joined signal, in its order; undefined for one that no expression names. */
  readonly #joined: readonly (string | undefined)[];
  readonly #spans = new Map<Row, Variables>();

  constructor({ signal, names, where, bind }: CompiledSignal<JoinSignal>) {
    this.#names = names;
    const sources = [...where, ...bind.values()].map(({ source }) => source);
    this.#joined = signal.join
      .map(signalVariable)
      .map((variable) => (sources.some((source) => source.includes(variable)) ? variable : undefined));
  }

  /** @param tuple a row of each joined signal in its order. */
  of(tuple: readonly Row[]): Variables {
    const variables = this.#unbound();
    tuple.forEach((row, index) => {
      this.#bind(row, index, variables);
    });
    return variables;
  }

  /** What of them is of one row alone. @param index of its signal. */
  ofOne(row: Row, index: number): Variables {
    const variables = this.#unbound();
    this.#bind(row, index, variables);
    return variables;
  }

  #unbound(): Record<string, unknown> {
    const variables: Record<string, unknown> = {};
    for (const name of this.#names) variables[name] = '';
    return variables;
  }

  #bind(row: Row, index: number, variables: Record<string, unknown>): void {
    for (const [name, value] of row.bindings) variables[name] = value;
    const joined = this.#joined[index];
    if (joined !== undefined) variables[joined] = this.#spanOf(row);
  }

  #spanOf(row: Row): Variables {
    let span = this.#spans.get(row);
    if (span === undefined) {
      span = {
        first: row.first === undefined ? '' : new Date(row.first),
        last: row.last === undefined ? '' : new Date(row.last),
        count: row.count,
      };
      this.#spans.set(row, span);
    }
    return span;
  }
}

/** Rows of a `count` signal: one for each value of `per` for which the arithmetic holds. */
export function countRows(signal: CompiledSignal<CountSignal>, tables: ReadonlyMap<string, Table>): readonly Row[] {
  const { per } = signal.signal;
  return countedGroups(signal.signal, tables).flatMap(({ variables, rows }) => {
    if (!allHold(signal.where, variables)) return [];
    const combined = combineRows(rows);
    const bindings = new Map([...combined.bindings].filter(([name]) => per.includes(name)));
    return keyOf(bindings, per) === undefined ? [] : [{ ...combined, bindings }];
  });
}

/** The rows of one value of `per`, and the numbers that the arithmetic is about. */
export interface CountedGroup {
  readonly variables: Variables;
  readonly rows: readonly Row[];
}

/** The groups of a `count` signal before its arithmetic is looked at. */
export function countedGroups(
  { counts, per }: CountSignal,
  tables: ReadonlyMap<string, Table>,
): readonly CountedGroup[] {
  const grouped = new Map(
    [...counts].map(([variable, { signal: name }]) => [variable, groupBy(tableOf(tables, name).rows, per)]),
  );
  const keys = per.length === 0 ? [''] : [...new Set([...grouped.values()].flatMap((groups) => [...groups.keys()]))];
  return keys.map((key) => {
    const groups = new Map([...grouped].map(([variable, byKey]) => [variable, byKey.get(key) ?? []]));
    const variables: Record<string, unknown> = {};
    for (const [variable, rows] of groups) variables[variable] = BigInt(countOf(rows, counts.get(variable)?.binding));
    return { variables, rows: [...groups.values()].flat() };
  });
}

function countOf(rows: readonly Row[], binding: string | undefined): number {
  if (binding !== undefined) return distinctValues(rows, binding);
  const sources = new Set(rows.flatMap((row) => [...sourcesOf(row)]));
  return [...sources].reduce((sum, row) => sum + row.count, 0);
}

function tableOf(tables: ReadonlyMap<string, Table>, name: string): Table {
  return tables.get(name) ?? { names: [], rows: [] };
}
