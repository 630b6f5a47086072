import type { Warning } from '../errors/warnings.js';
import type { Citation } from './citation.js';
import type { ClockOffset, Entity, IncidentWindow, Severity } from './report.js';

/** What an entry of a timeline was told by. */
export type TimelineEntryKind = 'finding' | 'object' | 'event' | 'log';

/** Something that happened, or the same thing again and again. */
export interface TimelineEntry {
  /** As its source states it, RFC 3339, UTC. */
  readonly time: string;
  /** When it happened last, where it happened more than once. */
  readonly until?: string;
  /** How often; exact. */
  readonly count: number;
  readonly kind: TimelineEntryKind;
  /** `Pod prod/web-0`, or `longhorn-manager@node1`. */
  readonly source: string;
  readonly node?: string;
  readonly text: string;
  readonly level?: Severity;
  /** The time without what the clock of its node is known to be wrong by; entries are in the order of this time. */
  readonly correctedTime?: string;
  readonly citation?: Citation;
  /** Its last line, where it has more than one. */
  readonly lastCitation?: Citation;
}

/** What of the bundle does not stand among the entries of a timeline; every number is exact. */
export interface TimelineLeftOut {
  /** Entries that a limit left out, and the lines behind them. */
  readonly entries: number;
  readonly occurrences: number;
  /** Occurrences outside the time that was asked for. */
  readonly outsideTime: number;
  /** Lines that name the entity and have no time. */
  readonly undated: number;
  /** Lines that were counted only, since one log held too many different texts. */
  readonly countedOnly: number;
}

/** The life of one thing, or of the incident, over all nodes, objects and logs in order of time. */
export interface Timeline {
  readonly schemaVersion: '1';
  readonly tool: { readonly name: 'bundlescope'; readonly version: string };
  readonly bundle: { readonly name: string; readonly createdAt?: string };
  /** Absent: the timeline is that of the incident. */
  readonly entity?: Entity;
  /** Objects that belong to the entity and are told with it: `Engine.longhorn.io longhorn-system/pvc-1-e-0`. */
  readonly related: readonly string[];
  /** Names that lines were searched for. */
  readonly names: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly window?: IncidentWindow;
  readonly clocks: readonly ClockOffset[];
  readonly entries: readonly TimelineEntry[];
  readonly leftOut: TimelineLeftOut;
  /** What a reader has to know to trust it: what could not be looked at. */
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
}
