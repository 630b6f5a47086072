import type { Citation } from '../model/citation.js';
import type { Severity } from '../model/report.js';
import type { Instant } from '../model/time.js';
import type { TimelineEntryKind } from '../model/timeline.js';

/** How much an entry tells: what a limit keeps first. */
export const WEIGHT = { finding: 6, change: 5, trouble: 4, notable: 3, ordinary: 2, chatter: 1 } as const;

/** Something that happened, before it is known what else did: an entry of a timeline in the making. */
export interface Happening {
  readonly time: Instant;
  /** Of the last occurrence; equal to `time` when there is one. */
  readonly until: Instant;
  readonly count: number;
  readonly kind: TimelineEntryKind;
  readonly source: string;
  /** The node whose clock its time is of; undefined for the API server's. */
  readonly clockOf?: string;
  readonly node?: string;
  readonly text: string;
  readonly level?: Severity;
  readonly weight: number;
  /** Place in the bundle, which decides among equal times: the stream's, then the line's. */
  readonly place: readonly [number, number];
  readonly citation?: Citation;
  readonly lastCitation?: Citation;
}
