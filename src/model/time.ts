/** Milliseconds since the Unix epoch, UTC; the fraction carries microseconds where the source has them. */
export type Instant = number;

/** A time of a format that states no year (klog, journald short): placed in a year when the whole stream is known. */
export interface YearlessTime {
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** Milliseconds since midnight, with fraction. */
  readonly milliseconds: number;
}

/** RFC 3339 in UTC with milliseconds, e.g. `2025-03-05T04:48:10.641Z`. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}
