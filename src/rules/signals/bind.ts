import type { Expression, Variables } from '../cel/expression.js';

/** Expressions of a `bind` map. */
export type Binder = ReadonlyMap<string, Expression>;

/** True when every condition is true; an expression that fails is not true. */
export function allHold(conditions: readonly Expression[], variables: Variables): boolean {
  for (const condition of conditions) if (condition.evaluate(variables) !== true) return false;
  return true;
}

/** Evaluates a `bind` map; what is empty or fails is not bound. Names beginning with `_` are variables only. */
export function bindAll(binder: Binder, variables: Variables, into: Map<string, unknown>): void {
  for (const [name, expression] of binder) {
    const value = expression.evaluate(variables);
    if (value !== undefined && value !== '') into.set(name, value);
  }
}
