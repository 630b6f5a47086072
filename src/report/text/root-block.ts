import type { Finding } from '../../model/report.js';
import { type Consequence, groupsOf } from '../cause-tree.js';
import { firstPlace } from '../citation-text.js';
import { confidenceText } from '../confidence-text.js';
import { type FindingGroup, groupEntities } from '../finding-group.js';
import { asideText, namedInTitle, seenText } from '../group-text.js';
import { openQuestions } from '../possible-causes.js';
import { formatCount } from '../quantities.js';
import { headingOf, type RootView } from '../report-view.js';
import { shortIds } from '../short-ids.js';
import { visibleText } from '../visible-text.js';
import { type EvidenceExtent, evidenceLines } from './evidence-lines.js';
import { banner, labelled, prose, type TextPage, treeIndent } from './page.js';
import { severityStyle } from './severity-style.js';
import { stepLines } from './steps.js';

/** A diagnosis is to fit on one screen: what decided stands here, the rest is a `show` away. */
const ROOT_EXTENT: EvidenceExtent = { indent: '    ', rows: [4, 2] };
const CONSEQUENCES_SHOWN = 8;

/** What followed, what did so at once with the place of its first evidence; of very many the first, which lead furthest. */
function* consequences(page: TextPage, { consequences: tree, group }: RootView): Iterable<string> {
  const all = [...groupsOf(tree)];
  const shown = new Set(page.details ? all : all.slice(0, CONSEQUENCES_SHOWN));
  yield* consequenceLines(page, tree, 0, { shown, day: group.firstSeen?.slice(0, 10) });
  if (shown.size < all.length) yield `    ${page.messages.more(formatCount(all.length - shown.size))}`;
}

interface ConsequenceExtent {
  readonly shown: ReadonlySet<FindingGroup>;
  /** The day on which the root began. */
  readonly day: string | undefined;
}

function* consequenceLines(
  page: TextPage,
  tree: readonly Consequence[],
  level: number,
  extent: ConsequenceExtent,
): Iterable<string> {
  const { messages } = page;
  const { shown, day } = extent;
  for (const { group, consequences: further, repeated, otherCauses } of tree) {
    if (!repeated && !shown.has(group)) continue;
    const indent = `${treeIndent(page, level)}  `;
    const title = briefly(page, group.first.title);
    yield* prose(page, `${indent}→ `, repeated ? `${title} (${messages.repeated})` : title);
    if (repeated) continue;
    const aside = asideText(group, messages, page.details ? undefined : day);
    yield* prose(page, `${indent}  `, briefly(page, aside), 'dim');
    const [other] = otherCauses;
    if (other !== undefined) yield* prose(page, `${indent}  `, messages.otherCause(briefly(page, other.title)));
    const place = firstPlace(group.first.evidence, page.topDirectory);
    if (place !== undefined) yield `${indent}  ${page.ink(place, 'cyan')}`;
    yield* consequenceLines(page, further, level + 1, extent);
  }
}

/** Names that stand whole in the root's own lines or in the place below are cut. */
function briefly(page: TextPage, text: string): string {
  return page.details ? text : shortIds(text);
}

function* references(page: TextPage, { references: urls }: Finding): Iterable<string> {
  const { messages, ink } = page;
  if (page.details) {
    yield* section(
      page,
      messages.references,
      urls.map((url) => `    ${ink(visibleText(url), 'cyan')}`),
    );
    return;
  }
  const [first] = urls;
  if (first === undefined) return;
  const more = urls.length > 1 ? ` (${messages.more(formatCount(urls.length - 1))})` : '';
  yield '';
  yield `  ${ink(messages.references, 'bold')}  ${ink(visibleText(first), 'cyan')}${more}`;
}

function* section(page: TextPage, title: string, lines: Iterable<string>): Iterable<string> {
  const content = [...lines];
  if (content.length === 0) return;
  yield '';
  yield `  ${page.ink(title, 'bold')}`;
  yield* content;
}

function* steps(page: TextPage, group: FindingGroup): Iterable<string> {
  const { shown, more } = groupEntities(group);
  const [entity] = shown;
  if (entity !== undefined && shown.length + more > 1)
    yield* prose(page, '    ', page.messages.stepsFor(entity), 'dim');
  for (const [index, step] of group.first.remediation.entries()) yield* stepLines(page, `    ${index + 1}. `, step);
}

function* facts(page: TextPage, { group, why, confidence }: RootView): Iterable<string> {
  const { messages } = page;
  const { shown, more } = groupEntities(group);
  // A title that names the one thing it is about need not be followed by its name.
  const { node = '' } = group.first.entity;
  const isNamed = !page.details && namedInTitle(group) && group.first.title.includes(node);
  const entities = isNamed ? [] : more > 0 ? [...shown, messages.more(formatCount(more))] : shown;
  for (const [index, entity] of entities.entries())
    yield* labelled(page, 2, index === 0 ? messages.entity : '', entity);
  yield* labelled(page, 2, messages.seen, seenText(group, messages));
  yield* labelled(page, 2, messages.confidenceLabel, confidenceText(confidence, group.first, messages));
  if (why !== '') yield* labelled(page, 2, messages.why, why);
  yield* labelled(page, 2, messages.rule, group.rule);
}

/** One root cause, risk or open question: what it is, what followed, the proof, what to do. */
export function* rootBlock(page: TextPage, root: RootView): Iterable<string> {
  const { messages } = page;
  const { group } = root;
  yield banner(page, headingOf(root, messages), messages.severity[group.severity], severityStyle[group.severity]);
  yield* prose(page, '', group.first.title, 'bold');
  yield '';
  yield* facts(page, root);
  yield '';
  yield* prose(page, '  ', group.first.explanation);
  yield* section(
    page,
    messages.wouldSettle,
    openQuestions(root.possibleCauses, messages, page.topDirectory).flatMap((question) => [
      ...prose(page, '    • ', question),
    ]),
  );
  yield* section(page, messages.consequences, consequences(page, root));
  yield* section(page, messages.evidence, evidenceLines(page, group.first, ROOT_EXTENT));
  yield* section(page, messages.steps, steps(page, group));
  yield* references(page, group.first);
}
