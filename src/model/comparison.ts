import type { Warning } from '../errors/warnings.js';
import type { Citation } from './citation.js';
import type { BundleSummary, Confidence, Entity, Role, Severity } from './report.js';

/** Which of the two bundles. */
export type Side = 'old' | 'new';

/** What a change means: something works worse, something works better, or neither can be said. */
export type Direction = 'broke' | 'mended' | 'neutral';

/** What a field tells: how its object is, which version it is of, or how somebody set it. */
export type Topic = 'state' | 'version' | 'setting';

/** One field that is not the same in both bundles. A side is left out where the field is not there. */
export interface FieldChange {
  /** Path of the field, e.g. `status.conditions[Ready].status`. */
  readonly field: string;
  /** What people call it, e.g. `Ready`. */
  readonly label: string;
  readonly old?: string;
  readonly new?: string;
  /** What stands beside the value, such as the reason of a condition; it is not compared. */
  readonly oldDetail?: string;
  readonly newDetail?: string;
  readonly direction: Direction;
  readonly topic: Topic;
}

/** Where an object stands in its bundle. */
export interface ObjectPlace {
  readonly path: string;
  /** First line of the object in the file, counted from 1. */
  readonly line: number;
}

/** What an object's change amounts to, heaviest first. */
export const CHANGE_EFFECTS = ['broke', 'mended', 'went', 'came', 'replaced', 'state', 'version', 'setting'] as const;

/** See {@link CHANGE_EFFECTS}. */
export type ChangeEffect = (typeof CHANGE_EFFECTS)[number];

/** An object that is not the same in both bundles. */
export interface ObjectChange {
  /** `Kind` or `Kind.group`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  /** `replaced`: gone, with another of the same owner in its place. */
  readonly change: 'changed' | 'came' | 'went' | 'replaced';
  readonly effect: ChangeEffect;
  /** Name of the object in its place. */
  readonly replacedBy?: string;
  /** Who makes such objects, or whom this one belongs to, e.g. `Deployment rancher`. */
  readonly owner?: string;
  /** Of an object that came or went: what is wrong with it. */
  readonly fields: readonly FieldChange[];
  readonly old?: ObjectPlace;
  readonly new?: ObjectPlace;
}

/** A finding as one of the bundles has it. */
export interface FindingSide {
  /** Id in the report on that bundle. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly role: Role;
  /** Whether the diagnosis of that bundle takes it for a root cause. */
  readonly isRootCause: boolean;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly count: number;
  /** The first few citations. */
  readonly evidence: readonly Citation[];
}

/** `unjudged`: in one bundle only, but the other could not tell. */
export type FindingState = 'new' | 'gone' | 'persists' | 'unjudged';

/** A finding of either bundle, matched by rule and entity. */
export interface FindingChange {
  readonly state: FindingState;
  readonly rule: string;
  readonly entity: Entity;
  readonly old?: FindingSide;
  readonly new?: FindingSide;
  /** Why the other bundle cannot tell. */
  readonly missing?: string;
}

/** Objects of one bundle that the other can tell nothing about. */
export interface NotCompared {
  /** `Kind` or `Kind.group`. */
  readonly resource: string;
  /** The bundle that cannot tell. */
  readonly side: Side;
  /** `no-list`: it has no list of them. `incomplete`: its list is damaged or cut. */
  readonly reason: 'no-list' | 'incomplete';
  /** The namespaces whose list it is; none for a list of the whole cluster. */
  readonly namespaces: readonly string[];
  /** Objects that only the other bundle has. */
  readonly objects: number;
}

/** Something that tells clusters apart, with its value in both bundles. */
export interface ClusterSign {
  readonly sign: string;
  readonly old: string;
  readonly new: string;
  readonly agrees: boolean;
}

/** Whether two bundles are of one cluster; `doubtful`: the strongest sign says so, and another does not. */
export type ClusterVerdict = 'same' | 'doubtful' | 'different' | 'unknown';

/** A product whose version is not the same, or that only one bundle knows. */
export interface ProductChange {
  readonly name: string;
  readonly old?: string;
  readonly new?: string;
}

/** One of the two bundles. */
export interface ComparedBundle extends BundleSummary {
  readonly warnings: readonly Warning[];
}

/** What changed between two bundles of one cluster. */
export interface Comparison {
  readonly schemaVersion: '1';
  readonly tool: { readonly name: 'bundlescope'; readonly version: string; readonly rulesDigest: string };
  readonly old: ComparedBundle;
  readonly new: ComparedBundle;
  /** Seconds from the old bundle to the new one; negative when the new one is older. */
  readonly seconds?: number;
  readonly cluster: { readonly verdict: ClusterVerdict; readonly signs: readonly ClusterSign[] };
  /** The kinds that were asked for; left out when all are compared. */
  readonly kinds?: readonly string[];
  readonly counts: {
    readonly objects: Readonly<Record<ChangeEffect, number>>;
    /** Without those whose role is `benign`. */
    readonly findings: Readonly<Record<FindingState, number>>;
    /** Objects that are in both bundles and in which nothing that is compared changed. */
    readonly unchanged: number;
  };
  readonly products: readonly ProductChange[];
  readonly findings: readonly FindingChange[];
  /** Heaviest first. */
  readonly objects: readonly ObjectChange[];
  readonly notCompared: readonly NotCompared[];
}
