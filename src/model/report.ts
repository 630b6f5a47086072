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

/** The state of the newest upgrade of the platform, when one is or was running. */
export interface UpgradeSummary {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
  /** e.g. `UpgradingNodes`, `Succeeded`. */
  readonly phase: string;
  readonly nodes: readonly { readonly name: string; readonly state: string }[];
}

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
  /** When the incident took place; absent when no finding says when it began. */
  readonly window?: IncidentWindow;
  /** Nodes whose clocks are shown to be wrong; absent when none is. */
  readonly clocks?: readonly ClockOffset[];
  readonly coverage: Coverage;
  readonly warnings: readonly Warning[];
}
