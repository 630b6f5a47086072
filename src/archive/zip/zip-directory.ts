import type { RangeSource } from '../../source/index.js';
import { ByteCursor } from '../byte-cursor.js';
import {
  CENTRAL_HEADER_BYTES,
  parseCentralHeader,
  Signature,
  variableLength,
  viewOf,
  type ZipHeader,
} from './zip-header.js';

/** The end record without its comment, and the longest comment (APPNOTE 4.3.16). */
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const LOCATOR_BYTES = 20;
const END64_BYTES = 56;

/** Where the central directory lies. */
export interface ZipDirectory {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Bytes after the end record and its comment. */
  readonly trailing: number;
}

/**
 * Finds the central directory. An end record that does not lead to one is not believed: in a truncated file it is
 * usually the end record of a stored archive inside.
 *
 * @returns Undefined when there is none, as in a truncated file.
 */
export async function findDirectory(source: RangeSource): Promise<ZipDirectory | undefined> {
  const tailStart = Math.max(0, source.size - END_BYTES - MAX_COMMENT_BYTES);
  const tail = await source.read(tailStart, source.size - tailStart);
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== Signature.end) continue;
    const recordEnd = at + END_BYTES + view.getUint16(at + 20, true);
    if (recordEnd > tail.length) continue;
    const place = await directoryPlace(source, tailStart + at, view, at);
    if (place !== undefined) return { ...place, trailing: tail.length - recordEnd };
  }
  return undefined;
}

async function directoryPlace(
  source: RangeSource,
  endRecord: number,
  view: DataView,
  at: number,
): Promise<{ start: number; end: number } | undefined> {
  let length = view.getUint32(at + 12, true);
  let start = view.getUint32(at + 16, true);
  const entries = view.getUint16(at + 10, true);
  if (entries === 0xffff || length === 0xffffffff || start === 0xffffffff) {
    const wide = await readEnd64(source, endRecord);
    if (wide !== undefined) ({ start, length } = wide);
  }
  if (start + length > endRecord) return undefined;
  // An empty archive is the end record alone; anything before it means the record belongs to something else.
  if (length === 0) return endRecord === 0 ? { start, end: start } : undefined;
  const first = await source.read(start, 4);
  if (first.length < 4 || viewOf(first).getUint32(0, true) !== Signature.central) return undefined;
  return { start, end: start + length };
}

async function readEnd64(
  source: RangeSource,
  endRecord: number,
): Promise<{ start: number; length: number } | undefined> {
  if (endRecord < LOCATOR_BYTES) return undefined;
  const locator = viewOf(await source.read(endRecord - LOCATOR_BYTES, LOCATOR_BYTES));
  if (locator.getUint32(0, true) !== Signature.locator64) return undefined;
  const record = await source.read(Number(locator.getBigUint64(8, true)), END64_BYTES);
  if (record.length < END64_BYTES) return undefined;
  const view = viewOf(record);
  if (view.getUint32(0, true) !== Signature.end64) return undefined;
  return { length: Number(view.getBigUint64(40, true)), start: Number(view.getBigUint64(48, true)) };
}

/**
 * The records of the central directory, in order. Read as a stream, so that a directory of any size costs no memory.
 *
 * @returns False when the directory is damaged before its end.
 */
export async function* centralHeaders(
  source: RangeSource,
  directory: ZipDirectory,
): AsyncGenerator<ZipHeader, boolean> {
  const cursor = new ByteCursor(source.stream(directory.start, directory.end));
  try {
    while (cursor.position < directory.end - directory.start) {
      const fixed = await cursor.peek(CENTRAL_HEADER_BYTES);
      if (fixed.length < 4) return false;
      const signature = viewOf(fixed).getUint32(0, true);
      // A digital signature or other record may follow the last entry.
      if (signature !== Signature.central) return true;
      if (fixed.length < CENTRAL_HEADER_BYTES) return false;
      const length = CENTRAL_HEADER_BYTES + variableLength(fixed);
      const bytes = await cursor.read(length);
      if (bytes.length < length) return false;
      yield parseCentralHeader(bytes);
    }
    return true;
  } finally {
    await cursor.close();
  }
}

/**
 * Finds entries whose data overlaps that of another: the trick of zip bombs that reach any size without nesting
 * (D. Fifield, "A better zip bomb", 2019). Of each group that overlaps, the first in the file is good.
 *
 * @param most Records looked at.
 * @returns Positions in the directory, from 0.
 */
export async function overlappingEntries(
  source: RangeSource,
  directory: ZipDirectory,
  most: number,
): Promise<ReadonlySet<number>> {
  const starts: number[] = [];
  const ends: number[] = [];
  for await (const header of centralHeaders(source, directory)) {
    if (starts.length >= most) break;
    starts.push(header.offset);
    // The local header is at least its fixed part; its name and extra can differ from those here.
    ends.push(header.offset + 30 + header.compressedSize);
  }
  const order = Uint32Array.from(starts.keys()).sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
  const overlapping = new Set<number>();
  let reached = 0;
  for (const index of order) {
    if ((starts[index] ?? 0) < reached) overlapping.add(index);
    else reached = ends[index] ?? 0;
  }
  return overlapping;
}
