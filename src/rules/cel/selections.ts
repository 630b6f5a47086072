import type { Program } from './program.js';

/** A part of a program that has to be one of some texts, or none of them, or else the program is not true. */
export interface SelectedPart {
  readonly part: Program;
  /** Each once. */
  readonly texts: readonly string[];
  /** Whether it may be none of them. */
  readonly isNegated: boolean;
}

/** What a program that is put together by `&&` selects by: its parts `a == "x"`, `a != "x"`, `a in ["x", "y"]` and `!(a in ["x", "y"])`. */
export function selectionsIn(program: Program): readonly SelectedPart[] {
  if (program.op === '&&') return [...selectionsIn(program.left), ...selectionsIn(program.right)];
  if (program.op === 'not') {
    return program.operand.op === 'in'
      ? selectionsIn(program.operand).map((selection) => ({ ...selection, isNegated: !selection.isNegated }))
      : [];
  }
  if (program.op !== '==' && program.op !== '!=' && program.op !== 'in') return [];
  const texts = program.op === 'in' ? textsOf(listOf(program.right)) : textsOf([program.right]);
  return texts === undefined
    ? []
    : [{ part: program.left, texts: [...new Set(texts)], isNegated: program.op === '!=' }];
}

/** The elements of a list that is written out; the right side of `in` stands in a call of `items` (forgiving.ts). */
function listOf(program: Program): readonly Program[] | undefined {
  const [list] = program.op === 'call' && program.name === 'items' ? program.parameters : [];
  return list?.op === 'list' ? list.elements : undefined;
}

/** @returns undefined when one of them is no constant text. */
function textsOf(programs: readonly Program[] | undefined): readonly string[] | undefined {
  const texts = programs?.flatMap((program) =>
    program.op === 'value' && typeof program.value === 'string' ? [program.value] : [],
  );
  return texts?.length === programs?.length ? texts : undefined;
}

/** The same text for programs that are the same. */
export function programKey(program: Program): string {
  return JSON.stringify(program, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
