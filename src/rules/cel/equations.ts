import type { Program } from './program.js';

/** The two sides of `a == b`. */
export interface EqualPrograms {
  readonly left: Program;
  readonly right: Program;
}

/** Equations without which a program is not true: those that it is put together of by `&&`. */
export function equationsIn(program: Program): readonly EqualPrograms[] {
  if (program.op === '&&') return [...equationsIn(program.left), ...equationsIn(program.right)];
  return program.op === '==' ? [program] : [];
}

/** The variables that a program looks at; those of its macros among them. */
export function variablesIn(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  addVariables(program, names);
  return names;
}

function addVariables(program: Program, names: Set<string>): void {
  if (program.op === 'name') names.add(program.name);
  for (const part of partsOf(program)) addVariables(part, names);
}

/** The programs that a program is directly made of. */
export function partsOf(program: Program): readonly Program[] {
  return Object.values(program).flat().filter(isProgram);
}

function isProgram(value: unknown): value is Program {
  return typeof value === 'object' && value !== null && 'op' in value;
}
