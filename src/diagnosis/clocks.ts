import type { Citation } from '../model/citation.js';
import type { Instant } from '../model/time.js';
import type { ClockCorrection } from '../timeline/clock-offsets.js';

/** What is known of how far the clocks of the cluster's nodes are off. */
export interface NodeClocks {
  /** False when no clock is known to be off. */
  readonly areKnown: boolean;
  /** How far the clock of a node was ahead when it said a time; undefined when that is not known. */
  aheadAt(node: string, time: Instant): ClockCorrection | undefined;
}

/** Nothing is known of any clock. */
export const UNKNOWN_CLOCKS: NodeClocks = { areKnown: false, aheadAt: () => undefined };

/** A time and the clock it was read from. */
export interface Reading {
  readonly time: Instant;
  /** The node whose clock it was, or what wrote it when its node is not known; undefined for times that API objects state. */
  readonly clock: string | undefined;
  /** What states the time; undefined when nothing that is cited does. */
  readonly statement: Citation | undefined;
}

/** Programs notice late, and many write whole seconds: on one clock, too, an effect may be logged this much before its cause. */
const SAME_CLOCK_MS = 60_000;
/** Clocks of nodes differ by minutes where nobody looks after them. */
const OTHER_CLOCK_MS = 10 * 60_000;

/** How much earlier one reading is than another, as far as that can be known. */
export interface Lead {
  /** Negative when it is later. */
  readonly milliseconds: number;
  /** How far that may be off; asked only where it matters, for whose clocks it were takes a look at the lines. */
  tolerance(): number;
}

/** How much earlier `one` is than `other`: what is known of the clocks is taken into account, what is not is tolerated. */
export function leadOf(one: Reading, other: Reading, clocks: NodeClocks): Lead {
  const milliseconds = other.time - one.time;
  const isOneClock = (): boolean => one.clock !== undefined && one.clock === other.clock;
  if (!clocks.areKnown) return { milliseconds, tolerance: () => (isOneClock() ? SAME_CLOCK_MS : OTHER_CLOCK_MS) };
  if (isOneClock()) return { milliseconds, tolerance: () => SAME_CLOCK_MS };
  const [ahead, otherAhead] = [aheadOf(one, clocks), aheadOf(other, clocks)];
  const corrected = milliseconds + (ahead?.offsetMs ?? 0) - (otherAhead?.offsetMs ?? 0);
  const tolerance =
    ahead === undefined || otherAhead === undefined
      ? OTHER_CLOCK_MS
      : SAME_CLOCK_MS + ahead.uncertaintyMs + otherAhead.uncertaintyMs;
  return { milliseconds: corrected, tolerance: () => tolerance };
}

function aheadOf({ clock, time }: Reading, clocks: NodeClocks): ClockCorrection | undefined {
  return clock === undefined ? undefined : clocks.aheadAt(clock, time);
}
