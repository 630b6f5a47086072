import { payloadOf } from '../logs/line-stamps.js';
import type { LogRecord } from '../logs/log-record.js';
import { StampReader } from '../logs/stamp-reader.js';
import { isInstant, type Moment } from '../logs/stream-clock.js';
import type { CandidateLine, LineOfText, RememberedLine } from '../logs/text-lines.js';
import type { ActiveCollectors } from '../rules/active-collectors.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { HitSeries } from '../rules/hit-series.js';
import type { LineCollector, OfferedLine } from '../rules/signals/line-collector.js';
import { citationOf, endsOpen, examinedBytes, instanceOfPrevious, isCutShort } from './candidate-text.js';
import type { LogStream } from './log-stream.js';
import { type PrimaryStamp, readPayload } from './payload-record.js';
import { PreviousMoments } from './previous-moments.js';

/** What is true of every line of a payload. */
interface PayloadAnswer {
  /** The rows that the line belongs to. */
  readonly series: readonly HitSeries[];
  readonly stamp: PrimaryStamp;
}

/**
 * The candidate lines of one stream on their way to the collectors. Most of them repeat: what the rules say of a payload is remembered, and of
 * the next line that has it only the time is read.
 */
export class CollectedLines {
  readonly #stream: LogStream;
  readonly #collectors: ActiveCollectors;
  readonly #range: TimeRange;
  /** By number of the payload; the matcher gives a number to another payload only when it was remembered anew. */
  readonly #answers: PayloadAnswer[] = [];
  readonly #reader = new StampReader();
  readonly #previous: PreviousMoments;
  /** Series with lines in the present text that are to be cited. */
  #uncited: HitSeries[] = [];

  /** @param range only lines in this time are collected. */
  constructor(stream: LogStream, collectors: ActiveCollectors, range: TimeRange) {
    this.#stream = stream;
    this.#previous = new PreviousMoments(stream);
    this.#collectors = collectors;
    this.#range = range;
  }

  /** Asks the rules about a line. */
  take(line: CandidateLine): void {
    const made = line.payload();
    const payload = made ?? payloadOf(examinedBytes(line));
    const wanting = collectorsOf(line, this.#collectors).filter((collector) => collector.mayMatch(payload.text));
    if (wanting.length === 0) {
      line.remember(undefined);
      return;
    }
    const { record, time, stamp, ownFields } = readPayload(payload, () => examinedBytes(line));
    if (line.number === 1 && this.#isLog && this.#stream.beginsInside) {
      line.remember(undefined);
      return;
    }
    const moment =
      made === undefined || stamp === undefined
        ? (this.#stream.note(time()) ?? this.#previous.before(line))
        : this.#stream.noteStamp(this.#reader, line.text, line.stampAt(stamp.index), stamp);
    const instance = (): string => record.instance ?? instanceOfPrevious(line) ?? '';
    const offered = { record, ownFields, instance, stream: this.#stream.description.identity };
    const series: HitSeries[] = [];
    let leansOnOthers = this.#isCut(line, record);
    const variants = leansOnOthers ? continuations(examinedBytes(line), offered) : [];
    for (const collector of wanting) {
      const one = collector.seriesOf(offered, variants);
      if (one !== undefined) series.push(one);
      leansOnOthers ||= collector.asksForTimes || (collector.asksForInstance && record.instance === undefined);
    }
    if (!isOutside(moment, this.#range)) for (const one of series) this.#add(one, moment, line);
    if (stamp !== undefined && !leansOnOthers) this.#remember(line, { series, stamp });
  }

  /** Takes a line that has the payload of one before it. */
  takeRemembered(line: RememberedLine): void {
    const answer = this.#answers[line.payload];
    if (answer === undefined) return;
    const moment = this.#stream.noteStamp(this.#reader, line.text, line.stamp, answer.stamp);
    if (isOutside(moment, this.#range)) return;
    for (const series of answer.series) this.#add(series, moment, line);
  }

  /** Cites the lines of a text that are kept; called before the text goes. */
  cite(text: Buffer): void {
    for (const series of this.#uncited) series.cite((place) => citationOf(text, place, this.#stream));
    this.#uncited = [];
  }

  get #isLog(): boolean {
    return this.#stream.description.file === undefined;
  }

  /** Whether the line of a log ends in the middle. Other files often lack their last line end. */
  #isCut(line: CandidateLine, record: LogRecord): boolean {
    return this.#isLog && (isCutShort(line) || record.partial !== undefined) && endsOpen(line);
  }

  #add(series: HitSeries, moment: Moment | undefined, line: LineOfText): void {
    if (series.add(this.#stream.description.index, moment, line)) this.#uncited.push(series);
  }

  #remember(line: CandidateLine, answer: PayloadAnswer): void {
    const payload = line.remember(answer.stamp.index);
    if (payload !== 0) this.#answers[payload] = answer;
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

/** A cut line as it may have gone on: what depends on it is not known. A digit and a letter, of which one goes on with any name. */
function continuations(bytes: string, cut: OfferedLine): readonly OfferedLine[] {
  return ['0', 'a'].map((next) => {
    const { record, ownFields } = readPayload(payloadOf(bytes + next), () => bytes + next);
    return { ...cut, record, ownFields };
  });
}

function collectorsOf(line: CandidateLine, collectors: ActiveCollectors): readonly LineCollector[] {
  const literals = line.literals();
  const [only] = literals;
  if (literals.length === 1 && only !== undefined) return collectors.get(only);
  return [...new Set(literals.flatMap((literal) => collectors.get(literal)))];
}
