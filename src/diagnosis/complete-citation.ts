import type { Citation, LogCitation } from '../model/citation.js';
import { formatInstant } from '../model/time.js';
import type { Evidence } from '../rules/row.js';

/**
 * A citation as a report has it: that of a line with its time, and with the node of its pod when only the pod list states it.
 * @param nodeOfPod the node that a pod (`namespace/name`) runs on
 */
export function completeCitation(
  { citation, time }: Evidence,
  nodeOfPod: (pod: string) => string | undefined,
): Citation {
  if (citation.kind !== 'log') return citation;
  const { path, line, offset, excerpt, namespace, pod, container } = citation;
  const at = time === undefined ? citation.time : formatInstant(time);
  const node = citation.node ?? (pod === undefined ? undefined : nodeOfPod(`${namespace ?? ''}/${pod}`));
  // Assigned one by one: spreading what may be missing takes most of the time where tens of thousands are cited.
  const completed: { -readonly [Key in keyof LogCitation]: LogCitation[Key] } =
    at === undefined
      ? { kind: 'log', path, line, offset, excerpt }
      : { kind: 'log', path, line, offset, time: at, excerpt };
  if (node !== undefined) completed.node = node;
  if (namespace !== undefined) completed.namespace = namespace;
  if (pod !== undefined) completed.pod = pod;
  if (container !== undefined) completed.container = container;
  return completed;
}
