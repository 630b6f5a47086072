/**
 * Aho and Corasick's automaton (Communications of the ACM 18/6, 1975) as a dense table over byte classes.
 *
 * `table[state * width + class]` is the next state times `width`, so that a step is two loads; it is negative when literals end there.
 */
export interface Automaton {
  /** Class of each byte; 0 for bytes that occur in no literal. */
  readonly classes: Uint8Array;
  readonly width: number;
  readonly table: Int32Array;
  /** Numbers of the literals that end in each state, ascending. */
  readonly outputs: readonly (readonly number[])[];
}

/** @param literals non-empty, matched as UTF-8 bytes, by number. */
export function buildAutomaton(literals: ReadonlyMap<number, Uint8Array>): Automaton {
  const trie = new Trie(literals);
  const table = trie.toTable();
  const outputs = trie.outputs.map((ending) => [...ending].sort((a, b) => a - b));
  return { classes: trie.classes, width: trie.width, table, outputs };
}

/** The trie of the literals, from which the table is filled. */
class Trie {
  readonly classes = new Uint8Array(256);
  readonly width: number;
  readonly outputs: number[][] = [[]];
  readonly #children: Map<number, number>[] = [new Map()];

  constructor(literals: ReadonlyMap<number, Uint8Array>) {
    let width = 1;
    for (const bytes of literals.values())
      for (const byte of bytes) if (this.classes[byte] === 0) this.classes[byte] = width++;
    this.width = width;
    for (const [number, bytes] of literals) this.#insert(bytes, number);
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
