import type { Warning } from '../errors/warnings.js';
import type { Citation } from './citation.js';

export type Severity = 'critical' | 'error' | 'warning' | 'info';
export type Role = 'root-cause' | 'symptom' | 'risk' | 'benign';
export type Confidence = 'high' | 'medium' | 'low';

/** The thing a finding is about. */
export interface Entity {
  /** `Kind` or `Kind.group`, see rules/entities.yaml. */
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly node?: string;
}

/** One step of what to do. */
export interface RemediationStep {
  readonly step: string;
  readonly command?: string;
  /** What can go wrong when it is done. */
  readonly danger?: string;
}

/**
 * What a signal of a finding's rule says for or against it: it was `found`; it would make the finding surer and is `absent`; it could not be
 * looked at (`unknown`, with what is missing); it would speak against the finding and is not there (`excluded`), or is (`against`).
 */
export interface ConfidenceReason {
  readonly signal: string;
  readonly state: 'found' | 'absent' | 'unknown' | 'excluded' | 'against';
  readonly missing?: string;
}

/** Another finding that may have caused a finding, less likely than the cause it is told under. */
export interface AlternativeCause {
  readonly finding: string;
  /** Why it is less likely. */
  readonly why: string;
}

/** What looked like a failure and is explained by a harmless one. */
export interface AbsorbedFinding {
  readonly rule: string;
  readonly title: string;
  readonly entity: Entity;
  readonly confidence: Confidence;
  readonly count: number;
}

/** One failure found in the bundle, with its proof. */
export interface Finding {
  /** Stable within the report: `<rule>#<n>`. */
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly component: string;
  readonly severity: Severity;
  readonly role: Role;
  readonly confidence: Confidence;
  /** Why it is as sure as it is: signals of the rule, those that were found first. */
  readonly reasons?: readonly ConfidenceReason[];
  readonly entity: Entity;
  /** Every text the rule bound; a list where a name took several values. */
  readonly bindings: Readonly<Record<string, string | readonly string[]>>;
  /** RFC 3339, UTC. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  /** Matching lines and objects, exact even where the evidence is a sample. */
  readonly count: number;
  readonly evidence: readonly Citation[];
  readonly explanation: string;
  readonly remediation: readonly RemediationStep[];
  readonly references: readonly string[];
  /** Ids of findings. */
  readonly causedBy: readonly string[];
  readonly leadsTo: readonly string[];
  /** Of several independent causes those that are less likely, the likeliest first; all of them are under `causedBy`, too. */
  readonly alternativeCauses?: readonly AlternativeCause[];
  /** Of a benign finding: what was taken away because of it. */
  readonly absorbed?: readonly AbsorbedFinding[];
}

/** A product that was found, with the version if one is stated. */
export interface Product {
  readonly name: string;
  readonly version?: string;
}

/** A node of the cluster. */
export interface NodeSummary {
  readonly name: string;
  readonly roles: readonly string[];
  readonly ready?: boolean;
  readonly unschedulable?: boolean;
  readonly kubeletVersion?: string;
  readonly osImage?: string;
}

/** Who has to act for an upgrade to go on: a controller, a job on the node, the node itself, or a person. */
export type UpgradeActor =
  | 'harvester'
  | 'harvester-job'
  | 'rancher'
  | 'system-upgrade-controller'
  | 'system-upgrade-job'
  | 'node'
  | 'administrator';

/** What a statement about an upgrade rests on. */
export interface UpgradeEvidence {
  /** Members of the step that this citation proves. */
  readonly proves: readonly ('state' | 'since' | 'actor' | 'waitsFor')[];
  readonly citation: Citation;
}

/** Where an upgrade, or a node in it, stands; a member that the bundle does not prove is left out. */
export interface UpgradeStep {
  /** Since when at the latest; RFC 3339, UTC. */
  readonly since?: string;
  /** From `since` to the time of the bundle. */
  readonly seconds?: number;
  /** Who acts next. */
  readonly actor?: UpgradeActor;
  /** What it waits for, in words. */
  readonly waitsFor?: string;
  /** Ids of the findings that say what holds it up. */
  readonly blockedBy?: readonly string[];
  readonly evidence?: readonly UpgradeEvidence[];
}

/** A node in an upgrade. */
export interface UpgradeNode extends UpgradeStep {
  readonly name: string;
  /** The state the upgrade gives it, e.g. `Pre-drained`. */
  readonly state: string;
}

/** An earlier upgrade that neither succeeded nor failed before another was started. */
export interface UnfinishedUpgrade {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
  readonly phase: string;
  readonly startedAt?: string;
  readonly nodes: readonly UpgradeNode[];
  readonly evidence: readonly UpgradeEvidence[];
}

