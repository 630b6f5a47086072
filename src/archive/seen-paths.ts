/** FNV-1a, 32 bits, with two start values. */
const PRIME = 0x01000193;

/**
 * Tells whether a path occurred before. Keeps a number per path, not the path: a hostile bundle can have a million
 * names of 4 KiB. Two paths share a number with a chance of one in 2^52, and then only a note is given in error.
 */
export class SeenPaths {
  readonly #seen = new Set<number>();

  /** Adds a path; true when it was there. */
  has(path: string): boolean {
    let high = 0x811c9dc5;
    let low = 0x1b873593;
    for (let index = 0; index < path.length; index++) {
      const unit = path.charCodeAt(index);
      high = Math.imul(high ^ unit, PRIME);
      low = Math.imul(low ^ unit ^ 0x5a, PRIME);
    }
    const mark = (high >>> 12) * 2 ** 32 + (low >>> 0);
    if (this.#seen.has(mark)) return true;
    this.#seen.add(mark);
    return false;
  }
}
