import { AhoCorasickMatcher } from './aho-corasick.js';
import type { Matcher, WantedLiterals } from './matcher.js';
import type { ScanModule } from './scan-module.js';
import { MAX_LITERAL_BYTES, WasmMatcher } from './wasm-matcher.js';

/**
 * Matchers for parts of one list of literals. A stream is scanned for the literals that its signals ask for and no others: what only
 * etcd rules look for costs nothing in other logs.
 */
export class MatcherSet {
  readonly #literals: readonly string[];
  readonly #module: ScanModule | undefined;
  readonly #byObject = new WeakMap<WantedLiterals, Matcher>();
  readonly #byNumbers = new Map<string, Matcher>();

  /**
   * @param literals non-empty, without newline, matched as UTF-8 bytes, case-sensitive.
   * @param module where to scan ({@link ScanModule.load}); JavaScript scans when it is undefined.
   */
  constructor(literals: readonly string[], module: ScanModule | undefined) {
    this.#literals = literals;
    this.#module = module;
  }

  /**
   * The matcher that finds the wanted literals and tells their numbers in the whole list. The same literals give the same matcher.
   * @param wanted must not change afterwards.
   */
  for(wanted: WantedLiterals): Matcher {
    const known = this.#byObject.get(wanted);
    if (known !== undefined) return known;
    const numbers = [...wanted.keys()].sort((a, b) => a - b);
    const key = numbers.join();
    const matcher = this.#byNumbers.get(key) ?? this.#build(numbers);
    this.#byNumbers.set(key, matcher);
    this.#byObject.set(wanted, matcher);
    return matcher;
  }

  #build(numbers: readonly number[]): Matcher {
    const isSuited = numbers.every((number) => Buffer.byteLength(this.#literals[number] ?? '') <= MAX_LITERAL_BYTES);
    return this.#module !== undefined && isSuited
      ? new WasmMatcher(this.#module, this.#literals, numbers)
      : new AhoCorasickMatcher(this.#literals, numbers);
  }
}
