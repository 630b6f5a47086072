import type { CitedLines } from '../../model/cited-lines.js';
import { createInk } from '../ink.js';
import { formatCount } from '../quantities.js';
import { visibleText } from '../visible-text.js';

/** Evidence in its context: the path, then numbered lines, the cited one marked. Lines are not wrapped, so that they can be copied. */
export function citedPage({ path, line, lines, omitted }: CitedLines, color: boolean): string {
  const ink = createInk(color);
  const width = String(lines.at(-1)?.number ?? line).length;
  const shown = lines.map(({ number, text, cut }) => {
    const rest = cut === 0 ? '' : ink(` … and ${formatCount(cut)} bytes more`, 'dim');
    const numbered = String(number).padStart(width);
    return number === line
      ? `${ink(`> ${numbered} |`, 'bold', 'cyan')} ${ink(indented(text), 'bold')}${rest}`
      : `${ink(`  ${numbered} |`, 'dim')} ${indented(text)}${rest}`;
  });
  const more = omitted === 0 ? [] : [ink(`and ${formatCount(omitted)} lines more`, 'dim')];
  return [`${ink(visibleText(path), 'cyan')}`, ...shown, ...more].map((text) => `${text.trimEnd()}\n`).join('');
}

/** Tabs of a text keep their columns. */
function indented(text: string): string {
  return visibleText(text.replaceAll('\t', '    '));
}
