import type { Instant } from '../model/time.js';
import { EVENT_RESOURCES } from '../rules/signals/cluster-events.js';
import type { Draft } from './draft.js';

/** When a log begins whose beginning is not in the bundle, by the path of one of its files; undefined when nothing is known to be missing. */
export type CutLogBegin = (path: string) => Instant | undefined;

/** Fewer lines may be of something that was over soon. */
const LEAST_LINES = 3;
/** So soon after its log begins the first line of what goes on counts as its beginning: between two lines of a fault may lie as much. */
const LEAST_GAP_MS = 60_000;
const LONGEST_GAP_MS = 10 * 60_000;

/**
 * When the log begins that tells of a fault from there on: the fault may be older than its first line, for what was before was rotated
 * away. Undefined when its first line is its beginning.
 */
export function beginOfItsLog({ first, last, count }: Draft, beginOf: CutLogBegin): Instant | undefined {
  if (first?.statement?.kind !== 'log' || last === undefined || count < LEAST_LINES) return undefined;
  const begin = beginOf(first.statement.path);
  if (begin === undefined) return undefined;
  const interval = (last.time - first.time) / (count - 1);
  return first.time - begin <= Math.min(Math.max(interval, LEAST_GAP_MS), LONGEST_GAP_MS) ? begin : undefined;
}

/** Whether the newest that is known of a finding is since when an object is as the bundle shows it: then it is not over. */
export function isStanding({ last }: Draft): boolean {
  const statement = last?.statement;
  return statement?.kind === 'object' && EVENT_RESOURCES.every((event) => event !== statement.resource);
}
