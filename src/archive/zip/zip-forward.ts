import { streamSource } from '../../source/index.js';
import { type ArchiveContext, memberDamage, memberPath, warnArchive, warnMember } from '../archive-context.js';
import { ByteCursor } from '../byte-cursor.js';
import type { Member } from '../format.js';
import { inflateBuffer } from '../inflate.js';
import { PeekedStream } from '../peeked-stream.js';
import { StreamDamage } from '../stream-damage.js';
import {
  bufferedMember,
  ContentCheck,
  guardedInflate,
  inflatedSource,
  isReadable,
  memberFacts,
  SMALL_ENTRY_BYTES,
} from './zip-content.js';
import { takeDescriptor, untilDescriptor } from './zip-descriptor.js';
import {
  isDirectoryName,
  LOCAL_HEADER_BYTES,
  Method,
  parseLocalHeader,
  Signature,
  variableLength,
  viewOf,
  type ZipHeader,
} from './zip-header.js';
import { findLocalHeader, skipDirectory } from './zip-resync.js';

/** Compressed bytes tried in one piece when an entry does not state its size. */
const LOOK_AHEAD_BYTES = 64 * 1024;

/**
 * The members of a zip that comes as a stream, or whose central directory is lost, by their local headers.
 * An archive updated in place can hold entries that its directory no longer names; they are given too.
 */
export async function* forwardMembers(
  chunks: AsyncIterable<Uint8Array>,
  context: ArchiveContext,
): AsyncGenerator<Member> {
  const cursor = new ByteCursor(chunks);
  try {
    yield* localEntries(cursor, context);
  } catch (error) {
    // The stream that holds this archive is damaged, which was said when it was found.
    if (!(error instanceof StreamDamage)) throw error;
  } finally {
    await cursor.close();
  }
}

async function* localEntries(cursor: ByteCursor, context: ArchiveContext): AsyncGenerator<Member> {
  await skipSpanningMark(cursor);
  for (;;) {
    const fixed = await cursor.peek(LOCAL_HEADER_BYTES);
    const signature = fixed.length >= 4 ? viewOf(fixed).getUint32(0, true) : 0;
    if (isDirectory(signature)) {
      if (!(await skipDirectory(cursor))) warnTruncated(context);
      return;
    }
    if (signature !== Signature.localHeader) {
      if (!(await searchOn(cursor, fixed, context))) return warnTruncated(context);
      continue;
    }
    if (!context.budget.countEntry(context.name)) return;
    const header = await readHeader(cursor, fixed);
    if (header === undefined) return warnTruncated(context);
    yield* entry(cursor, header, context);
  }
}

function isDirectory(signature: number): boolean {
  return signature === Signature.central || signature === Signature.end || signature === Signature.end64;
}

/** Where an entry must begin there is something else: looks for the next one. False when the archive ends before it. */
async function searchOn(cursor: ByteCursor, found: Uint8Array, context: ArchiveContext): Promise<boolean> {
  if (found.length < 4) return false;
  warnArchive(context, 'archive-damaged', `no entry where one must begin, at byte ${cursor.position}; searching on`);
  return findLocalHeader(cursor);
}

/** An archive once meant for several disks begins with a mark (APPNOTE 8.5.3, 8.5.4). */
async function skipSpanningMark(cursor: ByteCursor): Promise<void> {
  const mark = await cursor.peek(4);
  if (mark.length < 4) return;
  const value = viewOf(mark).getUint32(0, true);
  if (value === Signature.descriptor || value === 0x30304b50) await cursor.skip(4);
}

function warnTruncated(context: ArchiveContext): void {
  warnArchive(
    context,
    'archive-truncated',
    'the archive ends before its central directory does; what came before was read',
  );
}

async function readHeader(cursor: ByteCursor, fixed: Uint8Array): Promise<ZipHeader | undefined> {
  if (fixed.length < LOCAL_HEADER_BYTES) return undefined;
  const length = LOCAL_HEADER_BYTES + variableLength(fixed);
  const bytes = await cursor.read(length);
  return bytes.length < length ? undefined : parseLocalHeader(bytes);
}

/** Gives the member, then brings the cursor behind its data whatever was read of it. */
async function* entry(cursor: ByteCursor, header: ZipHeader, context: ArchiveContext): AsyncGenerator<Member> {
  const known = !header.descriptor || header.compressedSize > 0;
  const wanted = !isDirectoryName(header.name) && isReadable(context, header);
  if (!known) {
    if (!wanted) yield* passOver(cursor, header, context);
    else if (header.method === Method.stored)
      yield* streamed(cursor, storedUntilDescriptor(cursor, header, context), header, context);
    else yield* unknownDeflated(cursor, header, context);
    return;
  }
  const end = cursor.position + header.compressedSize;
  if (wanted) yield* ofKnownSize(cursor, header, context);
  if (!(await cursor.skip(end - cursor.position))) return;
  if (header.descriptor) await takeDescriptor(cursor, header.compressedSize, header.size);
}

