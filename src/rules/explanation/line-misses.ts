import type { LogCitation } from '../../model/citation.js';
import type { MissGroup } from '../../model/explanation.js';
import type { Instant } from '../../model/time.js';
import { firstMatch } from '../cel/regex.js';
import type { CompiledSignal } from '../compile-rule.js';
import type { LineSignal } from '../rule.js';
import { type LineNeeds, lineNeeds, lineVariables, type VisibleLine } from '../signals/line-variables.js';
import { literalKey } from '../signals/literal-key.js';
import { isWrittenBy } from '../signals/written-by.js';
import type { ConditionProbe } from './condition-probe.js';
import { literalsWanted, patternsWanted } from './condition-words.js';
import { type Miss, MissTally } from './miss-tally.js';

/** Where a line that is offered stands. */
export interface LineSetting {
  /** Whether it is known to lie outside the time asked for. */
  readonly isOutside: boolean;
  /** Asked for at once. */
  citation(): LogCitation;
  /** Asked for when everything was read. */
  time(): Instant | undefined;
}

/** Gathers the lines that have a literal of a `log` or `file` signal and fail another of its words, while the bundle is read. */
export class LineMisses {
  readonly signal: LineSignal;
  /** Texts one of which stands in the raw bytes of every line that could be a miss. */
  readonly keys: readonly string[];
  readonly #compiled: CompiledSignal<LineSignal>;
  readonly #needs: LineNeeds;
  readonly #probe: ConditionProbe;
  readonly #tally = new MissTally();
  #outside = 0;

  constructor(compiled: CompiledSignal<LineSignal>, probe: ConditionProbe) {
    this.signal = compiled.signal;
    this.keys = compiled.signal.contains.texts.map(literalKey).filter((key) => key !== '');
    this.#needs = lineNeeds([...compiled.where, ...compiled.bind.values()]);
    this.#compiled = compiled;
    this.#probe = probe;
  }

  /** Takes the line when it comes near and fails, or matches and lies outside the time asked for. */
  offer(line: VisibleLine, { isOutside, citation, time }: LineSetting): void {
    if (!isWrittenBy(this.signal.sources, line)) return;
    const present = this.signal.contains.texts.filter((literal) => line.record.ownText.includes(literal));
    // Its bytes may hold a part of a literal that its text does not.
    if (present.length === 0) return;
    const failure = this.#failureOf(line, present);
    if (failure === undefined) this.#outside += isOutside ? 1 : 0;
    else if (!isOutside) this.#tally.add({ ...failure, citation, time });
  }

  /** Lines that match and lie outside the time asked for. */
  get outside(): number {
    return this.#outside;
  }

  /** What came near, nearest first. */
  groups(): readonly MissGroup[] {
    return this.#tally.groups();
  }

  /** The first word of the signal that the line fails. @param present literals that it has */
  #failureOf(line: VisibleLine, present: readonly string[]): Omit<Miss, 'citation'> | undefined {
    const { contains, match, groups: names } = this.signal;
    if (contains.mode === 'all' && present.length < contains.texts.length) {
      const lacking = contains.texts.filter((literal) => !present.includes(literal));
      const condition = literalsWanted({ mode: 'all', texts: lacking });
      return { failed: 'literal', condition, nearness: -1 - lacking.length, values: [] };
    }
    const groups = match.length === 0 ? new Map<string, string>() : firstMatch(match, line.record.ownText);
    if (groups === undefined) return { failed: 'pattern', condition: patternsWanted(match), nearness: -1, values: [] };
    const failure = this.#probe.failure(this.#compiled.where, lineVariables(line, groups, names, this.#needs));
    if (failure === undefined) return undefined;
    const { condition, met, values } = failure;
    return { failed: 'where', condition, nearness: met, values };
  }
}
