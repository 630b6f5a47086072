import type { Citation } from '../../model/citation.js';
import type { Finding } from '../../model/report.js';
import { confidenceText } from '../confidence-text.js';
import { type FindingGroup, groupEntities } from '../finding-group.js';
import { namedInTitle, seenText } from '../group-text.js';
import { openQuestions } from '../possible-causes.js';
import { formatCount } from '../quantities.js';
import { headingOf, type RootView } from '../report-view.js';
import { visibleText } from '../visible-text.js';
import { consequenceLines } from './consequence-lines.js';
import { citationLines } from './evidence-lines.js';
import { banner, labelled, prose, type TextPage } from './page.js';
import { severityStyle } from './severity-style.js';
import { stepLines } from './steps.js';

/** Lines of the page for the proof of a root: a diagnosis is to fit on one screen, and the rest is a `show` away. */
const PROOF_LINES = 5;
/** Columns that the excerpt of the first citation may take of them: a long path, a time of the collector and the message behind them. */
const FIRST_EXCERPT = 280;
/** With details, the same for the first citations. */
const ROWS_IN_FULL = [4, 2];
const INDENT = '    ';

function* proof(page: TextPage, { first: { evidence } }: FindingGroup): Iterable<string> {
  const { messages } = page;
  const { lines, shown } = page.details ? proofInFull(page, evidence) : proofInBrief(page, evidence);
  const more = page.details ? 0 : evidence.length - shown;
  yield* section(page, messages.evidence, lines, more > 0 ? messages.more(formatCount(more)) : '');
}

interface Proof {
  readonly lines: readonly string[];
  /** Citations that they show. */
  readonly shown: number;
}

function proofInFull(page: TextPage, evidence: readonly Citation[]): Proof {
  const lines = ROWS_IN_FULL.flatMap((rows, index) =>
    evidence.slice(index, index + 1).flatMap((citation) => [...citationLines(page, INDENT, citation, rows)]),
  );
  return { lines, shown: ROWS_IN_FULL.length };
}

/** The first citation, and of the next ones those that fit whole; a place that holds for several stands once. */
function proofInBrief(page: TextPage, evidence: readonly Citation[]): Proof {
  const lines: string[] = [];
  let shown = 0;
  let place: string | undefined;
  for (const citation of evidence) {
    const rows = shown === 0 ? Math.ceil(FIRST_EXCERPT / (page.width - INDENT.length)) : PROOF_LINES;
    const [head = '', ...excerpt] = citationLines(page, INDENT, citation, rows);
    const own = head === place ? excerpt : [head, ...excerpt];
    if (shown > 0 && lines.length + own.length > PROOF_LINES) break;
    lines.push(...own);
    shown += 1;
    place = head;
  }
  return { lines, shown };
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
  yield `  ${ink(messages.references, 'bold')}  ${ink(visibleText(first), 'cyan')}${more}`;
}

/** Lines below a title. @param rest what is left out */
function* section(page: TextPage, title: string, lines: Iterable<string>, rest = ''): Iterable<string> {
  const content = [...lines];
  if (content.length === 0) return;
  yield '';
  yield `  ${page.ink(title, 'bold')}${rest === '' ? '' : ` (${rest})`}`;
  yield* content;
}

function* steps(page: TextPage, group: FindingGroup): Iterable<string> {
  const { shown, more } = groupEntities(group);
  const [entity] = shown;
  if (entity !== undefined && shown.length + more > 1)
    yield* prose(page, '    ', page.messages.stepsFor(entity), 'dim');
  for (const [index, step] of group.first.remediation.entries()) yield* stepLines(page, `    ${index + 1}. `, step);
}

function* facts(page: TextPage, { group, why, says, confidence }: RootView): Iterable<string> {
  const { messages } = page;
  const { shown, more } = groupEntities(group);
  // A title that names the one thing it is about need not be followed by its name.
  const { node = '' } = group.first.entity;
  const isNamed = !page.details && namedInTitle(group) && group.first.title.includes(node);
  const entities = isNamed ? [] : more > 0 ? [...shown, messages.more(formatCount(more))] : shown;
  if (says !== undefined) yield* labelled(page, 2, messages.says, `"${says}"`);
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
  if (page.details) yield '';
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
  yield* section(page, messages.consequences, consequenceLines(page, root));
  yield* proof(page, group);
  yield* section(page, messages.steps, steps(page, group));
  yield* references(page, group.first);
}
