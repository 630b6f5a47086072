import {
  type BundleFacts,
  type Expression,
  ExpressionCompiler,
  ExpressionError,
  type ForgivingExpression,
} from './cel/expression.js';
import { boundNames } from './names.js';
import type { JoinSignal, Rule, Signal } from './rule.js';
import type { RuleFile, YamlPath } from './rule-file.js';
import { outlineOf, type RuleOutline } from './rule-outline.js';
import { signalOrder } from './signal-order.js';

/** A signal with its expressions ready to run. */
export interface CompiledSignal<Kind extends Signal = Signal> {
  readonly name: string;
  readonly signal: Kind;
  /** Names the signal declares to bind. */
  readonly names: readonly string[];
  readonly where: readonly Expression[];
  readonly bind: ReadonlyMap<string, Expression>;
  readonly each: Expression | undefined;
  readonly time: Expression | undefined;
  readonly lastSeen: Expression | undefined;
}

/** A rule that can be evaluated. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly outline: RuleOutline;
  /** Each signal after those it refers to. */
  readonly signals: readonly CompiledSignal[];
}

/** Makes an expression of a signal ready to run; undefined when it cannot be used, which was reported. */
type CompileSource = (source: string, path: YamlPath, variables: readonly string[]) => Expression | undefined;

/** Compiles the expressions of rules against the facts of one analysis. */
export class RuleCompiler {
  readonly #expressions: ExpressionCompiler;

  /** @param facts filled in while the bundle is read. */
  constructor(facts: BundleFacts) {
    this.#expressions = new ExpressionCompiler(facts);
  }

  /** Compiles a rule; expressions that cannot be used are reported to the file, and the result is then not to be run. */
  compile(rule: Rule, file?: RuleFile): CompiledRule {
    const signals = compileSignals(rule, (signal, name) => (source, path, variables) => {
      try {
        return this.#expressions.compile(source, variables, isAfterReading(signal));
      } catch (error) {
        if (!(error instanceof ExpressionError) || file === undefined) throw error;
        file.report(['signals', name, ...path], `expression: ${error.message}`, error.offset);
        return undefined;
      }
    });
    return { rule, outline: outlineOf(rule, signals), signals };
  }

  /**
   * Takes over the signals of a rule whose expressions were compiled before, without looking at them again.
   * @param forgiving by source of an expression what is evaluated in its place.
   */
  takeOver(rule: Rule, forgiving: ReadonlyMap<string, ForgivingExpression>): readonly CompiledSignal[] {
    return compileSignals(rule, (signal) => (source, _, variables) => {
      const expression = forgiving.get(source);
      if (expression === undefined) throw new RangeError(`${rule.id}: the rule cache has no expression ${source}`);
      return this.#expressions.takeOver(source, expression, variables, isAfterReading(signal));
    });
  }
}

/** What lines say is judged while the bundle is being read. */
function isAfterReading(signal: Signal): boolean {
  return signal.kind !== 'log' && signal.kind !== 'file';
}

function compileSignals(
  rule: Rule,
  compilerOf: (signal: Signal, name: string) => CompileSource,
): readonly CompiledSignal[] {
  const names = boundNames(rule);
  return signalOrder(rule.signals).map((name) => {
    const signal = rule.signals.get(name);
    if (signal === undefined) throw new RangeError(`${rule.id} has no signal ${name}`);
    return compileSignal(name, signal, names, compilerOf(signal, name));
  });
}

function compileSignal(
  name: string,
  signal: Signal,
  names: ReadonlyMap<string, readonly string[]>,
  compile: CompileSource,
): CompiledSignal {
  const variables = variablesOf(signal, names);
  const where = signal.where.flatMap((source, index) => {
    const expression = compile(source, signal.where.length === 1 ? ['where'] : ['where', index], variables);
    return expression === undefined ? [] : [expression];
  });
  const bind = new Map<string, Expression>();
  for (const [binding, source] of signal.kind === 'count' ? [] : signal.bind) {
    const expression = compile(source, ['bind', binding], variables);
    if (expression !== undefined) bind.set(binding, expression);
  }
  const isObject = signal.kind === 'object';
  const each = isObject && signal.each !== undefined ? compile(signal.each, ['each'], ['self']) : undefined;
  const time = isObject && signal.time !== undefined ? compile(signal.time, ['time'], variables) : undefined;
  const lastSeen =
    isObject && signal.lastSeen !== undefined ? compile(signal.lastSeen, ['last-seen'], variables) : undefined;
  return { name, signal, names: names.get(name) ?? [], where, bind, each, time, lastSeen };
}

/** Names an expression of the signal may use. */
function variablesOf(signal: Signal, names: ReadonlyMap<string, readonly string[]>): readonly string[] {
  switch (signal.kind) {
    case 'log':
    case 'file':
      return ['line', 'stream', ...signal.groups];
    case 'event':
      return ['event', ...signal.groups];
    case 'object':
      return signal.each === undefined ? ['self'] : ['self', 'item', 'key'];
    case 'join':
      return joinVariables(signal, names);
    case 'count':
      return [...signal.counts.keys()];
  }
}

/** Bindings of the joined signals, and the signals themselves for `.first`, `.last`, `.count`. */
function joinVariables(signal: JoinSignal, names: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const bindings = signal.join.flatMap((name) => names.get(name) ?? []);
  return [...new Set([...bindings, ...signal.join.map(signalVariable)])];
}

/** A signal's name as a CEL variable. */
export function signalVariable(name: string): string {
  return name.replaceAll('-', '_');
}
