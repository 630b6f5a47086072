import { areDisjoint, type CharacterSet, NO_CHARACTER, union } from './character-set.js';
import { isNullable, type PatternNode } from './parse-pattern.js';

/** Choices of one way through a pattern that are taken apart: each multiplies what is looked at. */
const MAX_EXPANDED = 3;

/** Rounds of a counted loop that are looked at one by one. */
const MAX_ROUNDS = 10;

/**
 * What comes after a part: a character of `set` (none at all: the end of the text), or nothing is known of it (`maybe`), or it matches
 * whatever the text says (`sure`), so that the search ends there.
 */
type After = Needed | { readonly kind: 'maybe' | 'sure'; readonly tests: number };

interface Needed {
  readonly kind: 'must';
  readonly set: CharacterSet;
  /** Characters and assertions looked at to find that it does not fit. */
  readonly tests: number;
}

const SURE: After = { kind: 'sure', tests: 0 };
const MAYBE: After = { kind: 'maybe', tests: 1 };

/** What a part costs for each time it is entered. */
interface Cost {
  /** Characters and assertions looked at. */
  readonly steps: number;
  /** How often what follows is entered at most, */
  readonly exits: number;
  /** and how often its first character fits as well. Infinite when that cannot be shown to stay below a power of the length. */
  readonly live: number;
}

/**
 * The most steps that a backtracking engine takes to search a text for a pattern: it tries every start and, from each, every way to match.
 *
 * The ways are counted part by part. A loop over one set of characters can be left at every place it passed, but when what follows cannot
 * begin with such a character, only one of these leads on. A loop over more is taken only when each round has one way to go, so that there is
 * nothing exponential. A run of characters after such places, or after the starts, fits at as many as its shifts against itself allow: twice
 * the same word in a text is at least the length of its shortest period apart.
 * @returns infinity when there is no such bound.
 */
export function matchSteps(root: PatternNode, length: number): number {
  const anchors = anchorsOf(root);
  const cost = sequenceCost(flattened(root), SURE, length, anchors === undefined ? length + 1 : 1);
  return cost.steps + (anchors ?? 1) * (length + 1);
}

/** As {@link matchSteps}, for texts in which {@link literalBeginning} occurs once at most: all else is looked at from there only. */
export function matchStepsOnce(root: PatternNode, length: number): number {
  const steps = matchSteps(root, length);
  const { length: begun } = literalBeginning(root);
  if (begun === 0) return steps;
  const parts = flattened(root);
  const beginning = sequenceCost(parts.slice(0, begun), SURE, length, length + 1);
  const rest = sequenceCost(parts.slice(begun), SURE, length, 1);
  return Math.min(steps, beginning.steps + rest.steps + length + 1);
}

/** What all that a pattern matches begins with, as far as the pattern states it character by character. */
export function literalBeginning(root: PatternNode): string {
  let text = '';
  for (const part of flattened(root)) {
    const [range] = part.kind === 'set' && part.set.length === 1 ? part.set : [];
    if (range === undefined || range[0] !== range[1]) break;
    text += String.fromCharCode(range[0]);
  }
  return text;
}

/** How often `^` is looked at from each start, where no way through the pattern begins with anything else; else undefined. */
function anchorsOf(node: PatternNode): number | undefined {
  switch (node.kind) {
    case 'assertion':
      return node.source === '^' ? 1 : undefined;
    case 'group':
      return anchorsOf(node.body);
    case 'sequence':
      return node.parts[0] === undefined ? undefined : anchorsOf(node.parts[0]);
    case 'choice': {
      const anchors = node.parts.map(anchorsOf);
      return anchors.every((count) => count !== undefined) ? sum(anchors) : undefined;
    }
    default:
      return undefined;
  }
}

/** The parts of a sequence, those of groups and sequences inside it among them: capturing costs nothing. */
function flattened(node: PatternNode): readonly PatternNode[] {
  if (node.kind === 'sequence') return node.parts.flatMap(flattened);
  return node.kind === 'group' ? flattened(node.body) : [node];
}

/**
 * @param places different places of the text at which the sequence is entered.
 * @param expanded choices that were taken apart on the way to it.
 */
