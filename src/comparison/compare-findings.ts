import { compareTexts } from '../diagnosis/rank.js';
import type { FindingChange, FindingSide, FindingState, ObjectChange } from '../model/comparison.js';
import type { Confidence, Entity, Finding, Report, Severity } from '../model/report.js';

/** Citations that a finding keeps in a comparison; the report on its bundle has them all. */
const CITATIONS_KEPT = 3;

const SEVERITIES: readonly Severity[] = ['critical', 'error', 'warning', 'info'];
const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low'];
const STATES: readonly FindingState[] = ['new', 'gone', 'persists', 'unjudged'];

/** What findings are matched with. */
export interface FindingMatching {
  /** Findings that are below it in both bundles are left out. */
  readonly minConfidence: Confidence;
  /** Objects that were replaced: a finding about a pod goes on with its successor. */
  readonly replaced: readonly ObjectChange[];
}

/**
 * Matches the findings of two reports by rule and entity.
 * @param old a report that has the findings of every confidence, as `current`: one that only grew surer is not new
 */
export function compareFindings(old: Report, current: Report, matching: FindingMatching): readonly FindingChange[] {
  const predecessors = predecessorsOf(matching.replaced);
  const before = new Map(old.findings.map((finding) => [keyOf(finding.rule, finding.entity), finding]));
  const changes: FindingChange[] = [];
  const matched = new Set<Finding>();
  for (const finding of current.findings) {
    const direct = before.get(keyOf(finding.rule, finding.entity));
    const earlier = direct ?? before.get(keyOf(finding.rule, predecessorOf(finding.entity, predecessors)));
    if (earlier !== undefined && !matched.has(earlier)) {
      matched.add(earlier);
      changes.push(changeOf('persists', earlier, finding, old, current));
    } else {
      changes.push(oneSided(finding, 'new', old, current));
    }
  }
  for (const finding of old.findings) if (!matched.has(finding)) changes.push(oneSided(finding, 'gone', old, current));
  const limit = CONFIDENCES.indexOf(matching.minConfidence);
  const isSure = (side: FindingSide | undefined): boolean =>
    side !== undefined && CONFIDENCES.indexOf(side.confidence) <= limit;
  return changes.filter((change) => isSure(change.old) || isSure(change.new)).sort(byWeight);
}

/** A finding of one bundle is new or gone only when the other could have told it. */
function oneSided(finding: Finding, state: 'new' | 'gone', old: Report, current: Report): FindingChange {
  const other = state === 'new' ? old : current;
  const missing = other.coverage.unknown.find(({ rule }) => rule === finding.rule)?.missing;
  const change =
    state === 'new'
      ? changeOf(state, undefined, finding, old, current)
      : changeOf(state, finding, undefined, old, current);
  return missing === undefined ? change : { ...change, state: 'unjudged', missing };
}

function changeOf(
  state: FindingState,
  earlier: Finding | undefined,
  later: Finding | undefined,
  old: Report,
  current: Report,
): FindingChange {
  const { rule, entity } = later ?? earlier ?? unreachable();
  return {
    state,
    rule,
    entity,
    ...(earlier === undefined ? {} : { old: sideOf(earlier, old) }),
    ...(later === undefined ? {} : { new: sideOf(later, current) }),
  };
}

function unreachable(): never {
  throw new RangeError('a finding is in at least one of two bundles');
}

function sideOf(finding: Finding, report: Report): FindingSide {
  const { id, title, severity, confidence, role, firstSeen, lastSeen, count, evidence } = finding;
  return {
    id,
    title,
    severity,
    confidence,
    role,
    isRootCause: report.diagnosis.rootCauses.some((root) => root.finding === id),
    ...(firstSeen === undefined ? {} : { firstSeen }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
    count,
    evidence: evidence.slice(0, CITATIONS_KEPT),
  };
}

/** The name that stands for a cluster is that of its bundle, and a pod may run on another node now. */
function keyOf(rule: string, { kind, namespace = '', name, node }: Entity): string {
  if (kind === 'Cluster') return rule;
  return JSON.stringify([rule, kind, namespace, name, ...(PER_NODE.has(kind) ? [node] : [])]);
}

/** Kinds whose names say something only together with the node. */
const PER_NODE: ReadonlySet<string> = new Set(['Disk', 'Device', 'NetworkInterface']);

function predecessorsOf(replaced: readonly ObjectChange[]): ReadonlyMap<string, string> {
  return new Map(
    replaced.flatMap(({ resource, namespace = '', name, replacedBy }) =>
      replacedBy === undefined ? [] : [[JSON.stringify([resource, namespace, replacedBy]), name] as const],
    ),
  );
}

/** Entities of Longhorn's kinds have no namespace: all are in Longhorn's own. */
function predecessorOf(entity: Entity, predecessors: ReadonlyMap<string, string>): Entity {
  const namespaces = entity.namespace === undefined ? ['', 'longhorn-system'] : [entity.namespace];
  const name = namespaces
    .map((namespace) => predecessors.get(JSON.stringify([entity.kind, namespace, entity.name])))
    .find((found) => found !== undefined);
  return name === undefined ? entity : { ...entity, name };
}

/** Root causes first, then by severity; benign findings last. */
function byWeight(a: FindingChange, b: FindingChange): number {
  return (
    STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
    weightOf(a) - weightOf(b) ||
    compareTexts(a.rule, b.rule) ||
    compareTexts(a.entity.namespace ?? '', b.entity.namespace ?? '') ||
    compareTexts(a.entity.name, b.entity.name)
  );
}

function weightOf({ state, old, new: current }: FindingChange): number {
  const side = (state === 'gone' ? old : current) ?? old;
  if (side === undefined) return 0;
  const role = side.role === 'benign' ? 20 : side.isRootCause ? 0 : 10;
  return role + SEVERITIES.indexOf(side.severity);
}

/** Findings of one bundle, so that `--fail-on` can judge those that are new. */
export function newFindings(changes: readonly FindingChange[]): readonly FindingSide[] {
  return changes.flatMap(({ state, new: current }) => (state === 'new' && current !== undefined ? [current] : []));
}
