import type { Extract } from 'tar-stream';
import { BundlescopeError } from '../errors/index.js';
import { StreamDamage } from './stream-damage.js';

/** tar-stream falls to a third of its speed with small chunks, such as a pipe gives. */
const FEED_BYTES = 256 * 1024;

/** Writes a stream of bytes into tar-stream's unpacker, as fast as its entries are read. */
export class TarFeed {
  /** What the stream threw; the unpacker itself then only knows that the data ends. */
  failure: unknown;
  readonly #unpacker: Extract;
  #stopped = false;
  #drained: (() => void) | undefined;

  constructor(unpacker: Extract) {
    this.#unpacker = unpacker;
    unpacker.on('drain', () => this.#drained?.());
    unpacker.on('close', () => {
      this.#stopped = true;
      this.#drained?.();
    });
  }

  /** Resolves when all is written or the unpacker is closed; never rejects. */
  async run(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    let parts: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const chunk of chunks) {
        if (this.#stopped) return;
        parts.push(chunk);
        length += chunk.length;
        if (length < FEED_BYTES) continue;
        await this.#write(parts);
        parts = [];
        length = 0;
      }
    } catch (error) {
      this.failure = error;
      const partial = error instanceof StreamDamage || (error instanceof BundlescopeError && error.code === 'input');
      if (!partial) {
        this.#unpacker.destroy();
        return;
      }
    }
    if (parts.length > 0) await this.#write(parts);
    if (!this.#stopped) this.#unpacker.end(null);
  }

  #write(parts: readonly Uint8Array[]): Promise<void> | undefined {
    const only = parts[0];
    const bytes = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    if (this.#stopped || this.#unpacker.write(bytes)) return undefined;
    return new Promise((resolve) => {
      this.#drained = resolve;
      if (this.#stopped) resolve();
    });
  }
}
