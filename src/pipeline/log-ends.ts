import { parseLogFileName } from '../bundle/log-file-name.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import type { Instant } from '../model/time.js';

/** One file of a log. */
export interface LogPart {
  readonly path: string;
  readonly identity: LogStreamIdentity;
  /** Time of the newest line of this file. */
  ownEnd(): Instant | undefined;
}

/**
 * When logs end. The files that were rotated away and those of earlier instances of a container end in the middle of their log: a fault in their
 * last lines is over when a newer file does not tell of it. They are put together when the first question is asked.
 */
export class LogEnds {
  readonly #parts: readonly LogPart[];
  #ends: ReadonlyMap<string, Instant> | undefined;

  /** @param parts all logs of the bundle */
  constructor(parts: readonly LogPart[]) {
    this.#parts = parts;
  }

  /** Time of the newest line of the log that the file is a part of; undefined when no line of it has a time. */
  endOf(part: LogPart): Instant | undefined {
    this.#ends ??= endsOf(this.#parts);
    return this.#ends.get(logOf(part));
  }
}

/** By log the newest end of its files. */
function endsOf(parts: readonly LogPart[]): ReadonlyMap<string, Instant> {
  const ends = new Map<string, Instant>();
  for (const part of parts) {
    const end = part.ownEnd();
    if (end === undefined) continue;
    const log = logOf(part);
    const known = ends.get(log);
    if (known === undefined || known < end) ends.set(log, end);
  }
  return ends;
}

/** What the files of a log have in common: the container, else directory and name. */
function logOf({ identity: { namespace = '', pod, container = '' }, path }: LogPart): string {
  if (pod !== undefined) return `${namespace}/${pod} ${container}`;
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return directory + parseLogFileName(path.slice(directory.length)).stem;
}
