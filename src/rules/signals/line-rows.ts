import type { Instant } from '../../model/time.js';
import { type Evidence, groupBy, keyOf, NO_TIMES, type Row, sortedTimes, type Table } from '../row.js';
import type { LineWords, OtherSignal } from '../rule.js';
import { type HitStream, hitsAt, knownTimes, ListedHits, type TimedHit, type TimedHits } from '../timed-hits.js';

/** Citations that a row of lines carries from each end of its lines. */
const CITED_AT_EACH_END = 3;

/** Lines with the same bindings, before the words on time are applied. */
export interface LineGroup {
  readonly bindings: ReadonlyMap<string, unknown>;
  /** Exact; may exceed the hits that were kept. */
  readonly count: number;
  readonly hits: TimedHits;
  /** Hits with a citation, also those that were filtered out of `hits` since. */
  readonly citable: readonly TimedHit[];
}

/** Applies the words on lines in time and makes rows. `others` are the tables of the signals they refer to. */
export function lineRows(
  name: string,
  groups: readonly LineGroup[],
  names: readonly string[],
  words: LineWords,
  others: ReadonlyMap<string, Table>,
): readonly Row[] {
  const steps = timeSteps(names, words, others);
  // One group after the other: the hits of all at once may be millions.
  return groups.flatMap((group) => {
    const row = toRow(
      name,
      steps.reduce((kept, { apply }) => apply(kept), group),
    );
    return row === undefined ? [] : [row];
  });
}

/** A word on lines in time: which it is, and the lines of a group that it leaves. */
export interface TimeStep {
  readonly word: 'after' | 'before' | 'unless-followed-by' | 'unless-preceded-by' | 'until-end';
  /** The signal the word refers to. */
  readonly other: OtherSignal | undefined;
  apply(group: LineGroup): LineGroup;
}

/** The words on time of a signal in the order in which they are applied. `others` are the tables of the signals they refer to. */
export function timeSteps(
  names: readonly string[],
  words: LineWords,
  others: ReadonlyMap<string, Table>,
): readonly TimeStep[] {
  const { untilEnd } = words;
  const near = (
    word: TimeStep['word'],
    other: OtherSignal | undefined,
    keep: typeof keepNear,
    stretch: Stretch,
  ): readonly TimeStep[] => {
    const partners = partnersOf(other, names, others);
    return partners === undefined ? [] : [{ word, other, apply: (group) => keep(group, partners, stretch) }];
  };
  return [
    ...near('after', words.after, keepNear, earlier),
    ...near('before', words.before, keepNear, later),
    ...near('unless-followed-by', words.unlessFollowedBy, dropNear, later),
    ...near('unless-preceded-by', words.unlessPrecededBy, dropNear, earlier),
    ...(untilEnd === undefined
      ? []
      : [
          {
            word: 'until-end' as const,
            other: undefined,
            apply: (group: LineGroup) =>
              reachesEnd(group.hits, untilEnd) ? group : { ...group, hits: NO_HITS, count: 0 },
          },
        ]),
  ];
}

/** The joining rows of another signal, as `after` and its like see them. */
interface Partners {
  /** Longest distance in time that counts, milliseconds. */
  readonly limit: number;
  /** Ascending. */
  timesOf(bindings: ReadonlyMap<string, unknown>): Float64Array;
}

function partnersOf(
  other: OtherSignal | undefined,
  names: readonly string[],
  others: ReadonlyMap<string, Table>,
): Partners | undefined {
  const table = other === undefined ? undefined : others.get(other.signal);
  if (table === undefined) return undefined;
  const shared = names.filter((name) => table.names.includes(name));
  const rows = groupBy(table.rows, shared);
  // Neighbours often ask for the same: all do when the signals share no name.
  let known: { readonly key: string; readonly times: Float64Array } | undefined;
  return {
    limit: other?.within ?? Number.POSITIVE_INFINITY,
    timesOf: (bindings) => {
      const key = keyOf(bindings, shared);
      if (key === undefined) return NO_TIMES;
      if (known?.key !== key) known = { key, times: sortedTimes((rows.get(key) ?? []).map(timesOfRow)) };
      return known.times;
    },
  };
}

function timesOfRow({ times, first, last }: Row): Float64Array {
  return times.length > 0 ? times : Float64Array.from([first, last].filter((time) => time !== undefined));
}

/** The stretch of time, bounds included, in which a partner of a line must lie. */
type Stretch = (line: Instant, limit: number) => { readonly from: Instant; readonly to: Instant };

