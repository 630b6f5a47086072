import type { CollectedLog } from '../coverage/collection.js';
import { parseJournalHeader } from '../logs/journal-header.js';
import type { StampParts } from '../logs/matcher/matcher.js';
import { parseLine } from '../logs/parse-line.js';
import type { StampReader } from '../logs/stamp-reader.js';
import { type ClockContent, type LineTime, type Moment, StreamClock } from '../logs/stream-clock.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import type { Instant } from '../model/time.js';
import type { HitStream } from '../rules/timed-hits.js';
import type { LogEnds, LogPart } from './log-ends.js';
import type { PrimaryStamp } from './payload-record.js';

/** A log or text file of the bundle, as plain data. */
export interface StreamDescription {
  /** Place in the order of the bundle. */
  readonly index: number;
  readonly path: string;
  readonly identity: LogStreamIdentity;
  /** Path on the node when it is a file for `file` signals, not a log. */
  readonly file: string | undefined;
}

/** What reading a stream says of its time, as plain data. */
export interface StreamTimes {
  readonly headerEnd: Instant | undefined;
  readonly ends: readonly Moment[];
  /** After decompression. */
  readonly bytes: number;
  readonly clock: ClockContent;
}

/** One log of the bundle: whose it is, and its place in time, which is settled when the whole bundle was read. */
export class LogStream implements HitStream, CollectedLog, LogPart {
  readonly description: StreamDescription;
  readonly #clock = new StreamClock();
  #headerEnd: Instant | undefined;
  #logEnds: LogEnds | undefined;
  #end: Instant | undefined;
  /** Moments of the first and of the last line that has a time; NaN when none has. No list: a bundle may have a million logs. */
  #first: Moment = Number.NaN;
  #last: Moment = Number.NaN;
  #bytes = 0;
  #head: readonly string[] = [];

  constructor(description: StreamDescription) {
    this.description = description;
  }

  /** Takes the first lines, before any other: they may state when the log ends, and in a newest-first file they are its end. */
  begin(lines: readonly string[]): void {
    for (const line of lines) this.#headerEnd ??= parseJournalHeader(line)?.end;
    this.#first = this.#firstTimed(lines);
    this.#head = lines.slice(0, 1 + FOLLOWING_LINES);
  }

  /** Whether the first line is what is left of one, as in a log of which only the last bytes were kept: nobody knows what it says. */
  get beginsInside(): boolean {
    return lacksItsBeginning(this.#head);
  }

  /** The moment of a line that matched; lines come in file order. */
  note(time: LineTime): Moment | undefined {
    return this.#clock.note(time);
  }

  /** The same for a line of a known payload, of which only the stamp is read; see {@link StampReader.note}. */
  noteStamp(
    reader: StampReader,
    text: Buffer,
    stamp: StampParts,
    { kind, offset }: Pick<PrimaryStamp, 'kind' | 'offset'>,
  ): Moment {
    return reader.note(text, stamp, kind, offset, this.#clock);
  }

  get path(): string {
    return this.description.path;
  }

  get identity(): LogStreamIdentity {
    return this.description.identity;
  }

  /** Bytes that were read of it, after decompression. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes the last lines, when so many bytes were read. */
  finish(lines: readonly string[], bytes: number): void {
    this.#bytes = bytes;
    this.#last = this.#firstTimed([...lines].reverse());
  }

  /**
   * Fixes the years of lines that state none.
   * @param notAfter the time the bundle was taken, or the newest time known
   * @param ends of all logs; without it this one ends with its own newest line
   */
  settle(notAfter: Instant | undefined, ends?: LogEnds): void {
    this.#clock.settle(this.#headerEnd ?? notAfter);
    this.#logEnds = ends;
    this.#end = undefined;
  }

  /** What is known of its time when it was read to the end. */
  times(): StreamTimes {
    return { headerEnd: this.#headerEnd, ends: this.#ends(), bytes: this.#bytes, clock: this.#clock.content() };
  }

  /** Takes over what reading it in another thread gave. */
  restore({ headerEnd, ends, bytes, clock }: StreamTimes): void {
    this.#headerEnd = headerEnd;
    [this.#first = Number.NaN, this.#last = Number.NaN] = ends;
    this.#bytes = bytes;
    this.#clock.restore(clock);
  }

  resolve(moment: Moment): Instant | undefined {
    return this.#clock.resolve(moment);
  }

  end(): Instant | undefined {
    // Asked for each of many lines in a row.
    this.#end ??= this.#logEnds === undefined ? this.ownEnd() : this.#logEnds.endOf(this);
    return this.#end;
  }

  ownEnd(): Instant | undefined {
    return this.#clock.end();
  }

  /** Time of the oldest line of the log that this is a part of; undefined when no line of it has a time. */
  logBegin(): Instant | undefined {
    return this.#logEnds === undefined ? this.oldest() : this.#logEnds.beginOf(this);
  }

  /** Time of the stream's oldest line. */
  oldest(): Instant | undefined {
    const times = this.#ends()
      .map((moment) => this.#clock.resolve(moment))
      .filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #ends(): readonly Moment[] {
    return [this.#first, this.#last].filter((moment) => !Number.isNaN(moment));
  }

  /** The moment of the first of these lines that has a time; NaN when none has. */
  #firstTimed(lines: readonly string[]): Moment {
    for (const line of lines) {
      const moment = this.#clock.note(parseLine(line));
      if (moment !== undefined) return moment;
    }
    return Number.NaN;
  }
}

/** Lines after the first that must all have a time, when a first line without one shall be taken for a fragment. */
const FOLLOWING_LINES = 5;
const LEAST_FOLLOWING_LINES = 2;

/** A program that stamps all its lines stamped the first, too; of a journal's first line the host is enough. */
function lacksItsBeginning([first, ...following]: readonly string[]): boolean {
  if (first === undefined || following.length < LEAST_FOLLOWING_LINES) return false;
  const isStamped = (line: string): boolean => {
    const { time, yearless } = parseLine(line);
    return time !== undefined || yearless !== undefined;
  };
  return !isStamped(first) && parseLine(first).host === undefined && following.every(isStamped);
}
