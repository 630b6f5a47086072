import type { Command } from './measure.js';

/** What of two commands is compared, and what it may be at most. */
export type Limit =
  /** Wall time of ours divided by that of the counterpart. */
  | { readonly of: 'ratio'; readonly atMost: number }
  /** Wall time of ours less that of the counterpart, milliseconds. */
  | { readonly of: 'difference'; readonly atMost: number }
  /** Peak resident memory of ours, MiB. */
  | { readonly of: 'memory'; readonly atMost: number }
  /** Phases of ours in percent of its time of reading. */
  | { readonly of: 'share'; readonly phases: readonly string[]; readonly atMost: number };

/** One line of the table. */
export interface Comparison {
  /** Number of the target. */
  readonly target: number;
  readonly input: string;
  readonly ours: Command;
  readonly counterpart?: Command;
  readonly limit: Limit;
}
