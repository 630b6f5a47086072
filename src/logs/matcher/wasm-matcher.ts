import { type Automaton, buildAutomaton } from './automaton.js';
import { BlockLine, HIT_WORDS, KnownLines, NextLine } from './block-lines.js';
import { FoundLine } from './found-line.js';
import { chooseSampling, rarestWindow } from './gram-window.js';
import { literalBytes } from './literal-bytes.js';
import type { LineSink, Matcher } from './matcher.js';
import type { ScanModule } from './scan-module.js';

/** Longer literals would leave no room for new text in a block. */
export const MAX_LITERAL_BYTES = 4096;

/** Sets with more grams go to the automaton: their hits might not find room. */
const MAX_GRAMS = 16_384;

/** When samples are verified in vain more often than once in so many bytes, the automaton is faster. Measured, see README.md. */
const BYTES_PER_VAIN_SAMPLE = 40;

/** Text after which the share of vain candidates is believed. */
const TRIAL_BYTES = 2 ** 20;

/** A block is skimmed when of the one before it at least one line in so many had a known payload. */
const LINES_PER_KNOWN = 4;

const NEWLINE = 0x0a;

/** An automaton in the module's memory. */
interface Lanes {
  readonly address: number;
  readonly automaton: Automaton;
}

/**
 * The matcher in WebAssembly. It samples the text and verifies what passes a filter; when a text has too many candidates for that, the
 * automaton takes over. Both find the same. Design and memory: README.md.
 */
export class WasmMatcher implements Matcher {
  readonly #module: ScanModule;
  readonly #literals: ReadonlyMap<number, Uint8Array>;
  /** Bytes before a place that a literal ending after it may begin in. */
  readonly #overlap: number;
  /** Address of the grams; undefined when there are no literals, or too many. */
  readonly #grams: number | undefined;
  #lanes: Lanes | undefined;
  /** Whether the hits in memory name literals; otherwise they name states of the automaton. */
  #scannedByGrams = true;
  #sampledBytes = 0;
  /** Samples that were verified and found no literal. */
  #vainSamples = 0;
  #skims = false;

  /**
   * @param literals non-empty, without newline, at most {@link MAX_LITERAL_BYTES}, matched as UTF-8 bytes, case-sensitive.
   * @param wanted numbers of those to find; all when left out.
   */
  constructor(module: ScanModule, literals: readonly string[], wanted: Iterable<number> = literals.keys()) {
    this.#module = module;
    this.#literals = literalBytes(literals, wanted);
    const lengths = [...this.#literals.values()].map(({ length }) => length);
    this.#overlap = lengths.reduce((most, length) => Math.max(most, length), 1) - 1;
    this.#grams = lengths.length === 0 ? undefined : storeGrams(module, this.#literals);
  }

  scan(text: Uint8Array, sink: LineSink, maxLineBytes: number): number {
    const { textBytes } = this.#module.exports;
    let lines = 0;
    for (let start = 0; start < text.length; ) {
      const end = Math.min(text.length, start + textBytes.value);
      const lastNewline = end === text.length ? end - 1 : text.lastIndexOf(NEWLINE, end - 1);
      if (lastNewline >= start) {
        lines += this.#scanLines(text, start, lastNewline + 1, lines, sink, maxLineBytes);
        start = lastNewline + 1;
      } else {
        const newline = text.indexOf(NEWLINE, end);
        const lineEnd = newline === -1 ? text.length : newline;
        const literals = this.#literalsOfLongLine(text.subarray(start, lineEnd), maxLineBytes);
        if (literals.length > 0) sink.line(new FoundLine(lines, start, lineEnd, literals));
        start = lineEnd;
      }
    }
    return lines;
  }

  forget(): void {
    this.#module.exports.forgetPayloads();
  }

  /** Scans whole lines that fit into a block; `before` newlines stand before them. @returns their newlines. */
  #scanLines(
    text: Uint8Array,
    start: number,
    end: number,
    before: number,
    sink: LineSink,
    maxLineBytes: number,
  ): number {
    const { exports } = this.#module;
    const block = text.subarray(start, end);
    const grams = this.#grams;
    if (this.#skims && grams !== undefined && !this.#isInVain()) {
      const skimmed = this.#skimLines(grams, block, start, before, sink, maxLineBytes);
      const left = start + exports.skimmedBytes();
      return left >= end ? skimmed : skimmed + this.#scanLines(text, left, end, before + skimmed, sink, maxLineBytes);
    }
    const hits = this.#scanBlock(block, 0);
    if (hits === 0) return exports.finish(block.length);
    exports.gatherLines(hits, block.length);
    this.#tellLines(() => exports.nextLine(maxLineBytes), sink, start, before, maxLineBytes);
    const lines = exports.finish(block.length);
    this.#skims = exports.knownOfBlock() * LINES_PER_KNOWN > lines;
    return lines;
  }

