import { parentPort, workerData } from 'node:worker_threads';
import { decompressFile, type Limits, readPacked } from '../archive/index.js';
import { BundlescopeError, type WarningSink } from '../errors/index.js';
import {
  CHUNKS_UNREAD,
  type DecompressAnswer,
  type DecompressData,
  type DecompressJob,
  type DecompressRequest,
} from './decompress-messages.js';

/**
 * Decompresses, in this worker thread, what lies in files, each job as many chunks ahead of the thread that takes what comes out as that allows; it
 * speaks {@link DecompressRequest} and {@link DecompressAnswer}.
 * @throws Error in the main thread.
 */
export function runDecompressThread(): void {
  const port = parentPort;
  if (port === null) throw new Error('this is run in a worker thread');
  const { limits }: DecompressData = workerData;
  const jobs = new Map<number, Reader>();
  const run = async (id: number, job: DecompressJob): Promise<void> => {
    const reader = new Reader((chunk) =>
      port.postMessage({ id, kind: 'chunk', chunk } satisfies DecompressAnswer, [chunk]),
    );
    jobs.set(id, reader);
    const tell = (answer: DecompressAnswer): void => port.postMessage(answer);
    try {
      const warn: WarningSink = (warning) => tell({ id, kind: 'warning', warning });
      const isWhole = await decompress(job, limits, warn, (chunk) => reader.give(chunk));
      tell({ id, kind: 'end', isWhole });
    } catch (error) {
      if (error instanceof Dropped) return;
      if (!(error instanceof BundlescopeError) || error.code !== 'input') throw error;
      tell({ id, kind: 'unreadable', message: error.message });
    } finally {
      jobs.delete(id);
    }
  };
  port.on('message', (request: DecompressRequest) => {
    if (request.kind === 'start') void run(request.id, request.job);
    else if (request.kind === 'more') jobs.get(request.id)?.allow(request.chunks);
    else jobs.get(request.id)?.drop();
  });
}

/** @returns false when it was damaged and its beginning was given, and nothing was said of it but warnings. */
async function decompress(
  job: DecompressJob,
  limits: Limits,
  warn: WarningSink,
  give: (chunk: Uint8Array) => Promise<void>,
): Promise<boolean> {
  if (job.kind === 'stream') return decompressFile(job.stream, limits, warn, give);
  // Who takes the chunks counts them.
  const uncounted = { ...limits, maxBytes: Number.POSITIVE_INFINITY };
  for await (const chunk of readPacked(job.entry, uncounted, warn)) await give(chunk);
  return true;
}

/** Whoever takes what comes out of a job. */
class Reader {
  readonly #send: (chunk: ArrayBuffer) => void;
  #allowed = CHUNKS_UNREAD;
  #isGone = false;
  #onNews: (() => void) | undefined;

  constructor(send: (chunk: ArrayBuffer) => void) {
    this.#send = send;
  }

  /** Waits while too much is on its way. @throws Dropped */
  async give(bytes: Uint8Array): Promise<void> {
    while (this.#allowed <= 0 && !this.#isGone) {
      await new Promise<void>((resolve) => {
        this.#onNews = resolve;
      });
    }
    if (this.#isGone) throw new Dropped();
    this.#allowed--;
    this.#send(ownMemory(bytes));
  }

  allow(chunks: number): void {
    this.#allowed += chunks;
    this.#onNews?.();
  }

  drop(): void {
    this.#isGone = true;
    this.#onNews?.();
  }
}

/** Nobody wants more of a job. */
class Dropped extends Error {}

/** Memory that holds these bytes and nothing else, and can be given away: their own when they fill it, as full chunks of node:zlib do. */
function ownMemory(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) return buffer;
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
