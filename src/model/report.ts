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

export interface RootCause {
  readonly finding: string;
  readonly rule: string;
  readonly confidence: Confidence;
  /** One sentence: what it explains and on what evidence. */
  readonly why: string;
}

export interface Diagnosis {
  /** Best first. */
  readonly rootCauses: readonly RootCause[];
  /** Finding ids, cause first. */
  readonly chains: readonly (readonly string[])[];
  /** Two or three sentences for a ticket. */
  readonly summary: string;
}

export interface TimelineItem {
  readonly time: string;
  readonly finding?: string;
  readonly text: string;
  readonly citation?: Citation;
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
  readonly coverage: Coverage;
  readonly warnings: readonly Warning[];
}