function sequenceCost(parts: readonly PatternNode[], after: After, length: number, places: number, expanded = 0): Cost {
  const follow = followers(parts, after);
  let steps = 0;
  let exits = 1;
  // `ways` ways lead to each of `spread` different places.
  let ways = 1;
  let spread = places;
  let run: CharacterSet[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'set') {
      run.push(part.set);
      steps += ways * spread;
      spread = Math.min(spread, occurrences(run, length));
      exits = ways * spread;
      continue;
    }
    if (part.kind === 'assertion') {
      steps += ways * spread;
      spread = Math.min(spread, placesOf(part.source, length));
      continue;
    }
    if (part.kind === 'choice' && spread > 1 && expanded < MAX_EXPANDED) {
      const rest = parts.slice(index + 1);
      const cost = alternativesCost(part.parts, rest, after, length, spread, expanded + 1);
      return { steps: steps + ways * cost.steps, exits: ways * cost.exits, live: ways * cost.live };
    }
    const next = follow[index + 1] ?? after;
    if (part.kind === 'repeat' && part.body.kind === 'set' && keepsApart(run, part.body.set)) {
      const visited = length + 1 + spread * (run.length + 1);
      steps += ways * visited * (1 + next.tests);
      exits = ways * visited;
      if (!leadsOnOnce(part, next)) spread = length + 1;
      run = [];
      continue;
    }
    const cost = costOf(part, next, length);
    const entries = ways * spread;
    steps += entries * (cost.steps + cost.exits * next.tests);
    exits = entries * cost.exits;
    run = [];
    // A loop over one set is left at different places; to others several ways may lead.
    const isSimple = part.kind === 'repeat' && part.body.kind === 'set';
    ways = isSimple ? entries : entries * cost.live;
    spread = isSimple ? cost.live : 1;
  }
  return { steps, exits, live: ways * spread };
}

/** Each alternative with what follows it, so that a run of characters that it begins with counts at all places together. */
function alternativesCost(
  options: readonly PatternNode[],
  rest: readonly PatternNode[],
  after: After,
  length: number,
  places: number,
  expanded: number,
): Cost {
  const costs = options.map((option) => sequenceCost([...flattened(option), ...rest], after, length, places, expanded));
  return {
    steps: sum(costs.map(({ steps }) => steps)),
    exits: sum(costs.map(({ exits }) => exits)),
    live: sum(costs.map(({ live }) => live)),
  };
}

/**
 * Whether loops over `looped` that begin after different occurrences of a run never pass the same place, so that all of them together are no
 * longer than the text: the run has a character that stops them, and two occurrences are never so close that it comes before both ends.
 */
function keepsApart(run: readonly CharacterSet[], looped: CharacterSet): boolean {
  const stop = run.findLastIndex((set) => areDisjoint(set, looped));
  if (stop < 0) return false;
  for (let shift = 1; shift < run.length - stop; shift++) if (fitsOverItself(run, shift)) return false;
  return true;
}

/** Places at which an assertion may hold: there is one beginning and one end. */
function placesOf(assertion: string, length: number): number {
  return assertion === '^' || assertion === '$' ? 1 : length + 1;
}

/** Whether at most one of the places at which a loop can be left leads on. */
function leadsOnOnce({ body }: Repeat, after: After): boolean {
  return after.kind === 'sure' || excludeEachOther(beginning(body, MAYBE), after);
}

/** What follows before each part, and at the end. */
function followers(parts: readonly PatternNode[], after: After): readonly After[] {
  const follow = [after];
  for (const part of [...parts].reverse()) follow.unshift(beginning(part, follow[0] ?? after));
  return follow;
}

/** What a part and what comes after it begin with. */
function beginning(node: PatternNode, after: After): After {
  switch (node.kind) {
    case 'set':
      return { kind: 'must', set: node.set, tests: 1 };
    case 'assertion':
      if (node.source === '$') return { kind: 'must', set: NO_CHARACTER, tests: 1 };
      return after.kind === 'must' ? { ...after, tests: after.tests + 1 } : { kind: 'maybe', tests: after.tests + 1 };
    case 'group':
      return beginning(node.body, after);
    case 'sequence':
      return followers(node.parts, after)[0] ?? after;
    case 'choice':
      return either(node.parts.map((part) => beginning(part, after)));
    case 'repeat': {
      const body = beginning(node.body, MAYBE);
      return node.min > 0 ? body : either([body, after]);
    }
  }
}

