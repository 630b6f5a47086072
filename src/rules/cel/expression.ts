import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { Instant } from '../../model/time.js';
import { forgiveMissing } from './forgiving.js';
import { registerAge, registerFunctions } from './functions.js';
import { UnknownTime } from './unknown-time.js';

/** Values of an expression's variables, by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** A CEL expression that was checked when its rule was loaded. */
export interface Expression {
  readonly source: string;
  /** The value, or undefined when the expression fails on these values (a number expected, text found). */
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

/** Facts about the bundle that expressions may use; filled while the bundle is read. */
export interface BundleFacts {
  time: Instant | undefined;
  products: Readonly<Record<string, string>>;
}

/** Compiles expressions of one kind of signal: which variables they may name, and whether the bundle's facts are known by then. */
export class ExpressionCompiler {
  readonly #facts: BundleFacts;

  constructor(facts: BundleFacts) {
    this.#facts = facts;
  }

  /**
   * @param variables names the expression may use.
   * @param afterReading false for signals judged while the bundle is being read: `age` and `bundle` are then unknown names.
   * @throws ExpressionError for a syntax or type error, an unknown name, or the backtracking `matches()`.
   */
  compile(source: string, variables: readonly string[], afterReading: boolean): Expression {
    const environment = new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false });
    registerFunctions(environment);
    for (const name of variables) declare(environment, name);
    if (afterReading) {
      registerAge(environment, () => this.#facts.time);
      environment.registerVariable('bundle', 'dyn');
    }
    const original = parse(environment, source);
    refuseUnusable(original.ast);
    const rewritten = parse(environment, forgiveMissing(original.ast));
    return { source, evaluate: (values) => this.#evaluate(rewritten, afterReading ? this.#withFacts(values) : values) };
  }

  #withFacts(values: Variables): Variables {
    const { time, products } = this.#facts;
    return { ...values, bundle: { time: time === undefined ? '' : new Date(time), products } };
  }

  #evaluate(expression: ParseResult, values: Variables): unknown {
    try {
      const value: unknown = expression({ ...values });
      return value;
    } catch (error) {
      if (isUnknownTime(error)) throw new UnknownTime();
      return undefined;
    }
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

function parse(environment: Environment, source: string): ParseResult {
  const checked = environment.check(source);
  if (checked.error !== undefined) {
    const { error } = checked;
    throw new ExpressionError(error.summary, error.range?.start ?? 0);
  }
  return environment.parse(source);
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
