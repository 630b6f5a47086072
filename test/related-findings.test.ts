import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draft, draftOf } from '../src/diagnosis/draft.js';
import { RelatedFindings } from '../src/diagnosis/related-findings.js';
import { relatedness } from '../src/diagnosis/relation.js';
import type { Reach } from '../src/rules/causal-link.js';
import type { Rule } from '../src/rules/rule.js';
import { loadRuleSet } from '../src/rules/rule-set.js';
import { Closeness } from '../src/topology/closeness.js';
import { isNode, type ThingKey, thingKey } from '../src/topology/thing.js';

const { rules, tables } = await loadRuleSet();

/** A finding in short: what it is about, and the values of every name that its rule bound. */
interface Told {
  readonly about: string;
  readonly bindings: Readonly<Record<string, readonly string[]>>;
}

/** Things of a small cluster: specific ones, hubs, shared ones, and devices, whose name means something only on a node. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  volume: ['v1', 'v2'],
  pod: ['d/p1', 'd/p2'],
  instance_manager: ['im1', 'im2'],
  device: ['sda', 'sdb'],
  disk: ['one', 'two'],
  node: ['n1', 'n2'],
  upgrade: ['u1', 'u2'],
  namespace: ['d', 'e'],
};
const STEP = 'VirtualMachineInstance.kubevirt.io';
const REACHES: readonly (Reach | undefined)[] = [undefined, 'same', 'node', 'cluster', 1, 2, 3];

const isPerNode = (name: string): boolean => tables.entities.get(name)?.perNode === true;

const things: readonly ThingKey[] = [
  ...Object.entries(VALUES).flatMap(([name, values]) =>
    isPerNode(name)
      ? values.flatMap((value) => ['n1/', 'n2/', ''].map((node) => thingKey(name, node + value)))
      : values.map((value) => thingKey(name, value)),
  ),
  thingKey(STEP, 'd/x'),
  thingKey(STEP, 'd/y'),
];

/** What a rule about a thing binds: that thing alone, what exists per node with its node, and anything else any number of times. */
const told: fc.Arbitrary<Told> = fc
  .record({
    about: fc.constantFrom('cluster', ...Object.keys(VALUES)),
    bindings: fc.record(
      Object.fromEntries(
        Object.entries(VALUES).map(([name, values]) => [name, fc.subarray([...values], { minLength: 1 })]),
      ),
      { requiredKeys: [] },
    ),
    own: fc.nat({ max: 1 }),
    node: fc.constantFrom('n1', 'n2', undefined),
  })
  .map(({ about, bindings, own, node }) => {
    const bound = new Map(Object.entries(bindings).flatMap(([name, values = []]) => [[name, values] as const]));
    if (isPerNode(about)) bound.delete('node');
    if (isPerNode(about) && node !== undefined) bound.set('node', [node]);
    const value = VALUES[about]?.[own];
    if (value !== undefined) bound.set(about, [value]);
    return { about, bindings: Object.fromEntries(bound) };
  });

type Pair = readonly [one: ThingKey, other: ThingKey];

const links: fc.Arbitrary<readonly Pair[]> = fc.array(
  fc
    .tuple(fc.constantFrom(...things), fc.constantFrom(...things))
    // No node is linked to another, and nothing to itself.
    .filter(([from, to]) => from !== to && !(isNode(from) && isNode(to))),
  { maxLength: 14 },
);

/** How close things are of which these belong together. @param touched what will be asked about */
function closenessOf(some: readonly Pair[], touched: Iterable<ThingKey>): Closeness {
  return new Closeness((add) => {
    for (const [one, other] of some) add(one, other);
  }, new Set(touched));
}

/** A rule of the pack as one about something else. */
function ruleAbout(entity: string): Rule {
  const [some] = rules;
  if (some === undefined) throw new Error('there are no rules');
  return { ...some.rule, entity };
}

function draftFrom({ about, bindings }: Told): Draft {
  const [name = ''] = bindings[about] ?? [];
  const [node] = isPerNode(about) ? (bindings['node'] ?? []) : [];
  const match = {
    rule: ruleAbout(about),
    confidence: 'high' as const,
    entity: node === undefined ? name : `${node}/${name}`,
    bindings: new Map(Object.entries(bindings)),
    sources: new Set<never>(),
    absences: [],
    decisive: [],
    reasons: [],
  };
  return draftOf(match, tables.entities, () => undefined);
}

type Relation = readonly [from: number, to: number, distance: number];

/** Every finding compared with every other. */
function comparedWithEach(
  drafts: readonly Draft[],
  closeness: Closeness,
  reach: Reach | undefined,
): readonly Relation[] {
  return drafts.flatMap((draft, from) =>
    drafts.flatMap((other, to): readonly Relation[] => {
      const distance = other === draft ? undefined : relatedness(draft, other, closeness, reach);
      return distance === undefined ? [] : [[from, to, distance]];
    }),
  );
}

function lookedUp(drafts: readonly Draft[], closeness: Closeness, reach: Reach | undefined): readonly Relation[] {
  const lookup = new RelatedFindings(drafts, closeness);
  return drafts.flatMap((draft, from) =>
    [...lookup.relatedTo(draft, reach)]
      .map(({ draft: other, distance }): Relation => [from, drafts.indexOf(other), distance])
      .sort(([, a], [, b]) => a - b),
  );
}

describe('findings related to another', () => {
  it.each(REACHES.map((reach) => [reach]))('within %s are those that comparing each with each gives', (reach) => {
    fc.assert(
      fc.property(fc.array(told, { minLength: 2, maxLength: 6 }), links, (findings, some) => {
        const drafts = findings.map(draftFrom);
        const touched = drafts.flatMap(({ footprint }) => [...footprint.things, ...footprint.anchors]);
        const [near, all] = [closenessOf(some, touched), closenessOf(some, things)];
        expect(lookedUp(drafts, near, reach)).toEqual(comparedWithEach(drafts, all, reach));
      }),
      { numRuns: 300 },
    );
  });

  it('may name devices of one name on different nodes, when something connects them', () => {
    const drafts = [
      draftFrom({ about: 'device', bindings: { node: ['n2'], device: ['sda'] } }),
      draftFrom({ about: 'disk', bindings: { node: ['n1'], disk: ['one'], device: ['sda'] } }),
    ];
    const closeness = closenessOf([['device:n2/sda', 'disk:n1/one']], things);
    expect(lookedUp(drafts, closeness, undefined)).toEqual([
      [0, 1, 1],
      [1, 0, 1],
    ]);
  });
});
