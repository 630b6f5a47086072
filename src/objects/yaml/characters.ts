/** Code units that mean something in YAML. */
export const END = 0;
export const TAB = 0x09;
export const NEWLINE = 0x0a;
export const SPACE = 0x20;
export const DOUBLE_QUOTE = 0x22;
export const HASH = 0x23;
export const SINGLE_QUOTE = 0x27;
export const PLUS = 0x2b;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const COLON = 0x3a;
export const GREATER = 0x3e;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const PIPE = 0x7c;
export const CLOSE_BRACE = 0x7d;

/** Characters that no plain scalar begins with (YAML 1.2, section 7.3.3); `-`, `?` and `:` may, before a character that is no blank. */
const INDICATORS = new Set([...'#,[]{}&*!|>\'"%@`'].map((character) => character.charCodeAt(0)));

const QUESTION_MARK = 0x3f;

/** True for a blank, the end of a line or the end of the text: what ends an indicator. */
export function isBreak(unit: number | undefined): boolean {
  return unit === SPACE || unit === NEWLINE || unit === END;
}

/** Whether a plain scalar may begin with `first` when `second` follows. */
export function beginsPlain(first: number, second: number | undefined): boolean {
  if (first > CLOSE_BRACE) return first !== 0xfeff;
  if (first <= SPACE || INDICATORS.has(first)) return false;
  return (first !== DASH && first !== QUESTION_MARK && first !== COLON) || !isBreak(second);
}
