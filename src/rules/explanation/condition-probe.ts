import type { ReadValue } from '../../model/explanation.js';
import { type ConditionPart, partsOf } from '../cel/condition-parts.js';
import {
  type BundleFacts,
  type Expression,
  ExpressionCompiler,
  ExpressionError,
  type Variables,
} from '../cel/expression.js';
import { UnknownTime } from '../cel/unknown-time.js';
import type { ExplanationWords } from './explanation-words.js';
import { valueText } from './value-text.js';

/** The first part of a signal's conditions that is not met. */
export interface FailedCondition {
  readonly condition: string;
  /** Parts before it that are met: the more, the nearer the miss. */
  readonly met: number;
  readonly values: readonly ReadValue[];
}

/** Finds out which part of a condition fails and on what values. Rules only learn whether a condition holds; asking why costs more. */
export class ConditionProbe {
  readonly #compiler: ExpressionCompiler;
  readonly #words: ExplanationWords;
  readonly #parts = new Map<string, readonly ConditionPart[]>();

  /** @param facts of the analysis; conditions may name the bundle's time and versions. */
  constructor(facts: BundleFacts, words: ExplanationWords) {
    this.#compiler = new ExpressionCompiler(facts);
    this.#words = words;
  }

  /** What fails first; undefined when all conditions hold. */
  failure(conditions: readonly Expression[], variables: Variables): FailedCondition | undefined {
    let met = 0;
    for (const condition of conditions) {
      const parts = this.#partsOf(condition.source);
      if (isTrue(() => condition.evaluate(variables))) {
        met += parts.length;
        continue;
      }
      const failing = parts.findIndex(({ source }) => !isTrue(() => this.#evaluate(source, variables)));
      const part = parts[failing];
      return {
        condition: part?.source ?? condition.source,
        met: met + Math.max(0, failing),
        values: (part?.reads ?? []).map((expression) => this.#read(expression, variables)),
      };
    }
    return undefined;
  }

  #partsOf(source: string): readonly ConditionPart[] {
    let parts = this.#parts.get(source);
    if (parts === undefined) {
      parts = partsOf(source);
      this.#parts.set(source, parts);
    }
    return parts;
  }

  #read(expression: string, variables: Variables): ReadValue {
    try {
      return { expression, value: valueText(this.#evaluate(expression, variables), this.#words) };
    } catch (error) {
      if (error instanceof UnknownTime) return { expression, value: `unknown: ${error.message}` };
      throw error;
    }
  }

  #evaluate(source: string, variables: Variables): unknown {
    try {
      return this.#compiler.compile(source, Object.keys(variables), true).evaluate(variables);
    } catch (error) {
      // A part may be no expression of its own: it is then not known what it gives.
      if (error instanceof ExpressionError) return undefined;
      throw error;
    }
  }
}

function isTrue(evaluate: () => unknown): boolean {
  try {
    return evaluate() === true;
  } catch (error) {
    if (error instanceof UnknownTime) return false;
    throw error;
  }
}
