import { parse } from '@marcbachmann/cel-js';
import { FAILED, isInt, isScalar, undecided } from './operators.js';
import { isMap } from './values.js';

/** Times that CEL knows: of the years 1 to 9999. */
const FIRST_TIME = -62_135_596_800_000;
const LAST_TIME = 253_402_300_799_999;

type LibraryFunction = (value: unknown, other: unknown) => unknown;

/**
 * Functions and methods (the receiver first) of the library that programs may call, as it has them (its lib/functions.js). Each gives
 * {@link FAILED} where that throws.
 * @throws Undecided for types that are rare.
 */
export const LIBRARY_FUNCTIONS: Readonly<Record<string, LibraryFunction>> = {
  size: sizeOf,
  '.size': sizeOf,
  string: (value) => {
    if (typeof value === 'string') return value;
    return typeof value === 'bigint' || typeof value === 'boolean' || Number.isFinite(value)
      ? String(value)
      : undecided();
  },
  int: (value) => {
    if (typeof value === 'bigint') return value;
    if (typeof value === 'string') return intOf(value);
    return typeof value === 'number' && Number.isSafeInteger(Math.trunc(value))
      ? BigInt(Math.trunc(value))
      : undecided();
  },
  double: (value) => (typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undecided()),
  timestamp: (value) => {
    if (typeof value !== 'string') return undecided();
    if (value.length < 20 || value.length > 30) return FAILED;
    const time = new Date(value);
    return time.getTime() <= LAST_TIME && time.getTime() >= FIRST_TIME ? time : FAILED;
  },
  duration: (value) => (typeof value === 'string' ? readDuration(value) : undecided()),
  '.startsWith': (text, part) => onTexts(text, part, (a, b) => a.startsWith(b)),
  '.endsWith': (text, part) => onTexts(text, part, (a, b) => a.endsWith(b)),
  '.contains': (text, part) => onTexts(text, part, (a, b) => a.includes(b)),
};

function intOf(text: string): unknown {
  if (text !== text.trim() || text.length > 20 || text.includes('0x')) return FAILED;
  try {
    const value = BigInt(text);
    return isInt(value) ? value : FAILED;
  } catch {
    return FAILED;
  }
}

function sizeOf(value: unknown): unknown {
  // In code points, which are as many as code units in what is all ASCII.
  if (typeof value === 'string') return BigInt(isAscii(value) ? value.length : [...value].length);
  if (Array.isArray(value)) return BigInt(value.length);
  if (isMap(value)) return BigInt(Object.keys(value).length);
  return isScalar(value) ? FAILED : undecided();
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
  return /^[\x00-\x7f]*$/.test(text);
}

function onTexts(text: unknown, part: unknown, apply: (text: string, part: string) => boolean): unknown {
  if (typeof text === 'string' && typeof part === 'string') return apply(text, part);
  return isScalar(text) && isScalar(part) ? FAILED : undecided();
}

/** Durations that are remembered: most are written in rules, some in lines. */
const MAX_DURATIONS = 1_000;

const durations = new Map<string, unknown>();
let durationOf: ((variables: { readonly text: string }) => unknown) | undefined;

/** The duration that the library reads from a text, or FAILED. */
function readDuration(text: string): unknown {
  let duration = durations.get(text);
  if (duration === undefined) {
    durationOf ??= parse('duration(text)');
    try {
      duration = durationOf({ text });
    } catch {
      duration = FAILED;
    }
    if (durations.size >= MAX_DURATIONS) durations.clear();
    durations.set(text, duration);
  }
  return duration;
}