/** The state of the newest upgrade of the platform, when one is or was running. The step is that of its phase. */
export interface UpgradeSummary extends UpgradeStep {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
  /** e.g. `UpgradingNodes`, `Succeeded`. */
  readonly phase: string;
  readonly nodes: readonly UpgradeNode[];
  /** What kind of upgrade: of Harvester, by plans of the system upgrade controller, or only seen in what the kubelets run. */
  readonly kind?: 'harvester' | 'plan' | 'kubelets';
  /** Whether it was still at work, or stuck, when the bundle was taken. */
  readonly running?: boolean;
  /** RFC 3339, UTC. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly unfinished?: readonly UnfinishedUpgrade[];
}

/** Rule of the findings that tell what is missing in a bundle itself. No file of rules holds it: it is not about the cluster. */
export const COLLECTION_GAP = 'bundle-collection-gap';

/** What the bundle is. */
export interface BundleSummary {
  readonly name: string;
  readonly layout: string;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
  readonly products: readonly Product[];
  readonly nodes: readonly NodeSummary[];
  readonly upgrade?: UpgradeSummary;
  readonly stats: BundleStats;
}

export interface BundleStats {
  readonly entries: number;
  /** After decompression. */
  readonly bytes: number;
  readonly logLines: number;
  readonly objects: number;
  readonly durationMs: number;
}

/** One defect that explains itself, on one object or on several: findings of one rule are one root cause. */
export interface RootCause {
  /** The finding that explains most: it speaks for the others. */
  readonly finding: string;
  /** All findings of it, the one that speaks first. Reports of older versions have an entry for each finding instead. */
  readonly findings?: readonly string[];
  readonly rule: string;
  readonly confidence: Confidence;
  /** One sentence: what it explains and on what evidence. */
  readonly why: string;
}

/**
 * What is known of one possible cause of a failure whose cause was not found: it was looked for and is not there (`not-found`), could not
 * be judged (`not-judged`), does not occur in this version (`not-applicable`), is there but about something else or at another time
 * (`unrelated`), or is there and less sure than was asked for (`unsure`).
 */
export interface PossibleCause {
  readonly rule: string;
  readonly title: string;
  readonly verdict: 'not-found' | 'not-judged' | 'not-applicable' | 'unrelated' | 'unsure';
  /** What would settle it, and is not in the bundle. */
  readonly missing: readonly string[];
  /** Of one that shows signs: how sure they are. */
  readonly confidence?: Confidence;
  /** What was found of it, what would make it surer and is not there, and what speaks against it. */
  readonly reasons?: readonly ConfidenceReason[];
  /** The first of what was found of it. */
  readonly evidence?: readonly Citation[];
}

/** A failure that no finding explains and that does not happen by itself. */
export interface UnexplainedFinding {
  readonly finding: string;
  readonly rule: string;
  readonly confidence: Confidence;
  /** One sentence: what was looked for in vain. */
  readonly why: string;
  /** What the failing component itself says of it: its last words of a long text. */
  readonly says?: { readonly text: string; readonly citation: Citation };
  /** What the rules know to cause it; what could not be judged comes first. */
  readonly possibleCauses: readonly PossibleCause[];
}

export interface Diagnosis {
  /** Best first. */
  readonly rootCauses: readonly RootCause[];
  /** Failures whose cause is unknown, worst first. */
  readonly unexplained?: readonly UnexplainedFinding[];
  /** Finding ids, cause first. */
  readonly chains: readonly (readonly string[])[];
  /** Two or three sentences for a ticket. */
  readonly summary: string;
}

/** The ids of all findings of a root cause. */
export function findingsOfRoot({ finding, findings = [finding] }: RootCause): readonly string[] {
  return findings;
}

export interface TimelineItem {
  readonly time: string;
  readonly finding?: string;
  readonly text: string;
  readonly citation?: Citation;
}

/** When most of what was found began. */
export interface IncidentWindow {
  /** RFC 3339, UTC. */
  readonly from: string;
  /** The last onset in it; what began in it may go on longer. */
  readonly to: string;
  /** One sentence: which findings it was made of. */
  readonly why: string;
}

/** By how much the clock of a node differs from that of the API server, where the bundle proves it. */
export interface ClockOffset {
  readonly node: string;
  /** Positive: the node's clock is ahead. */
  readonly offsetMs: number;
  /** The true offset lies this much around `offsetMs`. */
  readonly uncertaintyMs: number;
  /** The offset is shown for times from here on, by the API server's clock. */
  readonly since?: string;
  /** It ended here, as far as the bundle tells: the clock was set. */
  readonly until?: string;
  /** One sentence: what shows it. */
  readonly why: string;
  readonly evidence: readonly Citation[];
}

export interface Coverage {
  /** Rules that were decided, one way or the other. */
  readonly evaluated: number;
  readonly unknown: readonly { readonly rule: string; readonly missing: string }[];
  /** Rules that have nothing to judge here: the product is not there, its version is out of range, or there is no such object. */
  readonly notApplicable?: readonly { readonly rule: string; readonly why: string }[];
  /** Decided rules for which a part of what they look at is missing, cut off or hidden. */
  readonly partial?: readonly { readonly rule: string; readonly why: string }[];
}

/** The report, as the contract states it. */
export interface Report {
  readonly schemaVersion: '1';
  readonly tool: {
    readonly name: 'bundlescope';
    readonly version: string;
    readonly rules: number;
    /** SHA-256 over the rule files, hexadecimal. */
    readonly rulesDigest: string;
  };
  readonly bundle: BundleSummary;
  readonly findings: readonly Finding[];
  readonly diagnosis: Diagnosis;
  readonly timeline: readonly TimelineItem[];
  /** The time that was asked for: only log lines and events in it are evidence. Absent when all count. */
  readonly range?: { readonly since?: string; readonly until?: string };
  /** When the incident took place; absent when no finding says when it began. */
  readonly window?: IncidentWindow;
  /** Nodes whose clocks are shown to be wrong; absent when none is. */
  readonly clocks?: readonly ClockOffset[];
  readonly coverage: Coverage;
  readonly warnings: readonly Warning[];
}
