import { type Automaton, buildAutomaton } from './automaton.js';
import { FoundLine } from './found-line.js';
import { literalBytes } from './literal-bytes.js';
import type { LineSink, Matcher } from './matcher.js';

const NEWLINE = 0x0a;

/** The matcher in JavaScript: the reference for {@link WasmMatcher}, and what runs where that cannot. It remembers no payloads. */
export class AhoCorasickMatcher implements Matcher {
  readonly #automaton: Automaton;

  /**
   * @param literals non-empty, without newline, matched as UTF-8 bytes, case-sensitive.
   * @param wanted numbers of those to find; all when left out.
   */
  constructor(literals: readonly string[], wanted: Iterable<number> = literals.keys()) {
    this.#automaton = buildAutomaton(literalBytes(literals, wanted));
  }

  scan(text: Uint8Array, sink: LineSink, maxLineBytes: number): number {
    const { classes, table, width, outputs } = this.#automaton;
    const { length } = text;
    let state = 0;
    let lines = 0;
    let start = 0;
    const found = new Set<number>();
    for (let index = 0; index < length; index++) {
      const byte = text[index] ?? 0;
      if (byte === NEWLINE) {
        if (found.size > 0) sink.line(new FoundLine(lines, start, index, [...found]));
        found.clear();
        lines++;
        start = index + 1;
      }
      // Both indices are in range by construction; `?? 0` satisfies the checker and is never taken.
      const next = table[state + (classes[byte] ?? 0)] ?? 0;
      if (next >= 0) {
        state = next;
        continue;
      }
      state = -next;
      if (index + 1 - start > maxLineBytes) continue;
      for (const literal of outputs[state / width] ?? []) found.add(literal);
    }
    if (found.size > 0) sink.line(new FoundLine(lines, start, length, [...found]));
    return lines;
  }

  forget(): void {
    // There is nothing to forget.
  }
}
