import {
  type ASTNode,
  Environment,
  ParseError,
  type ParseResult,
  type TypeError as TypeMismatch,
} from '@marcbachmann/cel-js';
import type { Instant } from '../../model/time.js';
import { equationsIn, variablesIn } from './equations.js';
import { forgiveMissing } from './forgiving.js';
import { ageFunction, type RuleFunction, registerFunctions } from './functions.js';
import { FAILED, Undecided } from './operators.js';
import { type Program, programOf } from './program.js';
import { compilePart } from './program-part.js';
import { compileProgram } from './run-program.js';
import { type Selection, selectionsIn } from './selections.js';
import { UnknownTime } from './unknown-time.js';
import type { Variables } from './values.js';

export type { Variables };

/** A CEL expression that was checked when its rule was loaded. */
export interface Expression {
  readonly source: string;
  /** The value, or undefined when the expression fails on these values (a number expected, text found). */
  evaluate(variables: Variables): unknown;
  /** Equations without which it is not true; those that are easily seen. */
  equations(): readonly Equation[];
  /** What it selects by; those that are easily seen. */
  selections(): readonly Selection[];
}

/** Two parts of an expression that have to be equal. */
export interface Equation {
  readonly left: EquationSide;
  readonly right: EquationSide;
}

/** One of them. */
export interface EquationSide {
  /** The variables that it looks at. */
  readonly variables: ReadonlySet<string>;
  /** The value, or undefined when it fails or only the library can tell. */
  evaluate(variables: Variables): unknown;
}

/** An expression that cannot be used: why, and at which character of its source (counted from 0). */
export class ExpressionError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ExpressionError';
    this.offset = offset;
  }
}

/** What is evaluated in place of an expression, as plain data that the rule cache keeps. */
export interface ForgivingExpression {
  /** CEL; see {@link forgiveMissing}. */
  readonly text: string;
  /** The same as a program; undefined when it needs the library. */
  readonly program: Program | undefined;
}

/** Facts about the bundle that expressions may use; filled while the bundle is read. */
export interface BundleFacts {
  time: Instant | undefined;
  products: Readonly<Record<string, string>>;
}

/**
 * Compiles expressions against the facts of one analysis. Making an environment costs more than parsing an expression, and rules repeat
 * each other's: both are kept.
 */
export class ExpressionCompiler {
  readonly #facts: BundleFacts;
  readonly #scopes = new Map<string, Scope>();
  readonly #age: RuleFunction;
  #withBundle: Environment | undefined;

  constructor(facts: BundleFacts) {
    this.#facts = facts;
    this.#age = ageFunction(() => facts.time);
  }

  /**
   * Checks an expression and makes it ready to run.
   * @param variables names the expression may use.
   * @param afterReading false for signals judged while the bundle is being read: `age` and `bundle` are then unknown names.
   * @throws ExpressionError for a syntax or type error, an unknown name, or the backtracking `matches()`.
   */
  compile(source: string, variables: readonly string[], afterReading: boolean): Expression {
    const scope = this.#scope(variables, afterReading);
    let expression = scope.expressions.get(source);
    if (expression === undefined) {
      const parsed = parse(scope.environment, forgivenText(scope.environment, source));
      expression = this.#expression(source, afterReading, programOf(parsed.ast), () => parsed);
      scope.expressions.set(source, expression);
    }
    return expression;
  }

  /**
   * Takes over an expression that was compiled with the same arguments before; it is parsed only if the library has to evaluate it.
   * @param forgiving what {@link forgivingExpression} gave for it.
   */
  takeOver(
    source: string,
    { text, program }: ForgivingExpression,
    variables: readonly string[],
    afterReading: boolean,
  ): Expression {
    const scope = this.#scope(variables, afterReading);
    let expression = scope.expressions.get(source);
    if (expression === undefined) {
      expression = this.#expression(source, afterReading, program, () => scope.environment.parse(text));
      scope.expressions.set(source, expression);
    }
    return expression;
  }

  #scope(variables: readonly string[], afterReading: boolean): Scope {
    const key = `${afterReading} ${variables.join(' ')}`;
    let scope = this.#scopes.get(key);
    if (scope === undefined) {
      scope = new Scope(variables, () => (afterReading ? this.#afterReading() : functionsOfRules()));
      this.#scopes.set(key, scope);
    }
    return scope;
  }

  #afterReading(): Environment {
    if (this.#withBundle === undefined) {
      this.#withBundle = functionsOfRules().clone();
      this.#withBundle.registerFunction(this.#age.signature, this.#age.apply);
      this.#withBundle.registerVariable('bundle', 'dyn');
    }
    return this.#withBundle;
  }

