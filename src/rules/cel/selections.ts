import { partsOf } from './equations.js';
import type { Program } from './program.js';

/** A part of a program that has to be one of some texts, or none of them, or else the program is not true. Plain data, which the rule cache keeps. */
export interface Selection {
  readonly part: SelectedPart;
  /** Each once. */
  readonly texts: readonly string[];
  /** Whether it may be none of them. */
  readonly isNegated: boolean;
}

/** Many rules select by the same parts. */
export interface SelectedPart {
  readonly program: Program;
  /** The same for parts that are the same. */
  readonly key: string;
}

/**
 * What a program that is put together by `&&` selects by: its parts `a == "x"`, `a != "x"`, `a in ["x", "y"]` and `!(a in ["x", "y"])`, where `a`
 * depends on nothing but the subject itself.
 */
export function selectionsIn(program: Program): readonly Selection[] {
  if (program.op === '&&') return [...selectionsIn(program.left), ...selectionsIn(program.right)];
  if (program.op === 'not') {
    return program.operand.op === 'in'
      ? selectionsIn(program.operand).map((selection) => ({ ...selection, isNegated: !selection.isNegated }))
      : [];
  }
  if (program.op !== '==' && program.op !== '!=' && program.op !== 'in') return [];
  const texts = program.op === 'in' ? textsOf(listOf(program.right)) : textsOf([program.right]);
  if (texts === undefined || !isOfSubject(program.left)) return [];
  const part = { program: program.left, key: JSON.stringify(program.left) };
  return [{ part, texts: [...new Set(texts)], isNegated: program.op === '!=' }];
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

/** Whether a part gives the same for the same subject whatever the time of the bundle, and has a form in JSON, which integers have not. */
function isOfSubject(program: Program): boolean {
  if (program.op === 'value') return typeof program.value !== 'bigint';
  if (program.op === 'call' && program.name === 'age') return false;
  if (program.op === 'name' && program.name === 'bundle') return false;
  return partsOf(program).every(isOfSubject);
}
