import type { WarningSink } from '../errors/index.js';
import type { MatcherSet } from '../logs/matcher/matcher-set.js';
import type { Entry } from '../model/entry.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { LinePlan } from '../rules/line-plan.js';
import { freeingChunks } from '../source/index.js';
import type { LogStream } from './log-stream.js';
import { type ScanResult, scanStream } from './scan-stream.js';

/** Reads streams and gathers the lines that rules want. */
export interface StreamScanner {
  /** Scans an entry to its end. The promise is kept when the next entry may be asked for, which may be before it was scanned. */
  scan(stream: LogStream, entry: Entry): Promise<void>;
  /** Waits until everything was scanned and gathers it. */
  finish(): Promise<ScanResult>;
  /** Ends what still runs, when the analysis ends early. */
  stop(): Promise<void>;
}

/** Scans in the thread that reads. */
export class InlineScanner implements StreamScanner {
  readonly #plan: LinePlan;
  readonly #matchers: MatcherSet;
  readonly #warn: WarningSink;
  readonly #range: TimeRange;
  #lines = 0;
  #bytes = 0;

  /** @param range only lines in this time are offered to the plan. */
  constructor(plan: LinePlan, matchers: MatcherSet, warn: WarningSink, range: TimeRange) {
    this.#plan = plan;
    this.#matchers = matchers;
    this.#warn = warn;
    this.#range = range;
  }

  async scan(stream: LogStream, entry: Pick<Entry, 'read'>): Promise<void> {
    const chunks = freeingChunks(entry.read());
    const { lines, bytes } = await scanStream(chunks, stream, this.#plan, this.#matchers, this.#warn, this.#range);
    this.#lines += lines;
    this.#bytes += bytes;
  }

  async stop(): Promise<void> {
    // Nothing runs on beside the thread that reads.
  }

  async finish(): Promise<ScanResult> {
    return { lines: this.#lines, bytes: this.#bytes };
  }
}
