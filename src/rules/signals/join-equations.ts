import type { EquationSide, Variables } from '../cel/expression.js';
import type { CompiledSignal } from '../compile-rule.js';
import { signalVariable } from '../compile-rule.js';
import type { Row, Table } from '../row.js';
import type { JoinSignal } from '../rule.js';

/** An equation among the conditions of a join, of which each side looks at the rows of one of the joined signals only. */
export interface JoinEquation {
  readonly left: RowText;
  readonly right: RowText;
}

/** The text that one side is for a row of its signal; undefined when it is no text. */
type RowText = (tuple: readonly Row[]) => string | undefined;

/**
 * The equations of a join's conditions by which most combinations can be told from few looks at each row: all conditions would be looked at
 * for each combination, and there may be thousands of one row.
 * @param tables of the joined signals, in their order.
 * @param variables what conditions see of a row.
 */
export function joinEquations(
  { where, signal: { join } }: CompiledSignal<JoinSignal>,
  tables: readonly Table[],
  variables: { ofOne(row: Row, index: number): Variables },
): readonly JoinEquation[] {
  const textOf = (side: EquationSide): RowText | undefined => {
    const owner = ownerOf(side, join, tables);
    if (owner === undefined) return undefined;
    const known = new Map<Row, string | undefined>();
    return (tuple) => {
      const row = tuple[owner];
      if (row === undefined) return undefined;
      if (!known.has(row)) known.set(row, textOrUndefined(side.evaluate(variables.ofOne(row, owner))));
      return known.get(row);
    };
  };
  return where
    .flatMap((condition) => condition.equations())
    .flatMap((equation) => {
      const left = textOf(equation.left);
      const right = textOf(equation.right);
      return left === undefined || right === undefined ? [] : [{ left, right }];
    });
}

/** False when the two sides are different texts for the rows: then the condition that the equation is of is not true. */
export function mayHold({ left, right }: JoinEquation, tuple: readonly Row[]): boolean {
  const text = left(tuple);
  const other = right(tuple);
  return text === undefined || other === undefined || text === other;
}

/** The one joined signal that variables of a side are of; the others can only be those of its macros. */
function ownerOf({ variables }: EquationSide, join: readonly string[], tables: readonly Table[]): number | undefined {
  const owners = join.flatMap((name, index) => {
    const known = [...(tables[index]?.names ?? []), signalVariable(name)];
    return known.some((variable) => variables.has(variable)) ? [index] : [];
  });
  return owners.length === 1 ? owners[0] : undefined;
}

function textOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
