import type { Fact } from './fact.js';

/**
 * Gives texts memory of their own, each once. A text cut out of a file keeps the whole file in memory, as V8 does it: without this, what is kept of a
 * bundle's objects would hold all its object files.
 */
export class OwnTexts {
  readonly #texts = new Map<string, string>();
  readonly #facts = new Map<string, Fact>();

  own(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    // UTF-16 keeps halves of surrogate pairs as they are.
    const copy = Buffer.from(text, 'utf16le').toString('utf16le');
    this.#texts.set(copy, copy);
    return copy;
  }

  /** The same fact of many objects (`phase Running`) is kept once. */
  ownFact(fact: Fact): Fact {
    const { field, label, value, shown, detail, health, topic, nature } = fact;
    const key = JSON.stringify([field, label, value, shown, detail, health, topic, nature]);
    const known = this.#facts.get(key);
    if (known !== undefined) return known;
    const copy: Fact = {
      ...fact,
      field: this.own(field),
      label: this.own(label),
      value: this.own(value),
      ...(shown === undefined ? {} : { shown: this.own(shown) }),
      ...(detail === undefined ? {} : { detail: this.own(detail) }),
    };
    this.#facts.set(this.own(key), copy);
    return copy;
  }
}
