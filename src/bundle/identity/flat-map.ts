/** A whole number in a plain scalar is a number to YAML; so is what begins like one, as far as this reader goes into it. */
const VERSION_OR_TIME = /^v?\d+\.\d+\.\d[\w.+-]*$/;
/** Letters that no rule of YAML gives a meaning to, and no word that stands for something else than a text. */
const WORD = /^(?!(?:null|true|false)$)[a-z][\w./+-]*$/i;
/** Double quotes without escapes. */
const QUOTED = /^"([^"\\\p{Cc}]*)"$/u;
const LINE = /^([A-Za-z][A-Za-z0-9_-]*): (\S.*)$/;

/**
 * Reads a file of `key: value` lines as collectors write their metadata, without loading a YAML parser for it.
 * @returns the texts by key as they are written; undefined when the file has anything that takes a YAML parser to understand.
 */
export function readFlatMap(text: string): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, key, written] = LINE.exec(line) ?? [];
    const value = written === undefined ? undefined : scalarText(written);
    if (key === undefined || value === undefined || texts.has(key)) return undefined;
    texts.set(key, value);
  }
  return texts.size === 0 ? undefined : texts;
}

function scalarText(written: string): string | undefined {
  return QUOTED.exec(written)?.[1] ?? (VERSION_OR_TIME.test(written) || WORD.test(written) ? written : undefined);
}
