import type { Confidence, Role, Severity, UpgradeActor } from '../../model/report.js';

/** Numbers of what was read, already formatted. */
export interface ExaminedCounts {
  readonly entries: string;
  readonly bytes: string;
  readonly logLines: string;
  readonly objects: string;
  readonly seconds: string;
}

/** A fixed sentence with one number in it, already formatted. */
type Counted = (n: string) => string;

/** Every heading and fixed sentence of a report. A language that lacks one does not compile. */
export interface Messages {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly confidence: Readonly<Record<Confidence, string>>;
  readonly bundle: string;
  readonly taken: string;
  readonly takenUnknown: string;
  readonly takenEstimated: (time: string) => string;
  /** Of what time lines and events count; at least one of the bounds is there. */
  readonly evidenceTime: string;
  readonly onlyBetween: (since: string | undefined, until: string | undefined) => string;
  readonly products: string;
  readonly productsUnknown: string;
  readonly nodes: string;
  readonly nodesUnknown: string;
  readonly upgrade: string;
  /** When the incident took place. */
  readonly window: string;
  readonly windowUnknown: string;
  readonly clocks: string;
  readonly clockAhead: (node: string, amount: string) => string;
  readonly clockBehind: (node: string, amount: string) => string;
  readonly clockUntil: (time: string) => string;
  readonly colon: string;
  readonly upgradeActor: Readonly<Record<UpgradeActor, string>>;
  /** A state that lasts, or an end that lies back. */
  readonly stateFor: (state: string, duration: string) => string;
  readonly endedAgo: (state: string, duration: string) => string;
  readonly actsNext: (actor: string) => string;
  readonly waitsFor: (what: string) => string;
  readonly heldUpBy: (findings: string) => string;
  readonly unfinishedUpgrade: (upgrade: string, nodes: string) => string;
  readonly begun: (time: string) => string;
  readonly nodeStates: (nodes: string, state: string) => string;
  readonly moreNodes: Counted;
  readonly upgradeEvidence: string;
  readonly durationUnits: Readonly<Record<'days' | 'hours' | 'minutes', string>>;
  readonly paths: string;
  readonly pathsBelow: string;
  readonly node: Readonly<Record<'name' | 'roles' | 'status' | 'kubelet' | 'upgrade', string>>;
  readonly ready: string;
  readonly notReady: string;
  readonly readyUnknown: string;
  readonly cordoned: string;
  readonly summary: string;
  readonly rootCause: (n: number, of: number) => string;
  readonly risk: (n: number, of: number) => string;
  readonly causeUnknown: (n: number, of: number) => string;
  readonly wouldSettle: string;
  /** A cause that shows signs which are not sure. */
  readonly maybe: (cause: string) => string;
  /** @param details what was found of it, what speaks against it or is missing, and where to look */
  readonly maybeWith: (cause: string, details: string) => string;
  readonly wouldTell: (missing: string, causes: string) => string;
  readonly ruledOut: (causes: string) => string;
  readonly otherCause: (cause: string) => string;
  readonly reason: Readonly<Record<'found' | 'against' | 'absent' | 'unknown', (signals: string) => string>>;
  /** Of what has no time: objects show the state in which the bundle found them. */
  readonly seenInState: string;
  readonly entity: string;
  readonly confidenceLabel: string;
  /** Before the words of the failing component. */
  readonly says: string;
  readonly seen: string;
  readonly seenRange: (first: string, last: string) => string;
  readonly seenOnce: (time: string) => string;
  readonly matches: Counted;
  readonly why: string;
  readonly rule: string;
  readonly finding: string;
  readonly role: string;
  readonly roles: Readonly<Record<Role, string>>;
  readonly bindings: string;
  readonly causes: string;
  readonly consequences: string;
  readonly repeated: string;
  /** A title that holds for other things too. */
  alsoFor(title: string, entities: string): string;
  readonly more: Counted;
  readonly evidence: string;
  readonly evidenceOf: (title: string) => string;
  readonly absent: (what: string) => string;
  readonly searched: string;
  readonly steps: string;
  readonly stepsFor: (entity: string) => string;
  readonly danger: string;
  readonly references: string;
  readonly others: Counted;
  readonly nothing: string;
  readonly nothingMeans: string;
  readonly nothingOfJudgedMeans: (decided: string, rules: string) => string;
  readonly nothingJudged: string;
  readonly nothingJudgedMeans: string;
  readonly noRoot: string;
  readonly noRootMeans: string;
  readonly moreOnDemand: string;
  readonly benign: (kinds: string, count: string) => string;
  readonly harmless: Counted;
  readonly absorbed: (findings: string) => string;
  readonly unknown: Counted;
  readonly rules: Counted;
  readonly warnings: Counted;
  readonly partial: string;
  readonly examined: (counts: ExaminedCounts) => string;
  readonly notApplicable: Counted;
  readonly judgedInPart: Counted;
  readonly gaps: string;
  readonly decided: (decided: string, rules: string) => string;
  readonly timeline: string;
  readonly time: string;
  readonly what: string;
  readonly ruleColumn: string;
  readonly severityColumn: string;
  readonly count: string;
  readonly omitted: Counted;
}
