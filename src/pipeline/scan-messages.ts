import type { Limits } from '../archive/index.js';
import type { Warning } from '../errors/index.js';
import type { PackedEntry } from '../model/entry.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { PlanContent } from '../rules/line-plan.js';
import type { SignalCosts } from '../rules/rule-profile.js';
import type { RuleSelection } from '../rules/rule-set.js';
import type { StreamDescription, StreamTimes } from './log-stream.js';
import type { ScanResult } from './scan-stream.js';
import type { RingPiece } from './shared-ring.js';

/** What a scan worker is started with. */
export interface ScanWorkerData {
  readonly rules: RuleSelection;
  /** The chunks of all streams, see SharedRing. */
  readonly ring: SharedArrayBuffer;
  /** Only lines in this time are gathered. */
  readonly range: TimeRange;
  /** Whether somebody wants to know what the rules cost. */
  readonly isProfiled: boolean;
  readonly limits: Limits;
}

/** What the reading thread tells a scan worker. Streams come one after the other: as an entry to read, or as open, chunks, close. */
export type ScanRequest =
  | { readonly kind: 'entry'; readonly stream: StreamDescription; readonly packed: PackedEntry }
  | { readonly kind: 'open'; readonly stream: StreamDescription }
  | { readonly kind: 'chunk'; readonly piece: RingPiece }
  | { readonly kind: 'close' }
  | { readonly kind: 'finish' };

/** What a scan worker answers. */
export type ScanAnswer =
  | { readonly kind: 'ready' }
  /** The oldest chunk was scanned; its memory is free again. */
  | { readonly kind: 'scanned' }
  /** A stream was scanned to its end. */
  | { readonly kind: 'times'; readonly index: number; readonly times: StreamTimes }
  | {
      readonly kind: 'finished';
      readonly plan: PlanContent;
      readonly result: ScanResult;
      readonly warnings: readonly Warning[];
      /** Empty when nobody asked. */
      readonly costs: SignalCosts;
    };
