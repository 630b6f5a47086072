import type { LineCollector } from './signals/line-collector.js';

/** The collectors to offer a line of a stream to, by the literals that were found in it. A collector is made when it is first asked for. */
export class ActiveCollectors {
  readonly #makers: ReadonlyMap<number, readonly (() => LineCollector)[]>;
  readonly #made = new Map<number, readonly LineCollector[]>();

  /** @param makers by number of the literal; each gives the same collector whenever it is called. */
  constructor(makers: ReadonlyMap<number, readonly (() => LineCollector)[]>) {
    this.#makers = makers;
  }

  /** How many literals are wanted. */
  get size(): number {
    return this.#makers.size;
  }

  /** The numbers of the wanted literals. */
  keys(): MapIterator<number> {
    return this.#makers.keys();
  }

  /** Those that want lines with a literal, in the order of the rules. */
  get(literal: number): readonly LineCollector[] {
    let collectors = this.#made.get(literal);
    if (collectors === undefined) {
      collectors = this.#makers.get(literal)?.map((make) => make()) ?? [];
      this.#made.set(literal, collectors);
    }
    return collectors;
  }
}
