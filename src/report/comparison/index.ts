import type { ComparisonReporter } from './comparison-reporter.js';

/** Each format is loaded only when it is asked for. */
const reporters = {
  text: async () => (await import('./comparison-text.js')).comparisonText,
  json: async () => (await import('../json-report.js')).jsonDocument,
  markdown: async () => (await import('./comparison-markdown.js')).comparisonMarkdown,
} as const satisfies Record<string, () => Promise<ComparisonReporter>>;

/** Name of a format that a comparison can be written in. */
export type ComparisonFormat = keyof typeof reporters;

/** Names of all formats, in the order in which help should show them. */
export const comparisonFormats: readonly ComparisonFormat[] = ['text', 'json', 'markdown'];

/** Loads the reporter of a format. */
export async function loadComparisonReporter(format: ComparisonFormat): Promise<ComparisonReporter> {
  return reporters[format]();
}
