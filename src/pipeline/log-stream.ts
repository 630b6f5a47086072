import { type JournalHeader, parseJournalHeader } from '../logs/journal-header.js';
import type { LogRecord } from '../logs/log-record.js';
import { parseLine } from '../logs/parse-line.js';
import { type Moment, StreamClock } from '../logs/stream-clock.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import type { Instant } from '../model/time.js';
import type { HitStream } from '../rules/hit-series.js';

/** One log of the bundle: whose it is, and its place in time, which is settled when the whole bundle was read. */
export class LogStream implements HitStream {
  readonly path: string;
  readonly identity: LogStreamIdentity;
  readonly #clock = new StreamClock();
  #header: JournalHeader | undefined;

  constructor(path: string, identity: LogStreamIdentity) {
    this.path = path;
    this.identity = identity;
  }

  /** Takes the first lines, before any other: they may state when the log ends, and in a newest-first file they are its end. */
  begin(lines: readonly string[]): void {
    for (const line of lines) this.#header ??= parseJournalHeader(line);
    this.#noteFirstTimed(lines);
  }

  /** The moment of a line that matched; lines come in file order. */
  note(record: LogRecord): Moment | undefined {
    return this.#clock.note(record);
  }

  /** Takes the last lines. */
  finish(lines: readonly string[]): void {
    this.#noteFirstTimed([...lines].reverse());
  }

  /** Fixes the years of lines that state none. @param notAfter the time the bundle was taken, or the newest time known. */
  settle(notAfter: Instant | undefined): void {
    this.#clock.settle(this.#header?.end ?? notAfter);
  }

  resolve(moment: Moment): Instant | undefined {
    return this.#clock.resolve(moment);
  }

  end(): Instant | undefined {
    const { end } = this.#clock;
    return end === undefined ? undefined : this.#clock.resolve(end);
  }

  #noteFirstTimed(lines: readonly string[]): void {
    for (const line of lines) {
      if (this.#clock.note(parseLine(line)) !== undefined) return;
    }
  }
}
