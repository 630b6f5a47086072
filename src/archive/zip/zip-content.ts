import {
  type ByteSource,
  type FileLocation,
  memorySource,
  type RangeSource,
  streamSource,
} from '../../source/index.js';
import { type ArchiveContext, memberDamage, memberPath, warnMember } from '../archive-context.js';
import { ByteCursor } from '../byte-cursor.js';
import { crc32 } from '../crc32.js';
import { HEAD_BYTES, type Member } from '../format.js';
import { type InflateEnd, inflateBeginning, inflateBuffer, inflateFrom } from '../inflate.js';
import { StreamDamage } from '../stream-damage.js';
import { Method, type ZipHeader } from './zip-header.js';

/** Entries up to this size, packed and unpacked, are handled as one buffer. */
export const SMALL_ENTRY_BYTES = 4 * 2 ** 20;

/** Up to this size looking at the beginning costs as much as inflating all of it. */
const EAGER_BYTES = 64 * 1024;

/** Compressed bytes that hold the first {@link HEAD_BYTES}, whatever the Huffman tables. */
const HEAD_COMPRESSED_BYTES = 1024;

/** Whether an entry can be opened at all; warns when it cannot. */
export function isReadable(context: ArchiveContext, header: ZipHeader): boolean {
  if (header.encrypted) {
    warnMember(context, 'archive-encrypted', header.name, 'encrypted; skipped (decrypt the archive first)');
    return false;
  }
  if (header.method !== Method.stored && header.method !== Method.deflated) {
    warnMember(
      context,
      'archive-unsupported',
      header.name,
      `compression method ${header.method} is not supported; skipped (repack the archive with deflate)`,
    );
    return false;
  }
  return true;
}

/** Checks what came out against what the header states; a difference is a warning. */
export class ContentCheck {
  #crc = 0;
  #size = 0;

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  add(bytes: Uint8Array): void {
    this.#crc = crc32(bytes, this.#crc);
    this.#size += bytes.length;
  }

  matches(stated: { readonly crc: number; readonly size: number }): boolean {
    return this.#crc === stated.crc && this.#size === stated.size;
  }

  /** Warns `archive-checksum` unless size and checksum are as stated. */
  verify(context: ArchiveContext, header: Pick<ZipHeader, 'name' | 'crc' | 'size'>): void {
    if (this.matches(header)) return;
    const what =
      this.#size === header.size
        ? 'the content does not match its checksum; it was read as it is'
        : `the content has ${this.#size} bytes, the archive states ${header.size}; it was read as it is`;
    warnMember(context, 'archive-checksum', header.name, what);
  }
}

/** The parts of a member that come from its header. */
export function memberFacts(header: ZipHeader): Pick<Member, 'name' | 'size' | 'modified'> {
  return {
    name: header.name,
    size: header.size,
    ...(header.modified === undefined ? {} : { modified: header.modified }),
  };
}

/**
 * A member whose packed bytes are in memory, whole. Nothing is inflated before it is needed, and no stream is made
 * unless the data turns out to be damaged or larger than stated.
 *
 * @param location of the packed bytes, when they lie in a file.
 */
export function bufferedMember(
  context: ArchiveContext,
  header: ZipHeader,
  packed: Uint8Array,
  location?: FileLocation,
): Member {
  let content: Uint8Array | undefined;
  const inflate = (): Uint8Array | undefined => {
    content ??= unpack(context, header, packed);
    return content;
  };
  return {
    ...memberFacts(header),
    async head() {
      if (header.method === Method.stored) return packed.subarray(0, HEAD_BYTES);
      if (header.size <= EAGER_BYTES) {
        const whole = inflate();
        if (whole !== undefined) return whole.subarray(0, HEAD_BYTES);
      }
      return inflateBeginning(packed.subarray(0, HEAD_COMPRESSED_BYTES)).subarray(0, HEAD_BYTES);
    },
    async open() {
      const whole = inflate();
      const isStored = header.method === Method.stored && location !== undefined;
      if (whole !== undefined) {
        return { ...memorySource(memberPath(context, header.name), whole), ...(isStored ? { location } : {}) };
      }
      return inflatedSource(context, header, new ByteCursor(memorySource(header.name, packed).stream()));
    },
  };
}

