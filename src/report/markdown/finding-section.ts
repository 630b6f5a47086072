import type { Finding } from '../../model/report.js';
import { confidenceText } from '../confidence-text.js';
import { groupByRule } from '../finding-group.js';
import { seenText } from '../group-text.js';
import type { Messages } from '../messages/index.js';
import { inlineCode, inlineText, reference } from './markdown-escape.js';
import { citationBlock, details, entityCodes, stepItem } from './root-sections.js';

/** Everything that a report holds on one finding, to unfold. */
export function findingSection(finding: Finding, topDirectory: string, messages: Messages): string[] {
  // Only what no bundle can write: Markdown's escapes do not count inside HTML.
  const summary = `${messages.severity[finding.severity]}: <code>${finding.id.replace(/[^\w#.-]/g, '_')}</code>`;
  const ids = (list: readonly string[]): string => list.map(inlineCode).join(', ');
  const [group] = groupByRule([finding]);
  const facts = [
    `**${inlineText(finding.title)}**`,
    '',
    `- ${messages.rule}: ${inlineCode(finding.rule)}, ${messages.roles[finding.role]}`,
    `- ${messages.confidenceLabel}: ${inlineText(confidenceText(finding.confidence, finding, messages, Number.POSITIVE_INFINITY))}`,
    ...(group === undefined
      ? []
      : [
          `- ${messages.entity}: ${entityCodes(group, messages)}`,
          `- ${messages.seen}: ${inlineText(seenText(group, messages))}`,
        ]),
    ...Object.entries(finding.bindings).map(
      ([name, value]) =>
        `- ${inlineText(name)}: ${(typeof value === 'string' ? [value] : value).map(inlineCode).join(', ')}`,
    ),
    ...(finding.causedBy.length === 0 ? [] : [`- ${messages.causes}: ${ids(finding.causedBy)}`]),
    ...(finding.leadsTo.length === 0 ? [] : [`- ${messages.consequences}: ${ids(finding.leadsTo)}`]),
  ];
  const steps = finding.remediation.flatMap((step, index) => stepItem(`${index + 1}. `, step, messages));
  const evidence = finding.evidence.flatMap((citation) => citationBlock(citation, topDirectory, messages));
  return details(summary, [
    ...facts,
    '',
    inlineText(finding.explanation),
    '',
    ...evidence,
    ...steps,
    ...(finding.references.length === 0
      ? []
      : ['', `${messages.references}: ${finding.references.map(reference).join(', ')}`]),
  ]);
}
