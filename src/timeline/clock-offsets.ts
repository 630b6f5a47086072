import type { ClockOffset } from '../model/report.js';
import { formatInstant, type Instant } from '../model/time.js';
import type { CollectedFacts } from '../rules/collected-facts.js';
import { EVENT_RESOURCES } from '../rules/signals/cluster-events.js';
import { boundsOfEvents, boundsOfPods, type ClockBound, citeBound } from './clock-bounds.js';
import { offsetsOfLeases } from './clock-leases.js';
import { offsetsOfLogs } from './clock-logs.js';

/** Kinds that are stamped by nodes and by the API server. */
export const CLOCK_KINDS = [...EVENT_RESOURCES, 'Pod', 'Node', 'Lease.coordination.k8s.io'] as const;

/** Smaller offsets are told by nothing in a bundle: stamps are cut to the second and the way takes time. */
const LEAST_OFFSET_MS = 5_000;
/** How far back stamps count, longest first: a clock that was set since then contradicts itself in a longer time. */
const SPANS_MS = [24 * 3_600_000, 6 * 3_600_000, 3_600_000, 15 * 60_000];
/** Bounds may cross by this much: clocks drift while stamps are made. */
const CROSSING_MS = 2_000;
/** So many stamps that agree are not all late by chance: then the other side need not bound them. */
const AGREEING_STAMPS = 3;
/** What a stamp may be late by all the same. */
const USUAL_DELAY_MS = 5_000;
const MAX_EVIDENCE = 4;

/**
 * The nodes whose clocks differ from that of the API server by so much that the bundle proves it, each once; by node name.
 * Where nothing proves it nothing is said: that a node is missing here does not prove its clock right.
 */
export function estimateClockOffsets(facts: CollectedFacts, language: 'en' | 'zh' = 'en'): readonly ClockOffset[] {
  const stamped = offsetsOfStamps([...boundsOfEvents(facts.events.all), ...boundsOfPods(facts.objects)], language);
  const offsets = [...stamped, ...offsetsOfLogs(facts, language), ...offsetsOfLeases(facts.objects, language)];
  const byNode = new Map<string, ClockOffset>();
  for (const offset of offsets) {
    const known = byNode.get(offset.node);
    if (known === undefined || offset.uncertaintyMs < known.uncertaintyMs) byNode.set(offset.node, offset);
  }
  return [...byNode.values()].sort((a, b) => (a.node < b.node ? -1 : 1));
}

/** What is known of a node's clock at a time: what to take from its stamps, give or take the uncertainty. */
export interface ClockCorrection {
  readonly offsetMs: number;
  readonly uncertaintyMs: number;
}

/**
 * The correction for a stamp of a node. @param time as the node stamped it
 * @returns undefined when nothing shows that its clock was wrong then
 */
export function correctionAt(
  offsets: readonly ClockOffset[],
  node: string,
  time: Instant,
): ClockCorrection | undefined {
  const offset = offsets.find((candidate) => candidate.node === node);
  if (offset === undefined) return undefined;
  const { offsetMs, uncertaintyMs, since, until } = offset;
  const corrected = time - offsetMs;
  if (since !== undefined && corrected < Date.parse(since) - uncertaintyMs) return undefined;
  if (until !== undefined && time > Date.parse(until)) return undefined;
  return { offsetMs, uncertaintyMs };
}

function offsetsOfStamps(bounds: readonly ClockBound[], language: 'en' | 'zh'): readonly ClockOffset[] {
  // Nearly all clocks are right: only those of nodes with a stamp that tells otherwise are looked into.
  const byNode = new Map<string, ClockBound[]>();
  for (const bound of bounds) if (isTelling(bound)) byNode.set(bound.node, []);
  if (byNode.size === 0) return [];
  for (const bound of bounds) byNode.get(bound.node)?.push(bound);
  return [...byNode].flatMap(([node, own]) => offsetOfNode(node, own, language) ?? []);
}

/** Whether a clock that is off by much alone explains a stamp. */
function isTelling({ side, offsetMs }: ClockBound): boolean {
  return side === 'lower' ? offsetMs > LEAST_OFFSET_MS : offsetMs < -LEAST_OFFSET_MS;
}

