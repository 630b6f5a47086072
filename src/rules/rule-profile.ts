import type { Expression } from './cel/expression.js';
import type { CompiledRule, CompiledSignal } from './compile-rule.js';
import type { HitSeries } from './hit-series.js';
import type { CollectorMaker } from './line-plan.js';
import type { Answer } from './row.js';
import { LineCollector, type OfferedLine } from './signals/line-collector.js';

/** What one signal costs. Times in milliseconds, summed over all threads. */
export interface SignalCost {
  readonly rule: string;
  readonly signal: string;
  /** Lines it was asked about: those with its literals, of lines that differ in nothing but their own times mostly only the first. */
  asked: number;
  /** Lines that match it; of other signals the events and objects behind its rows, or the combinations of a join. */
  hits: number;
  /** Looking at lines it was asked about: literals, patterns, expressions. */
  lineMs: number;
  /** Its expressions, whenever they run: part of `lineMs` for lines, of `answerMs` for all else. */
  expressionMs: number;
  /** Making its rows when everything was read. */
  answerMs: number;
  rows: number;
}

/** What one rule costs beyond its signals. */
export interface RuleCost {
  readonly rule: string;
  /** The whole evaluation, its signals' answers included. */
  readonly evaluateMs: number;
}

/** The costs of signals as plain data, for another thread. */
export type SignalCosts = readonly SignalCost[];

/** Takes what a rule's signals answered, and how long each took in milliseconds. */
export type AnswerObserver = (rule: string, signal: CompiledSignal, answer: Answer, milliseconds: number) => void;

/**
 * Measures what rules cost. It watches from outside: rules are given timed expressions and collectors in place of their own, so that an
 * analysis that is not profiled runs none of this.
 */
export class RuleProfile {
  readonly #signals = new Map<string, SignalCost>();
  readonly #rules = new Map<string, number>();
  readonly #collectors = new Map<SignalCost, LineCollector>();

  /** The rules with expressions that note how long they run. */
  watch(rules: readonly CompiledRule[]): readonly CompiledRule[] {
    return rules.map(({ rule, outline, signals }) => ({
      rule,
      outline,
      signals: signals.map((signal) => this.#watchSignal(rule.id, signal)),
    }));
  }

  /** Makes collectors that note what they are asked. */
  readonly collector: CollectorMaker = (rule, name, signal, expressions, warn) => {
    const cost = this.#costOf(rule, name);
    const collector = new TimedCollector(cost, signal, expressions, `${rule}/${name}`, warn);
    this.#collectors.set(cost, collector);
    return collector;
  };

  /** Bound to the profile, so that it can be handed on. */
  readonly answered: AnswerObserver = (rule, { name }, answer, milliseconds) => {
    const cost = this.#costOf(rule, name);
    cost.answerMs += milliseconds;
    const rows = answer.known ? answer.table.rows : [];
    cost.rows += rows.length;
    if (!this.#collectors.has(cost)) cost.hits += rows.reduce((sum, { count }) => sum + count, 0);
  };

  evaluated(rule: string, milliseconds: number): void {
    this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + milliseconds);
  }

  /** The costs of all signals. */
  signals(): SignalCosts {
    return [...this.#signals.values()].map((cost) => {
      const collector = this.#collectors.get(cost);
      return collector === undefined ? cost : { ...cost, hits: linesOf(collector) };
    });
  }

  rules(): readonly RuleCost[] {
    return [...this.#rules].map(([rule, evaluateMs]) => ({ rule, evaluateMs }));
  }

  /** Adds what another thread measured while reading; what it found is counted by the collectors that take it over. */
  absorb(costs: SignalCosts): void {
    for (const other of costs) {
      const cost = this.#costOf(other.rule, other.signal);
      cost.asked += other.asked;
      cost.lineMs += other.lineMs;
      cost.expressionMs += other.expressionMs;
    }
  }

  #watchSignal(rule: string, signal: CompiledSignal): CompiledSignal {
    const cost = this.#costOf(rule, signal.name);
    const timed = (expression: Expression): Expression => timedExpression(expression, cost);
    return {
      ...signal,
      where: signal.where.map(timed),
      bind: new Map([...signal.bind].map(([name, expression]) => [name, timed(expression)])),
      each: signal.each && timed(signal.each),
      time: signal.time && timed(signal.time),
      lastSeen: signal.lastSeen && timed(signal.lastSeen),
    };
  }

  #costOf(rule: string, signal: string): SignalCost {
    const key = `${rule}/${signal}`;
    let cost = this.#signals.get(key);
    if (cost === undefined) {
      cost = { rule, signal, asked: 0, hits: 0, lineMs: 0, expressionMs: 0, answerMs: 0, rows: 0 };
      this.#signals.set(key, cost);
    }
    return cost;
  }
}

function linesOf(collector: LineCollector): number {
  return [...collector.rows(() => undefined)].reduce((sum, { series }) => sum + series.count, 0);
}

function timedExpression({ evaluate, ...others }: Expression, cost: SignalCost): Expression {
  return {
    ...others,
    evaluate: (variables) => {
      const started = performance.now();
      try {
        return evaluate(variables);
      } finally {
        cost.expressionMs += performance.now() - started;
      }
    },
  };
}

class TimedCollector extends LineCollector {
  readonly #cost: SignalCost;

  constructor(cost: SignalCost, ...parts: ConstructorParameters<typeof LineCollector>) {
    super(...parts);
    this.#cost = cost;
  }

  override seriesOf(line: OfferedLine): HitSeries | undefined {
    const started = performance.now();
    const series = super.seriesOf(line);
    this.#cost.lineMs += performance.now() - started;
    this.#cost.asked++;
    return series;
  }
}
