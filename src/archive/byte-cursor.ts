const EMPTY = new Uint8Array(0);

/** Reads a stream of chunks as a sequence of fields: look ahead, take, skip, put back. */
export class ByteCursor {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #pending: Uint8Array = EMPTY;
  #position = 0;
  #ended = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#iterator = chunks[Symbol.asyncIterator]();
  }

  /** Bytes taken so far. */
  get position(): number {
    return this.#position;
  }

  /** The next `length` bytes without taking them; fewer only at the end of the stream. */
  async peek(length: number): Promise<Uint8Array> {
    if (this.#pending.length < length && !this.#ended) await this.#fill(length);
    return this.#pending.subarray(0, length);
  }

  /** Takes the next `length` bytes; fewer only at the end of the stream. */
  async read(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length);
    this.#advance(bytes.length);
    return bytes;
  }

  /** Takes what is at hand, at most `most` bytes; undefined at the end of the stream. */
  async next(most: number): Promise<Uint8Array | undefined> {
    while (this.#pending.length === 0) {
      if (this.#ended) return undefined;
      await this.#pull();
    }
    const bytes = this.#pending.subarray(0, most);
    this.#advance(bytes.length);
    return bytes;
  }

  /** Passes over `length` bytes. False when the stream ended before. */
  async skip(length: number): Promise<boolean> {
    for (let left = length; left > 0; ) {
      const bytes = await this.next(left);
      if (bytes === undefined) return false;
      left -= bytes.length;
    }
    return true;
  }

  /** Puts back bytes just taken. They must be the end of what the last `next` or `read` gave. */
  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#position -= bytes.length;
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([bytes, this.#pending]);
  }

  /** Tells the stream that no more of it is wanted. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#pending = EMPTY;
    await this.#iterator.return?.();
  }

  #advance(length: number): void {
    this.#pending = this.#pending.subarray(length);
    this.#position += length;
  }

  /** Joins once, not chunk by chunk: a stream of small chunks would make the latter quadratic. */
  async #fill(length: number): Promise<void> {
    const parts = [this.#pending];
    let total = this.#pending.length;
    try {
      while (total < length && !this.#ended) {
        this.#pending = EMPTY;
        await this.#pull();
        parts.push(this.#pending);
        total += this.#pending.length;
      }
    } finally {
      this.#pending = Buffer.concat(parts);
    }
  }

  async #pull(): Promise<void> {
    const { value, done } = await this.#iterator.next();
    if (done) this.#ended = true;
    else this.#pending = value;
  }
}
