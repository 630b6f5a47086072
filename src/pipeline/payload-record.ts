import { fixedTime, type LinePayload, type LineStamp, readStamp, type StampKind } from '../logs/line-stamps.js';
import type { LogRecord } from '../logs/log-record.js';
import { parseLine } from '../logs/parse-line.js';
import type { LineTime } from '../logs/stream-clock.js';

/** The time zones of the Earth, and a bit more. */
const MAX_OFFSET = 24 * 3_600_000;

const NOT_ASCII = /[\u0080-\u00ff]/;
const decoder = new TextDecoder('utf-8');

/** Which of a line's stamps is its time. */
export interface PrimaryStamp {
  /** Its place among the stamps. */
  readonly index: number;
  readonly kind: StampKind;
  /** Milliseconds from what it says to UTC. */
  readonly offset: number;
}

/** A line as rules see it, and its own time. */
export interface PayloadRecord {
  /** Made of the payload: its time is the fixed one. */
  readonly record: LogRecord;
  /** The fields with the line's own times. */
  ownFields(): ReadonlyMap<string, string>;
  readonly time: LineTime;
  /** Undefined when the line has no time, or one that no stamp gives. */
  readonly stamp: PrimaryStamp | undefined;
}

/** Takes a line apart with fixed times in place of its own. @param own the line itself, one character for each byte. */
export function readPayload({ text, stamps }: LinePayload, own: () => string): PayloadRecord {
  const record = parseLine(decode(text));
  const stamp = primaryStamp(record, stamps);
  return {
    record,
    stamp,
    time: timeOf(record, own, stamps, stamp),
    ownFields: () => (stamps.length === 0 ? record : parseLine(decode(own()))).fields,
  };
}

/** @param bytes one character for each byte. */
function decode(bytes: string): string {
  return NOT_ASCII.test(bytes) ? decoder.decode(Buffer.from(bytes, 'latin1')) : bytes;
}

/** The stamp that the record took its time from: it has the fixed time that was put in its place. */
function primaryStamp({ time, yearless }: LogRecord, stamps: readonly LineStamp[]): PrimaryStamp | undefined {
  for (const [index, { kind }] of stamps.entries()) {
    const fixed = fixedTime(kind, index);
    if (typeof fixed === 'number') {
      const offset = time === undefined ? Number.POSITIVE_INFINITY : time - fixed;
      if (Math.abs(offset) <= MAX_OFFSET) return { index, kind, offset };
    } else if (time === undefined && yearless?.day === fixed.day && yearless.milliseconds === fixed.milliseconds) {
      return { index, kind, offset: 0 };
    }
  }
  return undefined;
}

/** The time of a line whose record was made of its payload. */
function timeOf(
  record: LogRecord,
  line: () => string,
  stamps: readonly LineStamp[],
  primary: PrimaryStamp | undefined,
): LineTime {
  const stamp = primary === undefined ? undefined : stamps[primary.index];
  // Some fixed stamp may still be what the record took its time from, in a way that was not seen.
  if (stamp === undefined || primary === undefined) return stamps.length === 0 ? record : parseLine(decode(line()));
  const own = readStamp(stamp.kind, line().slice(stamp.start, stamp.end));
  if (own === undefined) return {};
  return typeof own === 'number' ? { time: own + primary.offset } : { yearless: own };
}
