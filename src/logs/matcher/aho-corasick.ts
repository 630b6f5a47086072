import type { Matcher } from './matcher.js';

/**
 * A matcher in JavaScript: Aho and Corasick's automaton as a dense table over byte classes (Communications of the ACM 18/6, 1975).
 *
 * `table[state * classes + class]` is the next state times `classes`, so that a step is two loads; it is negative when literals end there.
 */
export class AhoCorasickMatcher implements Matcher {
  readonly #classes: Uint8Array;
  readonly #table: Int32Array;
  readonly #width: number;
  /** Literals that end in a state. */
  readonly #outputs: readonly (readonly number[])[];
  #state = 0;

  /** @param literals non-empty, matched as UTF-8 bytes, case-sensitive. */
  constructor(literals: readonly string[]) {
    const trie = new Trie(literals.map((literal) => new TextEncoder().encode(literal)));
    this.#classes = trie.classes;
    this.#width = trie.width;
    this.#outputs = trie.outputs;
    this.#table = trie.toTable();
  }

  reset(): void {
    this.#state = 0;
  }

  scan(chunk: Uint8Array, onHit: (literal: number, end: number) => void): void {
    const classes = this.#classes;
    const table = this.#table;
    let state = this.#state;
    const { length } = chunk;
    for (let index = 0; index < length; index++) {
      // Both indices are in range by construction; `?? 0` satisfies the checker and is never taken.
      const next = table[state + (classes[chunk[index] ?? 0] ?? 0)] ?? 0;
      if (next >= 0) {
        state = next;
        continue;
      }
      state = -next;
      for (const literal of this.#outputs[state / this.#width] ?? []) onHit(literal, index + 1);
    }
    this.#state = state;
  }
}

/** The trie of the literals with its failure links, from which the table is filled. */
class Trie {
  /** Class of each byte; 0 for bytes that occur in no literal. */
  readonly classes = new Uint8Array(256);
  readonly width: number;
  readonly outputs: number[][] = [[]];
  readonly #children: Map<number, number>[] = [new Map()];

  constructor(literals: readonly Uint8Array[]) {
    let width = 1;
    for (const byte of new Set(literals.flatMap((literal) => [...literal]))) this.classes[byte] = width++;
    this.width = width;
    literals.forEach((literal, number) => {
      this.#insert(literal, number);
    });
  }

  #insert(literal: Uint8Array, number: number): void {
    let state = 0;
    for (const byte of literal) {
      const children = this.#childrenOf(state);
      const byteClass = this.classes[byte] ?? 0;
      let child = children.get(byteClass);
      if (child === undefined) {
        child = this.#children.length;
        this.#children.push(new Map());
        this.outputs.push([]);
        children.set(byteClass, child);
      }
      state = child;
    }
    this.#outputsOf(state).push(number);
  }

  /** Breadth first: a state's failure state is nearer to the root, so its row is complete when it is copied. */
  toTable(): Int32Array {
    const { width } = this;
    const table = new Int32Array(this.#children.length * width);
    const queue: { state: number; failure: number }[] = [{ state: 0, failure: 0 }];
    for (const { state, failure } of queue) {
      if (state !== 0) {
        this.#outputsOf(state).push(...this.#outputsOf(failure));
        table.copyWithin(state * width, failure * width, (failure + 1) * width);
      }
      for (const [byteClass, child] of this.#childrenOf(state)) {
        const childFailure = state === 0 ? 0 : (table[failure * width + byteClass] ?? 0) / width;
        queue.push({ state: child, failure: childFailure });
        table[state * width + byteClass] = child * width;
      }
    }
    for (let index = 0; index < table.length; index++) {
      const target = table[index] ?? 0;
      if (this.#outputsOf(target / width).length > 0) table[index] = -target;
    }
    return table;
  }

  #childrenOf(state: number): Map<number, number> {
    const children = this.#children[state];
    if (children === undefined) throw new RangeError(`no state ${state}`);
    return children;
  }

  #outputsOf(state: number): number[] {
    const outputs = this.outputs[state];
    if (outputs === undefined) throw new RangeError(`no state ${state}`);
    return outputs;
  }
}
