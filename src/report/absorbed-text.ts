import { entityLabel, type FindingGroup } from './finding-group.js';
import type { Messages } from './messages/index.js';
import { formatCount } from './quantities.js';

/** Findings named before the rest is only counted. */
const NAMED = 3;

/**
 * What a group of benign findings explains that looked like a failure; undefined when it explains nothing.
 * @param most findings that are named
 */
export function absorbedText(
  { findings }: Pick<FindingGroup, 'findings'>,
  messages: Messages,
  most: number = NAMED,
): string | undefined {
  const absorbed = findings.flatMap((finding) => finding.absorbed ?? []);
  if (absorbed.length === 0) return undefined;
  const named = absorbed.slice(0, most).map(({ rule, entity }) => `${rule} (${entityLabel(entity)})`);
  const more = absorbed.length - most;
  return messages.absorbed([...named, ...(more > 0 ? [messages.more(formatCount(more))] : [])].join(', '));
}
