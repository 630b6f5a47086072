import { RULE_FUNCTIONS, type RuleFunction } from './functions.js';
import { LIBRARY_FUNCTIONS } from './library-functions.js';
import { FAILED, OPERATORS, undecided } from './operators.js';
import type { Program } from './program.js';
import { isMap, memberAt, type Variables } from './values.js';

/** Variables of macros, by depth. */
type Locals = unknown[];

/** A part of a program that is ready to run. */
type Run = (variables: Variables, locals: Locals) => unknown;

/**
 * Makes a program ready to run: closures that call each other, which takes a small part of the time of the library's evaluator, as that looks
 * for the types of all values whenever it runs.
 * @param age the function of that name; a program that calls it without is left to the library.
 * @returns a function of the variables that gives the value, {@link FAILED} where the library throws an error, and that throws Undecided
 *   for values that are left to the library.
 */
export function compileProgram(program: Program, age?: RuleFunction): (variables: Variables) => unknown {
  const run = new ProgramCompiler(age).compile(program, []);
  return (variables) => run(variables, []);
}

class ProgramCompiler {
  readonly #age: RuleFunction | undefined;

  constructor(age: RuleFunction | undefined) {
    this.#age = age;
  }

  /** @param locals names of the macros' variables around the program, the outermost first. */
  compile(program: Program, locals: readonly string[]): Run {
    switch (program.op) {
      case 'value': {
        const { value } = program;
        return () => value;
      }
      case 'name':
        return nameOf(program.name, locals);
      case 'member':
        return member(this.compile(program.container, locals), program.path);
      case 'call':
        return this.#call(program.name, this.#all(program.parameters, locals));
      case 'not':
        return not(this.compile(program.operand, locals));
      case 'negative':
        return negative(this.compile(program.operand, locals));
      case 'choice':
        return choice(
          this.compile(program.condition, locals),
          this.compile(program.then, locals),
          this.compile(program.otherwise, locals),
        );
      case 'list':
        return list(this.#all(program.elements, locals));
      case '&&':
        return logical(false, this.compile(program.left, locals), this.compile(program.right, locals));
      case '||':
        return logical(true, this.compile(program.left, locals), this.compile(program.right, locals));
      case 'exists':
      case 'all':
      case 'filter':
      case 'map':
        return MACROS[program.op](
          this.compile(program.items, locals),
          this.compile(program.step, [...locals, program.name]),
          locals.length,
        );
      default:
        return this.#binary(program, locals);
    }
  }

  #all(programs: readonly Program[], locals: readonly string[]): readonly Run[] {
    return programs.map((program) => this.compile(program, locals));
  }

  #binary(program: Extract<Program, { readonly op: keyof typeof OPERATORS }>, locals: readonly string[]): Run {
    const { op } = program;
    const left = this.compile(program.left, locals);
    if (program.right.op === 'value' && typeof program.right.value === 'string') {
      const text = program.right.value;
      // The most frequent conditions by far.
      if (op === '==') return equalsText(left, text);
      if (op === '!=') return differsFromText(left, text);
    }
    const right = this.compile(program.right, locals);
    const apply = OPERATORS[op];
    return (variables, values) => {
      const a = left(variables, values);
      if (a === FAILED) return FAILED;
      const b = right(variables, values);
      return b === FAILED ? FAILED : apply(a, b);
    };
  }

  #call(name: string, parameters: readonly Run[]): Run {
    const library = LIBRARY_FUNCTIONS[name];
    if (library !== undefined) return libraryCall(library, parameters);
    const called = name === 'age' ? this.#age : RULE_FUNCTIONS[name];
    return called === undefined ? undecided : ruleCall(called, parameters);
  }
}

function nameOf(name: string, locals: readonly string[]): Run {
  const depth = locals.lastIndexOf(name);
  if (depth >= 0) return (_, values) => values[depth];
  return (variables) => {
    const value = variables[name];
    return value === undefined ? undecided() : value;
  };
}

function member(container: Run, path: readonly string[]): Run {
  return (variables, locals) => {
    const value = container(variables, locals);
    return value === FAILED ? FAILED : memberAt(value, path);
  };
}

function equalsText(operand: Run, text: string): Run {
  return (variables, locals) => {
    const value = operand(variables, locals);
    return value === FAILED ? FAILED : value === text;
  };
}

function differsFromText(operand: Run, text: string): Run {
  return (variables, locals) => {
    const value = operand(variables, locals);
    return value === FAILED ? FAILED : value !== text;
  };
}

