const ESCAPE = /\\(?:["\\/nrt]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/g;
const MAX_ROUNDS = 3;
const LINE_FEEDS = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * Undoes one round of the escapes that Go (`%q`) and JSON write: `\"`, `\\`, `\/`, `\n`, `\r`, `\t`, `\uXXXX`, `\xXX`.
 * Any other backslash stays as it is: programs print Windows paths and regular expressions too.
 */
export function unescapeOnce(text: string): string {
  return text.includes('\\') ? text.replace(ESCAPE, decodeEscape) : text;
}

/**
 * Undoes escapes until no quote is escaped any more, at most three rounds: Longhorn logs the log lines of its instances
 * inside its own messages, which doubles the escaping. A text without any quote was never quoted and stays unchanged.
 */
export function unescapeDeep(text: string): string {
  return text.includes('"') ? unescapeQuotes(unescapeOnce(text), MAX_ROUNDS - 1) : text;
}

/** For a value that was decoded once already (JSON, logfmt): undoes further rounds only while it holds escaped quotes. */
export function unescapeValue(value: string): string {
  return unescapeQuotes(value, MAX_ROUNDS - 1);
}

function unescapeQuotes(text: string, rounds: number): string {
  let result = text;
  for (let round = 0; round < rounds && result.includes('\\"'); round++) result = unescapeOnce(result);
  return result;
}

function decodeEscape(sequence: string): string {
  const kind = sequence.charAt(1);
  if (kind === 'u' || kind === 'x') return String.fromCharCode(Number.parseInt(sequence.slice(2), 16));
  return LINE_FEEDS.get(kind) ?? kind;
}
