import type { ChangeEffect, FindingState, Side } from '../../model/comparison.js';

/** A fixed text with one number in it, already formatted. */
type Counted = (n: string) => string;

/** Every heading and fixed sentence of a comparison, beside those of a report. A language that lacks one does not compile. */
export interface ComparisonMessages {
  readonly side: Readonly<Record<Side, string>>;
  readonly takenUnknown: string;
  readonly later: (span: string) => string;
  readonly sameTime: string;
  readonly swapped: (span: string) => string;
  readonly cluster: string;
  readonly sameCluster: (sign: string) => string;
  readonly otherCluster: string;
  readonly unknownCluster: string;
  readonly differs: (sign: string, old: string, current: string) => string;
  readonly nothingInCommon: string;
  readonly doubtful: string;
  readonly products: string;
  readonly asBefore: string;
  readonly othersAsBefore: Counted;
  readonly upgrade: string;
  readonly wasAndIs: (old: string, current: string) => string;
  readonly nodes: string;
  readonly only: string;
  readonly cameNodes: (names: string) => string;
  readonly wentNodes: (names: string) => string;
  readonly none: string;
  readonly warning: string;
  readonly inShort: string;
  readonly counted: Readonly<Record<ChangeEffect, Counted>>;
  readonly countedFindings: Readonly<Record<FindingState, Counted>>;
  readonly countedRoots: Counted;
  readonly objectsPart: (parts: string) => string;
  readonly findingsPart: (parts: string) => string;
  readonly findings: Readonly<Record<FindingState, Counted>>;
  readonly effects: Readonly<Record<ChangeEffect, Counted>>;
  readonly rootCause: string;
  readonly alsoOn: (names: string) => string;
  readonly unjudgedIn: Readonly<Record<Side, (missing: string) => string>>;
  readonly severityBecame: (old: string, current: string) => string;
  readonly confidenceBecame: (old: string, current: string) => string;
  readonly rootBecame: string;
  readonly rootNoMore: string;
  readonly thatCame: (name: string) => string;
  readonly thatReplaced: (things: string) => string;
  readonly thatWent: (name: string) => string;
  readonly andOtherValues: Counted;
  readonly images: string;
  readonly replacedBy: (name: string, successor: string) => string;
  readonly ofOwner: (owner: string) => string;
  readonly withObjects: Counted;
  readonly notCompared: Counted;
  readonly noList: Readonly<Record<Side, string>>;
  readonly incomplete: Readonly<Record<Side, string>>;
  readonly inNamespaces: (names: string) => string;
  readonly moreGroups: (groups: string, objects: string) => string;
  readonly moreFindings: Counted;
  readonly noDifferences: string;
  readonly noDifferencesMeans: string;
  readonly compared: (unchanged: string, kinds: string | undefined) => string;
  readonly warnings: (old: string, current: string) => string;
  readonly what: string;
}
