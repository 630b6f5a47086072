import { dependenciesOf, type Signal } from './rule.js';

/** Signal names so that each comes after those it refers to; what is part of a cycle comes last. */
export function signalOrder(signals: ReadonlyMap<string, Signal>): readonly string[] {
  const ordered = new Set<string>();
  const visit = (name: string, path: ReadonlySet<string>): void => {
    const signal = signals.get(name);
    if (signal === undefined || ordered.has(name) || path.has(name)) return;
    const others = dependenciesOf(signal);
    if (others.length > 0) {
      const inner = new Set([...path, name]);
      for (const other of others) visit(other, inner);
    }
    ordered.add(name);
  };
  const start: ReadonlySet<string> = new Set();
  for (const name of signals.keys()) visit(name, start);
  return [...ordered];
}
