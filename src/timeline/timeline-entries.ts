import type { ClockOffset, IncidentWindow } from '../model/report.js';
import { formatInstant, type Instant } from '../model/time.js';
import type { TimelineEntry } from '../model/timeline.js';
import { correctionAt } from './clock-offsets.js';
import type { Happening } from './happening.js';
import { isInRange, type TimelineRange } from './timeline-range.js';

/** Around the incident an entry tells more, and long before or after it less. */
const AROUND_WINDOW_MS = 30 * 60_000;
const FAR_FROM_WINDOW_MS = 24 * 3_600_000;
const AROUND_WINDOW_BONUS = 1.5;
const FAR_FROM_WINDOW_MALUS = -3;

/** What happened as the entries of a timeline, and what was left out. */
export interface EntrySelection {
  readonly entries: readonly TimelineEntry[];
  readonly leftOut: { readonly entries: number; readonly occurrences: number; readonly outsideTime: number };
}

/** How entries are chosen and placed. */
export interface SelectionOptions {
  readonly range: TimelineRange;
  /** Entries kept; undefined: all. */
  readonly limit: number | undefined;
  readonly window: IncidentWindow | undefined;
  /** With a limit, of what lies more than a day from the window only findings are kept. */
  readonly focus: boolean;
  readonly clocks: readonly ClockOffset[];
}

interface Placed {
  readonly happening: Happening;
  /** Where it belongs by the API server's clock. */
  readonly at: Instant;
  readonly isCorrected: boolean;
}

/**
 * The happenings in order of time, those of a node whose clock is known to be wrong where they belong; equal times stay in the order of the
 * bundle. A limit keeps what tells most: failures, then changes, then troubles, those around the incident before others, rare ones before
 * frequent ones.
 */
export function selectEntries(happenings: readonly Happening[], options: SelectionOptions): EntrySelection {
  const placed = happenings.map((happening) => place(happening, options.clocks));
  const inTime = placed.filter(({ happening, at }) =>
    isInRange(at, at + (happening.until - happening.time), options.range),
  );
  const kept = limited(inTime, options);
  const left = inTime.filter((item) => !kept.has(item));
  return {
    entries: inTime
      .filter((item) => kept.has(item))
      .sort(byTime)
      .map(toEntry),
    leftOut: {
      entries: left.length,
      occurrences: sumOf(left),
      outsideTime: sumOf(placed) - sumOf(inTime),
    },
  };
}

function place(happening: Happening, clocks: readonly ClockOffset[]): Placed {
  const { clockOf, time } = happening;
  const correction = clockOf === undefined ? undefined : correctionAt(clocks, clockOf, time);
  return correction === undefined
    ? { happening, at: time, isCorrected: false }
    : { happening, at: time - correction.offsetMs, isCorrected: true };
}

function limited(all: readonly Placed[], { limit, window, focus }: SelectionOptions): ReadonlySet<Placed> {
  if (limit === undefined) return new Set(all);
  const isNear = ({ happening, at }: Placed): boolean => happening.kind === 'finding' || nearness(at, window) >= 0;
  const items = focus ? all.filter(isNear) : all;
  if (items.length <= limit) return new Set(items);
  const rankOf = ({ happening, at }: Placed): number => happening.weight + nearness(at, window);
  return new Set(
    [...items].sort((a, b) => rankOf(b) - rankOf(a) || rarity(a) - rarity(b) || byTime(a, b)).slice(0, limit),
  );
}

function nearness(at: Instant, window: IncidentWindow | undefined): number {
  if (window === undefined) return 0;
  const away = Math.max(Date.parse(window.from) - at, at - Date.parse(window.to));
  if (away <= AROUND_WINDOW_MS) return AROUND_WINDOW_BONUS;
  return away <= FAR_FROM_WINDOW_MS ? 0 : FAR_FROM_WINDOW_MALUS;
}

/** Tens, hundreds, thousands of occurrences. */
function rarity({ happening }: Placed): number {
  return Math.floor(Math.log10(happening.count));
}

function byTime(a: Placed, b: Placed): number {
  const [streamA, lineA] = a.happening.place;
  const [streamB, lineB] = b.happening.place;
  return a.at - b.at || streamA - streamB || lineA - lineB;
}

function sumOf(items: readonly Placed[]): number {
  return items.reduce((sum, { happening }) => sum + happening.count, 0);
}

function toEntry({ happening, at, isCorrected }: Placed): TimelineEntry {
  const { time, until, count, kind, source, node, text, level, citation, lastCitation } = happening;
  return {
    time: formatInstant(time),
    ...(until > time ? { until: formatInstant(until) } : {}),
    count,
    kind,
    source,
    ...(node === undefined ? {} : { node }),
    text,
    ...(level === undefined ? {} : { level }),
    ...(isCorrected ? { correctedTime: formatInstant(at) } : {}),
    ...(citation === undefined ? {} : { citation }),
    ...(lastCitation === undefined ? {} : { lastCitation }),
  };
}
