import type { Finding, Report } from '../../model/report.js';
import { topDirectoryOf } from '../report-view.js';
import type { ReporterOptions } from '../reporter.js';
import { contextOf, findingBlock } from './finding-block.js';
import { createPage, labelled } from './page.js';

/** Everything on one finding of a report, as a page. */
export function findingPage(report: Report, finding: Finding, options: ReporterOptions): string {
  const page = createPage(options, topDirectoryOf(report));
  const { messages } = page;
  const lines = [
    ...labelled(page, 0, messages.bundle, report.bundle.name),
    ...(page.topDirectory === '' ? [] : labelled(page, 0, messages.paths, messages.pathsBelow)),
    '',
    ...findingBlock(page, finding, contextOf(report)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
