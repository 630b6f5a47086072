import type { LogRecord } from '../logs/log-record.js';
import type { Moment } from '../logs/stream-clock.js';
import type { LogCitation } from '../model/citation.js';
import type { Severity } from '../model/report.js';
import { formatInstant, type Instant } from '../model/time.js';
import type { Happening } from './happening.js';
import { LineRuns } from './line-runs.js';
import { coarseKey, levelOf, lineText, lineWeight, payloadKey } from './payload.js';
import { isInRange, type TimelineRange } from './timeline-range.js';
import type { TimelineWords } from './timeline-words.js';

/** Different statements kept of one log, then as many of a coarser sort. */
const MAX_STATEMENTS = 300;
const MAX_COARSE_STATEMENTS = 100;
/** Different statements kept in all. */
const MAX_STATEMENTS_IN_ALL = 8_000;

/** A line that tells of the thing. */
export interface ToldLine {
  readonly record: LogRecord;
  /** Undefined when neither the line nor one before it has a time. */
  readonly moment: Moment | undefined;
  readonly citation: LogCitation;
}

/** The log that lines come from; moments of formats without a year may resolve only when it was read to its end. */
export interface ToldStream {
  readonly index: number;
  resolve(moment: Moment): Instant | undefined;
}

/** What a log says again in so many runs is its routine, and tells less. */
const ROUTINE_RUNS = 4;

/** Where lines come from in words, told when everything was read. */
export interface StreamOrigin {
  readonly source: string;
  readonly node: string | undefined;
}

interface Statement {
  readonly stream: ToldStream;
  readonly text: string;
  readonly weight: number;
  readonly level: Severity | undefined;
  readonly runs: LineRuns;
}

/**
 * The lines that tell of a thing, from all logs: each log's statements apart, what repeats folded into runs with exact counts. Memory is
 * bounded by the number of different statements, however many lines there are.
 */
export class LineStory {
  readonly #range: TimelineRange;
  readonly #words: TimelineWords;
  readonly #statements = new Map<string, Statement>();
  readonly #sizes = new Map<number, { fine: number; coarse: number }>();
  #lines = 0;
  #undated = 0;
  #outsideTime = 0;
  #countedOnly = 0;

  constructor(range: TimelineRange, words: TimelineWords) {
    this.#range = range;
    this.#words = words;
  }

  /** Lines taken, all of them. */
  get lines(): number {
    return this.#lines;
  }

  get undated(): number {
    return this.#undated;
  }

  get outsideTime(): number {
    return this.#outsideTime;
  }

  get countedOnly(): number {
    return this.#countedOnly;
  }

  /** @param now where the line belongs in time, if that is known already */
  add(stream: ToldStream, { record, moment, citation }: ToldLine, now: Instant | undefined): void {
    this.#lines++;
    if (moment === undefined) {
      this.#undated++;
      return;
    }
    if (now !== undefined && !isInRange(now, now, this.#range)) {
      this.#outsideTime++;
      return;
    }
    const text = lineText(record, this.#words);
    const statement = this.#statementOf(stream, text, record);
    if (statement === undefined) this.#countedOnly++;
    else statement.runs.add(moment, citation);
  }

  /** Everything that was told, once all streams were read. */
  happenings(originOf: (stream: number) => StreamOrigin): readonly Happening[] {
    return [...this.#statements.values()].flatMap((statement) =>
      this.#runsOf(statement, originOf(statement.stream.index)),
    );
  }

  #runsOf({ stream, text, weight, level, runs }: Statement, { source, node }: StreamOrigin): readonly Happening[] {
    return runs.runs.flatMap(({ first, last, count, firstCitation, lastCitation }): readonly Happening[] => {
      const time = stream.resolve(first);
      const until = stream.resolve(last);
      if (time === undefined || until === undefined) {
        this.#undated += count;
        return [];
      }
      const placed = node === undefined ? {} : { node, clockOf: node };
      const cited = (citation: LogCitation, at: Instant): LogCitation => ({ ...citation, time: formatInstant(at) });
      return [
        {
          time,
          until,
          count,
          kind: 'log',
          source,
          ...placed,
          text,
          weight: runs.runs.length >= ROUTINE_RUNS ? weight - 1 : weight,
          ...(level === undefined ? {} : { level }),
          place: [stream.index, firstCitation.line],
          citation: cited(firstCitation, time),
          ...(count > 1 ? { lastCitation: cited(lastCitation, until) } : {}),
        },
      ];
    });
  }

  #statementOf(stream: ToldStream, text: string, record: LogRecord): Statement | undefined {
    const size = this.#sizes.get(stream.index) ?? { fine: 0, coarse: 0 };
    this.#sizes.set(stream.index, size);
    const fine = `${stream.index}\n${payloadKey(text)}`;
    const known = this.#statements.get(fine);
    if (known !== undefined) return known;
    const isFull = this.#statements.size >= MAX_STATEMENTS_IN_ALL;
    if (size.fine < MAX_STATEMENTS && !isFull) {
      size.fine++;
      return this.#create(fine, stream, text, record);
    }
    const coarse = `${stream.index}\n~${coarseKey(text)}`;
    const similar = this.#statements.get(coarse);
    if (similar !== undefined) return similar;
    if (size.coarse >= MAX_COARSE_STATEMENTS || isFull) return undefined;
    size.coarse++;
    return this.#create(coarse, stream, text, record);
  }

  #create(key: string, stream: ToldStream, text: string, record: LogRecord): Statement {
    const statement = {
      stream,
      text,
      weight: lineWeight(record, text),
      level: levelOf(record),
      runs: new LineRuns(),
    };
    this.#statements.set(key, statement);
    return statement;
  }
}
