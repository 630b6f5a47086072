import { cheapestFirst } from './answer-cost.js';
import type { SignalAnswers } from './answer-signals.js';
import type { CompiledRule } from './compile-rule.js';
import { antiJoin, joinTuples } from './natural-join.js';
import { combineRows, type Evidence, hasNoRow, type Row, type Table } from './row.js';
import type { Term } from './rule.js';
import { alternativesOf, type Literal } from './tier-alternatives.js';

/** Combinations of rows one tier looks at. */
const MAX_COMBINATIONS = 1_000_000;

/** A way in which a tier holds. */
export interface TierRow {
  readonly row: Row;
  readonly absences: readonly Evidence[];
  /** What the alternative asked for that holds. */
  readonly held: readonly Literal[];
}

/** Every alternative of the tier that holds. What is false whatever the missing sources would say is false, not unknown. */
export function evaluateTier(
  rule: CompiledRule,
  terms: readonly Term[],
  answers: SignalAnswers,
  onLimit: () => void,
): { rows: readonly TierRow[]; missing: string | undefined } {
  const rows: TierRow[] = [];
  let missing: string | undefined;
  for (const alternative of alternativesOf(terms)) {
    const result = evaluateAlternative(rule, alternative, answers, onLimit);
    if (typeof result === 'string') missing ??= result;
    else for (const row of result) rows.push(row);
  }
  return { rows, missing };
}

function evaluateAlternative(
  rule: CompiledRule,
  literals: readonly Literal[],
  answers: SignalAnswers,
  onLimit: () => void,
): readonly TierRow[] | string {
  if (hasEmptySignal(rule, literals, answers)) return [];
  const { tables, negatives, missing, open, unknownNames } = answersOf(rule, literals, answers);
  let table = joinAll(tables, onLimit);
  for (const negative of negatives) {
    // What the missing source would bind could tell its rows apart from those of the negative.
    const isOpen = negative.table.names.some((name) => unknownNames.has(name) && !table.names.includes(name));
    if (!isOpen) table = antiJoin(table, negative.table);
  }
  if (table.rows.length === 0) return open ?? [];
  if (missing !== undefined) return missing;
  const absences = negatives.map(
    ({ name, searched }): Evidence => ({
      signal: name,
      citation: { kind: 'absence', what: name.replaceAll('-', ' '), searched: searched.slice(0, 20) },
      time: undefined,
    }),
  );
  return table.rows.map((row) => ({ row, absences, held: literals }));
}

/** What the signals of an alternative answer, and what is missing to answer the others. */
interface AlternativeAnswers {
  readonly tables: readonly Table[];
  readonly negatives: readonly { readonly name: string; readonly table: Table; readonly searched: readonly string[] }[];
  readonly missing: string | undefined;
  /** Why signals that have to hold may have more rows. */
  readonly open: string | undefined;
  /** Names that signals without an answer would bind. */
  readonly unknownNames: ReadonlySet<string>;
}

function answersOf(rule: CompiledRule, literals: readonly Literal[], answers: SignalAnswers): AlternativeAnswers {
  const tables: Table[] = [];
  const negatives: { name: string; table: Table; searched: readonly string[] }[] = [];
  const unknownNames = new Set<string>();
  let missing: string | undefined;
  let open: string | undefined;
  for (const { name, negated } of literals) {
    const answer = answers.get(name);
    if (answer?.known === true) {
      if (negated) {
        negatives.push({ name, table: answer.table, searched: answer.searched });
        missing ??= answer.open;
      } else {
        tables.push(answer.table);
        open ??= answer.open;
      }
      continue;
    }
    missing ??= answer?.missing ?? `signal ${name}`;
    if (!negated) for (const bound of namesOf(rule, name)) unknownNames.add(bound);
  }
  return { tables, negatives, missing, open, unknownNames };
}

/** Whether some signal that has to hold has no rows: then nothing else need be asked. The cheap ones are asked first. */
function hasEmptySignal({ rule }: CompiledRule, literals: readonly Literal[], answers: SignalAnswers): boolean {
  const needed = literals.flatMap(({ name, negated }) => (negated ? [] : [name]));
  return cheapestFirst(needed, (name) => rule.signals.get(name)).some((name) => hasNoRow(answers.get(name)));
}

function namesOf(rule: CompiledRule, signal: string): readonly string[] {
  return rule.signals.find(({ name }) => name === signal)?.names ?? [];
}

/** The natural join of the tables as rows; without tables one row that binds nothing (a tier of negations only). */
function joinAll(tables: readonly Table[], onLimit: () => void): Table {
  const names = [...new Set(tables.flatMap((table) => table.names))];
  const [only] = tables;
  if (tables.length === 1 && only !== undefined) return only;
  if (tables.length === 0) return { names, rows: [combineRows([])] };
  const rows: Row[] = [];
  for (const tuple of joinTuples(tables)) {
    if (rows.length === MAX_COMBINATIONS) {
      onLimit();
      break;
    }
    rows.push(combineRows(tuple));
  }
  return { names, rows };
}
