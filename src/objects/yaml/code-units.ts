/** Sizes of the buffer in code units: what it begins with, and what is kept for the next text. */
const SMALLEST = 1 << 14;
const LARGEST_KEPT = 1 << 20;

/** Node writes UTF-16 with the low byte first; typed arrays have the byte order of the machine. */
const LOW_BYTE_FIRST = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The UTF-16 code units of one text at a time, as a typed array: indexing it is two to three times as fast as `charCodeAt`, and offsets
 * are those of the text, so that values can be sliced from the text itself.
 */
export class CodeUnits {
  #units = new Uint16Array(SMALLEST);
  #bytes = Buffer.from(this.#units.buffer);

  /**
   * Loads a text in place of the last one.
   * @returns its code units, then a 0; what stands behind it is left over from other texts
   */
  load(text: string): Uint16Array {
    if (text.length >= this.#units.length) {
      this.#units = new Uint16Array(2 ** Math.ceil(Math.log2(text.length + 1)));
      this.#bytes = Buffer.from(this.#units.buffer);
    }
    if (LOW_BYTE_FIRST) this.#bytes.write(text, 0, 'utf16le');
    else for (let index = 0; index < text.length; index++) this.#units[index] = text.charCodeAt(index);
    this.#units[text.length] = 0;
    return this.#units;
  }

  /** Forgets the text, and gives the memory of a very long one back. */
  release(): Uint16Array {
    if (this.#units.length > LARGEST_KEPT) {
      this.#units = new Uint16Array(SMALLEST);
      this.#bytes = Buffer.from(this.#units.buffer);
    }
    return this.#units;
  }
}