async function* ofKnownSize(cursor: ByteCursor, header: ZipHeader, context: ArchiveContext): AsyncGenerator<Member> {
  if (header.compressedSize <= SMALL_ENTRY_BYTES && header.size <= SMALL_ENTRY_BYTES) {
    const packed = await cursor.read(header.compressedSize);
    if (packed.length < header.compressedSize) {
      warnMember(
        context,
        'archive-truncated',
        header.name,
        'the archive ends inside this entry; its beginning was read',
      );
    }
    yield bufferedMember(context, header, packed);
    return;
  }
  const source =
    header.method === Method.deflated
      ? inflatedSource(context, header, cursor)
      : streamSource(memberPath(context, header.name), storedKnown(cursor, header, context));
  const peeked = new PeekedStream(source);
  yield { ...memberFacts(header), head: () => peeked.head(), open: async () => peeked };
  await peeked.close();
}

async function* storedKnown(
  cursor: ByteCursor,
  header: ZipHeader,
  context: ArchiveContext,
): AsyncGenerator<Uint8Array> {
  const check = new ContentCheck();
  while (check.size < header.compressedSize) {
    const chunk = await cursor.next(header.compressedSize - check.size);
    if (chunk === undefined) {
      throw memberDamage(
        context,
        'archive-truncated',
        header.name,
        'the archive ends inside this entry; its beginning was read',
      );
    }
    check.add(chunk);
    yield chunk;
  }
  check.verify(context, header);
}

/** Most entries that do not state their size are small: tried in one piece first. */
async function* unknownDeflated(
  cursor: ByteCursor,
  header: ZipHeader,
  context: ArchiveContext,
): AsyncGenerator<Member> {
  const ahead = await cursor.peek(LOOK_AHEAD_BYTES);
  const whole = inflateBuffer(ahead, SMALL_ENTRY_BYTES, LOOK_AHEAD_BYTES);
  if (whole === undefined) {
    yield* streamed(cursor, deflatedUntilDescriptor(cursor, header, context), header, context);
    return;
  }
  const packed = await cursor.read(whole.consumed);
  const descriptor = await takeDescriptor(cursor, whole.consumed, whole.bytes.length);
  const facts = { ...header, compressedSize: whole.consumed, size: whole.bytes.length };
  if (descriptor === undefined) {
    warnMember(
      context,
      'archive-damaged',
      header.name,
      'its data descriptor is missing or does not agree; the content was not verified',
    );
  }
  const verified = { ...facts, method: Method.stored, crc: descriptor?.crc ?? header.crc };
  context.budget.countDecompressed(whole.bytes.length, memberPath(context, header.name));
  yield descriptor === undefined
    ? bufferedMember(context, facts, packed)
    : bufferedMember(context, verified, whole.bytes);
}

/** Gives a member whose end only reading it can find; reads what nobody read. */
async function* streamed(
  cursor: ByteCursor,
  chunks: AsyncGenerator<Uint8Array>,
  header: ZipHeader,
  context: ArchiveContext,
): AsyncGenerator<Member> {
  const source = streamSource(memberPath(context, header.name), keepOpen(chunks));
  const peeked = new PeekedStream(source);
  const { size: _unknown, ...facts } = memberFacts(header);
  yield { ...facts, head: () => peeked.head(), open: async () => peeked };
  try {
    for (let step = await chunks.next(); !step.done; step = await chunks.next());
  } catch (error) {
    if (!(error instanceof StreamDamage) || context.budget.exhausted) throw error;
    // Where this entry ends is lost; the next one can still be found.
    await findLocalHeader(cursor);
  }
}

/** The same chunks, but whoever stops reading early does not end them: the rest must still be passed over. */
function keepOpen(chunks: AsyncGenerator<Uint8Array>): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) };
}

async function* deflatedUntilDescriptor(
  cursor: ByteCursor,
  header: ZipHeader,
  context: ArchiveContext,
): AsyncGenerator<Uint8Array> {
  const check = new ContentCheck();
  const start = cursor.position;
  const { complete } = yield* guardedInflate(context, header.name, cursor, Number.POSITIVE_INFINITY, check);
  if (!complete) {
    throw memberDamage(
      context,
      'archive-truncated',
      header.name,
      'the archive ends inside this entry; its beginning was read',
    );
  }
  const descriptor = await takeDescriptor(cursor, cursor.position - start, check.size);
  if (descriptor !== undefined) check.verify(context, { ...header, ...descriptor });
  else warnMember(context, 'archive-damaged', header.name, 'its data descriptor is missing or does not agree');
}

async function* storedUntilDescriptor(
  cursor: ByteCursor,
  header: ZipHeader,
  context: ArchiveContext,
): AsyncGenerator<Uint8Array> {
  const check = new ContentCheck();
  const found = yield* untilDescriptor(
    cursor,
    (form, length) => form.compressedSize === length && check.matches(form),
    (data) => check.add(data),
  );
  if (found !== undefined) return;
  throw memberDamage(
    context,
    'archive-truncated',
    header.name,
    'the archive ends before the end of this entry was found',
  );
}

/** Passes over a skipped entry of unknown size. Its checksum is of the plain content, so only the size can agree. */
async function* passOver(cursor: ByteCursor, header: ZipHeader, context: ArchiveContext): AsyncGenerator<Member> {
  if (isDirectoryName(header.name)) {
    // Directories have no data; a deflated one is two bytes.
    if (header.method === Method.deflated) await cursor.skip(2);
    await takeDescriptor(cursor, header.method === Method.deflated ? 2 : 0, 0);
    return;
  }
  const rest = untilDescriptor(
    cursor,
    (form, length) => form.compressedSize === length,
    () => context.budget.checkAbort(),
  );
  for (let step = await rest.next(); !step.done; step = await rest.next());
}
