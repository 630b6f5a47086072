import { entityLabel, type FindingGroup } from './finding-group.js';
import type { Messages } from './messages/index.js';
import { formatCount } from './quantities.js';

/** Findings named before the rest is only counted. */
const NAMED = 3;

/** What a group of benign findings explains that looked like a failure; undefined when it explains nothing. */
export function absorbedText({ findings }: FindingGroup, messages: Messages): string | undefined {
  const absorbed = findings.flatMap((finding) => finding.absorbed ?? []);
  if (absorbed.length === 0) return undefined;
  const named = absorbed.slice(0, NAMED).map(({ rule, entity }) => `${rule} (${entityLabel(entity)})`);
  const more = absorbed.length - NAMED;
  return messages.absorbed([...named, ...(more > 0 ? [messages.more(formatCount(more))] : [])].join(', '));
}
