import type { Confidence, RemediationStep, Role, Severity } from '../model/report.js';
import type { CausalLink } from './causal-link.js';

/** A rule after it was read and checked: every shorthand of the file is spelled out. docs/rules.md says what each word means. */
export interface Rule {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly title: string;
  readonly component: string;
  readonly severity: Severity;
  readonly role: Role;
  readonly entity: string;
  readonly signals: ReadonlyMap<string, Signal>;
  /** Highest confidence first. */
  readonly tiers: readonly Tier[];
  readonly also: readonly string[];
  /** Signals that date the failure; none: all that matched. */
  readonly onset: readonly string[];
  /** Signals whose lines or fields are the failing component's own words on why, the most telling first; none: what its objects state. */
  readonly says: readonly string[];
  readonly leadsTo: readonly CausalLink[];
  readonly refines: readonly string[];
  readonly absorbs: readonly string[];
  /** Version range by product. */
  readonly applies: ReadonlyMap<string, string>;
  readonly explanation: string;
  readonly remediation: readonly RemediationStep[];
  readonly references: readonly string[];
  readonly chinese: ChineseText;
  /** The file it was read from, for messages. */
  readonly file: string;
}

export interface ChineseText {
  readonly title: string;
  readonly explanation?: string;
  readonly remediation?: readonly RemediationStep[];
}

export interface Tier {
  readonly confidence: Confidence;
  readonly terms: readonly Term[];
}

export type Term =
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'not'; readonly name: string }
  | { readonly kind: 'any'; readonly terms: readonly Term[] }
  | { readonly kind: 'all'; readonly terms: readonly Term[] };

export type Signal = LineSignal | EventSignal | ObjectSignal | JoinSignal | CountSignal;

/** `log` and `file` signals: lines with a literal. */
export interface LineSignal extends LineWords, SourceWords {
  readonly kind: 'log' | 'file';
  /** Programs of a log signal, or path globs of a file signal. */
  readonly sources: readonly string[];
  readonly contains: Literals;
  /** RE2 patterns, the first that matches counts. */
  readonly match: readonly string[];
  /** Names of all groups of the patterns. */
  readonly groups: readonly string[];
  readonly where: readonly string[];
  readonly bind: ReadonlyMap<string, string>;
}

export interface Literals {
  readonly mode: 'all' | 'any';
  readonly texts: readonly string[];
}

export interface EventSignal extends LineWords, SourceWords {
  readonly kind: 'event';
  /** Kinds of the regarded object, or `*`. */
  readonly about: readonly string[];
  readonly reasons: readonly string[];
  readonly contains: Literals | undefined;
  readonly match: readonly string[];
  readonly groups: readonly string[];
  readonly where: readonly string[];
  readonly bind: ReadonlyMap<string, string>;
}

export interface ObjectSignal extends RowWords, SourceWords {
  readonly kind: 'object';
  readonly resource: string;
  readonly each: string | undefined;
  readonly where: readonly string[];
  readonly bind: ReadonlyMap<string, string>;
  /** Since when it is in this state. */
  readonly time: string | undefined;
  /** When it was last seen to fail, where since when is not stated. */
  readonly lastSeen: string | undefined;
  readonly cite: readonly string[];
}

export interface JoinSignal extends RowWords {
  readonly kind: 'join';
  readonly join: readonly string[];
  readonly without: readonly string[];
  readonly where: readonly string[];
  readonly bind: ReadonlyMap<string, string>;
}

export interface CountSignal {
  readonly kind: 'count';
  readonly counts: ReadonlyMap<string, CountedSignal>;
  readonly per: readonly string[];
  readonly where: readonly string[];
}

/** `name` or `name.binding` of a count. */
export interface CountedSignal {
  readonly signal: string;
  readonly binding: string | undefined;
}

/** Words on groups of rows; durations in milliseconds. */
export interface RowWords {
  /** Undefined: the rule's entity when the signal binds it, else all rows are one group. */
  readonly per: readonly string[] | undefined;
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
  readonly distinct: ReadonlyMap<string, number>;
  /** Only that many of the newest rows of a group. */
  readonly newest: number | undefined;
  /** Window in which `atLeast` and `distinct` must be reached. */
  readonly within: number | undefined;
  readonly lasting: number | undefined;
}

/** On signals that read the bundle itself. */
export interface SourceWords {
  /** A source that is not in the bundle counts as one without rows. */
  readonly optional: boolean;
}

/** Words on lines in time; durations in milliseconds. */
export interface LineWords extends RowWords {
  readonly untilEnd: number | undefined;
  readonly after: OtherSignal | undefined;
  readonly before: OtherSignal | undefined;
  readonly unlessFollowedBy: OtherSignal | undefined;
  readonly unlessPrecededBy: OtherSignal | undefined;
}

export interface OtherSignal {
  readonly signal: string;
  readonly within: number | undefined;
}

/** Signals that a signal refers to, so that they are answered first. */
export function dependenciesOf(signal: Signal): readonly string[] {
  switch (signal.kind) {
    case 'join':
      return [...signal.join, ...signal.without];
    case 'count':
      return [...signal.counts.values()].map((counted) => counted.signal);
    case 'object':
      return [];
    default:
      return [signal.after, signal.before, signal.unlessFollowedBy, signal.unlessPrecededBy].flatMap((other) =>
        other === undefined ? [] : [other.signal],
      );
  }
}
