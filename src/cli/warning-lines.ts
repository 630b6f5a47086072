import { WARNINGS, type Warning } from '../errors/index.js';
import { formatCount } from '../report/quantities.js';
import { visibleText } from '../report/visible-text.js';
import { placedWarning } from '../report/warning-text.js';

const LINES_SHOWN = 10;

/**
 * Warnings of an analysis for standard error: those after which the result is incomplete first, and no flood.
 * @param bundle its path as the user gave it, or `standard input`
 * @returns lines, each ending with `\n`; empty when there are none
 */
export function warningLines(bundle: string, warnings: readonly Warning[]): string {
  const partial = warnings.filter(({ code }) => WARNINGS[code].partial);
  const others = warnings.filter(({ code }) => !WARNINGS[code].partial);
  const lines = [...partial, ...others].slice(0, LINES_SHOWN).map((warning) => {
    const { place, text } = placedWarning(warning);
    const where = place === undefined ? '' : `${visibleText(place)}: `;
    return `bundlescope: warning: ${visibleText(bundle)}: ${where}${visibleText(text)} (${warning.code})\n`;
  });
  const more = warnings.length - lines.length;
  if (more > 0)
    lines.push(`bundlescope: warning: ${visibleText(bundle)}: and ${formatCount(more)} more (all in the report)\n`);
  return lines.join('');
}
