/** Where bytes lie in a ring. */
export interface RingPiece {
  readonly offset: number;
  readonly length: number;
}

/**
 * A ring of bytes that two threads share: one puts pieces in, the other tells when it is done with them, in the same order. Handing over
 * buffers instead would leave one behind for each chunk, for the garbage collector.
 */
export class SharedRing {
  readonly #bytes: Uint8Array;
  #next = 0;
  /** Bytes that may not be overwritten, with those that were skipped at the end of the ring. */
  #used = 0;
  readonly #pieces: number[] = [];

  constructor(memory: SharedArrayBuffer) {
    this.#bytes = new Uint8Array(memory);
  }

  /** Bytes that wait to be released. */
  get used(): number {
    return this.#used;
  }

  /** Puts bytes in, all in one place. @returns where; undefined when there is no room now. */
  put(bytes: Uint8Array): RingPiece | undefined {
    const fits = this.#next + bytes.length <= this.#bytes.length;
    const taken = bytes.length + (fits ? 0 : this.#bytes.length - this.#next);
    if (this.#used + taken > this.#bytes.length) return undefined;
    const offset = fits ? this.#next : 0;
    this.#bytes.set(bytes, offset);
    this.#next = offset + bytes.length;
    this.#used += taken;
    this.#pieces.push(taken);
    return { offset, length: bytes.length };
  }

  /** Frees the piece that was put in first. */
  release(): void {
    this.#used -= this.#pieces.shift() ?? 0;
  }
}