  #expression(
    source: string,
    afterReading: boolean,
    program: Program | undefined,
    parseOnce: () => ParseResult,
  ): Expression {
    const usesBundle = afterReading && source.includes('bundle');
    const usesAge = afterReading && source.includes('age');
    let parsed: ParseResult | undefined;
    let run: ((variables: Variables) => unknown) | undefined;
    let selections: readonly Selection[] | undefined;
    return {
      source,
      evaluate: (values) => {
        const variables = usesBundle ? { ...values, bundle: this.#bundle() } : values;
        // An age without a time makes the signal unknown; which of several failures counts is for the library to say.
        if (program !== undefined && !(usesAge && this.#facts.time === undefined)) {
          run ??= compileProgram(program, this.#age);
          const value = runProgram(run, variables);
          if (value !== LEFT_TO_LIBRARY) return value;
        }
        parsed ??= parseOnce();
        return evaluate(parsed, variables);
      },
      equations: () =>
        program === undefined || usesBundle || usesAge
          ? []
          : equationsIn(program).map(({ left, right }) => ({ left: this.#side(left), right: this.#side(right) })),
      selections: () => {
        selections ??= program === undefined ? [] : selectionsIn(program);
        return selections;
      },
    };
  }

  #side(program: Program): EquationSide {
    return { variables: variablesIn(program), evaluate: compilePart(program, this.#age) };
  }

  #bundle(): Variables {
    const { time, products } = this.#facts;
    return { time: time === undefined ? '' : new Date(time), products };
  }
}

/** What the same set of variables has in common. */
class Scope {
  readonly expressions = new Map<string, Expression>();
  readonly #variables: readonly string[];
  readonly #parent: () => Environment;
  #environment: Environment | undefined;

  constructor(variables: readonly string[], parent: () => Environment) {
    this.#variables = variables;
    this.#parent = parent;
  }

  /** Made for the first expression that is parsed. */
  get environment(): Environment {
    if (this.#environment === undefined) {
      this.#environment = this.#parent().clone();
      for (const name of this.#variables) declare(this.#environment, name);
    }
    return this.#environment;
  }
}

let functions: Environment | undefined;

/** The functions of docs/rules.md; other environments are clones of it. */
function functionsOfRules(): Environment {
  if (functions === undefined) {
    functions = new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false });
    registerFunctions(functions);
  }
  return functions;
}

const LEFT_TO_LIBRARY = Symbol('left to the library');

function runProgram(run: (variables: Variables) => unknown, variables: Variables): unknown {
  try {
    const value = run(variables);
    return value === FAILED ? undefined : value;
  } catch (error) {
    if (error instanceof Undecided) return LEFT_TO_LIBRARY;
    throw error;
  }
}

function evaluate(expression: ParseResult, values: Variables): unknown {
  try {
    const value: unknown = expression(values);
    return value;
  } catch (error) {
    if (isUnknownTime(error)) throw new UnknownTime();
    return undefined;
  }
}

function declare(environment: Environment, name: string): void {
  try {
    environment.registerVariable(name, 'dyn');
  } catch (cause) {
    throw new ExpressionError(`"${name}" is a word of CEL and cannot be the name of a value`, 0, { cause });
  }
}

function isUnknownTime(error: unknown): boolean {
  return (
    error instanceof UnknownTime || (error instanceof Error && error.cause !== undefined && isUnknownTime(error.cause))
  );
}

/**
 * What is evaluated in place of an expression.
 * @param source an expression that compiles in some scope: the names it uses make no difference here.
 */
export function forgivingExpression(source: string): ForgivingExpression {
  const text = forgiveMissing(functionsOfRules().parse(source).ast);
  return { text, program: programOf(functionsOfRules().parse(text).ast) };
}

/** The forgiving text of an expression that is not known to be good. */
function forgivenText(environment: Environment, source: string): string {
  const { ast } = parse(environment, source);
  refuseUnusable(ast);
  return forgiveMissing(ast);
}

function parse(environment: Environment, source: string): ParseResult {
  const parsed = parseSyntax(environment, source);
  const checked = parsed.check();
  if (checked.error !== undefined) throw refusal(checked.error);
  return parsed;
}

function parseSyntax(environment: Environment, source: string): ParseResult {
  try {
    return environment.parse(source);
  } catch (error) {
    throw error instanceof ParseError ? refusal(error) : error;
  }
}

function refusal(error: ParseError | TypeMismatch): ExpressionError {
  return new ExpressionError(error.summary, error.range?.start ?? 0);
}

/** Units that CEL's `duration()` knows; `1d` would fail whenever it is evaluated. */
const DURATION = /^-?(?:\d+(?:\.\d+)?(?:h|m|s|ms|us|ns))+$/;

/** `matches()` of the library is a backtracking regular expression: a hostile line could keep it busy for hours. */
function refuseUnusable(node: ASTNode): void {
  if ((node.op === 'rcall' || node.op === 'call') && node.args[0] === 'matches') {
    throw new ExpressionError('matches() can run long; use re(text, pattern)', node.start);
  }
  if (node.op === 'call' && node.args[0] === 'duration') {
    const [argument] = node.args[1];
    if (argument?.op === 'value' && typeof argument.args === 'string' && !DURATION.test(argument.args)) {
      throw new ExpressionError(`"${argument.args}" is no duration; use h, m, s or ms, such as "36h"`, argument.start);
    }
  }
  visitChildren(node.args, refuseUnusable);
}

function visitChildren(value: unknown, visit: (node: ASTNode) => void): void {
  if (Array.isArray(value)) {
    for (const element of value) visitChildren(element, visit);
  } else if (isNode(value)) {
    visit(value);
  }
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
