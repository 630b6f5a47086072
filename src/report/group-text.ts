import type { Finding } from '../model/report.js';
import { entityLabel, type FindingGroup, groupEntities } from './finding-group.js';
import type { Messages } from './messages/index.js';
import { formatCount, formatSeen, formatTime } from './quantities.js';

/** Entities named after a title before the rest is only counted. */
const ENTITIES_IN_BRIEF = 2;

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

/** When a group began, to the second, UTC; undefined when no time is known. @param day a day that need not be said again */
export function beginText({ firstSeen, lastSeen }: FindingGroup, day: string | undefined): string | undefined {
  const begin = firstSeen ?? lastSeen;
  if (begin === undefined) return undefined;
  const told = formatTime(begin);
  return told.slice(0, 10) === day ? told.slice(11) : told;
}

/** The entities of a group as one text: the first few by name, the number of the others. */
export function entitiesText(group: FindingGroup, messages: Messages): string {
  const { shown, more } = groupEntities(group);
  return [...shown, ...(more > 0 ? [messages.more(formatCount(more))] : [])].join(', ');
}

/** Whether the title already says what the group is about. */
export function namedInTitle({ first, findings }: FindingGroup): boolean {
  return findings.length === 1 && isNamedIn(first.title, first);
}

/** Whether a title names what a finding is about. A name that could be a plain word is not taken for said. */
function isNamedIn(title: string, { entity: { name } }: Finding): boolean {
  return /[-\d]/.test(name) && title.includes(name);
}

/** The title, then what else it holds for: `VM a/x is paused; also VM a/y`, `Pods wait: Pod a/x, Pod a/y, and 3 more`. */
export function titleWithEntities({ first, findings }: FindingGroup, messages: Messages): string {
  const { name, node } = first.entity;
  const isNamed =
    isNamedIn(first.title, first) || (node !== undefined && first.title.includes(name) && first.title.includes(node));
  const others = isNamed ? findings.slice(1) : findings;
  // That it is the cluster of the bundle goes without saying.
  const labels = [
    ...new Set(others.filter(({ entity }) => entity.kind !== 'Cluster').map(({ entity }) => entityLabel(entity))),
  ];
  if (labels.length === 0) return first.title;
  const more = labels.length - ENTITIES_IN_BRIEF;
  const named = [...labels.slice(0, ENTITIES_IN_BRIEF), ...(more > 0 ? [messages.more(formatCount(more))] : [])].join(
    ', ',
  );
  return isNamed ? messages.alsoFor(first.title, named) : `${first.title}${messages.colon}${named}`;
}

/** What a title leaves open, on one line: what it is about, how bad, since when, how often. @param day a day that need not be said again */
export function asideText(group: FindingGroup, messages: Messages, day?: string): string {
  const seen = `${messages.severity[group.severity]}; ${seenText(group, messages, day)}`;
  return namedInTitle(group) ? seen : `${entitiesText(group, messages)}; ${seen}`;
}
