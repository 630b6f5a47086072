import type { Report } from '../../model/report.js';
import { absorbedText } from '../absorbed-text.js';
import { firstPlace, shortPath } from '../citation-text.js';
import { seenText } from '../group-text.js';
import type { Messages } from '../messages/index.js';
import { decidedText, examinedCounts, formatCount, formatTime } from '../quantities.js';
import type { ReasonGroup, ReportView } from '../report-view.js';
import { placedWarning } from '../warning-text.js';
import { table } from './bundle-tables.js';
import { inlineCode, inlineText } from './markdown-escape.js';
import { details, entityCodes, stepItem } from './root-sections.js';

const TIMELINE_SHOWN = 30;
const REASONS_SHOWN = 20;
const WARNINGS_PER_CODE = 3;

/** Findings that no root cause explains: what, where, and the first step. */
export function othersSection(view: ReportView, messages: Messages): string[] {
  if (view.others.length === 0) return [];
  const items = view.others.flatMap((group) => {
    const place = firstPlace(group.first.evidence, view.topDirectory);
    const [step] = group.first.remediation;
    return [
      `- **${messages.severity[group.severity]}** ${inlineText(group.first.title)}: ${entityCodes(group, messages)}, ` +
        `${inlineText(seenText(group, messages))}${place === undefined ? '' : `, ${inlineCode(place)}`}`,
      ...(step ? stepItem('- ', step, messages).map((line) => `  ${line}`.trimEnd()) : []),
    ];
  });
  return [`### ${messages.others(formatCount(view.others.length))}`, '', ...items];
}

/** What looks like a failure and is none: what, where, and what it explains. */
export function benignSection(view: ReportView, messages: Messages): string[] {
  if (view.benign.length === 0) return [];
  const items = view.benign.map((group) => {
    const absorbed = absorbedText(group, messages);
    const aside = absorbed === undefined ? '' : `; ${inlineText(absorbed)}`;
    return `- ${inlineText(group.first.title)}: ${entityCodes(group, messages)}, ${inlineText(seenText(group, messages))}${aside}`;
  });
  return [`### ${messages.harmless(formatCount(view.benign.length))}`, '', ...items];
}

/** What happened in order, to unfold. */
export function timelineSection(report: Report, messages: Messages): string[] {
  if (report.timeline.length === 0) return [];
  const rows = report.timeline
    .slice(0, TIMELINE_SHOWN)
    .map(({ time, text }) => [inlineText(`${formatTime(time)} UTC`), inlineText(text)]);
  const more = report.timeline.length - TIMELINE_SHOWN;
  const rest = more > 0 ? ['', messages.more(formatCount(more))] : [];
  return details(messages.timeline, [...table([messages.time, messages.what], rows), ...rest]);
}

/** Rules by the reason why they were not judged, or only in part, to unfold. @param detailed names all rules */
export function reasonSection(
  heading: (rules: string) => string,
  groups: readonly ReasonGroup[],
  messages: Messages,
  detailed: boolean,
): string[] {
  const rulesIn = (some: readonly ReasonGroup[]): number => new Set(some.flatMap(({ rules }) => rules)).size;
  const most = detailed ? groups.length : REASONS_SHOWN;
  const items = groups.slice(0, most).map(({ reason, rules }) => {
    const which = detailed ? rules.map(inlineCode).join(', ') : messages.rules(formatCount(rules.length));
    return `- ${inlineText(reason)}: ${which}`;
  });
  const more = rulesIn(groups.slice(most));
  const rest = more > 0 ? [`- ${messages.more(messages.rules(formatCount(more)))}`] : [];
  return details(heading(formatCount(rulesIn(groups))), [...items, ...rest]);
}

/** What was not as it should be in the input, to unfold. */
export function warningsSection(view: ReportView, messages: Messages, detailed: boolean): string[] {
  const total = view.warnings.reduce((sum, group) => sum + group.length, 0);
  const items = view.warnings.flatMap((group) => {
    const shown = detailed ? group.length : WARNINGS_PER_CODE;
    const more = group.length - shown;
    return [
      ...group.slice(0, shown).map((warning) => {
        const { place, text } = placedWarning(warning);
        const where = place === undefined ? '' : ` (${inlineCode(shortPath(place, view.topDirectory))})`;
        return `- ${inlineCode(warning.code)}: ${inlineText(text)}${where}`;
      }),
      ...(more > 0 ? [`- ${inlineCode(group[0].code)}: ${messages.more(formatCount(more))}`] : []),
    ];
  });
  return details(messages.warnings(formatCount(total)), items);
}

/** How much was examined, and by what. */
export function closingSection(report: Report, messages: Messages): string[] {
  const { coverage, bundle, tool } = report;
  const decided = decidedText(coverage, messages);
  const examined = messages.examined(examinedCounts(bundle.stats));
  return [`<sub>${examined} ${decided} ${inlineText(`${tool.name} ${tool.version}`)}</sub>`];
}
