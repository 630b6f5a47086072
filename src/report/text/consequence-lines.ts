import { type Consequence, groupsOf } from '../cause-tree.js';
import { firstPlace } from '../citation-text.js';
import type { FindingGroup } from '../finding-group.js';
import { asideText, beginText, titleWithEntities } from '../group-text.js';
import { formatCount } from '../quantities.js';
import type { RootView } from '../report-view.js';
import { shortIds } from '../short-ids.js';
import { columns } from '../wrap.js';
import { prose, type TextPage, treeIndent } from './page.js';

/** A diagnosis is to fit on one screen: of very many consequences the first stand there, which lead furthest. */
const CONSEQUENCES_SHOWN = 8;

/** Between a text and the place beside it. */
const GAP = '  ';

interface ConsequenceExtent {
  readonly shown: ReadonlySet<FindingGroup>;
  /** The day that a reader has read last, that of the root at first: it is not said again. */
  day: string | undefined;
}

/**
 * What followed from a root, what did so at once with the place of its first evidence. In brief: when each began, what it is, the place;
 * with details also how bad, until when and how often, and what follows from several.
 */
export function* consequenceLines(page: TextPage, { consequences: tree, group }: RootView): Iterable<string> {
  const all = [...groupsOf(tree)];
  const shown = new Set(page.details ? all : all.slice(0, CONSEQUENCES_SHOWN));
  yield* branchLines(page, tree, 0, { shown, day: dayOf(group) });
  if (shown.size < all.length) yield `    ${page.messages.more(formatCount(all.length - shown.size))}`;
}

function* branchLines(
  page: TextPage,
  tree: readonly Consequence[],
  level: number,
  extent: ConsequenceExtent,
): Iterable<string> {
  for (const consequence of tree) {
    if (consequence.repeated ? !page.details : !extent.shown.has(consequence.group)) continue;
    const indent = `${treeIndent(page, level)}  `;
    yield* page.details ? inFull(page, indent, consequence) : inBrief(page, indent, consequence, extent.day);
    extent.day = dayOf(consequence.group) ?? extent.day;
    yield* branchLines(page, consequence.consequences, level + 1, extent);
  }
}

function dayOf({ firstSeen, lastSeen }: FindingGroup): string | undefined {
  return (firstSeen ?? lastSeen)?.slice(0, 10);
}

function* inFull(
  page: TextPage,
  indent: string,
  { group, repeated, otherCauses: [other] }: Consequence,
): Iterable<string> {
  const { messages } = page;
  const { title } = group.first;
  yield* prose(page, `${indent}→ `, repeated ? `${title} (${messages.repeated})` : title);
  if (repeated) return;
  yield* prose(page, `${indent}  `, asideText(group, messages), 'dim');
  if (other !== undefined) yield* prose(page, `${indent}  `, messages.otherCause(other.title));
  yield* placeLine(page, indent, group);
}

function* inBrief(
  page: TextPage,
  indent: string,
  { group, otherCauses: [other] }: Consequence,
  day: string | undefined,
): Iterable<string> {
  const { messages } = page;
  const begin = beginText(group, day);
  const title = titleWithEntities(group, messages);
  // Names that stand whole in the root's own lines or in the place below are cut.
  const lines = [...prose(page, `${indent}→ `, shortIds(begin === undefined ? title : `${begin} ${title}`))];
  if (other !== undefined) lines.push(...prose(page, `${indent}  `, messages.otherCause(shortIds(other.title))));
  const place = firstPlace(group.first.evidence, page.topDirectory);
  const last = lines.at(-1) ?? '';
  // A place stands beside the text where there is room for all of it.
  const isBeside = place !== undefined && columns(last) + GAP.length + columns(place) <= page.width;
  yield* isBeside ? [...lines.slice(0, -1), `${last}${GAP}${page.ink(place, 'cyan')}`] : lines;
  if (!isBeside) yield* placeLine(page, indent, group);
}

function* placeLine(page: TextPage, indent: string, { first }: FindingGroup): Iterable<string> {
  const place = firstPlace(first.evidence, page.topDirectory);
  if (place !== undefined) yield `${indent}  ${page.ink(place, 'cyan')}`;
}
