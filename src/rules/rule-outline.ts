import type { Expression } from './cel/expression.js';
import type { Selection } from './cel/selections.js';
import type { Literals, Rule, Signal } from './rule.js';
import { literalKeys } from './signals/literal-key.js';
import { statedPath } from './signals/object-elements.js';
import { alternativesOf, type Literal } from './tier-alternatives.js';

/**
 * What a rule looks at: enough to plan the scan and to see that it cannot hold, so that of most rules nothing else is made. Plain data, which
 * the rule cache keeps.
 */
export interface RuleOutline {
  /** The signals that read the bundle itself, each after those it refers to. */
  readonly signals: readonly SignalOutline[];
  /**
   * For each way in which the rule can hold those of {@link signals} that it needs a row of; a join needs one of each that it joins. Empty when
   * some way needs none. A signal may refer to others: that takes only lines away, and without any of its own it has no row whatever they say.
   */
  readonly ways: readonly (readonly SignalOutline[])[];
}

export type SignalOutline = LineOutline | ObjectOutline | EventOutline;

export interface LineOutline {
  readonly kind: 'log' | 'file';
  readonly name: string;
  /** Programs of a log signal, or path globs of a file signal. */
  readonly sources: readonly string[];
  /** What the scan looks for; see {@link literalKeys}. */
  readonly keys: readonly string[];
  readonly optional: boolean;
}

export interface ObjectOutline {
  readonly kind: 'object';
  readonly name: string;
  readonly resource: string;
  /** A path in the object, such as `self.status.conditions`. */
  readonly each?: string;
  /** Of what its conditions select by; none when `each` is more than a path. */
  readonly selections: readonly Selection[];
  readonly optional: boolean;
}

export interface EventOutline {
  readonly kind: 'event';
  readonly name: string;
  /** Empty for any. */
  readonly reasons: readonly string[];
  /** What the message must contain. */
  readonly contains?: Literals;
  readonly optional: boolean;
}

/** What of a signal its outline is made from. */
interface OutlinedSignal {
  readonly name: string;
  readonly signal: Signal;
  readonly where: readonly Expression[];
}

/** The outline of a rule that was checked. @param ordered its signals, each after those it refers to */
export function outlineOf(
  { signals, tiers }: Pick<Rule, 'signals' | 'tiers'>,
  ordered: readonly OutlinedSignal[],
): RuleOutline {
  const outlines = new Map<string, SignalOutline>();
  for (const signal of ordered) {
    const outline = signalOutline(signal);
    if (outline !== undefined) outlines.set(signal.name, outline);
  }
  const needed = (name: string): readonly SignalOutline[] => {
    const signal = signals.get(name);
    if (signal?.kind === 'join') return signal.join.flatMap(needed);
    const outline = outlines.get(name);
    return outline === undefined ? [] : [outline];
  };
  const neededFor = (way: readonly Literal[]): readonly SignalOutline[] => [
    ...new Set(way.flatMap(({ name, negated }) => (negated ? [] : needed(name)))),
  ];
  const ways = tiers.flatMap(({ terms }) => alternativesOf(terms)).map(neededFor);
  return {
    signals: [...outlines.values()],
    ways: ways.some((way) => way.length === 0) ? [] : ways,
  };
}

function signalOutline({ name, signal, where }: OutlinedSignal): SignalOutline | undefined {
  switch (signal.kind) {
    case 'log':
    case 'file': {
      const { kind, sources, optional } = signal;
      return { kind, name, sources, keys: [...new Set(literalKeys(signal.contains))], optional };
    }
    case 'object': {
      const { kind, resource, each, optional } = signal;
      if (each !== undefined && statedPath(each) === undefined)
        return { kind, name, resource, selections: [], optional };
      const selections = where.flatMap((condition) => condition.selections());
      return { kind, name, resource, ...(each === undefined ? {} : { each }), selections, optional };
    }
    case 'event': {
      const { kind, reasons, contains, optional } = signal;
      return { kind, name, reasons, ...(contains === undefined ? {} : { contains }), optional };
    }
    default:
      return undefined;
  }
}
