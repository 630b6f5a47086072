import { compilePathGlob } from '../bundle/glob.js';
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

/**
 * All `log` and `file` signals of all rules as one scan: the literals to find in the bytes, and which signals want a line of a stream in
 * which one was found.
 */
export class LinePlan {
  /** What the matcher is built from; a literal's place here is its number. */
  readonly literals: readonly string[];
  readonly #collectors = new Map<string, LineCollector>();
  readonly #byLiteral: readonly (readonly LineCollector[])[];
  readonly #logs = new Map<string, ActiveCollectors>();

  constructor(rules: readonly CompiledRule[], warn: WarningSink, collectorFor: CollectorMaker = plainCollector) {
    const byLiteral = new Map<string, LineCollector[]>();
    for (const { rule, signals } of rules) {
      for (const { name, signal, where, bind } of signals) {
        if (signal.kind !== 'log' && signal.kind !== 'file') continue;
        const collector = collectorFor(rule.id, name, signal, { where, bind }, warn);
        this.#collectors.set(collectorKey(rule.id, name), collector);
        for (const key of literalKeys(signal.contains)) {
          const others = byLiteral.get(key);
          if (others === undefined) byLiteral.set(key, [collector]);
          else others.push(collector);
        }
      }
    }
    this.literals = [...byLiteral.keys()];
    this.#byLiteral = [...byLiteral.values()];
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
  forLog(stream: LogStreamIdentity): ActiveCollectors {
    const key = stream.programs.join(' ');
    let active = this.#logs.get(key);
    if (active === undefined) {
      active = this.#select(
        ({ signal }) =>
          signal.kind === 'log' &&
          signal.sources.some((program) => program === '*' || stream.programs.includes(program)),
      );
      this.#logs.set(key, active);
    }
    return active;
  }

  /** Collectors of the file signals whose glob matches the path on the node. */
  forFile(path: string): ActiveCollectors {
    return this.#select(
      ({ signal }) => signal.kind === 'file' && signal.sources.some((glob) => compilePathGlob(glob)(path)),
    );
  }

  #select(wanted: (collector: LineCollector) => boolean): ActiveCollectors {
    const active = new Map<number, readonly LineCollector[]>();
    for (const [literal, collectors] of this.#byLiteral.entries()) {
      const chosen = collectors.filter(wanted);
      if (chosen.length > 0) active.set(literal, chosen);
    }
    return active;
  }
}

function collectorKey(rule: string, signal: string): string {
  return `${rule}/${signal}`;
}
