/** One log of a bundle: generated lines, told lines and the stretches in which the program is silent. */

import { ClockFace } from './clock-face.js';
import { compileLine, type LineTemplate, writeLine } from './line-template.js';
import { randomSource, seedOf } from './random.js';

/** A stretch of time, milliseconds since the epoch; `until` is not part of it. */
export interface TimeSpan {
  from: number;
  until: number;
}

/** A line (or several lines of one event) told at one moment. `text` is complete except for the last line feed. */
export interface ToldLine {
  time: number;
  text: string;
}

/** What a log consists of. */
export interface LogPlan {
  /** lines with placeholders that repeat for ever, in this order with seeded variation; may be empty */
  traffic: readonly string[];
  /** generated lines that are told once; silenced by `quiet` like the traffic */
  once: readonly ToldLine[];
  /** share of the size of all logs, any positive unit; 0 for a log without traffic */
  share: number;
  /** lines of the sample's tree and repeats, in any order; never silenced */
  told: readonly ToldLine[];
  /** stretches without generated lines */
  quiet: readonly TimeSpan[];
}

/** Chunk size of generated logs, bytes. */
const CHUNK_BYTES = 256 * 1024;

/** The parts of `span` that no quiet stretch covers, in order. */
function activeSpans(span: TimeSpan, quiet: readonly TimeSpan[]): TimeSpan[] {
  const spans: TimeSpan[] = [];
  let from = span.from;
  for (const pause of [...quiet].sort((a, b) => a.from - b.from)) {
    if (pause.from > from) {
      spans.push({ from, until: Math.min(pause.from, span.until) });
    }
    from = Math.max(from, pause.until);
  }
  if (from < span.until) {
    spans.push({ from, until: span.until });
  }
  return spans.filter((active) => active.until > active.from);
}

/**
 * Generates a log chunk by chunk: `bytes` bytes of traffic spread evenly over the span, less what falls into quiet stretches,
 * and told lines where their time falls. Memory does not grow with `bytes`.
 * @param seed the same seed gives the same bytes
 */
export function* generateLog(plan: LogPlan, span: TimeSpan, bytes: number, seed: string): Generator<Buffer> {
  const isQuiet = (time: number): boolean => plan.quiet.some(({ from, until }) => time >= from && time < until);
  const once = plan.once.filter((line) => !isQuiet(line.time));
  const told = [...plan.told, ...once].sort((a, b) => a.time - b.time);
  const templates = plan.traffic.map(compileLine);
  const active = plan.traffic.length === 0 ? [] : activeSpans(span, plan.quiet);
  const total = span.until - span.from;
  let next = 0;
  let chunk = new ChunkWriter();
  for (const { from, until } of active) {
    const goal = Math.floor((bytes * (until - from)) / total);
    const clock = new TrafficClock(from, until, goal);
    const lines = new TrafficLines(templates, `${seed}/${from}`);
    while (clock.written < goal) {
      const time = clock.now();
      for (let line = told[next]; line !== undefined && line.time <= time; line = told[next]) {
        chunk.text(line.text);
        next += 1;
      }
      clock.written += chunk.line(lines, time);
      if (chunk.isFull()) {
        yield chunk.take();
        chunk = new ChunkWriter();
      }
    }
  }
  for (const line of told.slice(next)) {
    chunk.text(line.text);
    if (chunk.isFull()) {
      yield chunk.take();
      chunk = new ChunkWriter();
    }
  }
  yield chunk.take();
}

/** Time as a function of the bytes written, so that traffic fills its span exactly. */
class TrafficClock {
  written = 0;
  private readonly from: number;
  private readonly perByte: number;

  constructor(from: number, until: number, goal: number) {
    this.from = from;
    this.perByte = goal === 0 ? 0 : (until - from) / goal;
  }

  now(): number {
    return this.from + this.written * this.perByte;
  }
}

/** Chooses the next line: mostly the next of the list, sometimes a jump, so that no period is visible. */
class TrafficLines {
  readonly clock = new ClockFace();
  readonly random;
  private readonly templates: readonly LineTemplate[];
  private at: number;

  constructor(templates: readonly LineTemplate[], seed: string) {
    this.templates = templates;
    this.random = randomSource(seedOf(seed));
    this.at = this.random() % Math.max(1, templates.length);
  }

  next(): LineTemplate | undefined {
    this.at = (this.random() & 3) === 0 ? this.random() % this.templates.length : (this.at + 1) % this.templates.length;
    return this.templates[this.at];
  }
}

/** Collects lines into one chunk. */
class ChunkWriter {
  private buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  private length = 0;

  isFull(): boolean {
    return this.length >= CHUNK_BYTES - 8192;
  }

  text(text: string): void {
    const bytes = Buffer.from(`${text}\n`, 'utf8');
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Writes one generated line and returns its length in bytes. */
  line(lines: TrafficLines, time: number): number {
    const template = lines.next();
    if (template === undefined) {
      return 0;
    }
    this.reserve(template.bytes.length);
    const before = this.length;
    this.length = writeLine(template, this.buffer, before, time, lines.clock, lines.random);
    return this.length - before;
  }

  take(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) {
      return;
    }
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
  }
}