const earlier: Stretch = (line, limit) => ({ from: line - limit, to: line });
const later: Stretch = (line, limit) => ({ from: line, to: line + limit });

/** Keeps lines for which a joining row of the other signal lies in the stretch. */
function keepNear(group: LineGroup, partners: Partners, stretch: Stretch): LineGroup {
  const times = partners.timesOf(group.bindings);
  if (times.length === 0) return group.hits.length === 0 ? group : { ...group, hits: NO_HITS, count: 0 };
  return keepHits(group, (time) => time !== undefined && hasTimeIn(times, stretch(time, partners.limit)));
}

/** Drops lines for which there is one. A line of unknown time may well have one: it is dropped as soon as a joining row exists. */
function dropNear(group: LineGroup, partners: Partners, stretch: Stretch): LineGroup {
  const times = partners.timesOf(group.bindings);
  if (times.length === 0) return group;
  return keepHits(group, (time) => time !== undefined && !hasTimeIn(times, stretch(time, partners.limit)));
}

/** Whether ascending times have one between two bounds; by bisection, as both sides may have thousands. */
function hasTimeIn(times: Float64Array, { from, to }: { readonly from: Instant; readonly to: Instant }): boolean {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Number.POSITIVE_INFINITY) < from) low = middle + 1;
    else high = middle;
  }
  const next = times[low];
  return next !== undefined && next <= to;
}

const NO_HITS = new ListedHits(new Float64Array(0), [], []);

function keepHits(group: LineGroup, keep: (time: Instant | undefined) => boolean): LineGroup {
  const hits = hitsAt(group.hits, keep);
  return hits === group.hits ? group : { ...group, hits, count: hits.length };
}

/** Looks from the newest line on, and once at a stream for all lines in a row. */
function reachesEnd(hits: TimedHits, limit: number): boolean {
  // The last lines are among the cited ones: mostly they tell, and the others need not be listed.
  const isNear = ({ time, stream }: TimedHit): boolean => {
    const end = stream.end();
    return end !== undefined && time !== undefined && end - time <= limit;
  };
  if (hits.cited.some(isNear)) return true;
  const { times, streams } = hits.listed();
  let known: HitStream | undefined;
  let end: Instant | undefined;
  for (let hit = streams.length - 1; hit >= 0; hit--) {
    const stream = streams[hit];
    if (stream !== known) {
      known = stream;
      end = stream?.end();
    }
    // An unknown time is NaN: no difference to it is small.
    if (end !== undefined && end - (times[hit] ?? Number.NaN) <= limit) return true;
  }
  return false;
}

/** In the middle of a long series no line can be cited: then the nearest line with the same bindings stands for those that are left. */
function citedHits({ hits, citable }: LineGroup): readonly TimedHit[] {
  if (hits.cited.length > 0 || hits.length === 0) return hits.cited;
  const { first = 0, hasUntimed } = hits.span();
  const start = hasUntimed ? 0 : first;
  const distance = (hit: TimedHit): number => Math.abs((hit.time ?? 0) - start);
  const [nearest] = [...citable].sort((a, b) => distance(a) - distance(b));
  return nearest === undefined ? [] : [nearest];
}

/** No row without a line that can be cited. */
function toRow(signal: string, group: LineGroup): Row | undefined {
  const cited = citedHits(group);
  const chosen = new Map(
    [...cited.slice(0, CITED_AT_EACH_END), ...cited.slice(-CITED_AT_EACH_END)].map((hit) => [hit.citation, hit]),
  );
  const evidence = [...chosen.values()].map(({ citation, time }) => ({ signal, citation, time }));
  return evidence.length === 0 ? undefined : new LineRow(signal, group, evidence);
}

/** A row whose times are put together each time they are asked for: of most rows nobody asks for them, and they may be many. */
class LineRow implements Row {
  readonly signal: string;
  readonly bindings: ReadonlyMap<string, unknown>;
  readonly count: number;
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
  readonly evidence: readonly Evidence[];
  readonly sources = undefined;
  readonly #hits: TimedHits;

  constructor(signal: string, { bindings, count, hits }: LineGroup, evidence: readonly Evidence[]) {
    const { first, last } = hits.span();
    this.signal = signal;
    this.bindings = bindings;
    this.count = count;
    this.first = first;
    this.last = last;
    this.evidence = evidence;
    // Of hits that were picked out only the times are kept.
    this.#hits = hits instanceof ListedHits ? new ListedHits(knownTimes(hits), [], []) : hits;
  }

  get times(): Float64Array {
    return knownTimes(this.#hits);
  }
}
