import type { ByteSource, StreamSource } from '../source/index.js';
import { HEAD_BYTES } from './format.js';

/** A stream whose beginning can be looked at before it is read. */
export class PeekedStream implements StreamSource {
  readonly kind = 'stream';
  readonly name: string;
  readonly #source: ByteSource;
  #iterator: AsyncIterator<Uint8Array> | undefined;
  #seen: Uint8Array[] = [];
  #ended = false;
  #failure: unknown;

  constructor(source: ByteSource) {
    this.name = source.name;
    this.#source = source;
  }

  /** The first {@link HEAD_BYTES} bytes, fewer when the stream is shorter or fails before; `stream()` fails then again. */
  async head(): Promise<Uint8Array> {
    let length = 0;
    for (const chunk of this.#seen) length += chunk.length;
    while (length < HEAD_BYTES && !this.#ended) {
      const chunk = await this.#next();
      if (chunk === undefined) break;
      this.#seen.push(chunk);
      length += chunk.length;
    }
    const first = this.#seen[0];
    if (first !== undefined && first.length >= HEAD_BYTES) return first.subarray(0, HEAD_BYTES);
    return Buffer.concat(this.#seen).subarray(0, HEAD_BYTES);
  }

  /** What the source threw, if it did. */
  get failure(): unknown {
    return this.#failure;
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    for (let chunk = this.#seen.shift(); chunk !== undefined; chunk = this.#seen.shift()) yield chunk;
    for (;;) {
      const chunk = await this.#next();
      if (chunk === undefined) break;
      yield chunk;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#iterator?.return?.();
    await this.#source.close();
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#ended) return undefined;
    this.#iterator ??= this.#source.stream()[Symbol.asyncIterator]();
    try {
      const { value, done } = await this.#iterator.next();
      if (!done) return value;
    } catch (error) {
      this.#failure = error;
    }
    this.#ended = true;
    return undefined;
  }
}
