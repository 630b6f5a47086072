import type { Warning } from '../errors/warnings.js';
import type { Citation } from './citation.js';
import type { Confidence } from './report.js';

/** Why a rule holds on a bundle, why it does not, or why it cannot be said: every signal with its rows or its nearest misses. */
export interface Explanation {
  readonly rule: { readonly id: string; readonly title: string; readonly role: string; readonly entity: string };
  readonly bundle: { readonly name: string; readonly createdAt?: string };
  readonly result: RuleResult;
  /** Version ranges that the rule states, with the version of the bundle. */
  readonly applies: readonly VersionCheck[];
  /** Highest confidence first. */
  readonly tiers: readonly TierExplanation[];
  readonly signals: readonly SignalExplanation[];
  readonly warnings: readonly Warning[];
}

/** What the rule says in the end. */
export interface RuleResult {
  readonly state: 'found' | 'not-found' | 'unknown' | 'not-applicable';
  /** For want of what it is unknown. */
  readonly missing?: string;
  readonly entities: readonly EntityResult[];
}

/** A thing for which the rule holds. */
export interface EntityResult {
  /** Name of the thing; the bundle's for a rule about the cluster. */
  readonly entity: string;
  readonly confidence: Confidence;
  /** Why a report does not list it as a finding of its own. */
  readonly unreported?: string;
}

export interface VersionCheck {
  readonly product: string;
  readonly range: string;
  readonly version?: string;
  readonly holds: 'yes' | 'no' | 'unknown';
}

/** One line of `when`. */
export interface TierExplanation {
  readonly confidence: Confidence;
  readonly state: 'holds' | 'fails' | 'unknown';
  /** Things for which it holds. */
  readonly entities: readonly string[];
  readonly terms: readonly TermExplanation[];
  /** Why it does not hold although every term does for itself: the first that does not go with those before it, per alternative. */
  readonly disjoint: readonly DisjointTerm[];
  /** Every term holds together, but no row binds what the rule is about. */
  readonly unbound?: string;
}

/** One term of a tier: whether it holds for itself, whatever the others bind. */
export interface TermExplanation {
  readonly term: string;
  /** Partly: `not` of a signal that has rows takes away what joins them, and may leave others. */
  readonly state: 'holds' | 'partly' | 'fails' | 'unknown';
}

/** A term that leaves nothing of what those before it have. */
export interface DisjointTerm {
  readonly term: string;
  readonly before: readonly string[];
  readonly names: readonly NameSides[];
}

/** What both sides of a join bound to a name that they share. */
export interface NameSides {
  readonly name: string;
  readonly before: readonly string[];
  readonly here: readonly string[];
}

export interface SignalExplanation {
  readonly name: string;
  readonly kind: string;
  /** Unknown: its source is not in the bundle. */
  readonly state: 'rows' | 'none' | 'unknown';
  readonly missing?: string;
  /** Entries of the bundle it was answered from. */
  readonly searched: { readonly count: number; readonly paths: readonly string[] };
  readonly rows: readonly RowExplanation[];
  /** Rows in all; `rows` may be fewer. */
  readonly rowCount: number;
  /** What words took away, in their order. */
  readonly dropped: readonly DroppedRows[];
  /** What came near and failed, nearest first. */
  readonly misses: readonly MissGroup[];
}

export interface RowExplanation {
  readonly bindings: Readonly<Record<string, string>>;
  /** Lines, events or objects behind it. */
  readonly count: number;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly evidence: readonly Citation[];
}

/** Lines or rows that a word such as `at-least` took away. */
export interface DroppedRows {
  /** As the rule writes it: `at-least: 12`. */
  readonly word: string;
  readonly unit: 'lines' | 'rows';
  readonly dropped: number;
  readonly of: number;
  readonly examples: readonly DroppedExample[];
}

export interface DroppedExample {
  readonly bindings: Readonly<Record<string, string>>;
  /** What there was in place of what the word asks for. */
  readonly found: string;
}

/** Lines, events, objects or combinations of rows that failed the same condition. */
export interface MissGroup {
  readonly failed: 'literal' | 'pattern' | 'where' | 'reason' | 'each' | 'join' | 'empty' | 'without' | 'arithmetic';
  /** The literal, pattern or condition that was not met. */
  readonly condition: string;
  readonly count: number;
  readonly examples: readonly MissExample[];
  /** Of a join without partners: what both sides bound. */
  readonly names?: readonly NameSides[];
}

export interface MissExample {
  readonly citation?: Citation;
  /** What the condition read, by the expression that reads it. */
  readonly values: readonly ReadValue[];
}

export interface ReadValue {
  readonly expression: string;
  readonly value: string;
}
