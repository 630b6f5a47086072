import type { Warning } from '../errors/index.js';
import type { Citation } from '../model/citation.js';
import { COLLECTION_GAP, type Confidence, type Finding, type Report } from '../model/report.js';
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

/** Rules with one reason. */
export interface ReasonGroup {
  readonly reason: string;
  readonly rules: readonly string[];
}

/** A report arranged for people: folded by rule, grouped by reason. */
export interface ReportView {
  readonly roots: readonly RootView[];
  /** Findings that no root cause explains, worst first. */
  readonly others: readonly FindingGroup[];
  readonly benign: readonly FindingGroup[];
  /** What is missing in the bundle itself; also among the others. */
  readonly gaps: readonly Finding[];
  /** Why rules could not be judged, the reason of most rules first. */
  readonly unknown: readonly ReasonGroup[];
  /** Why rules were judged in part, in the same order. */
  readonly partial: readonly ReasonGroup[];
  /** Warnings of one code together. */
  readonly warnings: readonly (readonly [Warning, ...Warning[]])[];
  /** The directory that all cited paths begin with and that need not be repeated; empty when there is none. */
  readonly topDirectory: string;
}

/** Names that collectors give to the one directory in their archive. */
const collectorDirectory = /^(supportbundle|support-bundle|sosreport|must-gather|cluster-dump)/i;

function citedPaths(citation: Citation): readonly string[] {
  return citation.kind === 'absence' ? citation.searched : [citation.path];
}

function topDirectoryOf(report: Report): string {
  const cited = report.findings.flatMap((finding) => finding.evidence.flatMap(citedPaths));
  const paths = [...cited, ...report.warnings.flatMap((warning) => warning.path ?? [])];
  const top = paths[0]?.split('/', 1)[0] ?? '';
  const isTop = top !== '' && (collectorDirectory.test(top) || report.bundle.name.startsWith(top));
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

/** A reason may name an entry: the directory that all have in common is not repeated. */
function shortReason(reason: string, topDirectory: string): string {
  return topDirectory === '' ? reason : reason.replace(`${topDirectory}/`, '');
}

function byReason(items: readonly { readonly rule: string; readonly reason: string }[]): readonly ReasonGroup[] {
  return grouped(items, ({ reason }) => reason)
    .map((group) => ({ reason: group[0].reason, rules: group.map(({ rule }) => rule) }))
    .sort((a, b) => b.rules.length - a.rules.length);
}

/** Arranges a report for people. Ids that no finding has are passed over. */
export function viewOf(report: Report): ReportView {
  const byId = new Map(report.findings.map((finding) => [finding.id, finding]));
  const verdicts = new Map(report.diagnosis.rootCauses.map((root) => [root.finding, root]));
  const rootFindings = report.diagnosis.rootCauses.flatMap((root) => byId.get(root.finding) ?? []);
  const topDirectory = topDirectoryOf(report);
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
    gaps: report.findings.filter(({ rule }) => rule === COLLECTION_GAP),
    unknown: byReason(report.coverage.unknown.map(({ rule, missing }) => ({ rule, reason: missing }))),
    partial: byReason(
      (report.coverage.partial ?? []).map(({ rule, why }) => ({ rule, reason: shortReason(why, topDirectory) })),
    ),
    warnings: grouped(report.warnings, (warning) => warning.code),
    topDirectory,
  };
}
