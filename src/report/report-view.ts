import type { Warning } from '../errors/index.js';
import type { Citation } from '../model/citation.js';
import type { Confidence, Finding, Report } from '../model/report.js';
import { type Consequence, consequenceTree, reachedFrom } from './cause-tree.js';
import { bySeverity, type FindingGroup, groupByRule } from './finding-group.js';
import type { Messages } from './messages/index.js';

/** A root cause, or a risk, as a reader sees it: all findings of its rule, and what they led to. */
export interface RootView {
  /** A risk that has led to nothing yet is no cause of anything. */
  readonly isRisk: boolean;
  /** Its place among all root causes and risks; from 1. */
  readonly place: number;
  /** How many of them there are. */
  readonly of: number;
  readonly group: FindingGroup;
  readonly why: string;
  /** How sure it is that this is the root. */
  readonly confidence: Confidence;
  readonly consequences: readonly Consequence[];
}

/** `ROOT CAUSE 1 of 3`, `RISK 3 of 3`. */
export function headingOf({ isRisk, place, of }: RootView, messages: Messages): string {
  return isRisk ? messages.risk(place, of) : messages.rootCause(place, of);
}

/** A report arranged for people: folded by rule, grouped by reason. */
export interface ReportView {
  readonly roots: readonly RootView[];
  /** Findings that no root cause explains, worst first. */
  readonly others: readonly FindingGroup[];
  readonly benign: readonly FindingGroup[];
  /** Why rules could not be judged, the reason of most rules first. */
  readonly unknown: readonly { readonly missing: string; readonly rules: readonly string[] }[];
  /** Warnings of one code together. */
  readonly warnings: readonly (readonly [Warning, ...Warning[]])[];
  /** The directory that all cited paths begin with and that need not be repeated; empty when there is none. */
  readonly topDirectory: string;
}

/** Names that collectors give to the one directory in their archive. */
const collectorDirectory = /^(supportbundle|support-bundle|sosreport|must-gather|cluster-dump)/i;

/** The entries that a citation points to. */
export function citedPaths(citation: Citation): readonly string[] {
  return citation.kind === 'absence' ? citation.searched : [citation.path];
}

/** The directory that all paths of a report begin with and that need not be repeated; empty when there is none. */
export function topDirectoryOf(report: Report): string {
  const cited = report.findings.flatMap((finding) => finding.evidence.flatMap(citedPaths));
  return sharedTopDirectory(
    [...cited, ...report.warnings.flatMap((warning) => warning.path ?? [])],
    report.bundle.name,
  );
}

/** The directory that a collector packs everything below, when all paths begin with it; empty when there is none. */
export function sharedTopDirectory(paths: readonly string[], bundle: string): string {
  const top = paths[0]?.split('/', 1)[0] ?? '';
  const isTop = top !== '' && (collectorDirectory.test(top) || bundle.startsWith(top));
  return isTop && paths.every((path) => path.startsWith(`${top}/`)) ? top : '';
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

/** Arranges a report for people. Ids that no finding has are passed over. */
export function viewOf(report: Report): ReportView {
  const byId = new Map(report.findings.map((finding) => [finding.id, finding]));
  const verdicts = new Map(report.diagnosis.rootCauses.map((root) => [root.finding, root]));
  const rootFindings = report.diagnosis.rootCauses.flatMap((root) => byId.get(root.finding) ?? []);
  const explained = reachedFrom(rootFindings, byId);
  const isBenign = (finding: Finding): boolean => finding.role === 'benign';
  const rest = report.findings.filter((finding) => !explained.has(finding));
  return {
    roots: groupByRule(rootFindings).map((group, index, groups) => {
      const consequences = consequenceTree(group, byId);
      return {
        isRisk: group.first.role === 'risk' && consequences.length === 0,
        place: index + 1,
        of: groups.length,
        group,
        why: verdicts.get(group.first.id)?.why ?? '',
        confidence: verdicts.get(group.first.id)?.confidence ?? group.confidence,
        consequences,
      };
    }),
    others: groupByRule(rest.filter((finding) => !isBenign(finding))).sort(bySeverity),
    benign: groupByRule(rest.filter(isBenign)),
    unknown: grouped(report.coverage.unknown, (item) => item.missing)
      .map((items) => ({ missing: items[0].missing, rules: items.map((item) => item.rule) }))
      .sort((a, b) => b.rules.length - a.rules.length),
    warnings: grouped(report.warnings, (warning) => warning.code),
    topDirectory: topDirectoryOf(report),
  };
}