  /**
   * Scans whole lines of which many are expected to be of known payloads.
   * @returns the newlines that were passed: fewer than all when a line has too many hits.
   */
  #skimLines(
    grams: number,
    block: Uint8Array,
    start: number,
    before: number,
    sink: LineSink,
    maxLineBytes: number,
  ): number {
    const { exports, bytes } = this.#module;
    bytes.set(block, exports.textAddress.value);
    exports.skim(block.length);
    this.#scannedByGrams = true;
    const isWhole = this.#tellLines(() => exports.nextSkimmed(grams, maxLineBytes), sink, start, before, maxLineBytes);
    const lines = exports.skimmedLines();
    this.#sampledBytes += block.length;
    this.#vainSamples += exports.vainSamplesOfBlock();
    this.#skims = isWhole && exports.knownOfBlock() * LINES_PER_KNOWN > lines;
    return lines;
  }

  /** Tells the lines of a block as the module finds them. @returns false when a line has too many hits. */
  #tellLines(next: () => number, sink: LineSink, start: number, before: number, maxLineBytes: number): boolean {
    const line = new BlockLine(this.#module, this, start, before, maxLineBytes);
    const known = new KnownLines(this.#module, start, before);
    for (;;) {
      const told = next();
      known.tell(told >>> 2, sink);
      switch (told & 3) {
        case NextLine.found:
          line.read();
          sink.line(line);
          break;
        case NextLine.none:
          return true;
        case NextLine.tooManyHits:
          return false;
      }
    }
  }

  /** The literals of a line that does not fit into a block: the blocks overlap, so that none is missed. */
  #literalsOfLongLine(line: Uint8Array, maxLineBytes: number): number[] {
    const { textBytes } = this.#module.exports;
    const found = new Set<number>();
    for (let start = 0; start < Math.min(line.length, maxLineBytes); ) {
      const seen = Math.min(start, this.#overlap);
      const block = line.subarray(start - seen, Math.min(start - seen + textBytes.value, maxLineBytes));
      const hits = this.#scanBlock(block, seen);
      const first = this.#module.exports.hitsAddress.value / Uint32Array.BYTES_PER_ELEMENT;
      for (let hit = 0; hit < hits; hit++) {
        for (const literal of this.literalsAt(first + hit * HIT_WORDS)) found.add(literal);
      }
      start += block.length - seen;
    }
    return [...found];
  }

  /**
   * Finds the hits of a block, which are then in the module's memory.
   * @param seen bytes of the block that belong to the one before.
   * @returns their number.
   */
  #scanBlock(block: Uint8Array, seen: number): number {
    const { exports, bytes } = this.#module;
    bytes.set(block, exports.textAddress.value);
    exports.begin(seen);
    if (this.#literals.size === 0) return 0;
    const grams = this.#grams;
    if (grams === undefined || this.#isInVain()) return this.#scanLanes(block.length, seen);
    const hits = exports.scanGrams(grams, seen, block.length);
    if (exports.isUnfinished(block.length) !== 0) {
      exports.begin(seen);
      return this.#scanLanes(block.length, seen);
    }
    this.#scannedByGrams = true;
    this.#sampledBytes += block.length;
    this.#vainSamples += exports.vainSamplesOfBlock();
    return hits;
  }
  #isInVain(): boolean {
    return this.#sampledBytes >= TRIAL_BYTES && this.#vainSamples * BYTES_PER_VAIN_SAMPLE > this.#sampledBytes;
  }

  #scanLanes(length: number, seen: number): number {
    this.#lanes ??= storeAutomaton(this.#module, buildAutomaton(this.#literals));
    this.#scannedByGrams = false;
    return this.#module.exports.scanLanes(this.#lanes.address, this.#overlap, seen, length);
  }

  /** What a hit of the last block tells, ascending. @param word its place in the memory's words. */
  literalsAt(word: number): readonly number[] {
    const what = this.#module.words[word] ?? 0;
    if (this.#scannedByGrams || this.#lanes === undefined) return [what];
    const { automaton } = this.#lanes;
    const stateBytes = automaton.width * Int32Array.BYTES_PER_ELEMENT;
    return automaton.outputs[what / stateBytes] ?? [];
  }
}

/** Fields of the classes in assembly/grams.ts, in words. */
const GRAM_SET_WORDS = 8;
const GRAM_ENTRY_WORDS = 8;

/**
 * A filter of 32 KiB fits the first-level cache of common processors. A larger one is slower to ask; but let it be so full that chance lets
 * more than one sample in thirty pass, and verifying them is slower still.
 */
function filterBitsFor(grams: number): number {
  return Math.max(15, Math.ceil(Math.log2(grams * 32)));
}

/** @returns the address of the set; undefined when there are too many grams. */
function storeGrams(module: ScanModule, literals: ReadonlyMap<number, Uint8Array>): number | undefined {
  const shortest = Math.min(...[...literals.values()].map(({ length }) => length));
  const sampling = chooseSampling(shortest);
  if (literals.size * sampling.stride > MAX_GRAMS) return undefined;
  const { exports } = module;
  const mask = 2n ** BigInt(8 * sampling.gram) - 1n;
  const filterBits = filterBitsFor(literals.size * sampling.stride);
  const chainBits = filterBits - 3;
  const filter = module.allocate(2 ** filterBits);
  const chains = module.allocate(4 * 2 ** chainBits);
  const set = module.allocate(GRAM_SET_WORDS * 4);
  const fields = [
    Number(mask & 0xffff_ffffn),
    Number(mask >> 32n),
    sampling.stride,
    filter,
    filterBits,
    chains,
    chainBits,
  ];
  module.words.set(fields, set / 4);
  for (const [number, literal] of literals) {
    // Read eight bytes at a time.
    const bytes = module.allocate(literal.length + 8);
    module.bytes.set(literal, bytes);
    const window = rarestWindow(literal, sampling);
    for (let before = window; before < window + sampling.stride; before++) {
      const entry = module.allocate(GRAM_ENTRY_WORDS * 4);
      module.words.set([0, 0, 0, before, literal.length, bytes, number], entry / 4);
      exports.addGram(set, entry);
    }
  }
  return set;
}

function storeAutomaton(module: ScanModule, automaton: Automaton): Lanes {
  const classes = module.store(automaton.classes);
  const table = module.allocate(automaton.table.byteLength);
  const address = module.allocate(8);
  const { words } = module;
  const first = table / 4;
  for (const [index, next] of automaton.table.entries()) words[first + index] = next * 4;
  words.set([classes, table], address / 4);
  return { address, automaton };
}
