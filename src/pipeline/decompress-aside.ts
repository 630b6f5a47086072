import { Worker } from 'node:worker_threads';
import {
  type CompressedFile,
  type Counted,
  type Decompressor,
  type ExpectedContent,
  type Limits,
  StreamDamage,
} from '../archive/index.js';
import { BundlescopeError } from '../errors/index.js';
import type { PackedEntry } from '../model/entry.js';
import { leftToReader } from '../source/index.js';
import { decompressWorkerFile } from '../start/worker-file.js';
import {
  CHUNKS_AHEAD,
  CHUNKS_UNREAD,
  type DecompressAnswer,
  type DecompressData,
  type DecompressJob,
  type DecompressRequest,
} from './decompress-messages.js';

/** A smaller bundle is decompressed before the thread has started; a smaller stream is not worth the messages. */
export const ASIDE_FROM_BYTES = 8 * 2 ** 20;

/** Taken chunks are told by so many: a message costs more than a chunk of memory. */
const TAKEN_AT_ONCE = 2;

/** Which parts of a bundle a {@link DecompressAside} takes. */
export interface AsideParts {
  /** Streams of so many compressed bytes and more. */
  readonly streamsFrom?: number;
  /** Whether it takes entries of zips, too. */
  readonly entries: boolean;
}

/**
 * Decompresses large parts of a bundle in a thread of their own. The thread that scans is then rid of all that comes with it, and the two wait for
 * each other less.
 */
export class DecompressAside implements Decompressor {
  readonly #parts: Required<AsideParts>;
  readonly #thread: DecompressThread;

  /** Starts the thread at once: it is ready when the first chunk is asked for. {@link close} ends it. */
  constructor(limits: Limits, { streamsFrom = ASIDE_FROM_BYTES, entries }: AsideParts) {
    this.#parts = { streamsFrom, entries };
    this.#thread = new DecompressThread(limits);
  }

  stream(stream: CompressedFile, counted: Counted): AsyncIterable<Uint8Array> | undefined {
    if (stream.bytes < this.#parts.streamsFrom) return undefined;
    return this.#start({ kind: 'stream', stream }, counted).read();
  }

  expect(entry: PackedEntry, counted: Counted): ExpectedContent | undefined {
    return this.#parts.entries ? this.#start({ kind: 'entry', entry }, counted) : undefined;
  }

  async close(): Promise<void> {
    await this.#thread.stop();
  }

  #start(job: DecompressJob, counted: Counted): Content {
    return new Content(this.#thread.start(job), job.kind === 'stream' ? job.stream.name : job.entry.path, counted);
  }
}

/** What comes out of a job. */
class Content implements ExpectedContent {
  readonly #job: RunningJob;
  readonly #name: string;
  readonly #counted: Counted;

  constructor(job: RunningJob, name: string, counted: Counted) {
    this.#job = job;
    this.#name = name;
    this.#counted = counted;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    const { budget, warn } = this.#counted;
    this.#job.begin();
    try {
      for (;;) {
        const answer = await this.#job.next();
        if (answer.kind === 'warning') {
          warn(answer.warning);
          continue;
        }
        if (answer.kind === 'unreadable') throw new BundlescopeError('input', answer.message);
        if (answer.kind === 'end') {
          if (!answer.isWhole) throw new StreamDamage(`${this.#name} is damaged`);
          return;
        }
        const chunk = leftToReader(Buffer.from(answer.chunk));
        budget.countDecompressed(chunk.length, this.#name);
        this.#job.taken();
        yield chunk;
      }
    } finally {
      this.drop();
    }
  }

  drop(): void {
    this.#job.drop();
  }
}

/** The worker as the thread that takes its chunks sees it. */
class DecompressThread {
  readonly #worker: Worker;
  readonly #jobs = new Map<number, RunningJob>();
  #started = 0;
  #failure: Error | undefined;

  constructor(limits: Limits) {
    const workerData: DecompressData = { limits };
    this.#worker = new Worker(decompressWorkerFile(), { workerData });
    this.#worker.on('message', (answer: DecompressAnswer) => this.#jobs.get(answer.id)?.receive(answer));
    this.#worker.on('error', (error) => {
      this.#failure = error;
      for (const job of this.#jobs.values()) job.fail(error);
    });
  }

  start(job: DecompressJob): RunningJob {
    const id = this.#started++;
    const running = new RunningJob(id, (request) => {
      if (request.kind === 'drop') this.#jobs.delete(id);
      this.#worker.postMessage(request);
    });
    if (this.#failure !== undefined) running.fail(this.#failure);
    this.#jobs.set(id, running);
    this.#worker.postMessage({ id, kind: 'start', job } satisfies DecompressRequest);
    return running;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** A job of the worker as the thread that takes its chunks sees it. */
class RunningJob {
  readonly #id: number;
  readonly #ask: (request: DecompressRequest) => void;
  readonly #answers: DecompressAnswer[] = [];
  #failure: Error | undefined;
  #taken = 0;
  #isDropped = false;
  #onNews: (() => void) | undefined;

  constructor(id: number, ask: (request: DecompressRequest) => void) {
    this.#id = id;
    this.#ask = ask;
  }

  receive(answer: DecompressAnswer): void {
    this.#answers.push(answer);
    this.#onNews?.();
  }

  fail(error: Error): void {
    this.#failure = error;
    this.#onNews?.();
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

  /** Lets the thread go on as far as it may when somebody reads. */
  begin(): void {
    this.#ask({ id: this.#id, kind: 'more', chunks: CHUNKS_AHEAD - CHUNKS_UNREAD });
  }

  /** Lets the thread go on by the chunk that came last. */
  taken(): void {
    this.#taken++;
    if (this.#taken < TAKEN_AT_ONCE) return;
    this.#ask({ id: this.#id, kind: 'more', chunks: this.#taken });
    this.#taken = 0;
  }

  /** Also at the end: nothing is heard of it any more. */
  drop(): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.#answers.length = 0;
    this.#ask({ id: this.#id, kind: 'drop' });
  }
}
