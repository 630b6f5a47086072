import { compilePathGlob, type GlobMatcher } from '../bundle/glob.js';
import type { WarningSink } from '../errors/index.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import { ActiveCollectors } from './active-collectors.js';
import type { CompiledRule } from './compile-rule.js';
import type { LineSignal } from './rule.js';
import type { LineOutline } from './rule-outline.js';
import { type CollectedContent, LineCollector, type LineExpressions } from './signals/line-collector.js';

/** What the collectors of a plan gathered, by rule and signal. */
export type PlanContent = readonly (readonly [string, CollectedContent])[];

/** Makes the collector of a signal. */
export type CollectorMaker = (
  rule: string,
  name: string,
  signal: LineSignal,
  expressions: LineExpressions,
  warn: WarningSink,
) => LineCollector;

const plainCollector: CollectorMaker = (rule, name, signal, expressions, warn) =>
  new LineCollector(signal, expressions, `${rule}/${name}`, warn);

/** A signal on lines in a plan. */
interface PlannedSignal {
  /** Its place in the order of the rules. */
  readonly place: number;
  /** Numbers of the literals it asks for. */
  readonly literals: readonly number[];
  /** Of a file signal: its paths. */
  readonly globs: readonly GlobMatcher[];
  /** Made when a line has one of its literals: most signals never see one. */
  readonly collector: () => LineCollector;
}

/** The collectors of a stream are those that name one of its programs or all of them. */
const ANY_PROGRAM = '*';

/**
 * All `log` and `file` signals of all rules as one scan: the literals to find in the bytes, and which signals want a line of a stream in
 * which one was found.
 */
export class LinePlan {
  /** What the matcher is built from; a literal's place here is its number. */
  readonly literals: readonly string[];
  /** Those made so far, by rule and signal. */
  readonly #collectors = new Map<string, LineCollector>();
  /** What makes them. */
  readonly #makers = new Map<string, () => LineCollector>();
  readonly #byProgram = new Map<string, PlannedSignal[]>();
  readonly #files: PlannedSignal[] = [];
  readonly #logs = new Map<string, ActiveCollectors>();

  constructor(rules: readonly CompiledRule[], warn: WarningSink, collectorFor: CollectorMaker = plainCollector) {
    const numbers = new Map<string, number>();
    const numberOf = (literal: string): number => {
      let number = numbers.get(literal);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(literal, number);
      }
      return number;
    };
    for (const rule of rules) {
      for (const outline of rule.outline.signals) {
        if (outline.kind !== 'log' && outline.kind !== 'file') continue;
        const make = (): LineCollector => makeCollector(rule, outline.name, warn, collectorFor);
        this.#place(collectorKey(rule.rule.id, outline.name), outline, outline.keys.map(numberOf), make);
      }
    }
    this.literals = [...numbers.keys()];
  }

  #place(key: string, { kind, sources }: LineOutline, literals: readonly number[], make: () => LineCollector): void {
    const collector = (): LineCollector => {
      let made = this.#collectors.get(key);
      if (made === undefined) {
        made = make();
        this.#collectors.set(key, made);
      }
      return made;
    };
    const globs = kind === 'file' ? sources.map(compilePathGlob) : [];
    const planned: PlannedSignal = { place: this.#makers.size, literals, globs, collector };
    this.#makers.set(key, collector);
    if (kind === 'file') this.#files.push(planned);
    else {
      for (const program of sources) {
        const others = this.#byProgram.get(program);
        if (others === undefined) this.#byProgram.set(program, [planned]);
        else others.push(planned);
      }
    }
  }

  /** @returns undefined when no line had a literal of the signal. */
  collectorOf(rule: string, signal: string): LineCollector | undefined {
    return this.#collectors.get(collectorKey(rule, signal));
  }

  /** Everything gathered, as plain data, for another thread. */
  content(): PlanContent {
    return [...this.#collectors]
      .map(([key, collector]): [string, CollectedContent] => [key, collector.content()])
      .filter(([, rows]) => rows.length > 0);
  }

  /** Takes in what a plan of the same rules gathered from other streams. */
  absorb(content: PlanContent): void {
    for (const [key, rows] of content) this.#makers.get(key)?.().absorb(rows);
  }

  /** Collectors of the log signals that name a program of the stream. */
  forLog({ programs }: LogStreamIdentity): ActiveCollectors {
    const key = programs.join(' ');
    let active = this.#logs.get(key);
    if (active === undefined) {
      active = activate([...programs, ANY_PROGRAM].flatMap((program) => this.#byProgram.get(program) ?? []));
      this.#logs.set(key, active);
    }
    return active;
  }

  /** Collectors of the file signals whose glob matches the path on the node. */
  forFile(path: string): ActiveCollectors {
    return activate(this.#files.filter(({ globs }) => globs.some((matches) => matches(path))));
  }
}

/** In the order of the rules. */
function activate(planned: readonly PlannedSignal[]): ActiveCollectors {
  const byLiteral = new Map<number, (() => LineCollector)[]>();
  for (const { literals, collector } of [...new Set(planned)].sort((a, b) => a.place - b.place)) {
    for (const literal of literals) {
      const others = byLiteral.get(literal);
      if (others === undefined) byLiteral.set(literal, [collector]);
      else others.push(collector);
    }
  }
  return new ActiveCollectors(byLiteral);
}

function makeCollector(
  { rule, signals }: CompiledRule,
  name: string,
  warn: WarningSink,
  collectorFor: CollectorMaker,
): LineCollector {
  const compiled = signals.find((candidate) => candidate.name === name);
  const signal = compiled?.signal;
  if (compiled === undefined || (signal?.kind !== 'log' && signal?.kind !== 'file'))
    throw new RangeError(`${rule.id} has no lines ${name}`);
  return collectorFor(rule.id, name, signal, compiled, warn);
}

function collectorKey(rule: string, signal: string): string {
  return `${rule}/${signal}`;
}
