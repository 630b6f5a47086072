import { type Automaton, buildAutomaton } from './automaton.js';
import { chooseSampling, rarestWindow } from './gram-window.js';
import { literalBytes } from './literal-bytes.js';
import type { Matcher, OnHit } from './matcher.js';
import type { ScanModule } from './scan-module.js';

/** Longer literals would leave no room for new text in a block. */
export const MAX_LITERAL_BYTES = 4096;

/** Sets with more grams go to the automaton: their hits might not find room. */
const MAX_GRAMS = 16_384;

/** When samples are verified in vain more often than once in so many bytes, the automaton is faster. Measured, see README.md. */
const BYTES_PER_VAIN_CANDIDATE = 40;

/** Text after which the share of vain candidates is believed. */
const TRIAL_BYTES = 2 ** 20;

/** Words of a hit in memory: literal or state, end, line. */
const HIT_WORDS = 3;

const LANES = 4;

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
  #sampledBytes = 0;
  /** Samples that were verified, less the literals found by it. */
  #vainCandidates = 0;

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

  scan(text: Uint8Array, onHit: OnHit): number {
    const { textAddress, textBytes } = this.#module.exports;
    let lines = 0;
    for (let start = 0; start < text.length; ) {
      const seen = Math.min(start, this.#overlap);
      const block = text.subarray(start - seen, start - seen + textBytes.value);
      this.#module.bytes.set(block, textAddress.value);
      lines += this.#scanBlock(block.length, seen, start - seen, lines, onHit);
      start += block.length - seen;
    }
    return lines;
  }

  /**
   * @param seen bytes of the block that belong to the one before.
   * @param offset of the block in the text; `lines` newlines stand before the new part of it.
   */
  #scanBlock(length: number, seen: number, offset: number, lines: number, onHit: OnHit): number {
    const { exports } = this.#module;
    exports.begin(seen);
    if (this.#literals.size === 0) return exports.finish(length);
    const grams = this.#grams;
    if (grams === undefined || this.#isInVain()) return this.#scanLanes(length, seen, offset, lines, onHit);
    while (exports.isUnfinished(length)) {
      const hits = exports.scanGrams(grams, seen, length);
      this.#vainCandidates -= hits;
      const { words } = this.#module;
      const first = this.#firstHit(0);
      for (let word = first; word < first + hits * HIT_WORDS; word += HIT_WORDS) {
        onHit(words[word] ?? 0, offset + (words[word + 1] ?? 0), lines + (words[word + 2] ?? 0));
      }
    }
    this.#sampledBytes += length;
    this.#vainCandidates += exports.candidatesOfBlock();
    return exports.finish(length);
  }

  #isInVain(): boolean {
    return this.#sampledBytes >= TRIAL_BYTES && this.#vainCandidates * BYTES_PER_VAIN_CANDIDATE > this.#sampledBytes;
  }

  #scanLanes(length: number, seen: number, offset: number, lines: number, onHit: OnHit): number {
    const { exports } = this.#module;
    this.#lanes ??= storeAutomaton(this.#module, buildAutomaton(this.#literals));
    const { address, automaton } = this.#lanes;
    const stateBytes = automaton.width * Int32Array.BYTES_PER_ELEMENT;
    exports.scanLanes(address, this.#overlap, seen, length);
    const { words } = this.#module;
    for (let lane = 0; lane < LANES; lane++) {
      const first = this.#firstHit((lane * exports.textBytes.value) / LANES);
      for (let word = first; word < first + exports.hitsOfLane(lane) * HIT_WORDS; word += HIT_WORDS) {
        const end = offset + (words[word + 1] ?? 0);
        const line = lines + (words[word + 2] ?? 0);
        for (const literal of automaton.outputs[(words[word] ?? 0) / stateBytes] ?? []) onHit(literal, end, line);
      }
    }
    return exports.finish(length);
  }

  /** Where in the memory's words a hit stands. */
  #firstHit(place: number): number {
    return this.#module.exports.hitsAddress.value / Uint32Array.BYTES_PER_ELEMENT + place * HIT_WORDS;
  }
}

/** Fields of assembly/scan.ts's classes, in words. */
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
  const fields = [Number(mask & 0xffff_ffffn), Number(mask >> 32n), sampling.stride, filter, filterBits, chains, chainBits];
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
