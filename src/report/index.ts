import { BundlescopeError } from '../errors/index.js';
import type { Reporter } from './reporter.js';

export type { Reporter, ReporterOptions, ReportLanguage } from './reporter.js';

/** Each format is loaded only when it is asked for: the start of the program must not pay for the others. */
const reporters = {
  text: async () => (await import('./text/text-report.js')).textReport,
  json: async () => (await import('./json-report.js')).jsonReport,
  ndjson: async () => (await import('./ndjson-report.js')).ndjsonReport,
  markdown: async () => (await import('./markdown/markdown-report.js')).markdownReport,
} as const satisfies Record<string, () => Promise<Reporter>>;

/** Name of a format that can be written. */
export type FormatName = keyof typeof reporters;

const extensions = new Map([
  ['.txt', 'text'],
  ['.text', 'text'],
  ['.json', 'json'],
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.sarif', 'sarif'],
]);

function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(reporters, name);
}

/** Names of all formats, in the order in which help should show them. */
export const formatNames: readonly FormatName[] = Object.keys(reporters).filter(isFormatName);

/**
 * The format a file's extension asks for.
 * @param extension with its dot, in any case: `.md`
 * @returns a name for {@link loadReporter}, which tells whether it is available; undefined when the extension says nothing
 */
export function formatForExtension(extension: string): string | undefined {
  return extensions.get(extension.toLowerCase());
}

/**
 * Loads the reporter of a format.
 * @throws BundlescopeError `usage` when there is no such format; the message names those there are
 */
export async function loadReporter(format: string): Promise<Reporter> {
  if (!isFormatName(format)) {
    const known = formatNames.join(', ');
    throw new BundlescopeError(
      'usage',
      `report format ${JSON.stringify(format)} is not available; choose one of: ${known}`,
    );
  }
  return reporters[format]();
}
