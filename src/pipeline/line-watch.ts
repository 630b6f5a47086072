import { parseLine } from '../logs/parse-line.js';
import type { Moment } from '../logs/stream-clock.js';
import { EXCERPT_LENGTH, type LogCitation } from '../model/citation.js';
import { formatInstant, type Instant } from '../model/time.js';
import type { LineMisses } from '../rules/explanation/line-misses.js';
import { LogStream, type StreamDescription } from './log-stream.js';

const NEWLINE = 0x0a;
/** As much of a line as rules look at. */
const EXAMINED_BYTES = 64 * 1024;
/** Bytes at both ends of a stream in which the lines are that date it. */
const END_BYTES = 4 * 1024;

const decoder = new TextDecoder('utf-8');

/** Watches the bytes of a stream go by and offers its lines to those who look for near misses. Holds one line at most. */
export class LineWatch {
  readonly #stream: LogStream;
  readonly #misses: readonly LineMisses[];
  readonly #keys: readonly string[];
  readonly #asksInstance: boolean;
  #rest = Buffer.alloc(0);
  /** Bytes of the line in `rest` that were let go. */
  #letGo = 0;
  #line = 1;
  #offset = 0;
  #begun = false;
  #tail = '';
  #instance: string | undefined;

  constructor(description: StreamDescription, misses: readonly LineMisses[]) {
    this.#stream = new LogStream(description);
    this.#misses = misses;
    this.#keys = [...new Set(misses.flatMap(({ keys }) => keys))];
    this.#asksInstance = misses.some(({ needs }) => needs.instance);
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    const last = chunk.lastIndexOf(NEWLINE);
    if (last === -1) {
      this.#keep(chunk);
      return;
    }
    const first = chunk.indexOf(NEWLINE);
    this.#takeLine(Buffer.concat([this.#rest, chunk.subarray(0, first)]));
    this.#takeBlock(Buffer.from(chunk.buffer, chunk.byteOffset + first + 1, last - first));
    this.#rest = Buffer.alloc(0);
    this.#keep(chunk.subarray(last + 1));
  }

  /** Takes the end of the stream. */
  end(): void {
    if (this.#rest.length > 0) this.#takeLine(this.#rest);
    this.#stream.finish(this.#tail.split('\n'));
  }

  /** Fixes the years of lines that state none. @param notAfter the time the bundle was taken. */
  settle(notAfter: Instant | undefined): void {
    this.#stream.settle(notAfter);
  }

  #keep(bytes: Uint8Array): void {
    const room = Math.max(0, EXAMINED_BYTES - this.#rest.length);
    this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, room)]);
    this.#letGo += Math.max(0, bytes.length - room);
  }

  /** Whole lines, each with its newline. */
  #takeBlock(block: Buffer): void {
    if (block.length === 0) return;
    if (this.#asksInstance || this.#keys.some((key) => block.includes(key))) {
      for (let start = 0; start < block.length; ) {
        const end = block.indexOf(NEWLINE, start);
        this.#takeLine(block.subarray(start, end));
        start = end + 1;
      }
      return;
    }
    this.#begin(() => block.subarray(0, END_BYTES));
    for (let at = block.indexOf(NEWLINE); at !== -1; at = block.indexOf(NEWLINE, at + 1)) this.#line++;
    this.#offset += block.length;
    this.#tail = decoder.decode(block.subarray(-END_BYTES));
  }

  /** @param bytes of a line without its newline */
  #takeLine(bytes: Buffer): void {
    this.#begin(() => bytes.subarray(0, END_BYTES));
    if (this.#asksInstance || this.#keys.some((key) => bytes.includes(key))) this.#offer(bytes);
    this.#tail = decoder.decode(bytes.subarray(0, END_BYTES));
    this.#line++;
    this.#offset += bytes.length + this.#letGo + 1;
    this.#letGo = 0;
  }

  #begin(head: () => Buffer): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#stream.begin(decoder.decode(head()).split('\n'));
  }

  #offer(bytes: Buffer): void {
    const raw = decoder.decode(bytes.subarray(0, EXAMINED_BYTES));
    const record = parseLine(raw);
    this.#instance = record.instance ?? this.#instance;
    if (!this.#keys.some((key) => bytes.includes(key))) return;
    const moment = this.#stream.note(record);
    const instance = this.#instance ?? '';
    const place = { line: this.#line, offset: this.#offset, excerpt: raw.slice(0, EXCERPT_LENGTH) };
    const line = { record, instance: () => instance, stream: this.#stream.description.identity };
    for (const misses of this.#misses) misses.offer(line, () => this.#citation(place, moment));
  }

  #citation(place: Pick<LogCitation, 'line' | 'offset' | 'excerpt'>, moment: Moment | undefined): LogCitation {
    const { path, identity } = this.#stream.description;
    const { node, namespace, pod, container } = identity;
    const time = moment === undefined ? undefined : this.#stream.resolve(moment);
    return {
      kind: 'log',
      path,
      ...place,
      ...(time === undefined ? {} : { time: formatInstant(time) }),
      ...(node === undefined ? {} : { node }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(pod === undefined ? {} : { pod }),
      ...(container === undefined ? {} : { container }),
    };
  }
}
