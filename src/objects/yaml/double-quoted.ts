import { decline } from './decline.js';

/** YAML 1.2, section 5.7. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
  ['N', '\u0085'],
  ['_', '\u00a0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

/** Digits after `\x`, `\u` and `\U`. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/**
 * An escape, with what is folded behind an escaped line end or blank; or a line end with the blanks and empty lines around it. The
 * look-behind keeps the search linear in a long run of blanks.
 */
const SPECIAL = /\\(?:(\n *| )( *\n[ \n]*)?|x.{2}|u.{4}|U.{8}|.)|(?<! ) *\n[ \n]*/gs;

/**
 * Value of a double-quoted scalar: escapes resolved, lines joined.
 * @param source the text between the quotes, without tabs and carriage returns
 * @throws Declined for an escape that YAML does not know
 */
export function unescapeDoubleQuoted(source: string): string {
  let value = '';
  let from = 0;
  for (const match of source.matchAll(SPECIAL)) {
    const [special, swallowed, lineEnds] = match;
    value += source.slice(from, match.index);
    if (swallowed !== undefined)
      value += (swallowed === ' ' ? ' ' : '') + (lineEnds === undefined ? '' : fold(lineEnds));
    else value += special.startsWith('\\') ? valueOfEscape(special) : fold(special);
    from = match.index + special.length;
  }
  return value + source.slice(from);
}

function valueOfEscape(sequence: string): string {
  const letter = sequence.charAt(1);
  const digits = DIGITS.get(letter);
  if (digits === undefined) return ESCAPES.get(letter) ?? decline();
  const hexadecimal = sequence.slice(2);
  const codePoint = /^[0-9a-fA-F]+$/.test(hexadecimal) ? Number.parseInt(hexadecimal, 16) : Number.NaN;
  return codePoint <= 0x10ffff && hexadecimal.length === digits ? String.fromCodePoint(codePoint) : decline();
}

/** One line end becomes a blank, n of them become n - 1. */
function fold(lineEnds: string): string {
  const count = lineEnds.split('\n').length - 1;
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
}
