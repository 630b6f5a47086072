import { InvalidArgumentError } from 'commander';

const units = new Map([
  ['', 1],
  ['b', 1],
  ...['k', 'm', 'g', 't'].flatMap((letter, index): [string, number][] => [
    [letter, 1000 ** (index + 1)],
    [`${letter}b`, 1000 ** (index + 1)],
    [`${letter}i`, 1024 ** (index + 1)],
    [`${letter}ib`, 1024 ** (index + 1)],
  ]),
]);

/**
 * Bytes of a size: `500`, `10GB` (decimal, as the report prints them), `1.5GiB` or `512Mi` (binary). The case of the unit does not matter.
 * @throws InvalidArgumentError when it is not a size, or not between one byte and 2^53
 */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text.trim());
  const unit = units.get((match?.[2] ?? '').toLowerCase());
  const bytes = Math.floor(Number(match?.[1]) * (unit ?? Number.NaN));
  if (!Number.isSafeInteger(bytes) || bytes < 1)
    throw new InvalidArgumentError('Give a size such as 500MB, 10GB or 4GiB.');
  return bytes;
}

/**
 * A whole number from 1.
 * @throws InvalidArgumentError when it is not
 */
export function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return count;
}

/** More are no help on any machine, and each takes memory. */
const MAX_THREADS = 64;

/**
 * A whole number from 0 to 64.
 * @throws InvalidArgumentError when it is not
 */
export function parseThreads(text: string): number {
  const count = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count <= MAX_THREADS)) throw new InvalidArgumentError(`Give a whole number from 0 to ${MAX_THREADS}.`);
  return count;
}

const time = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)([Zz]|[+-]\d{2}:\d{2}))?$/;

/**
 * First moment of a time, in UTC with milliseconds.
 * @param text RFC 3339, or a date, which stands for that day in UTC
 * @throws InvalidArgumentError when it is neither
 */
export function parseStart(text: string): string {
  return parseTime(text, '00:00:00.000');
}

/** As {@link parseStart}, but the last moment of a day, so that `--since` and `--until` of the same date are that day. */
export function parseEnd(text: string): string {
  return parseTime(text, '23:59:59.999');
}

function parseTime(text: string, timeOfDay: string): string {
  const match = time.exec(text);
  const [, day = '', clock = timeOfDay, zone = 'Z'] = match ?? [];
  const instant = new Date(`${day}T${clock}${zone.toUpperCase()}`);
  if (match === null || !isDay(day) || Number.isNaN(instant.getTime())) {
    throw new InvalidArgumentError(
      'Give a time with its zone such as 2025-03-05T04:48:00Z, or a date such as 2025-03-05 (UTC).',
    );
  }
  return instant.toISOString();
}

/** Date takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** Collects the values of an option that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}
