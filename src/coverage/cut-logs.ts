import type { ObjectIndex } from '../objects/object-index.js';
import { readPath, textOf } from '../rules/cel/values.js';
import { nodeOfLog, type TimedLog } from './collection.js';

/** support-bundle-kit keeps `tail -c 10m` of the journal of each unit (hack/collector-harvester). */
const JOURNAL_BYTES = 10 * 2 ** 20;
/** A smaller log of a container may be short because nothing was written; from here on the kubelet may have rotated it. */
const ROTATED_BYTES = 2 ** 20;
/** A log that begins later than this after its container has lost its beginning. */
const LATE_MS = 10 * 60_000;

/** Why the beginning of a log is missing; undefined when nothing says that it is. */
export function cutOf(log: TimedLog, layout: string, objects: ObjectIndex): 'cut' | 'rotated' | undefined {
  if (layout === 'support-bundle-kit' && nodeOfLog(log.identity) !== undefined && log.bytes === JOURNAL_BYTES)
    return 'cut';
  const started = startOfContainer(log, objects);
  if (started === undefined || log.begin === undefined || log.bytes < ROTATED_BYTES) return undefined;
  return log.begin - started > LATE_MS ? 'rotated' : undefined;
}

/** When the container that wrote the log was started. */
function startOfContainer({ identity }: TimedLog, objects: ObjectIndex): number | undefined {
  const { namespace, pod, container, previous } = identity;
  if (pod === undefined || container === undefined) return undefined;
  const content = objects.get('Pod', `${namespace ?? ''}/${pod}`)?.content;
  if (content === undefined) return undefined;
  const state = previous ? 'lastState.terminated' : 'state.running';
  const time = Date.parse(textOf(readPath(content, `status.containerStatuses[name=${container}].${state}.startedAt`)));
  return Number.isNaN(time) ? undefined : time;
}
