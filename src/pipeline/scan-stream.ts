import type { WarningSink } from '../errors/index.js';
import type { MatcherSet } from '../logs/matcher/matcher-set.js';
import { parseLine } from '../logs/parse-line.js';
import { type CandidateLine, scanLines } from '../logs/scan-lines.js';
import { isInstant, type Moment } from '../logs/stream-clock.js';
import { EXCERPT_LENGTH, type LogCitation } from '../model/citation.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { Hit } from '../rules/hit-series.js';
import type { ActiveCollectors, LinePlan } from '../rules/line-plan.js';
import type { LineCollector } from '../rules/signals/line-collector.js';
import type { LogStream } from './log-stream.js';

/** Of a line only this much is parsed and matched: real log lines are shorter, and a hostile one must not take long. */
export const EXAMINED_BYTES = 64 * 1024;

const UTF16_MESSAGE =
  'the log is UTF-16 text, as PowerShell writes it; its lines were not examined: convert it with iconv -f utf-16 -t utf-8';

const decoder = new TextDecoder('utf-8');

/** What was read of a stream. */
export interface ScanResult {
  readonly lines: number;
  readonly bytes: number;
}

/** Reads a log or text file once and offers its lines to the collectors that want them. */
export async function scanStream(
  chunks: AsyncIterable<Uint8Array>,
  stream: LogStream,
  plan: LinePlan,
  matchers: MatcherSet,
  warn: WarningSink,
  range: TimeRange,
): Promise<ScanResult> {
  const { path, identity, file } = stream.description;
  const collectors = file === undefined ? plan.forLog(identity) : plan.forFile(file);
  const scanned = await scanLines(chunks, matchers.for(collectors), {
    head: (lines) => {
      if (isUtf16(lines[0] ?? '')) warn({ code: 'text-encoding', path, message: UTF16_MESSAGE });
      stream.begin(lines);
    },
    line: (line) => {
      const wanting = collectorsOf(line, collectors);
      if (wanting.size > 0) offer(line, stream, wanting, range);
    },
  });
  stream.finish(scanned.tail);
  if (scanned.longLines > 0) {
    warn({
      code: 'limit-line',
      path,
      message: `${longLines(scanned.longLines)} longer than 1 MiB; only the beginning was examined`,
    });
  }
  return { lines: scanned.lines, bytes: scanned.bytes };
}

function longLines(count: number): string {
  return count === 1 ? '1 line is' : `${count} lines are`;
}

/** The two bytes of a byte order mark are no UTF-8; every other byte of ASCII text in UTF-16 is zero. */
function isUtf16(firstLine: string): boolean {
  return firstLine.startsWith('\uFFFD\uFFFD') && firstLine.includes('\0');
}

function collectorsOf(line: CandidateLine, collectors: ActiveCollectors): ReadonlySet<LineCollector> {
  const wanting = new Set<LineCollector>();
  for (const literal of line.literals) for (const collector of collectors.get(literal) ?? []) wanting.add(collector);
  return wanting;
}

function offer(line: CandidateLine, stream: LogStream, collectors: ReadonlySet<LineCollector>, range: TimeRange): void {
  const raw = decoder.decode(line.bytes.subarray(0, EXAMINED_BYTES));
  const record = parseLine(raw);
  const moment = stream.note(record) ?? momentOfPrevious(line, stream);
  if (isOutside(moment, range)) return;
  const hit: Hit = { stream: stream.description.index, moment, citation: citationOf(line, raw, stream) };
  const instance = (): string => record.instance ?? instanceOfPrevious(line) ?? '';
  for (const collector of collectors) collector.offer({ record, instance, stream: stream.description.identity, hit });
}

/**
 * Whether a line is known not to lie in the time asked for. Such lines are left out before a long series keeps only its ends, or the middle
 * of a storm could not be asked for. Times that lack their year are sorted out when it is known.
 */
function isOutside(moment: Moment | undefined, { since, until }: TimeRange): boolean {
  if (moment === undefined || !isInstant(moment)) return false;
  return (since !== undefined && moment < since) || (until !== undefined && moment > until);
}

/** A line without a time of its own (a stack trace, raw output of a sub-process) happened when the line before it did. */
export function momentOfPrevious(line: CandidateLine, stream: LogStream): number | undefined {
  let looked = 0;
  for (const previous of line.previousLines()) {
    const moment = stream.note(parseLine(previous));
    if (moment !== undefined) return moment;
    if (++looked === 100) return undefined;
  }
  return undefined;
}

/** Longhorn writes the `[instance]` prefix once per write: the lines after it belong to the same instance. */
function instanceOfPrevious(line: CandidateLine): string | undefined {
  for (const previous of line.previousLines()) {
    const { instance } = parseLine(previous);
    if (instance !== undefined) return instance;
  }
  return undefined;
}

/** The time is added when the stream's clock is settled. */
export function citationOf(line: CandidateLine, raw: string, stream: LogStream): LogCitation {
  const { node, namespace, pod, container } = stream.description.identity;
  return {
    kind: 'log',
    path: stream.description.path,
    line: line.number,
    offset: line.offset,
    excerpt: raw.slice(0, EXCERPT_LENGTH),
    ...(node === undefined ? {} : { node }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(pod === undefined ? {} : { pod }),
    ...(container === undefined ? {} : { container }),
  };
}
