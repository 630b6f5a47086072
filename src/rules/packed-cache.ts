import type { RuleCache, RuleRecord } from './cache-content.js';
import type { RuleHead } from './cached-rule.js';
import type { CausalLink } from './causal-link.js';
import type { RuleOutline } from './rule-outline.js';

/**
 * The rule cache as its file holds it. All that is read of every rule is one text of JSON, which takes a small part of the time of V8's own
 * format, and the rests lie one behind the other.
 */
export interface PackedCache extends Omit<RuleCache, 'rules'> {
  /** Of {@link PackedRule}. */
  readonly index: string;
  readonly rests: Uint8Array;
}

/** A rule in the index. */
interface PackedRule extends Omit<RuleHead, 'applies'>, Omit<RuleOutline, 'ways'> {
  readonly applies: readonly (readonly [string, string])[];
  /** Places in `signals`. */
  readonly ways: readonly (readonly number[])[];
  /** Where its rest ends. */
  readonly end: number;
}

export function packCache({ rules, ...others }: RuleCache): PackedCache {
  let end = 0;
  const index = rules.map(({ head, outline, rest }): PackedRule => {
    end += rest.length;
    const ways = outline.ways.map((way) => way.map((signal) => outline.signals.indexOf(signal)));
    return { ...head, ...outline, applies: [...head.applies], ways, end };
  });
  return { ...others, index: JSON.stringify(index), rests: Buffer.concat(rules.map(({ rest }) => rest)) };
}

export function unpackCache({ index, rests, ...others }: PackedCache): RuleCache {
  const rules: RuleRecord[] = [];
  let begin = 0;
  for (const { id, aliases, component, entity, leadsTo, applies, file, ...packed } of indexOf(index)) {
    const { signals, end } = packed;
    const ways = packed.ways.map((way) => way.flatMap((place) => signals[place] ?? []));
    rules.push({
      head: { id, aliases, component, entity, leadsTo: leadsTo.map(wholeLink), applies: new Map(applies), file },
      outline: { signals, ways },
      rest: rests.subarray(begin, end),
    });
    begin = end;
  }
  return { ...others, rules };
}

/** JSON leaves out what is undefined. */
function wholeLink({ rule, reach, within }: CausalLink): CausalLink {
  return { rule, reach, within };
}

function indexOf(text: string): readonly PackedRule[] {
  const index: unknown = JSON.parse(text);
  return isIndex(index) ? index : [];
}

/** The digest of the cache says that {@link packCache} wrote it. */
function isIndex(index: unknown): index is readonly PackedRule[] {
  return Array.isArray(index);
}
