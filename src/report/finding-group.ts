import type { Confidence, Entity, Finding, Severity } from '../model/report.js';
import { visibleProse } from './visible-text.js';

/** Findings of one rule, shown as one: the same defect on many objects. */
export interface FindingGroup {
  readonly rule: string;
  /** The finding that speaks for the group: title, explanation, steps. */
  readonly first: Finding;
  readonly findings: readonly Finding[];
  /** The worst of the findings. */
  readonly severity: Severity;
  /** The best of the findings. */
  readonly confidence: Confidence;
  /** Sum over the findings. */
  readonly count: number;
  readonly firstSeen: string | undefined;
  readonly lastSeen: string | undefined;
}

/** Entities named in a group before the rest is only counted. */
const ENTITIES_SHOWN = 5;

const severities: readonly Severity[] = ['critical', 'error', 'warning', 'info'];
const confidences: readonly Confidence[] = ['high', 'medium', 'low'];

/** Puts the group with the worse severity first; for `Array.sort`. */
export function bySeverity(a: FindingGroup, b: FindingGroup): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}

/** The times in order; RFC 3339 with differing precision does not sort as text. */
function inOrder(times: readonly (string | undefined)[]): string[] {
  return times.filter((time) => time !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b));
}

function fold(rule: string, first: Finding, findings: readonly Finding[]): FindingGroup {
  return {
    rule,
    first,
    findings,
    severity:
      severities.find((severity) => findings.some((finding) => finding.severity === severity)) ?? first.severity,
    confidence:
      confidences.find((level) => findings.some((finding) => finding.confidence === level)) ?? first.confidence,
    count: findings.reduce((sum, finding) => sum + finding.count, 0),
    firstSeen: inOrder(findings.map((finding) => finding.firstSeen))[0],
    lastSeen: inOrder(findings.map((finding) => finding.lastSeen)).at(-1),
  };
}

/** Folds findings of the same rule; groups stand in the order in which their rules first appear. */
export function groupByRule(findings: Iterable<Finding>): FindingGroup[] {
  const byRule = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const sameRule = byRule.get(finding.rule);
    if (sameRule) sameRule.push(finding);
    else byRule.set(finding.rule, [finding]);
  }
  return [...byRule].map(([rule, sameRule]) => fold(rule, sameRule[0], sameRule));
}

/** How a reader is told what a finding is about: `Volume pvc-1`, `Pod kube-system/etcd-a on node-1`. Harmless text. */
export function entityLabel(entity: Entity): string {
  // The cluster a bundle is of has no name; the bundle's own stands in for it and would be read as the cluster's.
  if (entity.kind === 'Cluster') return 'Cluster';
  const kind = entity.kind.split('.', 1)[0] ?? entity.kind;
  const name = entity.namespace === undefined ? entity.name : `${entity.namespace}/${entity.name}`;
  const node = entity.node === undefined || entity.node === entity.name ? '' : ` (${entity.node})`;
  return visibleProse(`${kind} ${name}${node}`);
}

/** The distinct entities of a group, the first few by name and the number of the others. */
export function groupEntities(group: FindingGroup): { readonly shown: readonly string[]; readonly more: number } {
  const labels = [...new Set(group.findings.map((finding) => entityLabel(finding.entity)))];
  return { shown: labels.slice(0, ENTITIES_SHOWN), more: Math.max(0, labels.length - ENTITIES_SHOWN) };
}
