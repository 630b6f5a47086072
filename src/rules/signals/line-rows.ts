import type { Instant } from '../../model/time.js';
import type { TimedHit } from '../hit-series.js';
import { groupBy, keyOf, type Row, type Table } from '../row.js';
import type { LineWords, OtherSignal } from '../rule.js';

/** Citations that a row of lines carries from each end of its lines. */
const CITED_AT_EACH_END = 3;

/** Lines with the same bindings, before the words on time are applied. */
export interface LineGroup {
  readonly bindings: ReadonlyMap<string, unknown>;
  /** Exact; may exceed the hits that were kept. */
  readonly count: number;
  /** Ascending by time. */
  readonly hits: readonly TimedHit[];
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
  const table = (other: OtherSignal | undefined): Table | undefined =>
    other === undefined ? undefined : others.get(other.signal);
  const kept = groups
    .map((group) => keepOrdered(group, names, words.after, table(words.after), (line, other) => line - other))
    .map((group) => keepOrdered(group, names, words.before, table(words.before), (line, other) => other - line))
    .map((group) => dropFollowed(group, names, words.unlessFollowedBy, table(words.unlessFollowedBy)));
  return kept
    .flatMap((group) => {
      const row = toRow(name, group);
      return row === undefined ? [] : [{ row, group }];
    })
    .filter(({ group }) => words.untilEnd === undefined || reachesEnd(group.hits, words.untilEnd))
    .map(({ row }) => row);
}

/** Keeps lines for which a joining row of the other signal lies on the right side, `distance` from 0 up to its limit. */
function keepOrdered(
  group: LineGroup,
  names: readonly string[],
  other: OtherSignal | undefined,
  table: Table | undefined,
  distance: (line: Instant, other: Instant) => number,
): LineGroup {
  if (other === undefined || table === undefined) return group;
  const times = partnerTimes(group.bindings, names, table);
  const limit = other.within ?? Number.POSITIVE_INFINITY;
  return keepHits(group, (hit) => {
    const { time } = hit;
    return (
      time !== undefined && times.some((partner) => distance(time, partner) >= 0 && distance(time, partner) <= limit)
    );
  });
}

/** A line of unknown time may well have been followed: it is dropped as soon as a joining row exists. */
function dropFollowed(
  group: LineGroup,
  names: readonly string[],
  other: OtherSignal | undefined,
  table: Table | undefined,
): LineGroup {
  if (other === undefined || table === undefined) return group;
  const times = partnerTimes(group.bindings, names, table);
  const limit = other.within ?? Number.POSITIVE_INFINITY;
  return keepHits(group, ({ time }) => {
    if (time === undefined) return times.length === 0;
    return !times.some((partner) => partner >= time && partner - time <= limit);
  });
}

function keepHits(group: LineGroup, keep: (hit: TimedHit) => boolean): LineGroup {
  const hits = group.hits.filter(keep);
  return hits.length === group.hits.length ? group : { ...group, hits, count: hits.length };
}

function partnerTimes(
  bindings: ReadonlyMap<string, unknown>,
  names: readonly string[],
  table: Table,
): readonly Instant[] {
  const shared = names.filter((name) => table.names.includes(name));
  const key = keyOf(bindings, shared);
  const partners = key === undefined ? [] : (groupBy(table.rows, shared).get(key) ?? []);
  return partners.flatMap((row) =>
    row.times.length > 0 ? row.times : [row.first, row.last].filter((time) => time !== undefined),
  );
}

function reachesEnd(hits: readonly TimedHit[], limit: number): boolean {
  return hits.some(({ stream, time }) => {
    const end = stream.end();
    return time !== undefined && end !== undefined && end - time <= limit;
  });
}

/** In the middle of a long series no line can be cited: then the nearest line with the same bindings stands for those that are left. */
function citedHits({ hits, citable }: LineGroup): readonly TimedHit[] {
  const cited = hits.filter((hit) => hit.citation !== undefined);
  const [first] = hits;
  if (cited.length > 0 || first === undefined) return cited;
  const distance = (hit: TimedHit): number => Math.abs((hit.time ?? 0) - (first.time ?? 0));
  const [nearest] = [...citable].sort((a, b) => distance(a) - distance(b));
  return nearest === undefined ? [] : [nearest];
}

/** No row without a line that can be cited. */
function toRow(signal: string, group: LineGroup): Row | undefined {
  const cited = citedHits(group);
  const chosen = new Map(
    [...cited.slice(0, CITED_AT_EACH_END), ...cited.slice(-CITED_AT_EACH_END)].map((hit) => [hit.citation, hit]),
  );
  const evidence = [...chosen.values()].flatMap(({ citation, time }) =>
    citation === undefined ? [] : [{ signal, citation, time }],
  );
  if (evidence.length === 0) return undefined;
  const times = group.hits.flatMap(({ time }) => (time === undefined ? [] : [time]));
  return {
    bindings: group.bindings,
    count: group.count,
    first: times[0],
    last: times.at(-1),
    evidence,
    times,
    sources: undefined,
  };
}
