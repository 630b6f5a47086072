import type { NotCompared } from '../../model/comparison.js';
import type { Messages } from '../messages/index.js';
import { formatCount } from '../quantities.js';
import { kindLabel } from './change-group.js';
import type { Section, ViewContext } from './section.js';

const LINES_SHOWN = 8;
const NAMESPACES_SHOWN = 3;
const KINDS_SHOWN = 6;

/** What one of the bundles can tell nothing about; undefined when both tell all. */
export function notComparedSection({ comparison, messages, words, unfolded }: ViewContext): Section | undefined {
  const { notCompared } = comparison;
  if (notCompared.length === 0) return undefined;
  const groups = groupsOf(notCompared);
  const shown = unfolded ? groups : groups.slice(0, LINES_SHOWN);
  const left = groups.slice(shown.length).flat();
  return {
    heading: messages.notCompared(formatCount(total(notCompared))),
    tone: 'calm',
    items: shown.flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { side, reason, namespaces } = first;
      const kinds = group.map(({ resource, objects }) => `${formatCount(objects)} × ${kindLabel(resource)}`);
      const names = named(namespaces, unfolded ? namespaces.length : NAMESPACES_SHOWN, words);
      const where = names === '' ? '' : ` ${messages.inNamespaces(names)}`;
      const why = (reason === 'no-list' ? messages.noList : messages.incomplete)[side];
      const things = named(kinds, unfolded ? kinds.length : KINDS_SHOWN, words);
      return [{ title: `${things}${where}: ${why}`, lines: [], places: [] }];
    }),
    ...(left.length === 0
      ? {}
      : { more: messages.moreGroups(formatCount(groups.length - shown.length), formatCount(total(left))) }),
  };
}

/** Kinds of which the same is missing, together. */
function groupsOf(items: readonly NotCompared[]): readonly (readonly NotCompared[])[] {
  const groups = new Map<string, NotCompared[]>();
  for (const item of items) {
    const key = JSON.stringify([item.side, item.reason, item.namespaces]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function total(items: readonly NotCompared[]): number {
  return items.reduce((sum, { objects }) => sum + objects, 0);
}

function named(texts: readonly string[], most: number, words: Messages): string {
  const more = texts.length - most;
  return [...texts.slice(0, most), ...(more > 0 ? [words.more(formatCount(more))] : [])].join(', ');
}
