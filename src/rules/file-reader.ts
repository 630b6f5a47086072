import { closeSync, openSync, readSync } from 'node:fs';

/** Room for many files of rules, which have a few kilobytes. */
const POOL_BYTES = 2 ** 20;
/** With less of it left another pool is begun. */
const MIN_ROOM = 2 ** 16;

/** Reads many small files one after the other into memory they share: a buffer for each takes as long as reading it. */
export class FileReader {
  #pool = Buffer.allocUnsafeSlow(POOL_BYTES);
  #used = 0;

  /** @returns the content of a file; others that are read later do not change it. */
  read(path: string): Uint8Array {
    const file = openSync(path, 'r');
    try {
      if (this.#pool.length - this.#used < MIN_ROOM) this.#begin(POOL_BYTES, this.#used);
      return this.#readWhole(file);
    } finally {
      closeSync(file);
    }
  }

  #readWhole(file: number): Uint8Array {
    let start = this.#used;
    for (;;) {
      if (this.#used === this.#pool.length) start = this.#begin(2 * (this.#used - start) + POOL_BYTES, start);
      const read = readSync(file, this.#pool, this.#used, this.#pool.length - this.#used, null);
      if (read === 0) return this.#pool.subarray(start, this.#used);
      this.#used += read;
    }
  }

  /** Begins another pool with what is there of the file that begins at `start`. */
  #begin(bytes: number, start: number): number {
    const begun = this.#pool.subarray(start, this.#used);
    this.#pool = Buffer.allocUnsafeSlow(bytes);
    this.#pool.set(begun);
    this.#used = begun.length;
    return 0;
  }
}
