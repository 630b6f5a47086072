import { MatcherSet } from '../logs/matcher/matcher-set.js';
import { ScanModule } from '../logs/matcher/scan-module.js';
import { parseLine } from '../logs/parse-line.js';
import { scanLines } from '../logs/scan-lines.js';
import type { CandidateLine } from '../logs/text-lines.js';
import type { Instant } from '../model/time.js';
import type { LineStory } from '../timeline/line-story.js';
import type { NameSearch } from '../timeline/name-search.js';
import { citationOf, examinedText } from './candidate-text.js';
import type { LogStream } from './log-stream.js';
import { PreviousMoments } from './previous-moments.js';

/** The time and host of a journal line end within so many bytes. */
const JOURNAL_PREFIX_BYTES = 100;
const SPACE = 0x20;

/** Scans logs for the lines that tell of a thing; only lines with one of its names are decoded. */
export class NameScanner {
  readonly #story: LineStory;
  #search: NameSearch;
  #matchers: MatcherSet;
  #names: readonly Buffer[];

  constructor(story: LineStory, search: NameSearch) {
    this.#story = story;
    this.#search = search;
    this.#matchers = new MatcherSet(search.literals, ScanModule.load());
    this.#names = search.literals.map((literal) => Buffer.from(literal));
  }

  /** Looks for other names from the next log on. */
  lookFor(search: NameSearch): void {
    this.#search = search;
    this.#matchers = new MatcherSet(search.literals, ScanModule.load());
    this.#names = search.literals.map((literal) => Buffer.from(literal));
  }

  /**
   * Reads a log to its end.
   * @param instantOf the instant of a moment where it is known before the log was read
   * @param placeOf where an instant of the log's clock belongs, which decides whether it lies in the time asked for
   */
  async scan(
    stream: LogStream,
    chunks: AsyncIterable<Uint8Array>,
    instantOf: (moment: number) => Instant | undefined,
    placeOf: (instant: Instant) => Instant = (instant) => instant,
  ): Promise<void> {
    const { index, identity } = stream.description;
    const search = this.#search;
    const wanted = search.wantedIn(identity);
    const told = { index, resolve: (moment: number) => stream.resolve(moment) ?? instantOf(moment) };
    const previous = new PreviousMoments(stream);
    const scanned = await scanLines(chunks, this.#matchers.for(wanted), {
      head: (lines) => stream.begin(lines),
      line: (line) => {
        const literals = line.literals();
        if (this.#isHostOfJournal(line, literals)) return;
        const record = parseLine(examinedText(line));
        if (!search.tells(record, literals, identity)) return;
        const moment = stream.note(record) ?? previous.before(line);
        const citation = citationOf(line.text, line, stream);
        const now = moment === undefined ? undefined : instantOf(moment);
        this.#story.add(told, { record, moment, citation }, now === undefined ? undefined : placeOf(now));
      },
      remembered: () => undefined,
      leave: () => undefined,
    });
    stream.finish(scanned.tail, scanned.bytes);
  }

  /** Every line of a node's journal begins with its name: such a line need not be parsed to see that it says nothing else of the node. */
  #isHostOfJournal({ text, start, end }: CandidateLine, literals: readonly number[]): boolean {
    const name = literals.length === 1 ? this.#names[literals[0] ?? -1] : undefined;
    if (name === undefined) return false;
    const line = text.subarray(start, end);
    const at = line.indexOf(name);
    const isWord = line[at - 1] === SPACE && line[at + name.length] === SPACE;
    return at > 0 && at < JOURNAL_PREFIX_BYTES && isWord && isClock(line, at - 1) && line.indexOf(name, at + 1) === -1;
  }
}

/** Whether a time of day ends here: `04:48:10`, `04:48:10.641503` or with a zone. */
function isClock(line: Buffer, end: number): boolean {
  return /\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$/.test(line.toString('latin1', Math.max(0, end - 40), end));
}
