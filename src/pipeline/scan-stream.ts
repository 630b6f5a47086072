import type { WarningSink } from '../errors/index.js';
import type { MatcherSet } from '../logs/matcher/matcher-set.js';
import { scanLines } from '../logs/scan-lines.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { LinePlan } from '../rules/line-plan.js';
import { CollectedLines } from './collected-lines.js';
import type { LogStream } from './log-stream.js';

const UTF16_MESSAGE =
  'the log is UTF-16 text, as PowerShell writes it; its lines were not examined: convert it with iconv -f utf-16 -t utf-8';

/** What was read of a stream. */
export interface ScanResult {
  readonly lines: number;
  readonly bytes: number;
}

/** Reads a log or text file once and gives its lines to the collectors that want them. */
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
  const lines = new CollectedLines(stream, collectors, range);
  const scanned = await scanLines(chunks, matchers.for(collectors), {
    head: (first) => {
      if (isUtf16(first[0] ?? '')) warn({ code: 'text-encoding', path, message: UTF16_MESSAGE });
      stream.begin(first);
    },
    line: (line) => {
      lines.take(line);
    },
    remembered: (line) => {
      lines.takeRemembered(line);
    },
    leave: (text) => {
      lines.cite(text);
    },
  });
  stream.finish(scanned.tail, scanned.bytes);
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
