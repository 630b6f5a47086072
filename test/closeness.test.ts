import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Closeness } from '../src/topology/closeness.js';
import { isHub, isPassable, type ThingKey } from '../src/topology/thing.js';

type Pair = readonly [one: ThingKey, other: ThingKey];

/** What findings touch: things of their own, and hubs. */
const TOUCHED: readonly ThingKey[] = ['vm:d/a', 'vm:d/b', 'node:n1', 'upgrade:u1'];
/** What nobody touches: some lie on a way from thing to thing, no way leads through others. */
const BETWEEN: readonly ThingKey[] = ['pvc:d/1', 'pvc:d/2', 'pod:d/3', 'volume:4', 'disk:n1/5', 'node:n2'];

const thing = fc.constantFrom(...TOUCHED, ...BETWEEN);
const links: fc.Arbitrary<readonly Pair[]> = fc.array(
  fc.tuple(thing, thing).filter(([one, other]) => one !== other),
  { maxLength: 16 },
);

function closenessOf(pairs: readonly Pair[]): Closeness {
  return new Closeness((add) => {
    for (const [one, other] of pairs) add(one, other);
  }, new Set(TOUCHED));
}

function nextTo(key: ThingKey, pairs: readonly Pair[]): ReadonlySet<ThingKey> {
  return new Set(pairs.flatMap(([one, other]) => (one === key ? [other] : other === key ? [one] : [])));
}

/** The fewest steps, at most three, on a way that leads through passable things only. */
function stepsBetween(from: ThingKey, to: ThingKey, pairs: readonly Pair[]): number | undefined {
  let reached: readonly ThingKey[] = [from];
  for (let steps = 1; steps <= 3; steps++) {
    const next = reached.flatMap((key) => [...nextTo(key, pairs)]);
    if (next.includes(to)) return steps;
    reached = next.filter(isPassable);
  }
  return undefined;
}

describe('of all links those are kept that', () => {
  it('lie on a way from touched thing to touched thing', () => {
    const own = TOUCHED.filter((key) => !isHub(key));
    fc.assert(
      fc.property(links, (pairs) => {
        const closeness = closenessOf(pairs);
        for (const from of own) {
          for (const to of own.filter((other) => other !== from))
            expect(closeness.distance(new Set([from]), new Set([to]))).toBe(stepsBetween(from, to, pairs));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('end at a touched thing, and those between two of which one is a hub', () => {
    fc.assert(
      fc.property(links, (pairs) => {
        const closeness = closenessOf(pairs);
        for (const key of TOUCHED) {
          const next = nextTo(key, pairs);
          if (!isHub(key)) expect(new Set(closeness.neighboursOf(key))).toEqual(next);
          for (const other of TOUCHED) expect(closeness.areNeighbours([key], new Set([other]))).toBe(next.has(other));
        }
      }),
      { numRuns: 300 },
    );
  });
});
