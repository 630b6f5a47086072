import type { LogCitation } from '../model/citation.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { LinePlan } from '../rules/line-plan.js';
import { byTime, type HitStream } from '../rules/timed-hits.js';
import { watchLines } from '../rules/watched-lines.js';
import type { TimedLine, UpgradeFacts } from './upgrade-facts.js';

/** A line this close to the end of its log says what the program does now. */
const STILL_SAID_MS = 2 * 60_000;

/** What the jobs of an upgrade print while they wait or fail (package/upgrade/*.sh of Harvester v1.1 to v1.9). */
const JOB_WAITS = [
  'Waiting for ',
  'Wait for ',
  'there are still ',
  'current version:',
  'elemental upgrade failed with return code:',
  'will retry after 10 minutes',
];

/** Rancher's planner repeats about once a minute what it waits for (pkg/controllers/capr/planner). */
const PLANNER_WAITS = '[planner] rkecluster fleet-local/local: waiting: ';

const JOBS = 'job-waits';
const PLANNER = 'planner-waits';
const ID = 'upgrade-progress';

let watched: CompiledRule | undefined;

/** The lines that say how far an upgrade is, for the scan. */
export function upgradeProgressLines(): CompiledRule {
  const bind = { pod: 'stream.namespace + "/" + stream.pod' };
  watched ??= watchLines(ID, {
    [JOBS]: { programs: ['harvester-upgrade', 'system-upgrade-job'], texts: JOB_WAITS, bind },
    [PLANNER]: { programs: ['rancher'], texts: [PLANNER_WAITS], bind },
  });
  return watched;
}

/** The newest of these lines, when the whole bundle was read. */
export function readProgressLines(
  plan: LinePlan,
  streamAt: (index: number) => HitStream,
): Pick<UpgradeFacts, 'waitLines' | 'plannerLine'> {
  const planner = [...newestPerPod(plan, PLANNER, streamAt).values()];
  return {
    waitLines: newestPerPod(plan, JOBS, streamAt),
    plannerLine: planner.sort((a, b) => (a.time ?? 0) - (b.time ?? 0)).at(-1),
  };
}

function newestPerPod(
  plan: LinePlan,
  name: string,
  streamAt: (index: number) => HitStream,
): ReadonlyMap<string, TimedLine> {
  const lines = new Map<string, TimedLine>();
  for (const { bindings, series } of plan.collectorOf(ID, name)?.rows(() => undefined) ?? []) {
    const newest = byTime(series.citedHits(streamAt)).at(-1);
    const pod = bindings.get('pod');
    if (newest?.citation.kind !== 'log' || typeof pod !== 'string') continue;
    const end = newest.stream.end();
    const isLast = newest.time !== undefined && end !== undefined && end - newest.time <= STILL_SAID_MS;
    lines.set(pod, { citation: newest.citation, time: newest.time, isLast });
  }
  return lines;
}

/** What the job waits for, as it says it, without times and shell traces. */
export function saidBy({ excerpt }: LogCitation): string {
  const text = excerpt.replace(/^\S*\d{4}-\d{2}-\d{2}T\S+\s+/, '');
  const message = /\bmsg="((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
  return message.replace(/^\++ (?:echo )?/, '').trim();
}

/** What Rancher's planner waits for, as it says it. */
export function plannerText({ excerpt }: LogCitation): string {
  const start = excerpt.indexOf(PLANNER_WAITS);
  return start === -1 ? '' : excerpt.slice(start + PLANNER_WAITS.length).trim();
}
