import { NOTHING } from '../normalise.js';
import { DASH, DOT, PLUS } from './characters.js';

/**
 * The core schema of YAML 1.2, section 10.3.2, with the spellings that the `yaml` package takes (`1.`, `+5`). The first character decides
 * which of them can match.
 */
const WORD = /^(?:(~|[Nn]ull|NULL)|([Tt]rue|TRUE)|[Ff]alse|FALSE)$/;
const OCTAL = /^0o[0-7]+$/;
const INTEGER = /^[-+]?[0-9]+$/;
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^(?:\.nan|\.NaN|\.NAN)$/;
const EXPONENT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/;

/** The longest text that is no string by its first letter alone (`FALSE`). */
const LONGEST_WORD = 5;

/** Value of a plain scalar on one line; the empty text for null. */
export function resolvePlain(source: string): string | number | boolean {
  const first = source.charCodeAt(0);
  if ((first >= 0x30 && first <= 0x39) || first === DASH || first === DOT || first === PLUS)
    return resolveNumber(source);
  if (source.length > LONGEST_WORD) return source;
  const word = WORD.exec(source);
  if (word === null) return source;
  return word[1] === undefined ? word[2] !== undefined : NOTHING;
}

function resolveNumber(source: string): string | number {
  if (INTEGER.test(source)) return Number.parseInt(source, 10);
  if (FLOAT.test(source) || EXPONENT.test(source)) return Number.parseFloat(source);
  if (OCTAL.test(source)) return Number.parseInt(source.slice(2), 8);
  if (HEXADECIMAL.test(source)) return Number.parseInt(source.slice(2), 16);
  if (INFINITE.test(source)) return source.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return NOT_A_NUMBER.test(source) ? Number.NaN : source;
}
