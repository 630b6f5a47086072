import { Duration } from '@marcbachmann/cel-js/evaluator';
import type { Binary } from './program.js';
import { isMap } from './values.js';

/** The result of what the expression library throws an error for. */
export const FAILED = Symbol('failed');

/** Thrown for values that programs leave to the expression library. */
export class Undecided extends Error {}

/** Not made for each throw: a stack would cost more than the evaluation. */
const UNDECIDED = new Undecided();

/** Bounds of CEL's int; what is beyond them is an overflow. */
const MAX_INT = 9_223_372_036_854_775_807n;
const MIN_INT = -9_223_372_036_854_775_808n;

type Operator = (left: unknown, right: unknown) => unknown;

/**
 * The binary operators on values of types that are known only when they run, as the library has them (its lib/overloads.js). Each gives
 * {@link FAILED} where no overload fits.
 * @throws Undecided for types that are rare.
 */
export const OPERATORS: Readonly<Record<Binary, Operator>> = {
  '==': isEqual,
  '!=': (left, right) => !isEqual(left, right),
  '<': (left, right) => compare(left, right, (a, b) => a < b),
  '<=': (left, right) => compare(left, right, (a, b) => a <= b),
  '>': (left, right) => compare(left, right, (a, b) => a > b),
  '>=': (left, right) => compare(left, right, (a, b) => a >= b),
  '+': add,
  '-': subtract,
  '*': (left, right) =>
    calculate(
      left,
      right,
      (a, b) => a * b,
      (a, b) => a * b,
    ),
  '/': (left, right) =>
    right === 0n && typeof left === 'bigint'
      ? FAILED
      : calculate(
          left,
          right,
          (a, b) => a / b,
          (a, b) => a / b,
        ),
  '%': (left, right) => {
    if (typeof left !== 'bigint' || typeof right !== 'bigint')
      return isScalar(left) && isScalar(right) ? FAILED : undecided();
    return right === 0n ? FAILED : left % right;
  },
  in: isIn,
};

/** @throws Undecided always. */
export function undecided(): never {
  throw UNDECIDED;
}

/** Whether a whole number is in CEL's range. */
export function isInt(value: bigint): boolean {
  return value <= MAX_INT && value >= MIN_INT;
}

/** Texts, numbers, booleans and null. */
export function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  // biome-ignore lint/suspicious/noDoubleEquals: of a number and a bigint.
  if (isNumber(left) && isNumber(right)) return left == right;
  if (isScalar(left) || isScalar(right)) return false;
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  const kind = kindOf(left);
  return kind !== undefined && kindOf(right) !== undefined && kind !== kindOf(right) ? false : undecided();
}

function kindOf(value: unknown): 'list' | 'map' | 'time' | undefined {
  if (Array.isArray(value)) return 'list';
  if (value instanceof Date) return 'time';
  return isMap(value) ? 'map' : undefined;
}

type Comparable = number | bigint | string | boolean | Date | Duration;

function compare(left: unknown, right: unknown, holds: (a: Comparable, b: Comparable) => boolean): unknown {
  if (isNumber(left) && isNumber(right)) return holds(left, right);
  if (typeof left === 'string' && typeof right === 'string') return holds(left, right);
  if (left instanceof Duration && right instanceof Duration) return holds(left, right);
  if (left instanceof Date && right instanceof Date) return holds(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return holds(left, right);
  return isScalar(left) && isScalar(right) ? FAILED : undecided();
}

/** Two ints give an int, all else a double: see the mixed arithmetic in functions.ts. */
function calculate(
  left: unknown,
  right: unknown,
  ints: (a: bigint, b: bigint) => bigint,
  doubles: (a: number, b: number) => number,
): unknown {
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    const result = ints(left, right);
    return isInt(result) ? result : FAILED;
  }
  if (isNumber(left) && isNumber(right)) return doubles(Number(left), Number(right));
  return isScalar(left) && isScalar(right) ? FAILED : undecided();
}

function add(left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  if (left instanceof Date && right instanceof Duration) return right.extendTimestamp(left);
  if (left instanceof Duration && right instanceof Date) return left.extendTimestamp(right);
  return calculate(
    left,
    right,
    (a, b) => a + b,
    (a, b) => a + b,
  );
}

function subtract(left: unknown, right: unknown): unknown {
  if (left instanceof Date && right instanceof Date) return Duration.fromMilliseconds(left.getTime() - right.getTime());
  if (left instanceof Date && right instanceof Duration) return right.subtractTimestamp(left);
  return calculate(
    left,
    right,
    (a, b) => a - b,
    (a, b) => a - b,
  );
}

function isIn(value: unknown, container: unknown): unknown {
  if (isScalar(container)) return FAILED;
  if (Array.isArray(container)) {
    if (typeof value === 'string') return container.includes(value);
    return isScalar(value) && value !== null ? container.some((element) => isEqual(value, element)) : undecided();
  }
  if (typeof value !== 'string' || !isMap(container)) return undecided();
  return Object.hasOwn(container, value) && container[value] !== undefined;
}
