import { unescapeOnce, unescapeValue } from '../unescape.js';

/** A quoted string read from a text. */
export interface QuotedReading {
  /** The string without its quotes, unescaped. */
  readonly value: string;
  /** Index after the closing quote, or the end of the text when it is missing. */
  readonly end: number;
  /** False when the line ended before the closing quote. */
  readonly closed: boolean;
}

/** Reads the Go- or JSON-quoted string whose opening `"` stands at `start`; a string cut by the end of the line is read to there. */
export function readQuoted(text: string, start: number): QuotedReading {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: decode(text.slice(start + 1)), end: text.length, closed: false };
    let backslashes = 0;
    while (quote - backslashes > start + 1 && text[quote - backslashes - 1] === '\\') backslashes++;
    if (backslashes % 2 === 0) return { value: decode(text.slice(start + 1, quote)), end: quote + 1, closed: true };
    at = quote + 1;
  }
}

function decode(quoted: string): string {
  return unescapeValue(unescapeOnce(quoted));
}
