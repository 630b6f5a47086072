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
  #byPlace: ReadonlyMap<string, readonly LogPart[]> | undefined;

  /** @param parts all logs of the bundle */
  constructor(parts: readonly LogPart[]) {
    this.#parts = parts;
  }

  /** Time of the newest line of the log that the file is a part of; undefined when no line of it has a time. */
  endOf(part: LogPart): Instant | undefined {
    this.#byPlace ??= this.#group();
    const ends = (this.#byPlace.get(placeOf(part)) ?? [part])
      .filter((other) => areOneLog(part, other))
      .map((each) => each.ownEnd())
      .filter((end) => end !== undefined);
    return ends.length === 0 ? undefined : Math.max(...ends);
  }

  #group(): ReadonlyMap<string, readonly LogPart[]> {
    const byPlace = new Map<string, LogPart[]>();
    for (const part of this.#parts) {
      const place = placeOf(part);
      const known = byPlace.get(place);
      if (known === undefined) byPlace.set(place, [part]);
      else known.push(part);
    }
    return byPlace;
  }
}

/** What the files of a log have in common, and those of few other logs: the pod, else directory and name. A bundle may have a million logs. */
function placeOf({ identity: { pod }, path }: LogPart): string {
  if (pod !== undefined) return pod;
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return directory + parseLogFileName(path.slice(directory.length)).stem;
}

/** Whether two files that share a place are of one container, or of no pod. */
function areOneLog({ identity: one }: LogPart, { identity: other }: LogPart): boolean {
  return one.pod === other.pod && one.namespace === other.namespace && one.container === other.container;
}
