import { type FindingGroup, groupEntities } from './finding-group.js';
import type { Messages } from './messages/index.js';
import { formatCount, formatSeen } from './quantities.js';

/**
 * When and how often, as one text: `2025-03-05 04:48:10 to 05:31:12 UTC, 214 matches`.
 * @param day a day that need not be said again
 */
export function seenText(group: FindingGroup, messages: Messages, day?: string): string {
  // Objects without times show a state; log lines without times may be of any time.
  const isState = group.findings.every(({ evidence }) => evidence.every(({ kind }) => kind !== 'log'));
  const seen =
    formatSeen(group.firstSeen, group.lastSeen, messages, day) ?? (isState ? messages.seenInState : undefined);
  const count = messages.matches(formatCount(group.count));
  return seen === undefined ? count : `${seen}, ${count}`;
}

/** The entities of a group as one text: the first few by name, the number of the others. */
export function entitiesText(group: FindingGroup, messages: Messages): string {
  const { shown, more } = groupEntities(group);
  return [...shown, ...(more > 0 ? [messages.more(formatCount(more))] : [])].join(', ');
}

/** Whether the title already says what the group is about. A name that could be a plain word is not taken for said. */
export function namedInTitle({ first, findings }: FindingGroup): boolean {
  const { name } = first.entity;
  return findings.length === 1 && /[-\d]/.test(name) && first.title.includes(name);
}

/** What a title leaves open, on one line: what it is about, how bad, since when, how often. @param day a day that need not be said again */
export function asideText(group: FindingGroup, messages: Messages, day?: string): string {
  const seen = `${messages.severity[group.severity]}; ${seenText(group, messages, day)}`;
  return namedInTitle(group) ? seen : `${entitiesText(group, messages)}; ${seen}`;
}
