import type { Signal } from './rule.js';

/** What a kind of signal costs to answer: lines and events were gathered already, a join needs the answers of others. */
const COSTS: Readonly<Record<Signal['kind'], number>> = { log: 0, file: 0, event: 1, object: 2, count: 4, join: 5 };

/** Signals in the order in which they are best answered, when one of them without rows makes an end of it. */
export function cheapestFirst<Named>(
  named: readonly Named[],
  signalOf: (named: Named) => Signal | undefined,
): readonly Named[] {
  const costs = new Map(named.map((one) => [one, costOf(signalOf(one))]));
  return [...named].sort((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0));
}

function costOf(signal: Signal | undefined): number {
  if (signal === undefined) return COSTS.join;
  // Without a condition every object of the kind becomes a row.
  return signal.kind === 'object' && signal.where.length === 0 ? COSTS.object + 1 : COSTS[signal.kind];
}
