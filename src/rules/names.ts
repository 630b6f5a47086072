import type { Rule, Signal } from './rule.js';

/** Names each signal of a rule binds. Signals that are not defined bind nothing; a cycle of joins ends. */
export function boundNames(rule: Pick<Rule, 'signals'>): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const name of rule.signals.keys()) namesOf(name, rule.signals, names, new Set());
  return names;
}

function namesOf(
  name: string,
  signals: ReadonlyMap<string, Signal>,
  known: Map<string, readonly string[]>,
  path: ReadonlySet<string>,
): readonly string[] {
  const done = known.get(name);
  if (done !== undefined) return done;
  const signal = signals.get(name);
  if (signal === undefined || path.has(name)) return [];
  const inner = new Set([...path, name]);
  const own = ownNames(signal, (other) => namesOf(other, signals, known, inner));
  known.set(name, own);
  return own;
}

function ownNames(signal: Signal, namesOfOther: (name: string) => readonly string[]): readonly string[] {
  switch (signal.kind) {
    case 'count':
      return signal.per;
    case 'object':
      return [...signal.bind.keys()];
    case 'join':
      return [...new Set([...signal.join.flatMap(namesOfOther), ...signal.bind.keys()])];
    default:
      return [...new Set([...signal.groups.filter((group) => !group.startsWith('_')), ...signal.bind.keys()])];
  }
}
