import type { LinePayload, LineStamp, StampKind } from '../line-stamps.js';
import type { KnownLine, LineSink, MatchedLine, StampParts } from './matcher.js';
import type { ScanModule } from './scan-module.js';

/** Words of a hit in memory: literal or state, end, newlines before it. */
export const HIT_WORDS = 3;

/** What the last two bits of `nextLine` and `nextSkimmed` say. */
export const NextLine = { none: 0, found: 1, full: 2, tooManyHits: 3 } as const;

/** Words of the line in memory, see assembly/lines.ts. */
const LINE = { index: 0, start: 1, end: 2, firstHit: 3, endHit: 4 } as const;

/** Words of a known line in memory, and of each what follows it. */
const KNOWN = { payload: 0, index: 1, start: 2, end: 3, stampStart: 4, stampEnd: 5, day: 6, timeOfDay: 8 } as const;
const KNOWN_WORDS = 10;

/** By number, see assembly/stamps.ts. */
const STAMP_KINDS: readonly (StampKind | undefined)[] = [undefined, 'date-time', 'month-day', 'klog', 'epoch'];

/** In place of a stamp's index, see assembly/payloads.ts. */
const UNTOLD = 0xffff_ffff;

/** Knows which literals a hit in memory tells. */
export interface HitReader {
  /** @param word the hit's place in the memory's words. */
  literalsAt(word: number): readonly number[];
}

/** The line of a block that the module describes. */
export class BlockLine implements MatchedLine {
  index = 0;
  start = 0;
  end = 0;
  readonly #module: ScanModule;
  readonly #hits: HitReader;
  readonly #blockStart: number;
  readonly #linesBefore: number;
  readonly #maxLineBytes: number;
  readonly #word: number;

  /**
   * @param blockStart offset of the block in the text.
   * @param linesBefore newlines before it.
   */
  constructor(module: ScanModule, hits: HitReader, blockStart: number, linesBefore: number, maxLineBytes: number) {
    this.#module = module;
    this.#hits = hits;
    this.#blockStart = blockStart;
    this.#linesBefore = linesBefore;
    this.#maxLineBytes = maxLineBytes;
    this.#word = module.exports.lineAddress.value / Uint32Array.BYTES_PER_ELEMENT;
  }

  read(): void {
    const { words } = this.#module;
    const line = this.#word;
    this.index = this.#linesBefore + (words[line + LINE.index] ?? 0);
    this.start = this.#blockStart + (words[line + LINE.start] ?? 0);
    this.end = this.#blockStart + (words[line + LINE.end] ?? 0);
  }

  literals(): readonly number[] {
    const { words } = this.#module;
    const first = (words[this.#word + LINE.firstHit] ?? 0) / Uint32Array.BYTES_PER_ELEMENT;
    const end = (words[this.#word + LINE.endHit] ?? 0) / Uint32Array.BYTES_PER_ELEMENT;
    const limit = this.start - this.#blockStart + this.#maxLineBytes;
    if (end - first === HIT_WORDS) return this.#hits.literalsAt(first);
    const found = new Set<number>();
    for (let word = first; word < end; word += HIT_WORDS) {
      if ((words[word + 1] ?? 0) > limit) continue;
      for (const literal of this.#hits.literalsAt(word)) found.add(literal);
    }
    return [...found].sort((a, b) => a - b);
  }

  payload(): LinePayload | undefined {
    const { exports, bytes } = this.#module;
    const length = exports.payloadLength.value;
    if (length === 0) return undefined;
    const address = exports.payloadAddress.value;
    const lineStart = exports.textAddress.value + this.start - this.#blockStart;
    const stamps: LineStamp[] = [];
    for (let index = 0; index < exports.stampCount.value; index++) {
      const kind = STAMP_KINDS[exports.stampKind(index)];
      const [start, end] = [exports.stampStart(index) - lineStart, exports.stampEnd(index) - lineStart];
      if (kind !== undefined) stamps.push({ kind, start, end });
    }
    return { text: bytes.toString('latin1', address, address + length), stamps };
  }

  stampAt(index: number): StampParts {
    const { exports } = this.#module;
    const shift = this.#blockStart - exports.textAddress.value;
    const day = exports.dayOf(index);
    return {
      start: exports.stampStart(index) + shift,
      end: exports.stampEnd(index) + shift,
      day,
      timeOfDay: day === 0 ? 0 : exports.timeOfDay(index),
    };
  }

  remember(stamp: number | undefined): number {
    return this.#module.exports.remember(stamp ?? UNTOLD);
  }
}

/** The lines of remembered payloads that the module noted down. */
export class KnownLines implements KnownLine {
  payload = 0;
  index = 0;
  start = 0;
  end = 0;
  readonly stamp = new KnownStamp();
  readonly #module: ScanModule;
  readonly #blockStart: number;
  readonly #linesBefore: number;
  readonly #word: number;

  /** As of {@link BlockLine}. */
  constructor(module: ScanModule, blockStart: number, linesBefore: number) {
    this.#module = module;
    this.#blockStart = blockStart;
    this.#linesBefore = linesBefore;
    this.#word = module.exports.knownAddress.value / Uint32Array.BYTES_PER_ELEMENT;
  }

  /** Tells so many lines. */
  tell(count: number, sink: LineSink): void {
    const { words, doubles } = this.#module;
    const blockStart = this.#blockStart;
    const { stamp } = this;
    const end = this.#word + count * KNOWN_WORDS;
    for (let line = this.#word; line < end; line += KNOWN_WORDS) {
      this.payload = words[line + KNOWN.payload] ?? 0;
      this.index = this.#linesBefore + (words[line + KNOWN.index] ?? 0);
      this.start = blockStart + (words[line + KNOWN.start] ?? 0);
      this.end = blockStart + (words[line + KNOWN.end] ?? 0);
      stamp.start = blockStart + (words[line + KNOWN.stampStart] ?? 0);
      stamp.end = blockStart + (words[line + KNOWN.stampEnd] ?? 0);
      stamp.day = words[line + KNOWN.day] ?? 0;
      stamp.timeOfDay = doubles[(line + KNOWN.timeOfDay) / 2] ?? 0;
      sink.known(this);
    }
  }
}

class KnownStamp implements StampParts {
  start = 0;
  end = 0;
  day = 0;
  timeOfDay = 0;
}
