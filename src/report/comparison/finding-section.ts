import type { FindingChange, FindingState } from '../../model/comparison.js';
import { entityLabel } from '../finding-group.js';
import { formatCount } from '../quantities.js';
import { type FindingChangeGroup, findingGroups, otherEntities, sideShown } from './finding-change-group.js';
import type { Section, SectionItem, Tone, ViewContext } from './section.js';

/** Findings of a state before the rest is only counted. */
const GROUPS_SHOWN: Readonly<Record<FindingState, number>> = { new: 7, gone: 5, persists: 5, unjudged: 5 };
const ENTITIES_SHOWN = 3;
const TONES: Readonly<Record<FindingState, Tone>> = { new: 'bad', gone: 'good', persists: 'calm', unjudged: 'calm' };

/** The findings of one state, root causes first; undefined when there are none. */
export function findingSection(context: ViewContext, state: FindingState): Section | undefined {
  const { comparison, messages, unfolded } = context;
  const groups = findingGroups(comparison, state, unfolded);
  if (groups.length === 0) return undefined;
  const shown = unfolded ? groups : groups.slice(0, GROUPS_SHOWN[state]);
  const left = groups.slice(shown.length).reduce((sum, { changes }) => sum + changes.length, 0);
  const total = groups.reduce((sum, { changes }) => sum + changes.length, 0);
  return {
    heading: messages.findings[state](formatCount(total)),
    tone: TONES[state],
    items: shown.map((group) => itemOf(group, state, context)),
    ...(left === 0 ? {} : { more: messages.moreFindings(formatCount(left)) }),
  };
}

function itemOf(group: FindingChangeGroup, state: FindingState, context: ViewContext): SectionItem {
  const { messages, words, places, unfolded } = context;
  const { first } = group;
  const side = sideShown(first);
  const others = otherEntities(group);
  const more = others.length - ENTITIES_SHOWN;
  const names = [...others.slice(0, ENTITIES_SHOWN), ...(more > 0 ? [words.more(formatCount(more))] : [])].join(', ');
  const notes = [
    ...(side.isRootCause && state !== 'persists' ? [messages.rootCause] : []),
    ...(isNamed(first) ? [] : [entityLabel(first.entity)]),
    ...(others.length === 0 ? [] : [messages.alsoOn(names)]),
    ...changesText(first, context),
    ...(first.missing === undefined
      ? []
      : [messages.unjudgedIn[first.new === undefined ? 'new' : 'old'](first.missing)]),
  ];
  // What is a consequence is proven in the report on its bundle.
  const isCited = unfolded || (state !== 'persists' && side.isRootCause);
  const shown = first.new === undefined ? 'old' : 'new';
  return {
    mark: words.severity[side.severity],
    title: side.title,
    lines: notes.length === 0 ? [] : [{ text: notes.join('; '), tone: 'calm' }],
    places: isCited ? places.ofCitations(shown, side.evidence, unfolded ? side.evidence.length : 1) : [],
  };
}

/** Whether the title says what the finding is about. */
function isNamed(change: FindingChange): boolean {
  return sideShown(change).title.includes(change.entity.name) || change.entity.kind === 'Cluster';
}

function changesText({ old, new: current }: FindingChange, { messages, words }: ViewContext): readonly string[] {
  if (old === undefined || current === undefined) return [];
  return [
    ...(old.severity === current.severity
      ? []
      : [messages.severityBecame(words.severity[old.severity], words.severity[current.severity])]),
    ...(old.confidence === current.confidence
      ? []
      : [messages.confidenceBecame(words.confidence[old.confidence], words.confidence[current.confidence])]),
    ...(old.isRootCause === current.isRootCause
      ? []
      : [current.isRootCause ? messages.rootBecame : messages.rootNoMore]),
  ];
}
