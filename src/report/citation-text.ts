import type { Citation, LogCitation, ObjectCitation } from '../model/citation.js';
import { visibleText } from './visible-text.js';

/** An entry's path without the directory that every path begins with. Harmless text. */
export function shortPath(path: string, topDirectory: string): string {
  const below = `${topDirectory}/`;
  return visibleText(topDirectory !== '' && path.startsWith(below) ? path.slice(below.length) : path);
}

/** Where a citation points: `path:line`. */
export function citationPlace(citation: LogCitation | ObjectCitation, topDirectory: string): string {
  const line = citation.line === undefined ? '' : `:${citation.line}`;
  return `${shortPath(citation.path, topDirectory)}${line}`;
}

/** What stands there: the raw line, or the field as `Engine.longhorn.io longhorn-system/e-0: spec.active = true`. */
export function citationText(citation: LogCitation | ObjectCitation): string {
  if (citation.kind === 'log') return visibleText(citation.excerpt);
  const name = citation.namespace === undefined ? citation.name : `${citation.namespace}/${citation.name}`;
  // A field that is absent is cited without content: `reason =` would look like a line that was cut.
  const shown = citation.value === '' ? '(not set)' : citation.value;
  const value = shown === undefined ? '' : ` = ${shown}`;
  const field = citation.field === undefined ? '' : `: ${citation.field}${value}`;
  return visibleText(`${citation.resource} ${name}${field}`);
}

/** The first place that a list of citations points to; none when all tell of absence. */
export function firstPlace(citations: readonly Citation[], topDirectory: string): string | undefined {
  const [first] = citations.flatMap((citation) =>
    citation.kind === 'absence' ? [] : citationPlace(citation, topDirectory),
  );
  return first;
}
