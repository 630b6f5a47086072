import type { CandidateLine } from '../logs/scan-lines.js';
import { StampReader } from '../logs/stamp-reader.js';
import { isInstant, type Moment } from '../logs/stream-clock.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { HitSeries } from '../rules/hit-series.js';
import type { ActiveCollectors } from '../rules/line-plan.js';
import type { LineCollector } from '../rules/signals/line-collector.js';
import { citationOf, endOfExamined, instanceOfPrevious, momentOfPrevious } from './candidate-text.js';
import type { LogStream } from './log-stream.js';
import { type PrimaryStamp, readPayload } from './payload-record.js';

/** Answers that are held; the matcher remembers fewer payloads at a time. */
const MAX_ANSWERS = 8192;

/** What is true of every line of a payload. */
interface PayloadAnswer {
  /** The rows that the line belongs to. */
  readonly series: readonly HitSeries[];
  readonly stamp: PrimaryStamp;
}

/** No signal can match a line of the payload. */
const NOT_WANTED: PayloadAnswer = { series: [], stamp: { index: 0, kind: 'date-time', offset: 0 } };

/**
 * The candidate lines of one stream on their way to the collectors. Most of them repeat: what the rules say of a payload is remembered, and of
 * the next line that has it only the time is read.
 */
export class CollectedLines {
  readonly #stream: LogStream;
  readonly #collectors: ActiveCollectors;
  readonly #range: TimeRange;
  readonly #answers = new Map<number, PayloadAnswer>();
  readonly #reader = new StampReader();
  /** Series with lines in the present text that are to be cited. */
  #uncited: HitSeries[] = [];

  /** @param range only lines in this time are collected. */
  constructor(stream: LogStream, collectors: ActiveCollectors, range: TimeRange) {
    this.#stream = stream;
    this.#collectors = collectors;
    this.#range = range;
  }

  take(line: CandidateLine): void {
    const answer = line.payload === 0 ? undefined : this.#answers.get(line.payload);
    if (answer === undefined) {
      this.#ask(line);
      return;
    }
    if (answer === NOT_WANTED) return;
    const { index, kind, offset } = answer.stamp;
    const [start, end] = [line.stampStart(index), line.stampEnd(index)];
    const moment = this.#stream.noteStamp(this.#reader, line.text, start, end, kind, offset);
    if (isOutside(moment, this.#range)) return;
    for (const series of answer.series) this.#add(series, moment, line);
  }

  /** Cites the lines of a text that are kept; called before the text goes. */
  cite(text: Buffer): void {
    for (const series of this.#uncited) series.cite((place) => citationOf(text, place, this.#stream));
    this.#uncited = [];
  }

  #add(series: HitSeries, moment: Moment | undefined, line: CandidateLine): void {
    if (series.add(this.#stream.description.index, moment, line)) this.#uncited.push(series);
  }

  #ask(line: CandidateLine): void {
    const bytes = line.text.toString('latin1', line.start, endOfExamined(line));
    const wanting = collectorsOf(line, this.#collectors).filter((collector) => collector.mayMatch(bytes));
    if (wanting.length === 0) {
      this.#remember(line, NOT_WANTED);
      return;
    }
    const { record, time, stamp, ownFields } = readPayload(bytes);
    const moment = this.#stream.note(time) ?? momentOfPrevious(line, this.#stream);
    const instance = (): string => record.instance ?? instanceOfPrevious(line) ?? '';
    const offered = { record, ownFields, instance, stream: this.#stream.description.identity };
    const series = wanting.flatMap((collector) => collector.seriesOf(offered) ?? []);
    if (!isOutside(moment, this.#range)) for (const one of series) this.#add(one, moment, line);
    const leansOnOthers = record.instance === undefined && wanting.some(({ asksForInstance }) => asksForInstance);
    const leansOnTimes = wanting.some(({ asksForTimes }) => asksForTimes);
    if (stamp !== undefined && !leansOnOthers && !leansOnTimes) this.#remember(line, { series, stamp });
  }

  #remember(line: CandidateLine, answer: PayloadAnswer): void {
    const payload = line.remember();
    if (payload === 0) return;
    if (this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    this.#answers.set(payload, answer);
  }
}

/**
 * Whether a line is known not to lie in the time asked for. Such lines are left out before a long series keeps only its ends, or the middle
 * of a storm could not be asked for. Times that lack their year are sorted out when it is known.
 */
export function isOutside(moment: Moment | undefined, { since, until }: TimeRange): boolean {
  if (moment === undefined || !isInstant(moment)) return false;
  return (since !== undefined && moment < since) || (until !== undefined && moment > until);
}

function collectorsOf(line: CandidateLine, collectors: ActiveCollectors): readonly LineCollector[] {
  const wanting = line.literals().map((literal) => collectors.get(literal) ?? []);
  return wanting.length === 1 ? (wanting[0] ?? []) : [...new Set(wanting.flat())];
}
