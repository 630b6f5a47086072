import type { LogCitation } from '../../model/citation.js';
import type { MissGroup } from '../../model/explanation.js';
import { firstMatch } from '../cel/regex.js';
import type { CompiledSignal } from '../compile-rule.js';
import type { LineSignal } from '../rule.js';
import { type LineNeeds, lineNeeds, lineVariables, type VisibleLine } from '../signals/line-variables.js';
import { literalKey } from '../signals/literal-key.js';
import type { ConditionProbe } from './condition-probe.js';
import { literalsWanted, patternsWanted } from './condition-words.js';
import { MissTally } from './miss-tally.js';

/** Gathers the lines that have a literal of a `log` or `file` signal and fail another of its words, while the bundle is read. */
export class LineMisses {
  readonly signal: LineSignal;
  /** Texts one of which stands in the raw bytes of every line that could be a miss. */
  readonly keys: readonly string[];
  readonly needs: LineNeeds;
  readonly #compiled: CompiledSignal<LineSignal>;
  readonly #probe: ConditionProbe;
  readonly #tally = new MissTally();

  constructor(compiled: CompiledSignal<LineSignal>, probe: ConditionProbe) {
    this.signal = compiled.signal;
    this.keys = compiled.signal.contains.texts.map(literalKey).filter((key) => key !== '');
    this.needs = lineNeeds([...compiled.where, ...compiled.bind.values()]);
    this.#compiled = compiled;
    this.#probe = probe;
  }

  /** Takes the line when it comes near and fails. @param citation asked for when everything was read. */
  offer(line: VisibleLine, citation: () => LogCitation): void {
    const { text } = line.record;
    const { contains, match, groups: names } = this.signal;
    const present = contains.texts.filter((literal) => text.includes(literal));
    // Its bytes may hold a part of a literal that its text does not.
    if (present.length === 0) return;
    if (contains.mode === 'all' && present.length < contains.texts.length) {
      const lacking = contains.texts.filter((literal) => !present.includes(literal));
      const condition = literalsWanted({ mode: 'all', texts: lacking });
      this.#tally.add({ failed: 'literal', condition, nearness: -1 - lacking.length, values: [], citation });
      return;
    }
    const groups = match.length === 0 ? new Map<string, string>() : firstMatch(match, text);
    if (groups === undefined) {
      this.#tally.add({ failed: 'pattern', condition: patternsWanted(match), nearness: -1, values: [], citation });
      return;
    }
    const failure = this.#probe.failure(this.#compiled.where, lineVariables(line, groups, names, this.needs));
    if (failure === undefined) return;
    const { condition, met, values } = failure;
    this.#tally.add({ failed: 'where', condition, nearness: met, values, citation });
  }

  /** What came near, nearest first. */
  groups(): readonly MissGroup[] {
    return this.#tally.groups();
  }
}
