import type { RuleCache, RuleRecord } from './cache-content.js';
import type { RuleHead } from './cached-rule.js';
import type { CausalLink } from './causal-link.js';
import type { SelectedPart, Selection } from './cel/selections.js';
import type { EventOutline, LineOutline, ObjectOutline, SignalOutline } from './rule-outline.js';

/**
 * The rule cache as its file holds it. All that is read of every rule is one text of JSON, which takes a small part of the time of V8's own
 * format, and the rests lie one behind the other.
 */
export interface PackedCache extends Omit<RuleCache, 'rules'> {
  /** Of {@link PackedIndex}. */
  readonly index: string;
  readonly rests: Uint8Array;
}

interface PackedIndex {
  /** Each once. */
  readonly parts: readonly SelectedPart[];
  readonly rules: readonly PackedRule[];
}

/** A rule in the index. */
interface PackedRule extends Omit<RuleHead, 'applies'> {
  readonly applies: readonly (readonly [string, string])[];
  readonly signals: readonly PackedSignal[];
  /** Places in `signals`. */
  readonly ways: readonly (readonly number[])[];
  /** Where its rest ends. */
  readonly end: number;
}

type PackedSignal = LineOutline | EventOutline | PackedObject;

interface PackedObject extends Omit<ObjectOutline, 'selections'> {
  readonly selections: readonly PackedSelection[];
}

interface PackedSelection extends Omit<Selection, 'part'> {
  /** Its place in `parts`. */
  readonly part: number;
}

export function packCache({ rules, ...others }: RuleCache): PackedCache {
  const parts = new PartTable();
  let end = 0;
  const packed = rules.map(({ head, outline, rest }): PackedRule => {
    end += rest.length;
    const ways = outline.ways.map((way) => way.map((signal) => outline.signals.indexOf(signal)));
    const signals = outline.signals.map((signal) => packSignal(signal, parts));
    return { ...head, applies: [...head.applies], signals, ways, end };
  });
  const index: PackedIndex = { parts: parts.all, rules: packed };
  return { ...others, index: JSON.stringify(index), rests: Buffer.concat(rules.map(({ rest }) => rest)) };
}

export function unpackCache({ index, rests, ...others }: PackedCache): RuleCache {
  const { parts, rules: packed } = indexOf(index);
  const rules: RuleRecord[] = [];
  let begin = 0;
  for (const { id, aliases, component, entity, leadsTo, applies, file, ...rule } of packed) {
    const signals = rule.signals.map((signal) => unpackSignal(signal, parts));
    const ways = rule.ways.map((way) => way.flatMap((place) => signals[place] ?? []));
    rules.push({
      head: { id, aliases, component, entity, leadsTo: leadsTo.map(wholeLink), applies: new Map(applies), file },
      outline: { signals, ways },
      rest: rests.subarray(begin, rule.end),
    });
    begin = rule.end;
  }
  return { ...others, rules };
}

/** The parts that rules select by. */
class PartTable {
  readonly all: SelectedPart[] = [];
  readonly #places = new Map<string, number>();

  placeOf(part: SelectedPart): number {
    let place = this.#places.get(part.key);
    if (place === undefined) {
      place = this.all.push(part) - 1;
      this.#places.set(part.key, place);
    }
    return place;
  }
}

function packSignal(signal: SignalOutline, parts: PartTable): PackedSignal {
  if (signal.kind !== 'object') return signal;
  const selections = signal.selections.map((selection) => ({ ...selection, part: parts.placeOf(selection.part) }));
  return { ...signal, selections };
}

function unpackSignal(signal: PackedSignal, parts: readonly SelectedPart[]): SignalOutline {
  if (signal.kind !== 'object') return signal;
  const selections = signal.selections.flatMap(({ part: place, texts, isNegated }) => {
    const part = parts[place];
    return part === undefined ? [] : [{ part, texts, isNegated }];
  });
  return { ...signal, selections };
}

/** JSON leaves out what is undefined. */
function wholeLink({ rule, reach, within, binds }: CausalLink): CausalLink {
  return { rule, reach, within, binds };
}

function indexOf(text: string): PackedIndex {
  const index: unknown = JSON.parse(text);
  return isIndex(index) ? index : { parts: [], rules: [] };
}

/** The digest of the cache says that {@link packCache} wrote it. */
function isIndex(index: unknown): index is PackedIndex {
  return typeof index === 'object' && index !== null && 'parts' in index && 'rules' in index;
}
