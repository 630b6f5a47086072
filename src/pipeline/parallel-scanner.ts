import { Worker } from 'node:worker_threads';
import { type Limits, readPacked } from '../archive/index.js';
import type { WarningSink } from '../errors/index.js';
import type { Entry, HandedEntry } from '../model/entry.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { LinePlan } from '../rules/line-plan.js';
import type { RuleProfile } from '../rules/rule-profile.js';
import type { RuleSelection } from '../rules/rule-set.js';
import { freeingChunks } from '../source/index.js';
import type { LogStream } from './log-stream.js';
import type { ScanAnswer, ScanRequest, ScanWorkerData } from './scan-messages.js';
import type { ScanResult } from './scan-stream.js';
import { type RingPiece, SharedRing } from './shared-ring.js';
import type { InlineScanner, StreamScanner } from './stream-scanner.js';

/** Streams shorter than this are scanned by the thread that reads them: handing them over costs more. */
const SMALL_STREAM_BYTES = 256 * 1024;
/** A ring for the chunks on their way to a worker: more would only wait. */
const RING_BYTES = 8 * 2 ** 20;
/** Larger chunks are cut, so that the ring never waits for the whole of it to be free. */
const MAX_PIECE_BYTES = 2 ** 20;
/** A worker with more than this before it has enough to do: the thread that reads scans a stream itself, unless that takes long. */
const ENOUGH_BYTES = 2 * 2 ** 20;
const LONG_STREAM_BYTES = 32 * 2 ** 20;

/** Entries that a worker has been given: the one it reads, and the next. */
const ENTRIES_AT_HAND = 2;

/** What the workers have to know to make the same plan. */
export interface WorkerSetup {
  readonly rules: RuleSelection;
  readonly workers: number;
  /** Workers are started when so many bytes of logs were read: before, the bundle is done sooner without them. */
  readonly startAfterBytes: number;
  /** Whether they are also given what only the reading thread can read: decompression overlaps with scanning without that. */
  readonly takesStreams: boolean;
  /** Of what a worker reads by itself. */
  readonly limits: Limits;
  /** Only lines in this time are gathered. */
  readonly range: TimeRange;
}

/**
 * Shares the streams of a bundle with worker threads. What lies in a file they read by themselves; of the rest they scan what this thread reads.
 * What is found does not depend on which thread scanned what: every stream is scanned by one thread, and results are put together in the
 * order of the bundle.
 */
export class ParallelScanner implements StreamScanner {
  readonly #inline: InlineScanner;
  readonly #plan: LinePlan;
  readonly #setup: WorkerSetup;
  readonly #warn: WarningSink;
  readonly #profile: RuleProfile | undefined;
  readonly #another: () => PlannedScanner;
  #workers: ScanThread[] = [];
  /** Entries that nobody has begun to read, in the order of the bundle. */
  readonly #waiting: HandedStream[] = [];
  #bytesRead = 0;

  /** @param another makes a scanner like `inline` with a plan of its own, for what this thread scans out of turn. */
  constructor(
    { scanner, plan }: PlannedScanner,
    another: () => PlannedScanner,
    setup: WorkerSetup,
    warn: WarningSink,
    profile?: RuleProfile,
  ) {
    this.#inline = scanner;
    this.#plan = plan;
    this.#another = another;
    this.#setup = setup;
    this.#warn = warn;
    this.#profile = profile;
  }

