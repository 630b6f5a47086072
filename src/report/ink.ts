const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** A way to set off text: SGR codes of ECMA-48. */
export type Style = keyof typeof codes;

/** Sets off one line of text; without colour it gives the text back as it is. */
export type Ink = (text: string, ...styles: readonly Style[]) => string;

/** @param color whether the reader is a terminal that wants colour */
export function createInk(color: boolean): Ink {
  if (!color) return (text) => text;
  return (text, ...styles) =>
    styles.reduce((inner, style) => `\u001b[${codes[style][0]}m${inner}\u001b[${codes[style][1]}m`, text);
}
