import { parseLine } from '../logs/parse-line.js';
import type { Moment } from '../logs/stream-clock.js';
import type { CandidateLine } from '../logs/text-lines.js';
import type { LogStream } from './log-stream.js';

/** Lines that are looked back at. */
const MAX_LINES = 100;

/** When lines of one stream happened that have no time of their own (a stack trace, raw output of a sub-process): when the line before did. */
export class PreviousMoments {
  readonly #stream: LogStream;
  /** The last line that was asked about in vain: neither it nor what is looked at before it has a time. */
  #vain = 0;

  constructor(stream: LogStream) {
    this.#stream = stream;
  }

  /** @param line one without a time; of the lines of the stream in their order */
  before(line: CandidateLine): Moment | undefined {
    const reach = Math.min(MAX_LINES, line.number - this.#vain - 1);
    let looked = 0;
    if (reach > 0) {
      for (const previous of line.previousLines()) {
        const moment = this.#stream.note(parseLine(previous));
        if (moment !== undefined) return moment;
        if (++looked === reach) break;
      }
    }
    this.#vain = line.number;
    return undefined;
  }
}
