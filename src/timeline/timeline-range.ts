import type { Instant } from '../model/time.js';

/** The time a timeline is asked for; both ends belong to it. */
export interface TimelineRange {
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
}

/** Whether something that lasted from one time to another took place in the range, at least in part. */
export function isInRange(from: Instant, to: Instant, { since, until }: TimelineRange): boolean {
  return (since === undefined || to >= since) && (until === undefined || from <= until);
}