/** The whole content, verified; undefined when it has to be read as a stream to find out what is wrong. */
function unpack(context: ArchiveContext, header: ZipHeader, packed: Uint8Array): Uint8Array | undefined {
  let bytes = packed;
  if (header.method === Method.deflated) {
    if (packed.length < header.compressedSize) return undefined;
    const inflated = inflateBuffer(packed, Math.min(header.size, SMALL_ENTRY_BYTES));
    if (inflated === undefined) return undefined;
    bytes = inflated.bytes;
    context.budget.countDecompressed(bytes.length, memberPath(context, header.name));
  }
  const check = new ContentCheck();
  check.add(bytes);
  check.verify(context, header);
  return bytes;
}

/** What a header states of a member's content. */
export type StatedContent = Pick<ZipHeader, 'name' | 'crc' | 'size' | 'compressedSize'>;

/** The content of a deflated member that begins at `start` of a source. */
export function inflatedPart(
  source: RangeSource,
  start: number,
  header: StatedContent,
  context: ArchiveContext,
): ByteSource {
  const cursor = new ByteCursor(source.stream(start, Math.min(start + header.compressedSize, source.size)));
  const inflated = inflatedSource(context, header, cursor);
  const close = async (): Promise<void> => {
    await inflated.close();
    await cursor.close();
  };
  return { ...streamSource(inflated.name, inflated.stream()), close };
}

/** The content of a stored member, or of a part of it. */
export async function* verifiedPart(
  content: RangeSource,
  from: number,
  end: number,
  header: StatedContent,
  context: ArchiveContext,
): AsyncGenerator<Uint8Array> {
  const check = new ContentCheck();
  for await (const chunk of content.stream(from, end)) {
    check.add(chunk);
    yield chunk;
  }
  // A part has no checksum.
  if (from === 0 && end >= header.size) check.verify(context, header);
}

/** The inflated content of a member of known packed size, as a stream; the cursor stands at its first packed byte. */
export function inflatedSource(context: ArchiveContext, header: StatedContent, cursor: ByteCursor): ByteSource {
  return streamSource(memberPath(context, header.name), inflateVerified(context, header, cursor));
}

async function* inflateVerified(
  context: ArchiveContext,
  header: StatedContent,
  cursor: ByteCursor,
): AsyncGenerator<Uint8Array> {
  const check = new ContentCheck();
  const start = cursor.position;
  const { complete } = yield* guardedInflate(context, header.name, cursor, header.compressedSize, check);
  if (!complete && cursor.position - start < header.compressedSize) {
    throw memberDamage(
      context,
      'archive-truncated',
      header.name,
      'the archive ends inside this entry; its beginning was read',
    );
  }
  if (check.size < header.size) {
    throw memberDamage(
      context,
      'archive-damaged',
      header.name,
      'the data ends before its stated size; its beginning was read',
    );
  }
  check.verify(context, header);
}

/**
 * Inflates under the limits; damaged data becomes a warning and StreamDamage.
 *
 * @param check Sees every byte.
 * @returns Whether the end of the deflate stream was seen.
 */
export async function* guardedInflate(
  context: ArchiveContext,
  name: string,
  cursor: ByteCursor,
  limit: number,
  check: ContentCheck,
): AsyncGenerator<Uint8Array, InflateEnd> {
  const path = memberPath(context, name);
  let before = 0;
  const progress = (consumed: number, produced: number): void => {
    context.budget.countDecompressed(produced - before, path);
    before = produced;
    context.budget.checkRatio(consumed, produced, path);
  };
  const chunks = inflateFrom(cursor, limit, progress);
  try {
    for (;;) {
      const step = await chunks.next();
      if (step.done) return step.value;
      check.add(step.value);
      yield step.value;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw memberDamage(
      context,
      'archive-damaged',
      name,
      `cannot be decompressed further (${error.message}); its beginning was read`,
    );
  } finally {
    await chunks.return({ complete: false });
  }
}

function isZlibError(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof StreamDamage || !('code' in error)) return false;
  return typeof error.code === 'string' && error.code.startsWith('Z_');
}
