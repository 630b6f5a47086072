import type { Citation } from '../../model/citation.js';
import type { MissExample, MissGroup, ReadValue } from '../../model/explanation.js';
import { formatInstant, type Instant } from '../../model/time.js';

/** Examples kept of what failed the same condition. */
const MAX_EXAMPLES = 5;
/** Different conditions that are kept; the literals, patterns and parts of conditions of one signal are fewer. */
const MAX_GROUPS = 100;

/** What came near and failed. */
export interface Miss {
  readonly failed: MissGroup['failed'];
  readonly condition: string;
  /** Conditions met before the one that failed; the nearest misses are those with most. */
  readonly nearness: number;
  readonly values: readonly ReadValue[];
  /** Asked for when the miss is kept, while its line is in memory. */
  readonly citation: () => Citation | undefined;
  /** Asked for at the end: the time of a line is known when its whole stream was read. */
  readonly time?: () => Instant | undefined;
}

interface KeptMiss {
  readonly values: readonly ReadValue[];
  readonly citation: Citation | undefined;
  readonly time: (() => Instant | undefined) | undefined;
}

interface Tallied {
  readonly miss: Miss;
  count: number;
  readonly examples: Map<string, KeptMiss>;
}

/** Counts misses by what they failed, and keeps a few of each that differ in the values that decided. */
export class MissTally {
  readonly #groups = new Map<string, Tallied>();

  add(miss: Miss): void {
    const key = `${miss.failed} ${miss.condition}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size >= MAX_GROUPS) return;
      group = { miss, count: 0, examples: new Map() };
      this.#groups.set(key, group);
    }
    group.count++;
    if (group.examples.size >= MAX_EXAMPLES) return;
    const values = miss.values.length === 0 ? String(group.count) : JSON.stringify(miss.values);
    if (group.examples.has(values)) return;
    group.examples.set(values, { values: miss.values, citation: miss.citation(), time: miss.time });
  }

  /** All groups, nearest first. */
  groups(): readonly MissGroup[] {
    return [...this.#groups.values()]
      .sort((a, b) => b.miss.nearness - a.miss.nearness || b.count - a.count)
      .map(({ miss: { failed, condition }, count, examples }) => ({
        failed,
        condition,
        count,
        examples: [...examples.values()].map(exampleOf),
      }));
  }
}

function exampleOf({ citation, values, time }: KeptMiss): MissExample {
  if (citation === undefined) return { values };
  const instant = time?.();
  const isTimed = citation.kind === 'log' && instant !== undefined;
  return { citation: isTimed ? { ...citation, time: formatInstant(instant) } : citation, values };
}
