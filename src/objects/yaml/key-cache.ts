import { decline } from './decline.js';
import { resolvePlain } from './plain-scalar.js';

const SLOTS = 1 << 12;

/** The library reports an implicit key over 1024 characters; these keys are left to it. */
const LONGEST_KEY = 1000;

/**
 * Finds the text of a key without making a string: API objects use a few thousand keys, millions of times. A slot holds the last key that
 * hashed to it, so that keys of hostile files cost time, never memory.
 */
export class KeyCache {
  readonly #keys: string[] = new Array<string>(SLOTS).fill('');

  /**
   * The plain key at `start` to `end`.
   * @param text the text whose code units are given
   * @param hash any number that is the same for the same key
   * @throws Declined when the key is not read as its own text (`~`, `0x10`, `True`), or is too long
   */
  get(text: string, units: Uint16Array, start: number, end: number, hash: number): string {
    const slot = hash & (SLOTS - 1);
    const cached = this.#keys[slot] ?? '';
    if (isSame(cached, units, start, end)) return cached;
    const key = text.slice(start, end);
    // The merge key means something only to some schemas.
    if (key.length > LONGEST_KEY || key === '<<' || String(resolvePlain(key)) !== key) decline();
    this.#keys[slot] = key;
    return key;
  }
}

function isSame(key: string, units: Uint16Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let index = 0; index < key.length; index++) {
    if (key.charCodeAt(index) !== units[start + index]) return false;
  }
  return true;
}
