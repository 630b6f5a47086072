/** What JSON allows raw in a string and a terminal or a reader could be deceived by; U+2028/2029 also break old parsers. */
const deceptive = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/**
 * JSON of a value, in which invisible and control characters are written as `\uXXXX`: the same value for every parser.
 * @param indent spaces per level; 0 for one line
 */
export function jsonText(value: unknown, indent: number): string {
  return JSON.stringify(value, undefined, indent).replace(deceptive, escapeUnits);
}
