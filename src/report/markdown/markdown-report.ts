import { COLLECTION_GAP, type Report } from '../../model/report.js';
import { type Messages, messagesFor } from '../messages/index.js';
import { nothingFound } from '../nothing-found.js';
import { formatCount } from '../quantities.js';
import { type ReportView, viewOf } from '../report-view.js';
import type { ReporterOptions } from '../reporter.js';
import { bundleTable, nodeTable } from './bundle-tables.js';
import {
  benignSection,
  closingSection,
  othersSection,
  reasonSection,
  timelineSection,
  warningsSection,
} from './closing-sections.js';
import { findingSection } from './finding-section.js';
import { inlineText } from './markdown-escape.js';
import { rootSections } from './root-sections.js';
import { upgradeSections } from './upgrade-sections.js';

/** GitHub refuses a body of more than 65,536 characters; some room is left for the reader's own words. */
const LENGTH_LIMIT = 60_000;

function verdict(report: Report, view: ReportView, messages: Messages): string[] {
  const lines: string[] = [];
  if (view.roots.length === 0 && view.others.every(({ rule }) => rule === COLLECTION_GAP)) {
    const { headline, meaning } = nothingFound(report.coverage, view.gaps.length > 0, messages);
    // The summary would only say the same again.
    return [`**${headline}**`, '', meaning];
  }
  if (view.roots.length === 0) lines.push(`**${messages.noRoot}**`, '', messages.noRootMeans);
  if (report.diagnosis.summary !== '')
    lines.push(...(lines.length > 0 ? [''] : []), inlineText(report.diagnosis.summary));
  return lines;
}

function* sections(
  report: Report,
  view: ReportView,
  messages: Messages,
  { showBenign = false, details = false }: ReporterOptions,
): Iterable<readonly string[]> {
  yield bundleTable(report, view.gaps, messages);
  yield nodeTable(report.bundle, messages);
  yield* upgradeSections(report, view.topDirectory, messages);
  yield verdict(report, view, messages);
  for (const root of view.roots) yield* rootSections(root, view.topDirectory, messages);
  yield othersSection(view, messages);
  if (showBenign || details) yield benignSection(view, messages);
  if (details) for (const finding of report.findings) yield findingSection(finding, view.topDirectory, messages);
  yield timelineSection(report, messages);
  yield reasonSection(messages.unknown, view.unknown, messages, details);
  yield reasonSection(messages.judgedInPart, view.partial, messages, details);
  yield warningsSection(view, messages, details);
  yield closingSection(report, messages);
}

/**
 * The report as Markdown to paste into a GitHub issue: tables, root causes, and the proof in parts that unfold.
 * Sections that would make it longer than GitHub takes are left out, and it says how many; with details everything is in it, for a file.
 */
export function* markdownReport(report: Report, options: ReporterOptions): Iterable<string> {
  const messages = messagesFor(options.language);
  let length = 0;
  let omitted = 0;
  const limit = options.details === true ? Number.POSITIVE_INFINITY : LENGTH_LIMIT;
  for (const section of sections(report, viewOf(report), messages, options)) {
    if (section.length === 0) continue;
    const text = `${length === 0 ? '' : '\n'}${section.join('\n')}\n`;
    if (length + text.length > limit) {
      omitted += 1;
    } else {
      length += text.length;
      yield text;
    }
  }
  if (omitted > 0) yield `\n${messages.omitted(formatCount(omitted))}\n`;
}
