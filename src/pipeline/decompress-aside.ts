import { Worker } from 'node:worker_threads';
import { type ArchiveContext, type CompressedFile, type Decompressor, StreamDamage } from '../archive/index.js';
import { BundlescopeError } from '../errors/index.js';
import { CHUNKS_AHEAD, type DecompressAnswer, type DecompressData } from './decompress-messages.js';

/** A smaller stream is decompressed before the thread has started. */
const ASIDE_FROM_BYTES = 8 * 2 ** 20;

/** Taken chunks are told by so many: a message costs more than a chunk of memory. */
const TAKEN_AT_ONCE = CHUNKS_AHEAD / 4;

/**
 * Decompresses large streams in a thread of their own. The thread that scans is then rid of all that comes with it, and the two wait for each
 * other less.
 * @param fromBytes compressed bytes of a stream that is large.
 */
export function decompressAside(fromBytes = ASIDE_FROM_BYTES): Decompressor {
  return (stream, context) => (stream.bytes < fromBytes ? undefined : chunksOf(stream, context));
}

async function* chunksOf(stream: CompressedFile, { budget, name, warn }: ArchiveContext): AsyncGenerator<Uint8Array> {
  const workerData: DecompressData = { stream, limits: budget.limits };
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
      const chunk = Buffer.from(answer.chunk);
      budget.countDecompressed(chunk.length, name);
      thread.taken();
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
  #taken = 0;
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

  /** Lets the thread go on by the chunk that came last. */
  taken(): void {
    this.#taken++;
    if (this.#taken < TAKEN_AT_ONCE) return;
    this.#worker.postMessage(this.#taken);
    this.#taken = 0;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
