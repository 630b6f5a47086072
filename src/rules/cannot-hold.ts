import type { CollectedFacts } from './collected-facts.js';
import type { EventOutline, LineOutline, ObjectOutline, RuleOutline, SignalOutline } from './rule-outline.js';
import { EVENT_RESOURCES } from './signals/cluster-events.js';

/**
 * Whether every way in which a rule can hold needs a row of a signal that is known to have none. Most rules end here, and nothing of them need
 * be looked at but the outline. False says nothing: there may be lines, objects or events that do not match.
 * @param id of the rule.
 */
export function cannotHold(id: string, { ways }: RuleOutline, facts: CollectedFacts): boolean {
  return ways.length > 0 && ways.every((way) => way.some((signal) => isKnownEmpty(id, signal, facts)));
}

function isKnownEmpty(id: string, signal: SignalOutline, facts: CollectedFacts): boolean {
  switch (signal.kind) {
    case 'object':
      return hasNoObject(signal, facts);
    case 'event':
      return hasNoEvent(signal, facts);
    default:
      return !hasLines(id, signal, facts) && (signal.optional || isRead(signal, facts));
  }
}

function hasNoObject(signal: ObjectOutline, { objects, subjects }: CollectedFacts): boolean {
  const { resource, optional } = signal;
  return (optional || objects.isCollected(resource)) && !objects.isCut(resource) && subjects.hasNone(signal);
}

function hasNoEvent({ reasons, contains, optional }: EventOutline, { events, objects }: CollectedFacts): boolean {
  if (EVENT_RESOURCES.some((resource) => objects.isCut(resource))) return false;
  const isRead = EVENT_RESOURCES.some((resource) => objects.pathsOf(resource).length > 0);
  if (!isRead && !optional) return false;
  return contains === undefined ? events.withReason(reasons).length === 0 : !events.mayContain(reasons, contains);
}

function hasLines(id: string, { name }: LineOutline, facts: CollectedFacts): boolean {
  const [first] = facts.collectorOf(id, name)?.rows((pod) => facts.nodeOfPod(pod)) ?? [];
  return first !== undefined;
}

/** Whether the bundle has the logs or files, or shows that there are none. */
function isRead({ kind, sources }: LineOutline, facts: CollectedFacts): boolean {
  return kind === 'log'
    ? facts.pathsOfPrograms(sources).length > 0 || facts.pathsWithoutPrograms(sources) !== undefined
    : facts.hasNodeFiles || facts.pathsOfFiles(sources).length > 0;
}
