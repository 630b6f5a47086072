import { Worker } from 'node:worker_threads';
import { type ArchiveContext, type CompressedFile, type Decompressor, StreamDamage } from '../archive/index.js';
import { BundlescopeError } from '../errors/index.js';
import type { DecompressAnswer, DecompressData } from './decompress-messages.js';

/** How far the thread may be ahead: logs differ in how fast they decompress and in how fast they are scanned. */
const RING_BYTES = 24 * 2 ** 20;
/** A smaller stream is decompressed before the thread has started. */
const ASIDE_FROM_BYTES = 8 * 2 ** 20;

/**
 * Decompresses large streams in a thread of their own. The thread that scans is then rid of all that comes with it, and the two wait for each
 * other less.
 * @param fromBytes compressed bytes of a stream that is large.
 */
export function decompressAside(fromBytes = ASIDE_FROM_BYTES): Decompressor {
  return (stream, context) => (stream.bytes < fromBytes ? undefined : chunksOf(stream, context));
}

async function* chunksOf(stream: CompressedFile, { budget, name, warn }: ArchiveContext): AsyncGenerator<Uint8Array> {
  const ring = new SharedArrayBuffer(RING_BYTES);
  const workerData: DecompressData = { stream, limits: budget.limits, ring };
  const thread = new DecompressThread(workerData);
  try {
    for (;;) {
      const answer = await thread.next();
      if (answer.kind === 'warning') {
        warn(answer.warning);
        continue;
      }
      if (answer.kind === 'unreadable') throw new BundlescopeError('input', answer.message);
      if (answer.kind === 'end') {
        if (!answer.isWhole) throw new StreamDamage(`${name} is damaged`);
        return;
      }
      const { offset, length } = answer.piece;
      budget.countDecompressed(length, name);
      // A copy: between here and whoever takes it in the end, streams hold chunks for as long as they like.
      const chunk = Buffer.from(new Uint8Array(ring, offset, length));
      thread.release();
      yield chunk;
    }
  } finally {
    await thread.stop();
  }
}

/** The worker as the thread that takes its chunks sees it. */
class DecompressThread {
  readonly #worker: Worker;
  readonly #answers: DecompressAnswer[] = [];
  #failure: Error | undefined;
  #onNews: (() => void) | undefined;

  constructor(workerData: DecompressData) {
    this.#worker = new Worker(new URL('./decompress-worker.js', import.meta.url), { workerData });
    this.#worker.on('message', (answer: DecompressAnswer) => {
      this.#answers.push(answer);
      this.#onNews?.();
    });
    this.#worker.on('error', (error) => {
      this.#failure = error;
      this.#onNews?.();
    });
  }

  /** @throws what the thread threw, when it told nothing more before. */
  async next(): Promise<DecompressAnswer> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#onNews = resolve;
      });
    }
  }

  /** Lets the thread write over the oldest piece. */
  release(): void {
    this.#worker.postMessage('taken');
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
