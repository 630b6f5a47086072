import type { Confidence, Role, Severity } from '../../model/report.js';

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
  readonly products: string;
  readonly productsUnknown: string;
  readonly nodes: string;
  readonly nodesUnknown: string;
  readonly upgrade: string;
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
  /** Of what has no time: objects show the state in which the bundle found them. */
  readonly seenInState: string;
  readonly entity: string;
  readonly confidenceLabel: string;
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
  readonly unknown: Counted;
  readonly rules: Counted;
  readonly warnings: Counted;
  readonly partial: string;
  readonly examined: (counts: ExaminedCounts) => string;
  readonly decided: (decided: string, rules: string) => string;
  readonly timeline: string;
  readonly time: string;
  readonly what: string;
  readonly ruleColumn: string;
  readonly severityColumn: string;
  readonly count: string;
  readonly omitted: Counted;
}
