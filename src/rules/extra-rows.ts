import type { SignalAnswers } from './answer-signals.js';
import type { CompiledRule } from './compile-rule.js';
import { keyOf, type Row } from './row.js';

/** Rows of a signal with their places in its answer, by the values of some names. */
type PlacedRows = ReadonlyMap<string, readonly { readonly row: Row; readonly place: number }[]>;

/** The rows of `also` signals, which decide nothing, looked up for one finding after the other. */
export class ExtraRows {
  readonly #rule: CompiledRule;
  readonly #answers: SignalAnswers;
  /** By signal and the names that are compared. */
  readonly #placed = new Map<string, PlacedRows>();

  constructor(rule: CompiledRule, answers: SignalAnswers) {
    this.#rule = rule;
    this.#answers = answers;
  }

  /** Rows of a finding with those that join one of them, in the order of the answers. */
  addTo(rows: readonly Row[]): readonly Row[] {
    const extended = [...rows];
    const names = new Set<string>();
    for (const { bindings } of rows) for (const name of bindings.keys()) names.add(name);
    for (const signal of this.#rule.rule.also) {
      const answer = this.#answers.get(signal);
      if (answer === undefined || !answer.known) continue;
      const shared = answer.table.names.filter((name) => names.has(name));
      const keys = new Set(rows.map((row) => keyOf(row.bindings, shared)));
      const placed = this.#placedBy(signal, answer.table.rows, shared);
      const joining = [...keys].flatMap((key) => (key === undefined ? [] : (placed.get(key) ?? [])));
      if (keys.size > 1) joining.sort((a, b) => a.place - b.place);
      for (const { row } of joining) extended.push(row);
    }
    return extended;
  }

  #placedBy(signal: string, rows: readonly Row[], names: readonly string[]): PlacedRows {
    const id = [signal, ...names].join(' ');
    const known = this.#placed.get(id);
    if (known !== undefined) return known;
    const placed = new Map<string, { row: Row; place: number }[]>();
    for (const [place, row] of rows.entries()) {
      const key = keyOf(row.bindings, names);
      if (key === undefined) continue;
      const same = placed.get(key);
      if (same === undefined) placed.set(key, [{ row, place }]);
      else same.push({ row, place });
    }
    this.#placed.set(id, placed);
    return placed;
  }
}
