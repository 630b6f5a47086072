import type { RuleFunction } from './functions.js';
import { FAILED, Undecided } from './operators.js';
import type { Program } from './program.js';
import { compileProgram } from './run-program.js';
import type { Variables } from './values.js';

/**
 * Makes a part of an expression ready to run, of which it is enough to know the value mostly.
 * @param age the function of that name, where the part may call it.
 * @returns a function of the variables that gives the value, or undefined when it fails or only the library can tell.
 */
export function compilePart(program: Program, age?: RuleFunction): (variables: Variables) => unknown {
  const run = compileProgram(program, age);
  return (variables) => {
    try {
      const value = run(variables);
      return value === FAILED ? undefined : value;
    } catch (error) {
      if (error instanceof Undecided) return undefined;
      throw error;
    }
  };
}
