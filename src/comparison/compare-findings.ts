import type { FindingChange, FindingSide, FindingState, ObjectChange } from '../model/comparison.js';
import { type Entity, type Finding, findingsOfRoot, type Report, type Severity } from '../model/report.js';
import { compareTexts } from '../model/text-order.js';

/** Citations that a finding keeps in a comparison; the report on its bundle has them all. */
const CITATIONS_KEPT = 3;

const SEVERITIES: readonly Severity[] = ['critical', 'error', 'warning', 'info'];
const STATES: readonly FindingState[] = ['new', 'gone', 'persists', 'unjudged'];

/** What a bundle's report and rules say. */
export interface JudgedBundle {
  readonly report: Report;
  /** Findings of every confidence; those that the report has are told as it tells them. */
  readonly findings: readonly Finding[];
}

/**
 * Matches the findings of two bundles by rule and entity. A finding that one of the reports has is told, with what the other bundle knows of it even if
 * that was not sure enough for its report.
 * @param replaced objects that were replaced: a finding about a pod goes on with its successor
 */
export function compareFindings(
  oldBundle: JudgedBundle,
  currentBundle: JudgedBundle,
  replaced: readonly ObjectChange[],
): readonly FindingChange[] {
  const [old, current] = [indexed(oldBundle), indexed(currentBundle)];
  const predecessors = predecessorsOf(replaced);
  const before = findingsOf(old);
  const changes: FindingChange[] = [];
  const matched = new Set<Finding>();
  for (const [key, finding] of findingsOf(current)) {
    const earlier = before.get(key) ?? before.get(keyOf(finding.rule, predecessorOf(finding.entity, predecessors)));
    const isFree = earlier !== undefined && !matched.has(earlier);
    if (isFree) matched.add(earlier);
    if (isFree && (old.reported.has(earlier) || current.reported.has(finding))) {
      changes.push(changeOf('persists', earlier, finding, old, current));
    } else if (!isFree && current.reported.has(finding)) {
      changes.push(oneSided(finding, 'new', old, current));
    }
  }
  for (const finding of old.report.findings) {
    if (!matched.has(finding)) changes.push(oneSided(finding, 'gone', old, current));
  }
  return changes.sort(byWeight);
}

function findingsOf({ report, findings }: JudgedBundle): ReadonlyMap<string, Finding> {
  const keyed = (all: readonly Finding[]) =>
    all.map((finding) => [keyOf(finding.rule, finding.entity), finding] as const);
  // Of two with one key the later one stays.
  return new Map([...keyed(findings), ...keyed(report.findings)]);
}

/** A bundle with what is asked of its report for every finding. */
interface IndexedBundle extends JudgedBundle {
  readonly reported: ReadonlySet<Finding>;
  /** Ids of findings that are root causes. */
  readonly roots: ReadonlySet<string>;
}

function indexed(bundle: JudgedBundle): IndexedBundle {
  const { findings, diagnosis } = bundle.report;
  return { ...bundle, reported: new Set(findings), roots: new Set(diagnosis.rootCauses.flatMap(findingsOfRoot)) };
}

/** A finding of one bundle is new or gone only when the other could have told it. */
function oneSided(finding: Finding, state: 'new' | 'gone', old: IndexedBundle, current: IndexedBundle): FindingChange {
  const other = state === 'new' ? old : current;
  const missing = other.report.coverage.unknown.find(({ rule }) => rule === finding.rule)?.missing;
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
  old: IndexedBundle,
  current: IndexedBundle,
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

function sideOf(finding: Finding, bundle: IndexedBundle): FindingSide {
  const { id, title, severity, confidence, role, firstSeen, lastSeen, count, evidence } = finding;
  return {
    id,
    title,
    severity,
    confidence,
    role,
    // Ids are those of the report; a finding that it does not have may have the id of another.
    isRootCause: bundle.reported.has(finding) && bundle.roots.has(id),
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