function offsetOfNode(node: string, bounds: readonly ClockBound[], language: 'en' | 'zh'): ClockOffset | undefined {
  const newest = bounds.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  for (const span of SPANS_MS) {
    const recent = bounds.filter(({ at }) => at >= newest - span);
    const lower = tightest(recent, 'lower');
    const upper = tightest(recent, 'upper');
    if (lower !== undefined && upper !== undefined && lower.offsetMs > upper.offsetMs + CROSSING_MS) continue;
    return offsetBetween(node, lower, upper, recent, language);
  }
  return undefined;
}

/** The tightest bound that is not alone: the second best of its side. */
function tightest(bounds: readonly ClockBound[], side: ClockBound['side']): ClockBound | undefined {
  const isTighter = (one: ClockBound, other: ClockBound | undefined): boolean =>
    other === undefined || (side === 'lower' ? one.offsetMs > other.offsetMs : one.offsetMs < other.offsetMs);
  let best: ClockBound | undefined;
  let second: ClockBound | undefined;
  for (const bound of bounds) {
    if (bound.side !== side) continue;
    if (isTighter(bound, best)) [best, second] = [bound, best];
    else if (isTighter(bound, second)) second = bound;
  }
  return second;
}

function offsetBetween(
  node: string,
  lower: ClockBound | undefined,
  upper: ClockBound | undefined,
  bounds: readonly ClockBound[],
  language: 'en' | 'zh',
): ClockOffset | undefined {
  const isAhead = lower !== undefined && lower.offsetMs > LEAST_OFFSET_MS;
  const isBehind = upper !== undefined && upper.offsetMs < -LEAST_OFFSET_MS;
  if (!isAhead && !isBehind) return undefined;
  const decisive = isAhead ? 'lower' : 'upper';
  const deciding = bounds.filter((bound) => bound.side === decisive && isTelling(bound)).sort((a, b) => a.at - b.at);
  const between = intervalOf(isAhead ? lower : upper, isAhead ? upper : lower, deciding);
  if (between === undefined) return undefined;
  const since = deciding[0]?.at;
  const other = isAhead ? upper : lower;
  return {
    node,
    ...between,
    ...(since === undefined ? {} : { since: formatInstant(since) }),
    why: whyOf(isAhead, deciding.length, language),
    evidence: [...deciding.slice(-MAX_EVIDENCE + 1), ...(other === undefined ? [] : [other])].map(citeBound),
  };
}

/** Between the two sides; or, where the other side is far off or missing, what several stamps of the deciding side agree on. */
function intervalOf(
  tight: ClockBound | undefined,
  other: ClockBound | undefined,
  deciding: readonly ClockBound[],
): ClockCorrection | undefined {
  if (tight === undefined) return undefined;
  const spread = other === undefined ? Number.POSITIVE_INFINITY : Math.abs(other.offsetMs - tight.offsetMs);
  if (spread <= 2 * USUAL_DELAY_MS && other !== undefined) {
    const uncertaintyMs = Math.max(1000, Math.round(spread / 2));
    return { offsetMs: Math.round((tight.offsetMs + other.offsetMs) / 2), uncertaintyMs };
  }
  const agreeing = deciding.filter(({ offsetMs }) => Math.abs(offsetMs - tight.offsetMs) <= CROSSING_MS);
  return agreeing.length < AGREEING_STAMPS ? undefined : { offsetMs: tight.offsetMs, uncertaintyMs: USUAL_DELAY_MS };
}

function whyOf(isAhead: boolean, stamps: number, language: 'en' | 'zh'): string {
  if (language === 'zh')
    return isAhead
      ? `API 服务器收到其 kubelet 的 ${stamps} 个事件时，早于事件自身的时间`
      : `其 kubelet 接受 ${stamps} 个 Pod 的时间，早于 API 服务器创建它们的时间`;
  return isAhead
    ? `the API server received ${stamps} events of its kubelet before the time they state`
    : `its kubelet accepted ${stamps} pods before the API server created them`;
}
