import { parseLine } from '../logs/parse-line.js';
import type { Citation } from '../model/citation.js';
import type { ClockOffset } from '../model/report.js';
import { formatInstant } from '../model/time.js';
import { textOf } from '../rules/cel/values.js';
import type { CollectedFacts } from '../rules/collected-facts.js';
import { byTime } from '../rules/timed-hits.js';

/** The rule whose signals gather the lines in which programs complain of clocks. */
const RULE = 'os-clock-skew';
const LEAST_MS = 5_000;
/** Peers that agree within this much agree. */
const AGREEMENT_MS = 2_000;

const STEP = /System clock (?:wrong|was stepped) by (-?[\d.]+) seconds/;
const OLD_DRIFT = /the clock difference against peer \S+ is too high \[(-?[^\s\]]+)/;

interface ClockLine {
  readonly node: string;
  readonly peer: string;
  readonly time: number | undefined;
  readonly citation: Citation;
  readonly excerpt: string;
}

/** What chrony and etcd say of clocks themselves. */
export function offsetsOfLogs(facts: CollectedFacts, language: 'en' | 'zh'): readonly ClockOffset[] {
  return [...stepsOf(linesOf(facts, 'stepped'), language), ...driftsOf(linesOf(facts, 'drift'), language)];
}

function linesOf(facts: CollectedFacts, signal: string): readonly ClockLine[] {
  const rows = facts.collectorOf(RULE, signal)?.rows((pod) => facts.nodeOfPod(pod)) ?? [];
  return [...rows].flatMap(({ bindings, series }) =>
    byTime(series.citedHits((index) => facts.streamAt(index))).flatMap(({ time, citation }): ClockLine[] => {
      const node = textOf(bindings.get('node'));
      if (citation.kind !== 'log' || node === '') return [];
      const cited = { ...citation, ...(time === undefined ? {} : { time: formatInstant(time) }) };
      return [{ node, peer: textOf(bindings.get('peer')), time, citation: cited, excerpt: citation.excerpt }];
    }),
  );
}

/** chrony says what it adds to the clock: a clock that was two minutes slow is "wrong by 120 seconds" and right from then on. */
function stepsOf(lines: readonly ClockLine[], language: 'en' | 'zh'): readonly ClockOffset[] {
  const steps = lines.flatMap((line): ClockOffset[] => {
    const seconds = Number(STEP.exec(line.excerpt)?.[1]);
    if (line.time === undefined || !(Math.abs(seconds) * 1000 >= LEAST_MS)) return [];
    return [
      {
        node: line.node,
        offsetMs: -seconds * 1000,
        uncertaintyMs: 1000,
        until: formatInstant(line.time),
        why: language === 'zh' ? 'chrony 测得此偏差并校正了时钟' : 'chrony measured it and set the clock',
        evidence: [line.citation],
      },
    ];
  });
  // A step is announced and then made: two lines, one correction.
  return steps.filter(
    (step, index) =>
      !steps
        .slice(0, index)
        .some((other) => other.node === step.node && Math.abs(other.offsetMs - step.offsetMs) < AGREEMENT_MS),
  );
}

/**
 * etcd compares its clock with each peer's: `clock-drift` is its own time minus the peer's (github.com/xiang90/probing, status.go). A member
 * that differs from several peers by the same is itself the one that is wrong.
 */
function driftsOf(lines: readonly ClockLine[], language: 'en' | 'zh'): readonly ClockOffset[] {
  const byNode = new Map<string, Map<string, { readonly drift: number; readonly line: ClockLine }>>();
  for (const line of lines) {
    const text = parseLine(line.excerpt).fields.get('clock-drift') ?? OLD_DRIFT.exec(line.excerpt)?.[1] ?? '';
    const drift = goDuration(text);
    if (drift === undefined || Math.abs(drift) < LEAST_MS) continue;
    const peers = byNode.get(line.node) ?? new Map<string, { readonly drift: number; readonly line: ClockLine }>();
    byNode.set(line.node, peers);
    // Lines come by time: the newest of a peer stands.
    peers.set(line.peer, { drift, line });
  }
  return [...byNode].flatMap(([node, peers]): ClockOffset[] => {
    const drifts = [...peers.values()];
    const values = drifts.map(({ drift }) => drift);
    const spread = Math.max(...values) - Math.min(...values);
    if (drifts.length < 2 || spread > AGREEMENT_MS) return [];
    return [
      {
        node,
        offsetMs: Math.round((Math.max(...values) + Math.min(...values)) / 2),
        uncertaintyMs: Math.round(spread / 2) + 1000,
        why:
          language === 'zh'
            ? `其 etcd 与 ${drifts.length} 个对等成员的时钟相差如此之多`
            : `its etcd measured it against ${drifts.length} peers, which agree`,
        evidence: drifts.map(({ line }) => line.citation),
      },
    ];
  });
}

const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  µs: 1e-3,
  us: 1e-3,
  ns: 1e-6,
};

/** Milliseconds of a duration as Go prints it: `41.220181s`, `5m0.2s`, `-1h2m3s`. */
function goDuration(text: string): number | undefined {
  if (!/^-?(?:[\d.]+(?:h|ms|m|s|µs|us|ns))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit = ''] of text.matchAll(/([\d.]+)(h|ms|m|s|µs|us|ns)/g))
    sum += Number(number) * (UNITS[unit] ?? 0);
  return text.startsWith('-') ? -sum : sum;
}
