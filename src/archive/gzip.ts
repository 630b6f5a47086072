import type { ByteSource } from '../source/index.js';
import { type ArchiveContext, warnArchive } from './archive-context.js';
import { ByteCursor } from './byte-cursor.js';
import { crc32 } from './crc32.js';
import type { CompressionFormat } from './format.js';
import { inflateFrom } from './inflate.js';
import { StreamDamage } from './stream-damage.js';

/** Fixed part of a member's header, and its trailer (RFC 1952, section 2.3). */
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/** Flags of the header (RFC 1952, section 2.3.1). */
const Flag = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;

/** Longest name or comment believed. */
const MAX_TEXT_BYTES = 64 * 1024;

/**
 * Gzip (RFC 1952), any number of members. The frame is read here and only the deflate data given to node:zlib: its
 * gunzip drops up to a chunk of good output before damaged or trailing bytes.
 */
export const gzipFormat: CompressionFormat = {
  kind: 'compression',
  name: 'gzip',
  matches: (head) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  endings: [
    ['.tgz', '.tar'],
    ['.gz', ''],
  ],
  decompress,
};

async function* decompress(source: ByteSource, context: ArchiveContext): AsyncGenerator<Uint8Array> {
  const cursor = new ByteCursor(source.stream());
  try {
    for (let member = 0; ; member++) {
      const begin = cursor.position;
      const start = await cursor.peek(HEADER_BYTES);
      if (start.length === 0 && member > 0) return;
      if (start.length > 0 && !gzipFormat.matches(start) && member > 0) {
        if (!(await onlyZeros(cursor))) {
          warnArchive(
            context,
            'archive-trailing-bytes',
            `what follows the gzip data, from byte ${begin} on, is not gzip and was ignored`,
          );
        }
        return;
      }
      if (!(await skipHeader(cursor))) throw truncated(context);
      yield* inflateMember(cursor, context);
    }
  } finally {
    await cursor.close();
  }
}

async function* inflateMember(cursor: ByteCursor, context: ArchiveContext): AsyncGenerator<Uint8Array> {
  let crc = 0;
  let size = 0;
  const chunks = inflateFrom(cursor, Number.POSITIVE_INFINITY, (consumed, produced) => {
    context.budget.countDecompressed(produced - size, context.name);
    size = produced;
    context.budget.checkRatio(consumed, produced, context.name);
  });
  try {
    for (;;) {
      const step = await chunks.next();
      if (step.done) {
        if (!step.value.complete) throw truncated(context);
        break;
      }
      crc = crc32(step.value, crc);
      yield step.value;
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('Z_')) throw error;
    warnArchive(
      context,
      'archive-damaged',
      `the gzip data cannot be decompressed further (${error.message}); its beginning was read`,
    );
    throw new StreamDamage(error.message);
  } finally {
    await chunks.return({ complete: false });
  }
  await checkTrailer(cursor, crc, size, context);
}

async function checkTrailer(cursor: ByteCursor, crc: number, size: number, context: ArchiveContext): Promise<void> {
  const trailer = await cursor.read(TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES) throw truncated(context);
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength);
  if (view.getUint32(0, true) === crc && view.getUint32(4, true) === size % 2 ** 32) return;
  warnArchive(context, 'archive-checksum', 'the content does not match its gzip checksum; it was read as it is');
}

/** Passes over a member's header. False when the stream ends in it. */
async function skipHeader(cursor: ByteCursor): Promise<boolean> {
  const fixed = await cursor.read(HEADER_BYTES);
  if (fixed.length < HEADER_BYTES) return false;
  const flags = fixed[3] ?? 0;
  if (flags & Flag.extra) {
    const length = await cursor.read(2);
    if (length.length < 2 || !(await cursor.skip((length[0] ?? 0) + (length[1] ?? 0) * 256))) return false;
  }
  if (flags & Flag.name && !(await skipText(cursor))) return false;
  if (flags & Flag.comment && !(await skipText(cursor))) return false;
  return !(flags & Flag.headerCrc) || cursor.skip(2);
}

/** Passes over a text that ends with a zero byte. */
async function skipText(cursor: ByteCursor): Promise<boolean> {
  for (let passed = 0; passed < MAX_TEXT_BYTES; ) {
    const chunk = await cursor.next(MAX_TEXT_BYTES);
    if (chunk === undefined) return false;
    const end = chunk.indexOf(0);
    if (end !== -1) {
      cursor.unread(chunk.subarray(end + 1));
      return true;
    }
    passed += chunk.length;
  }
  return false;
}

/** Tape blocks are filled up with zeros: no reason for a warning. */
async function onlyZeros(cursor: ByteCursor): Promise<boolean> {
  for (;;) {
    const chunk = await cursor.next(Number.POSITIVE_INFINITY);
    if (chunk === undefined) return true;
    if (chunk.some((byte) => byte !== 0)) return false;
  }
}

function truncated(context: ArchiveContext): StreamDamage {
  warnArchive(context, 'archive-truncated', 'the gzip data ends before its end mark; what came before was read');
  return new StreamDamage('truncated gzip');
}
