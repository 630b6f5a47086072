import { z } from 'zod';
import { didYouMean } from './did-you-mean.js';
import { durationMilliseconds } from './duration.js';
import type { RuleFile, YamlPath } from './rule-file.js';
import { DURATION, IDENTIFIER } from './words.js';

/**
 * How far from its cause an effect is looked for: on the `same` thing, on the same `node`, anywhere in the `cluster`, or at most so many
 * steps away in the topology.
 */
export type Reach = 'same' | 'node' | 'cluster' | number;

/** A failure that another one leads to. */
export interface CausalLink {
  /** Id or alias of the rule. */
  readonly rule: string;
  /** Undefined: what diagnosis takes for related when a rule does not say. */
  readonly reach: Reach | undefined;
  /** The effect begins while the cause lasts or at most this long after it, milliseconds. */
  readonly within: number | undefined;
  /** Only a cause that binds this name leads there. */
  readonly binds: string | undefined;
}

/** As written: an id, or a map that says more about the link. */
export type RawLink = string | Readonly<Record<string, unknown>>;

/** Shape of `leads-to`; the maps in it are looked at one by one, so that a message lands on the misspelt word. */
export const LINKS_SCHEMA = z.array(z.union([IDENTIFIER, z.record(z.string(), z.unknown())])).optional();

const LINK_SCHEMA = z.strictObject({
  rule: IDENTIFIER,
  reach: z.string().optional(),
  within: DURATION.optional(),
  binds: z.string().optional(),
});

const NAMED_REACHES = ['same', 'node', 'cluster'] as const;
/** Further apart, things in a cluster are related by chance. */
const MAX_STEPS = 3;

/** Reads `leads-to`; reports what is wrong to the file and leaves it out. */
export function readCausalLinks(file: RuleFile, raws: readonly RawLink[]): readonly CausalLink[] {
  const links = raws.flatMap((raw, index) => readLink(file, ['leads-to', index], raw) ?? []);
  const seen = new Set<string>();
  for (const [index, { rule }] of links.entries()) {
    if (seen.has(rule)) file.report(['leads-to', index], `"${rule}" is named twice`);
    seen.add(rule);
  }
  return links;
}

function readLink(file: RuleFile, path: YamlPath, raw: RawLink): CausalLink | undefined {
  if (typeof raw === 'string') return { rule: raw, reach: undefined, within: undefined, binds: undefined };
  const link = file.validate(LINK_SCHEMA, raw, path, Object.keys(LINK_SCHEMA.shape));
  return (
    link && {
      rule: link.rule,
      reach: link.reach === undefined ? undefined : readReach(file, [...path, 'reach'], link.reach),
      within: link.within === undefined ? undefined : durationMilliseconds(link.within),
      binds: link.binds,
    }
  );
}

function readReach(file: RuleFile, path: YamlPath, text: string): Reach | undefined {
  const named = NAMED_REACHES.find((name) => name === text);
  if (named !== undefined) return named;
  const steps = Number(/^(\d+) steps?$/.exec(text)?.[1]);
  if (steps >= 1 && steps <= MAX_STEPS) return steps;
  const expected = `expected ${NAMED_REACHES.join(', ')}, or 1 to ${MAX_STEPS} steps such as "2 steps"`;
  file.report(path, `unknown reach "${text}"${didYouMean(text, NAMED_REACHES)}; ${expected}`);
  return undefined;
}