  async scan(stream: LogStream, entry: Entry): Promise<void> {
    const { size } = entry;
    this.#bytesRead += size ?? 0;
    const isForWorkers = entry.handOver !== undefined || this.#setup.takesStreams;
    if (isForWorkers && this.#workers.length === 0 && this.#bytesRead >= this.#setup.startAfterBytes) this.#start();
    const isSmall = size !== undefined && size < SMALL_STREAM_BYTES;
    const handed = isSmall || this.#workers.length === 0 ? undefined : entry.handOver?.();
    if (handed !== undefined) {
      this.#waiting.push({ stream, handed });
      this.#giveOut();
      return;
    }
    const thread = this.#setup.takesStreams ? this.#threadFor(size ?? Number.POSITIVE_INFINITY) : undefined;
    if (thread === undefined) await this.#inline.scan(stream, entry);
    else await thread.scan(stream, freeingChunks(entry.read()));
  }

  async finish(): Promise<ScanResult> {
    const results = [await this.#inline.finish()];
    if (this.#waiting.length > 0) results.push(await this.#takePart());
    const finished = await Promise.all(this.#workers.map((thread) => thread.finish()));
    for (const { plan, result, warnings, costs } of finished) {
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
    const isProfiled = this.#profile !== undefined;
    const onScanned = (): void => this.#giveOut();
    this.#workers = Array.from(
      { length: this.#setup.workers },
      () => new ScanThread(this.#setup, isProfiled, onScanned),
    );
  }

  #giveOut(): void {
    for (const thread of this.#workers) {
      while (thread.entriesWaiting < ENTRIES_AT_HAND) {
        const next = this.#waiting.shift();
        if (next === undefined) return;
        thread.read(next);
      }
    }
  }

  /** Reads entries as the workers do, when there is nothing else to do. The small ones between them were scanned already. */
  async #takePart(): Promise<ScanResult> {
    const { scanner, plan } = this.#another();
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { stream, handed } = next;
      await scanner.scan(stream, { read: () => readPacked(handed.packed, this.#setup.limits, this.#warn) });
      handed.settle(stream.bytes);
    }
    this.#plan.absorb(plan.content());
    return scanner.finish();
  }

  /** The thread to scan a stream of this size; undefined for the one that reads. */
  #threadFor(size: number): ScanThread | undefined {
    if (size < SMALL_STREAM_BYTES) return undefined;
    const [least] = this.#workers.filter(({ isReady }) => isReady).sort((a, b) => a.bytesWaiting - b.bytesWaiting);
    return least === undefined || (least.bytesWaiting > ENOUGH_BYTES && size < LONG_STREAM_BYTES) ? undefined : least;
  }
}

/** A scanner in this thread, and the plan that its lines go to. */
export interface PlannedScanner {
  readonly scanner: InlineScanner;
  readonly plan: LinePlan;
}

/** A log to be read from the file it lies in. */
interface HandedStream {
  readonly stream: LogStream;
  readonly handed: HandedEntry;
}

type Finished = Extract<ScanAnswer, { kind: 'finished' }>;

/** A worker as the reading thread sees it. */
class ScanThread {
  readonly #worker: Worker;
  readonly #ring: SharedRing;
  readonly #streams = new Map<number, LogStream>();
  readonly #handed = new Map<number, HandedEntry>();
  readonly #onScanned: () => void;
  readonly #finished: Promise<Finished>;
  #isReady = false;
  #onRoom: (() => void) | undefined;
  #failure: Error | undefined;

  /** @param onScanned called when it is done with an entry. */
  constructor({ rules, range, limits }: WorkerSetup, isProfiled: boolean, onScanned: () => void) {
    this.#onScanned = onScanned;
    const ring = new SharedArrayBuffer(RING_BYTES);
    this.#ring = new SharedRing(ring);
    const workerData: ScanWorkerData = { rules, range, ring, isProfiled, limits };
    this.#worker = new Worker(new URL('./scan-worker.js', import.meta.url), { workerData });
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

  /** Whether it has loaded the rules. */
  get isReady(): boolean {
    return this.#isReady;
  }

  get bytesWaiting(): number {
    return this.#ring.used;
  }

  /** Entries it has to read. */
  get entriesWaiting(): number {
    return this.#handed.size;
  }

  /** Lets it read and scan an entry by itself. */
  read({ stream, handed }: HandedStream): void {
    const { index } = stream.description;
    this.#streams.set(index, stream);
    this.#handed.set(index, handed);
    this.#send({ kind: 'entry', stream: stream.description, packed: handed.packed });
  }

  async scan(stream: LogStream, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.#streams.set(stream.description.index, stream);
    this.#send({ kind: 'open', stream: stream.description });
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += MAX_PIECE_BYTES) {
        const piece = await this.#put(chunk.subarray(at, at + MAX_PIECE_BYTES));
        this.#send({ kind: 'chunk', piece });
      }
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

  async #put(bytes: Uint8Array): Promise<RingPiece> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const piece = this.#ring.put(bytes);
      if (piece !== undefined) return piece;
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
    }
  }

  #receive(answer: ScanAnswer, resolve: (finished: Finished) => void): void {
    switch (answer.kind) {
      case 'scanned':
        this.#ring.release();
        this.#onRoom?.();
        return;
      case 'times':
        this.#streams.get(answer.index)?.restore(answer.times);
        this.#settle(answer.index, answer.times.bytes);
        return;
      case 'finished':
        resolve(answer);
        return;
      case 'ready':
        this.#isReady = true;
    }
  }

  #settle(index: number, bytes: number): void {
    const handed = this.#handed.get(index);
    if (handed === undefined) return;
    this.#handed.delete(index);
    handed.settle(bytes);
    this.#onScanned();
  }
}
