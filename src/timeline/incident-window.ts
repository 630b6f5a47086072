import { type Finding, findingsOfRoot, type IncidentWindow, type RootCause } from '../model/report.js';
import { formatInstant, type Instant } from '../model/time.js';

/** Onsets further apart belong to different incidents. */
const ONSET_GAP_MS = 60 * 60_000;
/** Evidence that comes so soon after belongs to the same burst. */
const BURST_GAP_MS = 10 * 60_000;
const SEVERITY = { critical: 8, error: 4, warning: 1, info: 0 } as const;

interface Onset {
  readonly time: Instant;
  readonly finding: Finding;
}

/**
 * When the incident took place: the cluster of onsets in which the best root cause began, as far as the evidence of its findings comes
 * thick and fast. Undefined when no finding that is more than information says when it began.
 */
export function incidentWindow(
  findings: readonly Finding[],
  rootCauses: readonly RootCause[],
  language: 'en' | 'zh',
): IncidentWindow | undefined {
  const onsets = findings
    .filter(({ role, severity }) => role !== 'benign' && role !== 'risk' && severity !== 'info')
    .flatMap((finding): Onset[] =>
      finding.firstSeen === undefined ? [] : [{ time: Date.parse(finding.firstSeen), finding }],
    )
    .sort((a, b) => a.time - b.time);
  const cluster = mainCluster(clustersOf(onsets), rootCauses);
  const [first] = cluster;
  const last = cluster.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const to = endOfBurst(last.time, cluster);
  return { from: formatInstant(first.time), to: formatInstant(to), why: whyOf(cluster, onsets.length, language) };
}

function clustersOf(onsets: readonly Onset[]): readonly (readonly Onset[])[] {
  const clusters: Onset[][] = [];
  for (const onset of onsets) {
    const cluster = clusters.at(-1);
    const previous = cluster?.at(-1);
    if (cluster !== undefined && previous !== undefined && onset.time - previous.time <= ONSET_GAP_MS)
      cluster.push(onset);
    else clusters.push([onset]);
  }
  return clusters;
}

/** The cluster of the best root cause that has an onset; without one the cluster that weighs most. */
function mainCluster(clusters: readonly (readonly Onset[])[], rootCauses: readonly RootCause[]): readonly Onset[] {
  for (const id of rootCauses.flatMap(findingsOfRoot)) {
    const own = clusters.find((cluster) => cluster.some(({ finding }) => finding.id === id));
    if (own !== undefined) return own;
  }
  const weightOf = (cluster: readonly Onset[]): number =>
    cluster.reduce((sum, { finding }) => sum + SEVERITY[finding.severity], 0);
  return clusters.reduce<readonly Onset[]>((best, next) => (weightOf(next) > weightOf(best) ? next : best), []);
}

function endOfBurst(lastOnset: Instant, cluster: readonly Onset[]): Instant {
  const times = cluster
    .flatMap(({ finding }) =>
      finding.evidence.flatMap((citation) =>
        citation.kind === 'log' && citation.time !== undefined ? [Date.parse(citation.time)] : [],
      ),
    )
    .sort((a, b) => a - b);
  let end = lastOnset;
  for (const time of times) if (time > end && time - end <= BURST_GAP_MS) end = time;
  return end;
}

function whyOf(cluster: readonly Onset[], all: number, language: 'en' | 'zh'): string {
  const first = cluster[0]?.finding.id ?? '';
  if (language === 'zh') return `${all} 个有起始时间的发现中有 ${cluster.length} 个始于此时段，最早的是 ${first}。`;
  const began = `${cluster.length} of ${all} ${all === 1 ? 'finding' : 'findings'} with a known onset began in it`;
  return `${began}; ${first} was the first.`;
}
