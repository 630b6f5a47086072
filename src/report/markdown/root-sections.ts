import type { Citation } from '../../model/citation.js';
import type { RemediationStep } from '../../model/report.js';
import { type Consequence, groupsOf } from '../cause-tree.js';
import { citationPlace, citationText, shortPath } from '../citation-text.js';
import { confidenceText } from '../confidence-text.js';
import { type FindingGroup, groupEntities } from '../finding-group.js';
import { namedInTitle, seenText } from '../group-text.js';
import type { Messages } from '../messages/index.js';
import { openQuestions } from '../possible-causes.js';
import { formatCount } from '../quantities.js';
import { headingOf, type RootView } from '../report-view.js';
import { fencedCommand, fencedText, inlineCode, inlineText, reference } from './markdown-escape.js';

const ROOT_CITATIONS = 3;
const CONSEQUENCE_CITATIONS = 1;
const SEARCHED_SHOWN = 3;

/** A part that unfolds. GitHub reads Markdown inside only after an empty line. */
export function details(summary: string, content: readonly string[]): string[] {
  return content.length === 0 ? [] : ['<details>', `<summary>${summary}</summary>`, '', ...content, '', '</details>'];
}

/** The entities of a group as code, the number of the others as text. */
export function entityCodes(group: FindingGroup, messages: Messages): string {
  const { shown, more } = groupEntities(group);
  return [...shown.map(inlineCode), ...(more > 0 ? [messages.more(formatCount(more))] : [])].join(', ');
}

function consequenceList(tree: readonly Consequence[], messages: Messages, level: number): string[] {
  return tree.flatMap(({ group, consequences, repeated, otherCauses }) => {
    const entities = namedInTitle(group) ? '' : `: ${entityCodes(group, messages)}`;
    const aside = repeated ? messages.repeated : seenText(group, messages);
    const item = `${'  '.repeat(level)}- ${inlineText(group.first.title)}${repeated ? '' : entities} (${aside})${otherCauses
      .slice(0, 1)
      .map(({ title }) => `; ${inlineText(messages.otherCause(title))}`)
      .join('')}`;
    return [item, ...consequenceList(consequences, messages, level + 1)];
  });
}

/** A citation: its place, and what stands there. */
export function citationBlock(citation: Citation, topDirectory: string, messages: Messages): string[] {
  if (citation.kind !== 'absence') {
    return [inlineCode(citationPlace(citation, topDirectory)), '', ...fencedText(citationText(citation), ''), ''];
  }
  const searched = citation.searched.slice(0, SEARCHED_SHOWN).map((path) => inlineCode(shortPath(path, topDirectory)));
  const more = citation.searched.length - SEARCHED_SHOWN;
  const places = [...searched, ...(more > 0 ? [messages.more(formatCount(more))] : [])].join(', ');
  return [`${inlineText(messages.absent(citation.what))} (${messages.searched}: ${places})`, ''];
}

function evidence(root: RootView, topDirectory: string, messages: Messages): string[] {
  const blocks = (group: FindingGroup, most: number): string[] =>
    group.first.evidence.slice(0, most).flatMap((citation) => citationBlock(citation, topDirectory, messages));
  const consequences = [...groupsOf(root.consequences)].flatMap((group) => {
    const lines = blocks(group, CONSEQUENCE_CITATIONS);
    return lines.length === 0 ? [] : [`**${inlineText(group.first.title)}**`, '', ...lines];
  });
  const lines = [...blocks(root.group, ROOT_CITATIONS), ...consequences];
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** One step of a list: its sentence, its danger, then its command. */
export function stepItem(marker: string, step: RemediationStep, messages: Messages): string[] {
  const indent = ' '.repeat(marker.length);
  return [
    `${marker}${inlineText(step.step)}`,
    ...(step.danger === undefined ? [] : ['', `${indent}**${messages.danger}:** ${inlineText(step.danger)}`]),
    ...(step.command === undefined ? [] : ['', ...fencedCommand(step.command, indent)]),
  ];
}

function steps(group: FindingGroup, messages: Messages): string[] {
  const { shown, more } = groupEntities(group);
  const [entity] = shown;
  const note = entity !== undefined && shown.length + more > 1 ? [inlineText(messages.stepsFor(entity)), ''] : [];
  const items = group.first.remediation.flatMap((step, index) => stepItem(`${index + 1}. `, step, messages));
  return items.length === 0 ? [] : [...note, ...items];
}

/** A root cause, risk or open question: what it is and what followed, then proof and steps to unfold, each a section of its own. */
export function* rootSections(root: RootView, topDirectory: string, messages: Messages): Iterable<readonly string[]> {
  const { group } = root;
  const questions = openQuestions(root.possibleCauses, messages, topDirectory).map(
    (question) => `- ${inlineText(question)}`,
  );
  const chain = consequenceList(root.consequences, messages, 0);
  yield [
    `### ${headingOf(root, messages)}: ${inlineText(group.first.title)}`,
    '',
    `- **${messages.severity[group.severity]}**, ${messages.rule}: ${inlineCode(group.rule)}`,
    ...(root.says === undefined ? [] : [`- ${messages.says}: ${inlineCode(root.says)}`]),
    `- ${messages.confidenceLabel}: ${inlineText(confidenceText(root.confidence, group.first, messages))}`,
    `- ${messages.entity}: ${entityCodes(group, messages)}`,
    `- ${messages.seen}: ${inlineText(seenText(group, messages))}`,
    ...(root.why === '' ? [] : [`- ${messages.why}: ${inlineText(root.why)}`]),
    '',
    inlineText(group.first.explanation),
    ...(questions.length === 0 ? [] : ['', `**${messages.wouldSettle}**`, '', ...questions]),
    ...(chain.length === 0 ? [] : ['', `**${messages.consequences}**`, '', ...chain]),
  ];
  yield details(messages.evidence, evidence(root, topDirectory, messages));
  yield details(messages.steps, steps(group, messages));
  if (group.first.references.length > 0) {
    yield [`${messages.references}: ${group.first.references.map(reference).join(', ')}`];
  }
}
