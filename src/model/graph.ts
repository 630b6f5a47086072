import type { LogCitation, ObjectCitation } from './citation.js';

/** A part of the cluster: things and how they belong together. */
export interface ClusterGraph {
  /** Name of the bundle. */
  readonly bundle: string;
  /** What the part was drawn around: one thing, or the two ends of a path; none in an overview. */
  readonly roots: readonly string[];
  /** Steps from the root that were drawn. */
  readonly depth: number;
  /** The root first, then as a reader meets them. */
  readonly things: readonly GraphThing[];
  readonly links: readonly GraphLink[];
  /** What was left out, by the thing it hangs on. */
  readonly cut: readonly GraphCut[];
  readonly notes: readonly GraphNote[];
}

/** A node of the graph. */
export interface GraphThing {
  /** Stable within the bundle: the name by which rules bind it and its value, such as `volume:pvc-1`. */
  readonly id: string;
  /** `Volume.longhorn.io`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** For what is named on its node only, such as a device. */
  readonly node?: string;
  /** How it is, in the words of its object: `attached, degraded`. */
  readonly state?: string;
  /** Whether that is not how it should be. */
  readonly isUnwell: boolean;
  readonly presence: Presence;
  /** The thing from which it was reached on the way from the root. */
  readonly reachedFrom?: string;
  /** Where its object stands. */
  readonly path?: string;
  readonly line?: number;
}

/**
 * Whether the bundle holds the object of a thing that others name: `missing` from the lists of its kind, `not-collected` when there is no
 * such list, `not-read` for kinds of which lists are not looked at and things that are no objects.
 */
export type Presence = 'collected' | 'missing' | 'not-collected' | 'not-read';

/** An edge: `from` relation `to`. */
export interface GraphLink {
  readonly from: string;
  readonly relation: string;
  /** The relation read from the other end. */
  readonly inverse: string;
  readonly to: string;
  /** The field or the log line that says so. */
  readonly evidence: ObjectCitation | LogCitation;
  /** Of a link that a log states: the time of the newest line, RFC 3339. */
  readonly lastSeen?: string;
  /** What is uncertain about a link that a log states. */
  readonly doubt?: LinkDoubt;
}

/**
 * Why a link from a log may not hold: the device has another disk by now; the address belongs to another replica by now; the volume is
 * unmounted by now; the session ended after the log.
 */
export type LinkDoubt = 'device-name-reused' | 'address-reused' | 'unmounted-since' | 'end-not-logged';

/** What a reader of a graph has to know of it. */
export type GraphNote =
  /** The root was recognised by what logs call it. */
  | { readonly kind: 'recognised'; readonly given: string; readonly by: AliasSort }
  /** More is connected; this depth shows it. */
  | { readonly kind: 'further'; readonly depth: number }
  /** So many things that are not as they should be were left out. */
  | { readonly kind: 'unwell-left-out'; readonly count: number };

/** What logs call a thing. */
export type AliasSort = 'uid' | 'container-id' | 'address';

/** Things of one sort that were left out at one place. */
export interface GraphCut {
  readonly at: string;
  /** How `at` is related to them, in its own words. */
  readonly relation: string;
  readonly kind: string;
  readonly count: number;
}

/** The whole cluster on one page. */
export interface ClusterOverview {
  readonly bundle: string;
  /** How many there are of each kind, most telling kinds first. */
  readonly kinds: readonly { readonly kind: string; readonly count: number; readonly unwell: number }[];
  readonly nodes: readonly NodeOverview[];
  /** Things that are not as they should be, and of what kind and how many were left out. */
  readonly unwell: readonly GraphThing[];
  readonly unwellLeftOut: number;
  /** Names to go on with, as the command takes them. */
  readonly examples: readonly string[];
}

/** What a node carries. */
export interface NodeOverview {
  readonly thing: GraphThing;
  readonly pods: number;
  readonly vms: number;
  readonly engines: number;
  readonly replicas: number;
}