function not(operand: Run): Run {
  return (variables, locals) => {
    const value = operand(variables, locals);
    return typeof value === 'boolean' ? !value : FAILED;
  };
}

function negative(operand: Run): Run {
  return (variables, locals) => {
    const value = operand(variables, locals);
    return typeof value === 'bigint' || typeof value === 'number' ? -value : FAILED;
  };
}

function choice(condition: Run, then: Run, otherwise: Run): Run {
  return (variables, locals) => {
    const value = condition(variables, locals);
    if (value === true) return then(variables, locals);
    return value === false ? otherwise(variables, locals) : FAILED;
  };
}

/** `&&` and `||`: the side that decides does so even when the other one fails. @param decisive `true` of `||`, `false` of `&&`. */
function logical(decisive: boolean, left: Run, right: Run): Run {
  return (variables, locals) => {
    const a = left(variables, locals);
    if (a === decisive) return decisive;
    const b = right(variables, locals);
    if (b === decisive) return decisive;
    return a === b && typeof b === 'boolean' ? b : FAILED;
  };
}

function list(elements: readonly Run[]): Run {
  return (variables, locals) => {
    const values: unknown[] = [];
    for (const element of elements) {
      const value = element(variables, locals);
      if (value === FAILED) return FAILED;
      values.push(value);
    }
    return values;
  };
}

type MakeMacro = (items: Run, step: Run, depth: number) => Run;

const MACROS: Readonly<Record<'exists' | 'all' | 'filter' | 'map', MakeMacro>> = {
  exists: (items, step, depth) => quantifier(true, items, step, depth),
  all: (items, step, depth) => quantifier(false, items, step, depth),
  filter: (items, step, depth) => (variables, locals) => {
    const elements = elementsOf(items(variables, locals));
    if (elements === FAILED) return FAILED;
    const chosen: unknown[] = [];
    for (const element of elements) {
      locals[depth] = element;
      const value = step(variables, locals);
      if (typeof value !== 'boolean') return FAILED;
      if (value) chosen.push(element);
    }
    return chosen;
  },
  map: (items, step, depth) => (variables, locals) => {
    const elements = elementsOf(items(variables, locals));
    if (elements === FAILED) return FAILED;
    const mapped: unknown[] = [];
    for (const element of elements) {
      locals[depth] = element;
      const value = step(variables, locals);
      if (value === FAILED) return FAILED;
      mapped.push(value);
    }
    return mapped;
  },
};

/** `exists` and `all`: an element that decides does so even when others fail. @param decisive `true` of `exists`, `false` of `all`. */
function quantifier(decisive: boolean, items: Run, step: Run, depth: number): Run {
  return (variables, locals) => {
    const elements = elementsOf(items(variables, locals));
    if (elements === FAILED) return FAILED;
    let failed = false;
    for (const element of elements) {
      locals[depth] = element;
      const value = step(variables, locals);
      if (value === decisive) return decisive;
      if (typeof value !== 'boolean') failed = true;
    }
    return failed ? FAILED : !decisive;
  };
}

/** What a macro walks over: elements of a list, keys of a map. */
function elementsOf(items: unknown): readonly unknown[] | typeof FAILED {
  if (Array.isArray(items)) return items;
  if (isMap(items)) return Object.keys(items);
  return typeof items === 'object' && items !== null ? undecided() : FAILED;
}

function libraryCall(apply: (value: unknown, other: unknown) => unknown, [first, second]: readonly Run[]): Run {
  return (variables, locals) => {
    const value = first === undefined ? FAILED : first(variables, locals);
    if (value === FAILED) return FAILED;
    const other = second?.(variables, locals);
    return other === FAILED ? FAILED : apply(value, other);
  };
}

function ruleCall({ signature, apply }: RuleFunction, parameters: readonly Run[]): Run {
  const types = signature.slice(signature.indexOf('(') + 1, signature.indexOf(')')).split(', ');
  const checked = parameters.map((parameter, index) =>
    types[index] === 'string' ? textOrFailed(parameter) : parameter,
  );
  const [first, second, third] = checked;
  // No function has more than three; a list of values for each call would cost more than most of them.
  return (variables, locals) => {
    const a = first?.(variables, locals);
    const b = a === FAILED ? FAILED : second?.(variables, locals);
    const c = b === FAILED ? FAILED : third?.(variables, locals);
    if (b === FAILED || c === FAILED) return FAILED;
    try {
      return apply(a, b, c);
    } catch {
      return FAILED;
    }
  };
}

function textOrFailed(operand: Run): Run {
  return (variables, locals) => {
    const value = operand(variables, locals);
    return typeof value === 'string' ? value : FAILED;
  };
}
