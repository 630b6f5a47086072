import type { ReporterOptions, ReportLanguage } from '../report/index.js';
import { wantsColor } from './color.js';
import type { Terminal } from './terminal.js';

/** Width of a page where there is no terminal. */
export const PAGE_WIDTH = 80;

/** How a page for standard output is to look. */
export function reporterOptions({ stdout, env }: Terminal, language: ReportLanguage): ReporterOptions {
  return { color: wantsColor(stdout, env), width: stdout.columns ?? PAGE_WIDTH, language };
}
