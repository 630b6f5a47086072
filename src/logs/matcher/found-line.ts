import type { MatchedLine } from './matcher.js';

/** A line whose payload is not looked at. */
export class FoundLine implements MatchedLine {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly #literals: readonly number[];

  constructor(index: number, start: number, end: number, literals: readonly number[]) {
    this.index = index;
    this.start = start;
    this.end = end;
    this.#literals = literals;
  }

  literals(): number[] {
    return [...this.#literals].sort((a, b) => a - b);
  }

  payload(): undefined {
    return undefined;
  }

  remember(): number {
    return 0;
  }
}
