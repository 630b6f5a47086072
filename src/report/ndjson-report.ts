import type { Report } from '../model/report.js';
import { jsonText } from './json-text.js';

function line(type: string, content: object): string {
  return `${jsonText({ type, ...content }, 0)}\n`;
}

/**
 * The report of the contract, one record per line, each with its `type`: `tool` and `bundle` first, then every
 * `finding`, the `diagnosis`, the `range`, the `window`, every `clock`, every `timeline` item, the `coverage` and every `warning`.
 */
export function* ndjsonReport(report: Report): Iterable<string> {
  yield line('tool', { schemaVersion: report.schemaVersion, ...report.tool });
  yield line('bundle', report.bundle);
  for (const finding of report.findings) yield line('finding', finding);
  yield line('diagnosis', report.diagnosis);
  if (report.range !== undefined) yield line('range', report.range);
  if (report.window !== undefined) yield line('window', report.window);
  for (const clock of report.clocks ?? []) yield line('clock', clock);
  for (const item of report.timeline) yield line('timeline', item);
  yield line('coverage', report.coverage);
  for (const warning of report.warnings) yield line('warning', warning);
}
