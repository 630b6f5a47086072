import { type Consequence, groupsOf } from '../cause-tree.js';
import { confidenceText } from '../confidence-text.js';
import { type FindingGroup, groupEntities } from '../finding-group.js';
import { asideText, seenText } from '../group-text.js';
import { openQuestions } from '../possible-causes.js';
import { formatCount } from '../quantities.js';
import { headingOf, type RootView } from '../report-view.js';
import { visibleText } from '../visible-text.js';
import { type EvidenceExtent, evidenceLines } from './evidence-lines.js';
import { banner, labelled, prose, type TextPage, treeIndent } from './page.js';
import { severityStyle } from './severity-style.js';
import { stepLines } from './steps.js';

const ROOT_EXTENT: EvidenceExtent = { indent: '    ', citations: 3, rows: 6 };
const CONSEQUENCE_EXTENT: EvidenceExtent = { indent: '      ', citations: 1, rows: 4 };

function* consequenceLines(page: TextPage, tree: readonly Consequence[], level: number): Iterable<string> {
  const { messages } = page;
  for (const { group, consequences, repeated, otherCauses } of tree) {
    const indent = `${treeIndent(page, level)}  `;
    yield* prose(page, `${indent}→ `, repeated ? `${group.first.title} (${messages.repeated})` : group.first.title);
    if (repeated) continue;
    yield* prose(page, `${indent}  `, asideText(group, messages), 'dim');
    const [other] = otherCauses;
    if (other !== undefined) yield* prose(page, `${indent}  `, messages.otherCause(other.title));
    yield* consequenceLines(page, consequences, level + 1);
  }
}

function* evidence(page: TextPage, root: RootView): Iterable<string> {
  const shown = new Set<string>();
  yield* evidenceLines(page, root.group.first, ROOT_EXTENT, shown);
  for (const group of groupsOf(root.consequences)) {
    const lines = [...evidenceLines(page, group.first, CONSEQUENCE_EXTENT, shown)];
    if (lines.length === 0) continue;
    yield* prose(page, '    → ', group.first.title);
    yield* lines;
  }
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
  const entities = more > 0 ? [...shown, messages.more(formatCount(more))] : shown;
  for (const [index, entity] of entities.entries())
    yield* labelled(page, 2, index === 0 ? messages.entity : '', entity);
  yield* labelled(page, 2, messages.seen, seenText(group, messages));
  yield* labelled(page, 2, messages.confidenceLabel, confidenceText(confidence, group.first, messages));
  if (why !== '') yield* labelled(page, 2, messages.why, why);
  yield* labelled(page, 2, messages.rule, group.rule);
}

/** One root cause, risk or open question: what it is, what followed, the proof, what to do. */
export function* rootBlock(page: TextPage, root: RootView): Iterable<string> {
  const { messages, ink } = page;
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
    openQuestions(root.possibleCauses, messages).flatMap((question) => [...prose(page, '    • ', question)]),
  );
  yield* section(page, messages.consequences, consequenceLines(page, root.consequences, 0));
  yield* section(page, messages.evidence, evidence(page, root));
  yield* section(page, messages.steps, steps(page, group));
  yield* section(
    page,
    messages.references,
    group.first.references.map((url) => `    ${ink(visibleText(url), 'cyan')}`),
  );
}
