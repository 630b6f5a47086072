import { Worker } from 'node:worker_threads';
import type { WarningSink } from '../errors/index.js';
import type { LinePlan } from '../rules/line-plan.js';
import type { RuleProfile } from '../rules/rule-profile.js';
import type { RuleSelection } from '../rules/rule-set.js';
import type { LogStream } from './log-stream.js';
import type { ScanAnswer, ScanRequest, ScanWorkerData } from './scan-messages.js';
import type { ScanResult } from './scan-stream.js';
import type { InlineScanner, StreamScanner } from './stream-scanner.js';

/** Streams shorter than this are scanned by the thread that reads them: handing them over costs more. */
const SMALL_STREAM_BYTES = 256 * 1024;
/** Workers are started when this much was read: a small bundle is done before a worker would be. */
export const START_AFTER_BYTES = 24 * 2 ** 20;
/** Chunks on their way to one worker, bytes: more would only wait. */
const MAX_IN_FLIGHT_BYTES = 8 * 2 ** 20;

/** What the workers have to know to make the same plan. */
export interface WorkerSetup {
  readonly rules: RuleSelection;
  readonly workers: number;
}

/**
 * Hands long streams to worker threads, so that reading and decompressing overlap with scanning. What is found does not depend on which
 * thread scanned what: every stream is scanned by one thread, and results are put together in the order of the bundle.
 */
export class ParallelScanner implements StreamScanner {
  readonly #inline: InlineScanner;
  readonly #plan: LinePlan;
  readonly #setup: WorkerSetup;
  readonly #warn: WarningSink;
  readonly #profile: RuleProfile | undefined;
  #workers: ScanThread[] = [];
  #bytesRead = 0;

  constructor(inline: InlineScanner, plan: LinePlan, setup: WorkerSetup, warn: WarningSink, profile?: RuleProfile) {
    this.#inline = inline;
    this.#plan = plan;
    this.#setup = setup;
    this.#warn = warn;
    this.#profile = profile;
  }

  async scan(stream: LogStream, chunks: AsyncIterable<Uint8Array>, size: number | undefined): Promise<void> {
    this.#bytesRead += size ?? 0;
    if (this.#workers.length === 0 && this.#bytesRead >= START_AFTER_BYTES) this.#start();
    const thread = size !== undefined && size < SMALL_STREAM_BYTES ? undefined : this.#leastBusy();
    if (thread === undefined) await this.#inline.scan(stream, chunks);
    else await thread.scan(stream, chunks);
  }

  async finish(): Promise<ScanResult> {
    const results = [await this.#inline.finish()];
    for (const thread of this.#workers) {
      const { plan, result, warnings, costs } = await thread.finish();
      this.#profile?.absorb(costs);
      this.#plan.absorb(plan);
      for (const warning of warnings) this.#warn(warning);
      results.push(result);
    }
    return {
      lines: results.reduce((sum, { lines }) => sum + lines, 0),
      bytes: results.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  /** Ends the workers when the analysis ends early. */
  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((thread) => thread.stop()));
  }

  #start(): void {
    this.#workers = Array.from(
      { length: this.#setup.workers },
      () => new ScanThread({ rules: this.#setup.rules, isProfiled: this.#profile !== undefined }),
    );
  }

  #leastBusy(): ScanThread | undefined {
    return this.#workers.reduce<ScanThread | undefined>(
      (best, thread) => (best === undefined || thread.bytesInFlight < best.bytesInFlight ? thread : best),
      undefined,
    );
  }
}

type Finished = Extract<ScanAnswer, { kind: 'finished' }>;

/** A worker as the reading thread sees it. */
class ScanThread {
  readonly #worker: Worker;
  readonly #streams = new Map<number, LogStream>();
  readonly #finished: Promise<Finished>;
  #bytesInFlight = 0;
  #onRoom: (() => void) | undefined;
  #failure: Error | undefined;

  constructor(data: ScanWorkerData) {
    this.#worker = new Worker(new URL('./scan-worker.js', import.meta.url), { workerData: data });
    this.#finished = new Promise((resolve, reject) => {
      this.#worker.on('message', (answer: ScanAnswer) => {
        this.#receive(answer, resolve);
      });
      this.#worker.on('error', (error) => {
        this.#failure = error;
        this.#onRoom?.();
        reject(error);
      });
    });
    // A failure is reported by whoever waits next; without this it would also end the process.
    this.#finished.catch(() => undefined);
  }

  get bytesInFlight(): number {
    return this.#bytesInFlight;
  }

  async scan(stream: LogStream, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.#streams.set(stream.description.index, stream);
    this.#send({ kind: 'open', stream: stream.description });
    for await (const chunk of chunks) {
      await this.#room();
      // The chunk may be a part of a buffer that its reader goes on using, so a copy is handed over.
      const bytes = new Uint8Array(chunk);
      this.#bytesInFlight += bytes.length;
      this.#worker.postMessage({ kind: 'chunk', bytes } satisfies ScanRequest, [bytes.buffer]);
    }
    this.#send({ kind: 'close' });
  }

  async finish(): Promise<Finished> {
    this.#send({ kind: 'finish' });
    return this.#finished;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(request: ScanRequest): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#worker.postMessage(request);
  }

  async #room(): Promise<void> {
    while (this.#bytesInFlight > MAX_IN_FLIGHT_BYTES && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #receive(answer: ScanAnswer, resolve: (finished: Finished) => void): void {
    switch (answer.kind) {
      case 'scanned':
        this.#bytesInFlight -= answer.bytes;
        this.#onRoom?.();
        return;
      case 'times':
        this.#streams.get(answer.index)?.restore(answer.times);
        return;
      case 'finished':
        resolve(answer);
        return;
      case 'ready':
        return;
    }
  }
}
