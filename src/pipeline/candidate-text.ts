import { parseLine } from '../logs/parse-line.js';
import type { CandidateLine } from '../logs/text-lines.js';
import { EXCERPT_LENGTH, type LogCitation } from '../model/citation.js';
import type { LinePlace } from '../rules/hit-series.js';
import type { LogStream } from './log-stream.js';

/** Of a line only this much is parsed and matched: real log lines are shorter, and a hostile one must not take long. */
const EXAMINED_BYTES = 64 * 1024;
/** A character of UTF-8 takes at most three bytes for each code unit of UTF-16. */
const EXCERPT_BYTES = 3 * EXCERPT_LENGTH + 4;

const decoder = new TextDecoder('utf-8');

/** Where in the text ends what is examined of a line. */
function endOfExamined({ start, end }: CandidateLine): number {
  return Math.min(end, start + EXAMINED_BYTES);
}

/** Behind these no word goes on: they close what the line, a record in JSON or a value in quotes, has opened. */
const CLOSING = Buffer.from('"\'])}');

/** Whether what is examined may end in the middle of a word: the file or the line goes on, or went on before it was cut. */
export function isCutShort(line: CandidateLine): boolean {
  return line.isUnfinished || endOfExamined(line) < line.end;
}

/** Whether what is examined ends with a word that may go on. */
export function endsOpen(line: CandidateLine): boolean {
  return !CLOSING.includes(line.text[endOfExamined(line) - 1] ?? 0);
}

/** What is examined of a line; one character for each byte. */
export function examinedBytes(line: CandidateLine): string {
  return line.text.toString('latin1', line.start, endOfExamined(line));
}

/** What is examined of a line; invalid UTF-8 is replaced. */
export function examinedText(line: CandidateLine): string {
  return decoder.decode(line.text.subarray(line.start, endOfExamined(line)));
}

/** The time is added when the stream's clock is settled. */
export function citationOf(text: Buffer, { number, offset, start, end }: LinePlace, stream: LogStream): LogCitation {
  const { path, identity } = stream.description;
  const { node, namespace, pod, container } = identity;
  return {
    kind: 'log',
    path,
    line: number,
    offset,
    excerpt: decoder.decode(text.subarray(start, Math.min(end, start + EXCERPT_BYTES))).slice(0, EXCERPT_LENGTH),
    ...(node === undefined ? {} : { node }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(pod === undefined ? {} : { pod }),
    ...(container === undefined ? {} : { container }),
  };
}

/** Longhorn writes the `[instance]` prefix once per write: the lines after it belong to the same instance. */
export function instanceOfPrevious(line: CandidateLine): string | undefined {
  for (const previous of line.previousLines()) {
    const { instance } = parseLine(previous);
    if (instance !== undefined) return instance;
  }
  return undefined;
}
