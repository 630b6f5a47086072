import type { Citation } from '../model/citation.js';
import type { Match } from '../rules/evaluate-rule.js';
import type { Evidence } from '../rules/row.js';

/** Citations a finding carries; its count stays exact. */
const MAX_EVIDENCE = 16;

/** Some citations of every signal rather than many of one, round by round; those of the signals that decided come first. */
export function selectEvidence(match: Match): readonly Evidence[] {
  const bySignal = evidenceBySignal(match);
  if (bySignal.size === 1 && match.absences.length === 0) {
    const [only] = bySignal.values();
    return spread(only ?? []).slice(0, MAX_EVIDENCE);
  }
  const order = orderOf(match);
  const placeOf = (signal: string): number => order.get(signal) ?? -1;
  const lists = [...bySignal].sort(([a], [b]) => placeOf(a) - placeOf(b)).map(([, list]) => spread(list));
  const selected = roundByRound(lists);
  if (match.absences.length === 0) return selected;
  return [...selected, ...match.absences].sort((a, b) => placeOf(a.signal) - placeOf(b.signal));
}

/** As many as may be kept, one of each list after the other; those of a list stay together. */
function roundByRound(lists: readonly (readonly Evidence[])[]): readonly Evidence[] {
  const all = lists.flat();
  if (all.length <= MAX_EVIDENCE) return all;
  const shares = lists.map(() => 0);
  let kept = 0;
  for (let round = 0; kept < MAX_EVIDENCE; round++) {
    for (const [index, list] of lists.entries()) {
      if (round >= list.length || kept >= MAX_EVIDENCE) continue;
      shares[index] = round + 1;
      kept++;
    }
  }
  return lists.flatMap((list, index) => list.slice(0, shares[index]));
}

/** What proves a match, each place once. */
function evidenceBySignal({ sources }: Match): ReadonlyMap<string, readonly Evidence[]> {
  const bySignal = new Map<string, Evidence[]>();
  const seen = new CitedPlaces();
  for (const row of sources) {
    for (const evidence of row.evidence) {
      if (!seen.add(evidence.citation)) continue;
      const list = bySignal.get(evidence.signal);
      if (list === undefined) bySignal.set(evidence.signal, [evidence]);
      else list.push(evidence);
    }
  }
  return bySignal;
}

/** The places of signals: those that decided, the others, those that decide nothing. */
function orderOf({ rule: { also, signals }, decisive }: Match): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  const place = (name: string): void => {
    if (!order.has(name)) order.set(name, order.size);
  };
  for (const name of decisive) place(name);
  for (const name of signals.keys()) if (!also.includes(name)) place(name);
  for (const name of also) place(name);
  return order;
}

/** First, last, second, ... so that the few that are kept show how it began and how it ended. */
function spread(evidence: readonly Evidence[]): readonly Evidence[] {
  const sorted = inTime(evidence);
  const last = sorted.at(-1);
  return last === undefined || sorted.length < 3 ? sorted : [...sorted.slice(0, 1), last, ...sorted.slice(1, -1)];
}

/** By time; most are already, for rows come in the order of their lines. */
function inTime(evidence: readonly Evidence[]): readonly Evidence[] {
  let before = Number.NEGATIVE_INFINITY;
  for (const { time = 0 } of evidence) {
    if (time < before) return [...evidence].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
    before = time;
  }
  return evidence;
}

/** Places that were cited, by path and line: a key of its own for each of tens of thousands would cost more than comparing the few of a line. */
class CitedPlaces {
  readonly #byPath = new Map<string, Map<number, Citation[]>>();
  readonly #absent = new Set<string>();

  /** Notes a place; false when it was noted before. */
  add(citation: Citation): boolean {
    if (citation.kind === 'absence') return this.#absent.size < this.#absent.add(citation.what).size;
    const line = citation.line ?? 0;
    let byLine = this.#byPath.get(citation.path);
    if (byLine === undefined) {
      byLine = new Map<number, Citation[]>();
      this.#byPath.set(citation.path, byLine);
    }
    const known = byLine.get(line);
    if (known === undefined) byLine.set(line, [citation]);
    else if (known.some((other) => isSameOfLine(other, citation))) return false;
    else known.push(citation);
    return true;
  }
}

/** Whether citations of one line are of the same place: of an object the name and the field count too. */
function isSameOfLine(one: Citation, other: Citation): boolean {
  if (one.kind !== 'object' || other.kind !== 'object') return one.kind === other.kind;
  return one.name === other.name && one.field === other.field;
}
