import type {
  ChangeEffect,
  Comparison,
  FindingChange,
  FindingState,
  ObjectChange,
  ProductChange,
} from '../model/comparison.js';
import type { Finding, Report } from '../model/report.js';
import { judge, reportOn } from '../pipeline/analyze.js';
import type { AnalyzeOptions, BundleInput, Progress } from '../pipeline/analyze-options.js';
import { gather } from '../pipeline/gather.js';
import { type ClusterState, ClusterStateBuilder } from './cluster-state.js';
import { compareFindings } from './compare-findings.js';
import { compareObjects } from './compare-objects.js';
import { COMPARED_KINDS } from './compared-kinds.js';
import { compareClusters } from './same-cluster.js';

/** A bundle that was read for a comparison: its report, and its objects reduced to what is compared. */
export interface ReadBundle {
  readonly report: Report;
  /** Findings of every confidence. */
  readonly findings: readonly Finding[];
  readonly state: ClusterState;
}

/** What of the bundles is compared. */
export interface ComparedThings {
  /** Only these kinds (`Kind` or `Kind.group`), and findings about them. */
  readonly kinds?: readonly string[];
}

/** Kinds that tell whether two bundles are of one cluster. */
const SIGN_KINDS = ['Namespace', 'Node', 'Setting.management.cattle.io'];

/**
 * Analyzes one of the bundles to be compared. All of the bundle but the report and the reduced objects is let go.
 * @param kinds as in {@link ComparedThings}
 * @throws BundlescopeError as {@link gather}
 */
export async function readForComparison(
  input: BundleInput,
  options: AnalyzeOptions & { readonly onProgress?: (progress: Progress) => void },
  kinds?: readonly string[],
): Promise<ReadBundle> {
  const started = performance.now();
  const builder = new ClusterStateBuilder([...(kinds ?? Object.keys(COMPARED_KINDS)), ...SIGN_KINDS]);
  const gathered = await gather(input, options, { observer: builder });
  const judged = judge(gathered);
  const report = reportOn(gathered, options, started, { judged });
  // The same rules as they would be diagnosed with less sure findings: one that only grew surer between the bundles is not new.
  const { findings } = reportOn(gathered, { ...options, minConfidence: 'low' }, started, { judged });
  return { report, findings, state: builder.build(report.warnings) };
}

/** Compares two bundles of one cluster. */
export function compareBundles(old: ReadBundle, current: ReadBundle, options: ComparedThings = {}): Comparison {
  const kinds = options.kinds ?? [...new Set([...old.state.resources, ...current.state.resources])];
  const { changes, notCompared, unchanged } = compareObjects(old.state, current.state, kinds);
  const replaced = changes.filter(({ change }) => change === 'replaced');
  const all = compareFindings(old, current, replaced);
  const asked = options.kinds === undefined ? undefined : new Set(options.kinds);
  const findings = asked === undefined ? all : all.filter(({ entity }) => asked.has(entity.kind));
  const seconds = secondsBetween(old.report, current.report);
  return {
    schemaVersion: '1',
    tool: {
      name: current.report.tool.name,
      version: current.report.tool.version,
      rulesDigest: current.report.tool.rulesDigest,
    },
    old: { ...old.report.bundle, warnings: old.report.warnings },
    new: { ...current.report.bundle, warnings: current.report.warnings },
    ...(seconds === undefined ? {} : { seconds }),
    cluster: compareClusters(old.state, current.state),
    ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
    counts: {
      objects: countEffects(changes),
      findings: countStates(findings),
      unchanged,
    },
    products: compareProducts(old.report, current.report),
    findings,
    objects: changes,
    notCompared,
  };
}

function secondsBetween(
  { bundle: { createdAt: from } }: Report,
  { bundle: { createdAt: to } }: Report,
): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}

function compareProducts(old: Report, current: Report): readonly ProductChange[] {
  const before = new Map(old.bundle.products.map(({ name, version }) => [name, version]));
  const after = new Map(current.bundle.products.map(({ name, version }) => [name, version]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): ProductChange[] => {
    const [from, to] = [before.get(name), after.get(name)];
    if (from === to && before.has(name) === after.has(name)) return [];
    return [{ name, ...(from === undefined ? {} : { old: from }), ...(to === undefined ? {} : { new: to }) }];
  });
}

function countEffects(changes: readonly ObjectChange[]): Readonly<Record<ChangeEffect, number>> {
  const counts = { broke: 0, mended: 0, went: 0, came: 0, replaced: 0, state: 0, version: 0, setting: 0 };
  for (const { effect } of changes) counts[effect]++;
  return counts;
}

function countStates(findings: readonly FindingChange[]): Readonly<Record<FindingState, number>> {
  const counts = { new: 0, gone: 0, persists: 0, unjudged: 0 };
  for (const change of findings) if ((change.new ?? change.old)?.role !== 'benign') counts[change.state]++;
  return counts;
}
