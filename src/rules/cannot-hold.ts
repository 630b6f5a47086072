import type { CollectedFacts } from './collected-facts.js';
import type { LineOutline, RuleOutline, SignalOutline } from './rule-outline.js';

/**
 * Whether every way in which a rule can hold needs a row of a signal that is known to have none. Most rules end here, and nothing of them need
 * be looked at but the outline. False says nothing: there may be lines or objects that do not match.
 * @param id of the rule.
 */
export function cannotHold(id: string, { ways }: RuleOutline, facts: CollectedFacts): boolean {
  return ways.length > 0 && ways.every((way) => way.some((signal) => isKnownEmpty(id, signal, facts)));
}

function isKnownEmpty(id: string, signal: SignalOutline, facts: CollectedFacts): boolean {
  if (signal.kind !== 'object') return !hasLines(id, signal, facts) && (signal.optional || isRead(signal, facts));
  const [first] = facts.objects.list(signal.resource);
  const isWhole = facts.objects.isCollected(signal.resource) && !facts.objects.isCut(signal.resource);
  return first === undefined && (signal.optional || isWhole);
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
