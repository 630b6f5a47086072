import { BundlescopeError, type WarningSink } from '../errors/index.js';
import type { Limits } from './limits.js';
import { StreamDamage } from './stream-damage.js';

/** Output before the ratio limit applies: short runs of one character compress beyond any ratio and harm nobody. */
const RATIO_FREE_BYTES = 64 * 2 ** 20;

/** What one analysis may still read. Shared by all readers of one bundle; it warns once per limit. */
export class Budget {
  readonly limits: Limits;
  readonly #warn: WarningSink;
  readonly #signal: AbortSignal | undefined;
  #entries = 0;
  #delivered = 0;
  #decompressed = 0;
  #exhausted = false;

  constructor(limits: Limits, warn: WarningSink, signal?: AbortSignal) {
    this.limits = limits;
    this.#warn = warn;
    this.#signal = signal;
  }

  /** True once a limit on the whole bundle was reached: every reader ends. */
  get exhausted(): boolean {
    return this.#exhausted;
  }

  /** Throws BundlescopeError `interrupted` when the caller aborted. */
  checkAbort(): void {
    if (this.#signal?.aborted) throw interrupted(this.#signal);
  }

  /**
   * Counts an entry of any sort; directories count, or a million of them would cost nothing.
   *
   * @param archive What the warning names.
   * @returns False when it is one too many.
   */
  countEntry(archive: string): boolean {
    this.checkAbort();
    if (this.#exhausted) return false;
    if (this.#entries < this.limits.maxEntries) {
      this.#entries++;
      return true;
    }
    this.#exhausted = true;
    const message = `${archive}: more than ${this.limits.maxEntries} entries; the rest was not read (--max-entries)`;
    this.#warn({ code: 'limit-entries', message });
    return false;
  }

  /** Whether content of so many bytes, packed into so many, is within all limits. */
  affords(packed: number, bytes: number): boolean {
    const most = this.limits.maxBytes - Math.max(this.#delivered, this.#decompressed);
    return !this.#exhausted && bytes <= most && !this.#isTooDense(packed, bytes);
  }

  /** Counts bytes given to the reader of an entry. Throws StreamDamage when they are too many. */
  countDelivered(bytes: number, path: string): void {
    this.checkAbort();
    this.#delivered += bytes;
    if (this.#delivered > this.limits.maxBytes) this.#stopAtBytes(path);
  }

  /** Counts bytes that came out of a decompressor, read by somebody or not. Throws StreamDamage when they are too many. */
  countDecompressed(bytes: number, path: string): void {
    this.checkAbort();
    this.#decompressed += bytes;
    if (this.#decompressed > this.limits.maxBytes) this.#stopAtBytes(path);
  }

  /** Counts bytes that another thread decompresses; it is told nothing when they are too many, but nobody gets any more. */
  countElsewhere(bytes: number): void {
    this.#delivered += bytes;
    this.#decompressed += bytes;
  }

  /**
   * Checks one compressed stream against the ratio limit. Throws StreamDamage when it expands too much.
   *
   * @param consumed Compressed bytes so far.
   * @param produced Bytes that came out of them.
   */
  checkRatio(consumed: number, produced: number, path: string): void {
    if (!this.#isTooDense(consumed, produced)) return;
    const message = `${path}: expands more than ${this.limits.maxRatio} times; the rest of it was not read (--max-ratio)`;
    this.#warn({ code: 'limit-ratio', message, path });
    throw new StreamDamage(message);
  }

  #isTooDense(consumed: number, produced: number): boolean {
    return produced > RATIO_FREE_BYTES && produced > consumed * this.limits.maxRatio;
  }

  #stopAtBytes(path: string): never {
    const message = `${path}: the bundle expands to more than ${this.limits.maxBytes} bytes; the rest was not read (--max-bytes)`;
    if (!this.#exhausted) this.#warn({ code: 'limit-bytes', message, path });
    this.#exhausted = true;
    throw new StreamDamage(message);
  }
}

/** The error of an aborted run. */
export function interrupted(signal: AbortSignal): BundlescopeError {
  return new BundlescopeError('interrupted', 'interrupted: the bundle was not read to its end', {
    cause: signal.reason,
  });
}
