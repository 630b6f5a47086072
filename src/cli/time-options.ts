import { type Command, InvalidArgumentError } from 'commander';
import { BundlescopeError } from '../errors/index.js';
import { parseEnd, parseStart } from './argument-parsers.js';

/** Options that say which time, as Commander gives them; RFC 3339. */
export interface TimeFlags {
  readonly since?: string;
  readonly until?: string;
  readonly around?: TimeBounds;
}

/** A time from one moment to another; what is not stated is open. */
export interface TimeBounds {
  readonly since?: string;
  readonly until?: string;
}

/** What `--around` takes on both sides when no duration is given. */
const AROUND_MS = 10 * 60_000;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** `±` and how it is typed where the keyboard has none. */
const AROUND = /^(.*?)(?:(?:±|\+-|\+\/-)(\d+)([smhd]))?$/;

/** Adds which time: `--since`, `--until`, `--around`. @param what is limited: `only log lines`, `only entries` */
export function addTimeOptions(command: Command, what: string): Command {
  return command
    .option('--since <time>', `${what} from this time on: RFC 3339, or a date in UTC`, parseStart)
    .option('--until <time>', `${what} up to this time, or to the end of this date`, parseEnd)
    .option(
      '--around <time>',
      `${what} 10 minutes before and after this time; another span as 2025-03-05T04:48:00Z±2h`,
      parseAround,
    );
}

/**
 * `TIME` or `TIME±DURATION` as the time from before to after it.
 * @throws InvalidArgumentError when it is neither
 */
export function parseAround(text: string): TimeBounds {
  const [, time = '', count, unit = ''] = AROUND.exec(text) ?? [];
  const half = count === undefined ? AROUND_MS : Number(count) * (UNITS[unit] ?? Number.NaN);
  if (/^\d{4}-\d{2}-\d{2}$/.test(time)) {
    throw new InvalidArgumentError(
      'Give a time of day as well, such as 2025-03-05T04:48:00Z; for a whole day use --since and --until.',
    );
  }
  const middle = instantOf(time);
  const since = new Date(middle - half);
  const until = new Date(middle + half);
  if (Number.isNaN(since.getTime()) || Number.isNaN(until.getTime())) {
    throw new InvalidArgumentError(
      'Give a time such as 2025-03-05T04:48:00Z, or with a span 2025-03-05T04:48:00Z±30m (s, m, h or d).',
    );
  }
  return { since: since.toISOString(), until: until.toISOString() };
}

function instantOf(time: string): number {
  try {
    return Date.parse(parseStart(time));
  } catch {
    return Number.NaN;
  }
}

/**
 * The time that the options ask for.
 * @param nothing what there would be none of in an empty time: `log line could be evidence`
 * @throws BundlescopeError `usage` when they contradict each other
 */
export function timeBounds({ since, until, around }: TimeFlags, nothing: string): TimeBounds {
  if (around !== undefined && (since !== undefined || until !== undefined)) {
    throw new BundlescopeError(
      'usage',
      '--around is both ends of a time; leave out --since and --until, or give only them',
    );
  }
  if (since !== undefined && until !== undefined && since > until) {
    throw new BundlescopeError('usage', `--since ${since} is later than --until ${until}; no ${nothing}`);
  }
  return around ?? { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}
