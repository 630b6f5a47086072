import { COLLECTION_GAP, type Report } from '../../model/report.js';
import { nothingFound } from '../nothing-found.js';
import { type ReportView, viewOf } from '../report-view.js';
import type { ReporterOptions } from '../reporter.js';
import { benignBlock, footer, othersBlock, unknownBlock, warningsBlock } from './closing-blocks.js';
import { contextOf, findingBlock } from './finding-block.js';
import { headerBlock } from './header-block.js';
import { banner, createPage, prose, type TextPage } from './page.js';
import { rootBlock } from './root-block.js';

function* verdict(page: TextPage, report: Report, view: ReportView): Iterable<string> {
  const { messages } = page;
  const nothing = view.roots.length === 0 && view.others.every(({ rule }) => rule === COLLECTION_GAP);
  if (nothing) {
    const { headline, meaning, isReassuring } = nothingFound(report.coverage, view.gaps.length > 0, messages);
    yield banner(page, headline, '', isReassuring ? 'green' : 'yellow');
    yield* prose(page, '', meaning);
    // The summary would only say the same again.
    return;
  }
  if (view.roots.length === 0) {
    yield banner(page, messages.noRoot, '');
    yield* prose(page, '', messages.noRootMeans);
  }
  if (report.diagnosis.summary !== '') {
    if (view.roots.length > 0) yield banner(page, messages.summary, '');
    yield* prose(page, '', report.diagnosis.summary);
  }
}

function* blocks(
  page: TextPage,
  report: Report,
  view: ReportView,
  { showBenign = false }: ReporterOptions,
): Iterable<Iterable<string>> {
  yield headerBlock(page, report, view.gaps);
  yield verdict(page, report, view);
  for (const root of view.roots) yield rootBlock(page, root);
  if (view.others.length > 0) yield othersBlock(page, view.others);
  const showsBenign = showBenign || page.details;
  if (showsBenign && view.benign.length > 0) yield benignBlock(page, view.benign);
  yield unknownBlock(page, view);
  if (report.warnings.length > 0) yield warningsBlock(page, view, report.warnings.length);
  if (page.details) {
    const context = contextOf(report);
    for (const finding of report.findings) yield findingBlock(page, finding, context);
  }
  yield footer(page, report, view, showsBenign);
}

/**
 * The report for a terminal: what the bundle is, the root causes, other findings, what could not be judged, warnings; with details also all
 * on every finding.
 * No line is wider than the page, except paths, commands and URLs, which must stay whole to be copied.
 */
export function* textReport(report: Report, options: ReporterOptions): Iterable<string> {
  const view = viewOf(report);
  const page = createPage(options, view.topDirectory);
  let first = true;
  for (const block of blocks(page, report, view, options)) {
    const lines = [...block];
    if (lines.length === 0) continue;
    yield `${first ? '' : '\n'}${lines.join('\n')}\n`;
    first = false;
  }
}
