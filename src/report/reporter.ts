import type { Report } from '../model/report.js';

/** Language of headings and fixed sentences. Titles and steps come from the rules, already in the language asked for. */
export type ReportLanguage = 'en' | 'zh';

/** How a report is to look. Formats for programs ignore all of it. */
export interface ReporterOptions {
  /** Whether to write ANSI colour codes. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly language: ReportLanguage;
  /** Everything the report holds on every finding, instead of a page that can be taken in at once. */
  readonly details?: boolean;
  /** Whether what is known to be harmless is listed, with what it explains; by default it is only counted. */
  readonly showBenign?: boolean;
}

/**
 * Turns a report into text: pure, in chunks that may be written one by one. Every line ends with `\n`.
 * Texts of the bundle are hostile: a reporter makes them harmless for where its output is read.
 */
export type Reporter = (report: Report, options: ReporterOptions) => Iterable<string>;
