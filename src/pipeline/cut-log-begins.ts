import type { CutLogBegin } from '../diagnosis/onset.js';
import type { Instant } from '../model/time.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { isMap, memberOf, textOf } from '../rules/cel/values.js';
import type { LogStream } from './log-stream.js';

/** A container says its first words so soon after it was started. */
const FIRST_WORDS_MS = 60_000;

/** Fields of a container's status that say when an instance of it was started: the present one, the one that ended, the one before. */
const STARTS = ['state.running.startedAt', 'state.terminated.startedAt', 'lastState.terminated.startedAt'];

/**
 * Tells when logs begin that lack their beginning: those of containers that had been started before, as their pods state. Of logs of nodes
 * nobody states when they were begun.
 */
export function cutLogBegins(streams: readonly LogStream[], objects: ObjectIndex): CutLogBegin {
  let byPath: ReadonlyMap<string, LogStream> | undefined;
  return (path) => {
    byPath ??= new Map(streams.map((stream) => [stream.path, stream]));
    const stream = byPath.get(path);
    const begin = stream?.logBegin();
    if (stream === undefined || begin === undefined) return undefined;
    const starts = startsOf(stream, objects);
    const isWhole = starts.some((start) => Math.abs(begin - start) <= FIRST_WORDS_MS);
    return !isWhole && starts.some((start) => start < begin) ? begin : undefined;
  };
}

/** When instances of the container were started, as far as its pod says. */
function startsOf(
  { identity: { namespace = '', pod, container } }: LogStream,
  objects: ObjectIndex,
): readonly Instant[] {
  if (pod === undefined) return [];
  const statuses = memberOf(objects.get('Pod', `${namespace}/${pod}`)?.content, 'status.containerStatuses');
  if (!Array.isArray(statuses)) return [];
  return statuses
    .filter((status) => isMap(status) && textOf(memberOf(status, 'name')) === container)
    .flatMap((status) => STARTS.map((field) => Date.parse(textOf(memberOf(status, field)))))
    .filter((start) => !Number.isNaN(start));
}
