import { compilePathGlob, type GlobMatcher } from '../bundle/glob.js';
import type { WarningSink } from '../errors/index.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import type { CompiledRule } from './compile-rule.js';
import type { LineSignal } from './rule.js';
import { type CollectedContent, LineCollector, type LineExpressions } from './signals/line-collector.js';
import { literalKeys } from './signals/literal-key.js';

/** The collectors to offer a line to, by the literals that were found in it. */
export type ActiveCollectors = ReadonlyMap<number, readonly LineCollector[]>;

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

/** A collector in a plan. */
interface PlannedCollector {
  readonly collector: LineCollector;
  /** Numbers of the literals it asks for. */
  readonly literals: readonly number[];
}

/** The collector of a file signal; `globs` are those of its paths. */
interface PlannedFile extends PlannedCollector {
  readonly globs: readonly GlobMatcher[];
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
  readonly #collectors = new Map<string, LineCollector>();
  readonly #byProgram = new Map<string, PlannedCollector[]>();
  readonly #files: PlannedFile[] = [];
  /** The order of the collectors, which is that of the rules. */
  readonly #places = new Map<LineCollector, number>();
  readonly #logs = new Map<string, ActiveCollectors>();

  constructor(rules: readonly CompiledRule[], warn: WarningSink, collectorFor: CollectorMaker = plainCollector) {
    const numbers = new Map<string, number>();
    const numberOf = (literal: string): number => {
      const number = numbers.get(literal) ?? numbers.size;
      numbers.set(literal, number);
      return number;
    };
    for (const { rule, signals } of rules) {
      for (const { name, signal, where, bind } of signals) {
        if (signal.kind !== 'log' && signal.kind !== 'file') continue;
        const collector = collectorFor(rule.id, name, signal, { where, bind }, warn);
        this.#collectors.set(collectorKey(rule.id, name), collector);
        this.#places.set(collector, this.#places.size);
        this.#place({ collector, literals: [...new Set(literalKeys(signal.contains).map(numberOf))] }, signal);
      }
    }
    this.literals = [...numbers.keys()];
  }

  #place(planned: PlannedCollector, { kind, sources }: LineSignal): void {
    if (kind === 'file') {
      this.#files.push({ ...planned, globs: sources.map(compilePathGlob) });
      return;
    }
    for (const program of sources) {
      const others = this.#byProgram.get(program);
      if (others === undefined) this.#byProgram.set(program, [planned]);
      else others.push(planned);
    }
  }

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
    for (const [key, rows] of content) this.#collectors.get(key)?.absorb(rows);
  }

  /** Collectors of the log signals that name a program of the stream. */
  forLog({ programs }: LogStreamIdentity): ActiveCollectors {
    const key = programs.join(' ');
    let active = this.#logs.get(key);
    if (active === undefined) {
      active = this.#activate([...programs, ANY_PROGRAM].flatMap((program) => this.#byProgram.get(program) ?? []));
      this.#logs.set(key, active);
    }
    return active;
  }

  /** Collectors of the file signals whose glob matches the path on the node. */
  forFile(path: string): ActiveCollectors {
    return this.#activate(this.#files.filter(({ globs }) => globs.some((matches) => matches(path))));
  }

  #activate(planned: readonly PlannedCollector[]): ActiveCollectors {
    const active = new Map<number, LineCollector[]>();
    const placeOf = ({ collector }: PlannedCollector): number => this.#places.get(collector) ?? 0;
    for (const { collector, literals } of [...new Set(planned)].sort((a, b) => placeOf(a) - placeOf(b))) {
      for (const literal of literals) {
        const others = active.get(literal);
        if (others === undefined) active.set(literal, [collector]);
        else others.push(collector);
      }
    }
    return active;
  }
}

function collectorKey(rule: string, signal: string): string {
  return `${rule}/${signal}`;
}
