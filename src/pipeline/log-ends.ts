import { parseLogFileName } from '../bundle/log-file-name.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import type { Instant } from '../model/time.js';

/** One file of a log. */
export interface LogPart {
  readonly path: string;
  readonly identity: LogStreamIdentity;
  /** Time of the oldest line of this file. */
  oldest(): Instant | undefined;
  /** Time of the newest line of this file. */
  ownEnd(): Instant | undefined;
}

/** The oldest and the newest line of all files of a log. */
interface Span {
  readonly begin: Instant | undefined;
  readonly end: Instant;
}

/**
 * When logs begin and end. The files that were rotated away and those of earlier instances of a container end in the middle of their log: a fault in their
 * last lines is over when a newer file does not tell of it. They are put together when the first question is asked.
 */
export class LogEnds {
  readonly #parts: readonly LogPart[];
  #spans: ReadonlyMap<string, Span> | undefined;

  /** @param parts all logs of the bundle */
  constructor(parts: readonly LogPart[]) {
    this.#parts = parts;
  }

  /** Time of the newest line of the log that the file is a part of; undefined when no line of it has a time. */
  endOf(part: LogPart): Instant | undefined {
    return this.#spanOf(part)?.end;
  }

  /** Time of the oldest line, in the same way. */
  beginOf(part: LogPart): Instant | undefined {
    return this.#spanOf(part)?.begin;
  }

  #spanOf(part: LogPart): Span | undefined {
    this.#spans ??= spansOf(this.#parts);
    return this.#spans.get(logOf(part));
  }
}

/** By log the ends of its files. */
function spansOf(parts: readonly LogPart[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const part of parts) {
    const end = part.ownEnd();
    if (end === undefined) continue;
    const log = logOf(part);
    const known = spans.get(log);
    const begin = part.oldest();
    spans.set(log, {
      begin: known?.begin === undefined || (begin !== undefined && begin < known.begin) ? begin : known.begin,
      end: known === undefined || known.end < end ? end : known.end,
    });
  }
  return spans;
}

/** What the files of a log have in common: the container, else directory and name. */
function logOf({ identity: { namespace = '', pod, container = '' }, path }: LogPart): string {
  if (pod !== undefined) return `${namespace}/${pod} ${container}`;
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return directory + parseLogFileName(path.slice(directory.length)).stem;
}
