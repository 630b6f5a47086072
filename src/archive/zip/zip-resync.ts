import type { ByteCursor } from '../byte-cursor.js';
import { CENTRAL_HEADER_BYTES, LOCAL_HEADER_BYTES, Signature, variableLength, viewOf } from './zip-header.js';

/** Bytes of the end record before its comment. */
const END_BYTES = 22;

/**
 * Passes over the central directory that follows the last entry.
 *
 * @returns False when the stream ends before the end record.
 */
export async function skipDirectory(cursor: ByteCursor): Promise<boolean> {
  for (;;) {
    const fixed = await cursor.peek(CENTRAL_HEADER_BYTES);
    if (fixed.length < END_BYTES) return false;
    const length = recordLength(fixed);
    if (length === undefined) return true;
    if (!(await cursor.skip(length))) return false;
  }
}

/**
 * Length of a record of the directory; undefined for the end record, and for something this program does not know (a digital
 * signature, say): then all entries have been read.
 */
function recordLength(fixed: Uint8Array): number | undefined {
  const view = viewOf(fixed);
  switch (view.getUint32(0, true)) {
    case Signature.central:
      return fixed.length < CENTRAL_HEADER_BYTES
        ? Number.POSITIVE_INFINITY
        : CENTRAL_HEADER_BYTES + variableLength(fixed);
    case Signature.end64:
      return 12 + Number(view.getBigUint64(4, true));
    case Signature.locator64:
      return 20;
    default:
      return undefined;
  }
}

/**
 * Searches for the next local header or the central directory after a damaged part. A signature alone occurs by chance
 * once in 4 GiB of packed data; version and method words are checked as well.
 *
 * @returns False when there is none.
 */
export async function findLocalHeader(cursor: ByteCursor): Promise<boolean> {
  await cursor.skip(1);
  for (;;) {
    const chunk = await cursor.next(Number.POSITIVE_INFINITY);
    if (chunk === undefined) return false;
    const at = headerCandidate(chunk);
    cursor.unread(chunk.subarray(at));
    if (at === chunk.length) continue;
    if (isHeaderStart(await cursor.peek(LOCAL_HEADER_BYTES))) return true;
    await cursor.skip(1);
  }
}

/** Where `PK`, or at the end a `P`, stands; the length when nowhere. */
function headerCandidate(chunk: Uint8Array): number {
  for (let at = chunk.indexOf(0x50); at !== -1; at = chunk.indexOf(0x50, at + 1)) {
    if (at + 1 === chunk.length || chunk[at + 1] === 0x4b) return at;
  }
  return chunk.length;
}

function isHeaderStart(bytes: Uint8Array): boolean {
  if (bytes.length < LOCAL_HEADER_BYTES) return false;
  const view = viewOf(bytes);
  const signature = view.getUint32(0, true);
  if (signature === Signature.central) return true;
  return signature === Signature.localHeader && view.getUint16(4, true) <= 100 && view.getUint16(8, true) <= 99;
}