function either(options: readonly After[]): After {
  const tests = sum(options.map((option) => option.tests));
  if (options.some(({ kind }) => kind === 'sure')) return { kind: 'sure', tests };
  const sets = options.flatMap((option) => (option.kind === 'must' ? [option.set] : []));
  return sets.length === options.length ? { kind: 'must', set: union(sets), tests } : { kind: 'maybe', tests };
}

function excludeEachOther(a: After, b: After): boolean {
  return a.kind === 'must' && b.kind === 'must' && areDisjoint(a.set, b.set) && (a.set.length > 0 || b.set.length > 0);
}

/** Places at which a run of sets can fit in a text: two are no closer than the shortest shift at which the run fits over itself. */
function occurrences(run: readonly CharacterSet[], length: number): number {
  let shift = 1;
  while (shift < run.length && !fitsOverItself(run, shift)) shift++;
  return Math.floor(length / shift) + 1;
}

function fitsOverItself(run: readonly CharacterSet[], shift: number): boolean {
  return run.slice(shift).every((set, index) => !areDisjoint(set, run[index] ?? NO_CHARACTER));
}

function costOf(node: PatternNode, after: After, length: number): Cost {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return { steps: 1, exits: 1, live: 1 };
    case 'group':
    case 'sequence':
      return sequenceCost(flattened(node), after, length, 1);
    case 'choice':
      return choiceCost(node.parts, after, length);
    case 'repeat':
      return repeatCost(node, after, length);
  }
}

function choiceCost(parts: readonly PatternNode[], after: After, length: number): Cost {
  const costs = parts.map((part) => costOf(part, after, length));
  const firsts = parts.map((part) => beginning(part, after));
  const areApart = firsts.every((first, index) =>
    firsts.slice(index + 1).every((other) => excludeEachOther(first, other)),
  );
  const together = (numbers: readonly number[]): number => (areApart ? Math.max(...numbers) : sum(numbers));
  return {
    steps: sum(costs.map(({ steps }) => steps)) + parts.length,
    exits: together(costs.map(({ exits }) => exits)),
    live: together(costs.map(({ live }) => live)),
  };
}

type Repeat = Extract<PatternNode, { readonly kind: 'repeat' }>;

function repeatCost(node: Repeat, after: After, length: number): Cost {
  const { body, min, max } = node;
  const first = beginning(body, MAYBE);
  const isLeftOnce = leadsOnOnce(node, after);
  if (body.kind === 'set') {
    const most = Math.max(Math.min(max, length), min);
    const exits = most - min + 1;
    return { steps: most + 1, exits, live: isLeftOnce ? 1 : exits };
  }
  if (max === 1) {
    const cost = costOf(body, after, length);
    const live = isLeftOnce ? Math.max(cost.live, 1) : cost.live + 1;
    return { steps: cost.steps + 1, exits: cost.exits + 1, live };
  }
  if (Number.isFinite(max))
    return max > MAX_ROUNDS || hasLoop(body) ? UNBOUNDED : costOf(unrolled(node), after, length);
  const next = either([first, after.kind === 'sure' ? MAYBE : after]);
  const cost = costOf(body, next, length);
  if (cost.live > 1 || isNullable(body)) return UNBOUNDED;
  const rounds = length + 1;
  return { steps: rounds * (cost.steps + cost.exits * next.tests), exits: rounds, live: isLeftOnce ? 1 : rounds };
}

/** Whether a part has a loop over more than a set. */
function hasLoop(node: PatternNode): boolean {
  switch (node.kind) {
    case 'repeat':
      return (node.max > 1 && node.body.kind !== 'set') || hasLoop(node.body);
    case 'group':
      return hasLoop(node.body);
    case 'sequence':
    case 'choice':
      return node.parts.some(hasLoop);
    default:
      return false;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const UNBOUNDED: Cost = {
  steps: Number.POSITIVE_INFINITY,
  exits: Number.POSITIVE_INFINITY,
  live: Number.POSITIVE_INFINITY,
};

/** `x{1,3}` as `x(x(x)?)?`. */
function unrolled({ body, min, max, lazy }: Repeat): PatternNode {
  let optional: PatternNode | undefined;
  for (let round = min; round < max; round++) {
    const inner: PatternNode = { kind: 'sequence', parts: optional === undefined ? [body] : [body, optional] };
    optional = { kind: 'repeat', body: inner, min: 0, max: 1, lazy };
  }
  const required = Array.from({ length: min }, () => body);
  return { kind: 'sequence', parts: optional === undefined ? required : [...required, optional] };
}
