/**
 * What a terminal, a browser or a reader could be deceived by: control characters (C0, DEL, C1), invisible format
 * characters (bidi overrides, zero-width, tags), line and paragraph separators, halves of surrogate pairs, and two
 * fillers that Unicode calls letters but that draw nothing.
 */
const deceptive = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;

const named = new Map([
  ['\t', ' '],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/**
 * A text of the bundle on one line, harmless for a terminal: control and invisible characters are written out
 * (`\x1b`, `\u202e`, `\n`), a tab becomes a space.
 */
export function visibleText(text: string): string {
  return text.replace(deceptive, (character) => named.get(character) ?? escapeCharacter(character));
}

/** The lines of a command or a text that may rightly have several, each harmless; trailing empty lines are dropped. */
export function visibleLines(text: string): string[] {
  return text.trimEnd().split(/\r?\n/).map(visibleText);
}

/** Running text: as {@link visibleText}, and every run of white space is one space. */
export function visibleProse(text: string): string {
  return visibleText(text.replace(/[\s\u0085]+/gu, ' ').trim());
}
