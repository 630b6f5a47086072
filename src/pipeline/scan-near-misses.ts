import { payloadOf } from '../logs/line-stamps.js';
import type { Matcher } from '../logs/matcher/matcher.js';
import { scanLines } from '../logs/scan-lines.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { LineMisses } from '../rules/explanation/line-misses.js';
import { citationOf, examinedBytes, instanceOfPrevious } from './candidate-text.js';
import { isOutside } from './collected-lines.js';
import type { LogStream } from './log-stream.js';
import { readPayload } from './payload-record.js';
import { PreviousMoments } from './previous-moments.js';

/**
 * Reads a log once and offers the lines with a literal to those who look for near misses: as the rules see them, so that both judge alike.
 * @param matcher finds the keys of the misses
 * @param range only lines in this time are misses
 */
export async function scanNearMisses(
  chunks: AsyncIterable<Uint8Array>,
  stream: LogStream,
  misses: readonly LineMisses[],
  matcher: Matcher,
  range: TimeRange,
): Promise<void> {
  const { identity } = stream.description;
  const previous = new PreviousMoments(stream);
  const scanned = await scanLines(chunks, matcher, {
    head: (lines) => stream.begin(lines),
    line: (line) => {
      const bytes = examinedBytes(line);
      const { record, time, ownFields } = readPayload(payloadOf(bytes), () => bytes);
      const moment = stream.note(time()) ?? previous.before(line);
      const instance = (): string => record.instance ?? instanceOfPrevious(line) ?? '';
      const visible = { record, ownFields, instance, stream: identity };
      const setting = {
        isOutside: isOutside(moment, range),
        citation: () => citationOf(line.text, line, stream),
        time: () => (moment === undefined ? undefined : stream.resolve(moment)),
      };
      for (const one of misses) one.offer(visible, setting);
    },
    remembered: () => undefined,
    leave: () => undefined,
  });
  stream.finish(scanned.tail, scanned.bytes);
}
