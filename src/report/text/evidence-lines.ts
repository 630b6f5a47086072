import type { Citation } from '../../model/citation.js';
import { citationPlace, citationText, shortPath } from '../citation-text.js';
import { formatCount } from '../quantities.js';
import { chopCut } from '../wrap.js';
import { prose, type TextPage } from './page.js';

const SEARCHED_SHOWN = 3;

function* excerpt(page: TextPage, indent: string, text: string, rows: number): Iterable<string> {
  for (const line of chopCut(text, page.width - indent.length - 2, rows)) {
    yield `${indent}${page.ink('|', 'dim')} ${line}`.trimEnd();
  }
}

/** A citation: its place, and what stands there on at most `rows` lines. */
export function* citationLines(page: TextPage, indent: string, citation: Citation, rows: number): Iterable<string> {
  const { ink, messages } = page;
  if (citation.kind === 'absence') {
    yield* prose(page, indent, messages.absent(citation.what));
    for (const path of citation.searched.slice(0, SEARCHED_SHOWN)) {
      yield `${indent}  ${messages.searched} ${ink(shortPath(path, page.topDirectory), 'cyan')}`;
    }
    const more = citation.searched.length - SEARCHED_SHOWN;
    if (more > 0) yield `${indent}  ${messages.more(formatCount(more))}`;
    return;
  }
  yield `${indent}${ink(citationPlace(citation, page.topDirectory), 'cyan')}`;
  yield* excerpt(page, indent, citationText(citation), rows);
}
