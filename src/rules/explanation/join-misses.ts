import type { MissGroup, NameSides } from '../../model/explanation.js';
import type { CompiledSignal } from '../compile-rule.js';
import { joinTuples } from '../natural-join.js';
import { bindingKey, type Row, type Table } from '../row.js';
import type { CountSignal, JoinSignal } from '../rule.js';
import { countedGroups, JoinVariables } from '../signals/derived-rows.js';
import type { ConditionProbe } from './condition-probe.js';
import { MissTally } from './miss-tally.js';

/** Combinations of rows that are looked at for why they fail. */
const MAX_COMBINATIONS = 20_000;
/** Values of a name that are shown of each side. */
const MAX_VALUES = 4;

/** Why rows of a `join` do not combine: a table without rows, one without partners, or what its conditions say of the combinations. */
export function joinMisses(
  signal: CompiledSignal<JoinSignal>,
  tables: ReadonlyMap<string, Table>,
  probe: ConditionProbe,
): readonly MissGroup[] {
  const { join, without } = signal.signal;
  const joined = join.map((name) => tables.get(name) ?? { names: [], rows: [] });
  const empty = join.filter((_, index) => joined[index]?.rows.length === 0);
  if (empty.length > 0) return empty.map((name) => ({ failed: 'empty', condition: name, count: 0, examples: [] }));
  const apart = joined.findIndex((_, index) => !combines(joined.slice(0, index + 1)));
  const culprit = joined[apart];
  if (culprit !== undefined) {
    const names = sidesOf(joined.slice(0, apart), culprit);
    return [{ failed: 'join', condition: join[apart] ?? '', count: culprit.rows.length, examples: [], names }];
  }
  const tally = new MissTally();
  const variables = new JoinVariables(signal);
  let combinations = 0;
  let holding = 0;
  for (const tuple of joinTuples(joined)) {
    if (++combinations > MAX_COMBINATIONS) break;
    const failure = probe.failure(signal.where, variables.of(tuple));
    if (failure === undefined) {
      holding++;
      continue;
    }
    const { condition, met, values } = failure;
    const citation = (): Row['evidence'][number]['citation'] | undefined => firstCitation(tuple);
    tally.add({ failed: 'where', condition, nearness: met, values, citation });
  }
  const excluded = holding === 0 ? [] : without.filter((name) => (tables.get(name)?.rows.length ?? 0) > 0);
  return [
    ...tally.groups(),
    ...excluded.map(
      (name): MissGroup => ({
        failed: 'without',
        condition: name,
        count: tables.get(name)?.rows.length ?? 0,
        examples: [],
      }),
    ),
  ];
}

/** The numbers for which the arithmetic of a `count` does not hold. */
export function countMisses(
  signal: CompiledSignal<CountSignal>,
  tables: ReadonlyMap<string, Table>,
  probe: ConditionProbe,
): readonly MissGroup[] {
  const tally = new MissTally();
  for (const { variables, rows } of countedGroups(signal.signal, tables)) {
    const failure = probe.failure(signal.where, variables);
    if (failure === undefined) continue;
    const { condition, met } = failure;
    const per = signal.signal.per.map((name) => ({ expression: name, value: valuesOf(rows, name).join(', ') }));
    const numbers = Object.entries(variables).map(([expression, value]) => ({ expression, value: String(value) }));
    const values = [...per, ...numbers];
    tally.add({ failed: 'arithmetic', condition, nearness: met, values, citation: () => undefined });
  }
  return tally.groups();
}

function combines(tables: readonly Table[]): boolean {
  return joinTuples(tables).next().done !== true;
}

/** What a table and those before it bound to the names that they share. */
function sidesOf(before: readonly Table[], here: Table): readonly NameSides[] {
  const shared = here.names.filter((name) => before.some(({ names }) => names.includes(name)));
  const rows = before.flatMap((table) => table.rows);
  return shared.map((name) => ({ name, before: valuesOf(rows, name), here: valuesOf(here.rows, name) }));
}

/** The first few different values that rows bind to a name. */
export function valuesOf(rows: readonly Row[], name: string): readonly string[] {
  const values = new Set<string>();
  for (const { bindings } of rows) {
    if (bindings.has(name)) values.add(bindingKey(bindings.get(name)));
    if (values.size > MAX_VALUES) break;
  }
  return [...values].map((value, index) => (index === MAX_VALUES ? '…' : value));
}

function firstCitation(tuple: readonly Row[]): Row['evidence'][number]['citation'] | undefined {
  return tuple.flatMap((row) => [...(row.sources ?? [row])]).flatMap(({ evidence }) => evidence)[0]?.citation;
}
