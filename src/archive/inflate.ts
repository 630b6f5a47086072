import { constants, createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib';
import { leftToReader } from '../source/index.js';
import type { ByteCursor } from './byte-cursor.js';

/** Chunk of the streaming engine: 1 MiB is five times as fast as the default 16 KiB, and with 2 MiB threads wake each other half as often. */
const CHUNK_BYTES = 2 ** 21;

/** How a deflate stream ended. */
export interface InflateEnd {
  /** True when its end mark was seen; then the cursor stands behind its last byte. False: the input ended first. */
  readonly complete: boolean;
}

/** Bytes in and out so far. */
export type InflateProgress = (consumed: number, produced: number) => void;

/**
 * Inflates from a cursor, in chunks. The end mark is seen only when input follows it, so within `limit` bytes of
 * compressed data `complete` may be false although all is there: compare the size then.
 *
 * @param limit Compressed bytes at most.
 * @param progress Called before each chunk is given; what it throws ends the stream.
 * @throws The error of node:zlib for damaged data (after the readable part), what the cursor throws, what `progress` throws.
 */
export async function* inflateFrom(
  cursor: ByteCursor,
  limit: number,
  progress: InflateProgress,
): AsyncGenerator<Uint8Array, InflateEnd> {
  const engine = createInflateRaw({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  const feed = new Feed(engine, cursor, limit);
  const feeding = feed.run();
  let produced = 0;
  try {
    for (;;) {
      const chunk: unknown = engine.read();
      if (chunk instanceof Uint8Array) {
        produced += chunk.length;
        progress(engine.bytesWritten, produced);
        yield leftToReader(chunk);
      } else if (feed.outputEnded) {
        break;
      } else if (feed.failure !== undefined) {
        throw feed.failure;
      } else {
        await feed.change();
      }
    }
  } finally {
    engine.destroy();
    await feeding;
    feed.returnSurplus();
  }
  if (feed.inputFailure !== undefined) throw feed.inputFailure;
  return { complete: feed.surplus > 0 };
}

/** Writes a cursor's bytes into an engine, one chunk at a time, and watches what becomes of it. */
class Feed {
  outputEnded = false;
  failure: Error | undefined;
  inputFailure: unknown;
  readonly #engine: InflateRaw;
  readonly #cursor: ByteCursor;
  readonly #limit: number;
  #fed = 0;
  #last: Uint8Array = new Uint8Array(0);
  #written: (() => void) | undefined;
  #changed: (() => void) | undefined;
  #stopped = false;

  constructor(engine: InflateRaw, cursor: ByteCursor, limit: number) {
    this.#engine = engine;
    this.#cursor = cursor;
    this.#limit = limit;
    engine.on('readable', () => this.#wake());
    engine.on('end', () => {
      this.outputEnded = true;
      this.#stop();
    });
    engine.on('error', (error: Error) => {
      this.failure = error;
      this.#stop();
    });
    engine.on('close', () => this.#stop());
  }

  async run(): Promise<void> {
    try {
      while (!this.#stopped) {
        const chunk = this.#fed < this.#limit ? await this.#cursor.next(this.#limit - this.#fed) : undefined;
        if (chunk === undefined) break;
        this.#fed += chunk.length;
        this.#last = chunk;
        if (!this.#stopped) await this.#write(chunk);
        // The engine left some of it: its stream has ended.
        if (this.surplus > 0) return;
      }
    } catch (error) {
      this.inputFailure = error;
    }
    if (this.#stopped) return;
    this.#engine.end();
  }

  /** Resolves when there is something new to see. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }

  /** Bytes the engine did not consume: they belong to whatever follows the deflate stream. */
  get surplus(): number {
    return Math.min(this.#fed - this.#engine.bytesWritten, this.#last.length);
  }

  returnSurplus(): void {
    if (this.surplus > 0) this.#cursor.unread(this.#last.subarray(this.#last.length - this.surplus));
  }

  /** The engine does not call back for a chunk in which its stream ended: the end itself resolves then. */
  #write(chunk: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#written = resolve;
      this.#engine.write(chunk, () => resolve());
    });
  }

  #stop(): void {
    this.#stopped = true;
    this.#written?.();
    this.#wake();
  }

  #wake(): void {
    const changed = this.#changed;
    this.#changed = undefined;
    changed?.();
  }
}

/** A deflate stream inflated in one piece. */
export interface Inflated {
  readonly bytes: Uint8Array;
  /** Compressed bytes it took. */
  readonly consumed: number;
}

/**
 * Inflates one buffer, synchronously: for small entries ten times as fast as a stream. Bytes behind the deflate stream
 * are left alone.
 *
 * @param most Most bytes of output.
 * @returns Undefined when the data is damaged, incomplete, or larger than `most`.
 */
export function inflateBuffer(compressed: Uint8Array, most: number, expected = most): Inflated | undefined {
  try {
    const result: unknown = inflateRawSync(compressed, {
      info: true,
      maxOutputLength: Math.max(1, most),
      chunkSize: Math.max(64, Math.min(expected, most) + 1),
    });
    return asInflated(result);
  } catch {
    return undefined;
  }
}

/**
 * The first bytes of a deflate stream, from the first bytes of its compressed form.
 *
 * @returns Whatever could be inflated; empty when the data is damaged.
 */
export function inflateBeginning(compressed: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}

/** With `info` node:zlib returns buffer and engine; the type definitions do not say so. */
function asInflated(result: unknown): Inflated | undefined {
  if (typeof result !== 'object' || result === null || !('buffer' in result) || !('engine' in result)) return undefined;
  const { buffer, engine } = result;
  if (!(buffer instanceof Uint8Array) || typeof engine !== 'object' || engine === null) return undefined;
  const consumed = 'bytesWritten' in engine ? engine.bytesWritten : undefined;
  return typeof consumed === 'number' ? { bytes: buffer, consumed } : undefined;
}
