import type { Warning } from '../errors/index.js';
import type { Citation } from '../model/citation.js';
import {
  COLLECTION_GAP,
  type Confidence,
  type Finding,
  findingsOfRoot,
  type PossibleCause,
  type Report,
} from '../model/report.js';
import { type Consequence, consequenceTree, reachedFrom } from './cause-tree.js';
import { bySeverity, type FindingGroup, groupByRule } from './finding-group.js';
import type { Messages } from './messages/index.js';
import { topDirectory } from './top-directory.js';

/** A root cause, a risk, or a failure without a known cause, as a reader sees it: all findings of its rule, and what they led to. */
export interface RootView {
  /** A risk that has led to nothing yet is no cause of anything; a symptom has a cause that is not known. */
  readonly kind: 'cause' | 'unexplained' | 'risk';
  /** Its place among all of them; from 1. */
  readonly place: number;
  /** How many of them there are. */
  readonly of: number;
  readonly group: FindingGroup;
  readonly why: string;
  /** How sure it is that this is the root. */
  readonly confidence: Confidence;
  readonly consequences: readonly Consequence[];
  /** What may have caused what is unexplained. */
  readonly possibleCauses: readonly PossibleCause[];
  /** What the failing component itself says of what is unexplained. */
  readonly says: string | undefined;
}

/** `ROOT CAUSE 1 of 3`, `CAUSE UNKNOWN 2 of 3`, `RISK 3 of 3`. */
export function headingOf({ kind, place, of }: RootView, messages: Messages): string {
  switch (kind) {
    case 'cause':
      return messages.rootCause(place, of);
    case 'unexplained':
      return messages.causeUnknown(place, of);
    case 'risk':
      return messages.risk(place, of);
  }
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

/** The entries that a citation points to. */
export function citedPaths(citation: Citation): readonly string[] {
  return citation.kind === 'absence' ? citation.searched : [citation.path];
}

/** The directory that all paths of a report begin with and that need not be repeated; empty when there is none. */
export function topDirectoryOf(report: Report): string {
  const cited = report.findings.flatMap((finding) => finding.evidence.flatMap(citedPaths));
  const paths = [...cited, ...report.warnings.flatMap((warning) => warning.path ?? [])];
  return topDirectory(paths, report.bundle.name);
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
  const roots = rootViews(report, byId);
  const topDirectory = topDirectoryOf(report);
  const explained = reachedFrom(
    roots.flatMap(({ group }) => group.findings),
    byId,
  );
  const isBenign = (finding: Finding): boolean => finding.role === 'benign';
  const rest = report.findings.filter((finding) => !explained.has(finding));
  return {
    roots,
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

/**
 * Roots in the order in which they are told. A failure without a known cause that others followed from comes before a root that
 * nothing followed from: that may have nothing to do with what the bundle was taken for.
 */
function placeOf({ kind, consequences }: Pick<RootView, 'kind' | 'consequences'>): number {
  if (kind === 'cause') return consequences.length > 0 ? 0 : 2;
  if (kind === 'unexplained') return consequences.length > 0 ? 1 : 3;
  return 4;
}

/** What the report begins with: causes, what has none that is known, and what may still come. */
function rootViews({ diagnosis }: Report, byId: ReadonlyMap<string, Finding>): readonly RootView[] {
  const verdicts = [...diagnosis.rootCauses, ...(diagnosis.unexplained ?? [])];
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.finding, verdict]));
  const told = [
    ...diagnosis.rootCauses.flatMap(findingsOfRoot),
    ...(diagnosis.unexplained ?? []).map(({ finding }) => finding),
  ];
  const asked = new Map((diagnosis.unexplained ?? []).map((item) => [item.finding, item]));
  const groups = groupByRule(told.flatMap((id) => byId.get(id) ?? []));
  return groups
    .map((group) => {
      const consequences = consequenceTree(group, byId);
      const unexplained = asked.get(group.first.id);
      const isRisk = group.first.role === 'risk' && consequences.length === 0;
      const kind: RootView['kind'] = unexplained !== undefined ? 'unexplained' : isRisk ? 'risk' : 'cause';
      const { possibleCauses = [], says } = unexplained ?? {};
      return { kind, group, consequences, possibleCauses, says: says?.text };
    })
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((root, index) => ({
      ...root,
      place: index + 1,
      of: groups.length,
      why: verdictOf.get(root.group.first.id)?.why ?? '',
      confidence: verdictOf.get(root.group.first.id)?.confidence ?? root.group.confidence,
    }));
}
