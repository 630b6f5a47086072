import { type FileLocation, type RangeSource, sliceSource, streamSource } from '../../source/index.js';
import { type ArchiveContext, memberPath, warnArchive, warnMember } from '../archive-context.js';
import type { ExpectedContent } from '../decompressor.js';
import { HEAD_BYTES, type Member } from '../format.js';
import { inflateBeginning } from '../inflate.js';
import { HeadersAhead, type StartExpecting } from './zip-ahead.js';
import {
  bufferedMember,
  inflatedPart,
  isReadable,
  memberFacts,
  SMALL_ENTRY_BYTES,
  verifiedPart,
} from './zip-content.js';
import { centralHeaders, overlappingEntries, type ZipDirectory } from './zip-directory.js';
import {
  isDirectoryName,
  LOCAL_HEADER_BYTES,
  Method,
  Signature,
  variableLength,
  viewOf,
  type ZipHeader,
} from './zip-header.js';

/** Small entries usually lie one after another: one read serves thousands of them. */
const WINDOW_BYTES = 2 ** 20;

/** Compressed bytes looked at to tell what a large entry is. */
const HEAD_COMPRESSED_BYTES = 1024;

/** The members of a zip by its central directory. */
export async function* randomAccessMembers(
  source: RangeSource,
  directory: ZipDirectory,
  context: ArchiveContext,
): AsyncGenerator<Member> {
  if (directory.trailing > 0) {
    warnArchive(
      context,
      'archive-trailing-bytes',
      `${directory.trailing} bytes after the end of the archive were ignored`,
    );
  }
  const overlapping = await overlappingEntries(source, directory, context.budget.limits.maxEntries);
  const window = new ReadWindow(source);
  const expect: StartExpecting = async ({ header, index }) =>
    overlapping.has(index) ? undefined : expectContent(source, header, context);
  const headers = new HeadersAhead(
    centralHeaders(source, directory),
    context.decompressor === undefined ? undefined : expect,
  );
  try {
    for (let placed = await headers.next(); placed !== undefined; placed = await headers.next()) {
      if (!context.budget.countEntry(context.name)) return;
      const { header, index } = placed;
      if (isDirectoryName(header.name)) continue;
      if (overlapping.has(index)) {
        warnMember(context, 'archive-damaged', header.name, 'its data overlaps that of another entry; skipped');
        continue;
      }
      if (!isReadable(context, header)) continue;
      const content = await headers.contentOf(placed);
      try {
        const member = await locate(window, header, context, content);
        if (member !== undefined) yield member;
      } finally {
        content?.drop();
      }
    }
    if (!headers.isWhole) {
      const what = 'the central directory is damaged; entries after the damage are missing';
      warnArchive(context, 'archive-damaged', what);
    }
  } finally {
    await headers.close();
  }
}

/** Has the content of an entry decompressed elsewhere. @returns undefined for one that is not whole, or that nobody takes. */
async function expectContent(
  source: RangeSource,
  header: ZipHeader,
  context: ArchiveContext,
): Promise<ExpectedContent | undefined> {
  if (header.encrypted || source.location === undefined) return undefined;
  const start = dataStart(await source.read(header.offset, LOCAL_HEADER_BYTES), header);
  if (start === undefined || start + header.compressedSize > source.size) return undefined;
  const { location } = sliceSource(source, header.name, start, header.compressedSize);
  const { packed } = packedAt(location, header);
  const path = memberPath(context, header.name);
  return packed === undefined ? undefined : context.decompressor?.expect({ path, ...packed }, context);
}

/** Where the data of an entry begins; undefined when there is no such entry. */
function dataStart(localHeader: Uint8Array, { offset }: ZipHeader): number | undefined {
  if (localHeader.length < LOCAL_HEADER_BYTES || viewOf(localHeader).getUint32(0, true) !== Signature.localHeader)
    return undefined;
  return offset + LOCAL_HEADER_BYTES + variableLength(localHeader);
}

/** @param content of an entry that is decompressed elsewhere. */
async function locate(
  window: ReadWindow,
  header: ZipHeader,
  context: ArchiveContext,
  content: ExpectedContent | undefined,
): Promise<Member | undefined> {
  const isSmall = header.compressedSize <= WINDOW_BYTES && header.size <= SMALL_ENTRY_BYTES && content === undefined;
  // What follows the header of a large entry is read by somebody else.
  const reader = isSmall ? window : window.source;
  const start = dataStart(await reader.read(header.offset, LOCAL_HEADER_BYTES), header);
  if (start === undefined) {
    warnMember(context, 'archive-damaged', header.name, 'there is no entry where the directory says; skipped');
    return undefined;
  }
  const { source } = window;
  if (start + header.compressedSize > source.size) {
    warnMember(context, 'archive-truncated', header.name, 'the archive ends inside this entry; its beginning was read');
  }
  const { location } = sliceSource(source, header.name, start, header.compressedSize);
  if (isSmall) {
    const packed = await window.read(start, header.compressedSize);
    return { ...bufferedMember(context, header, packed, location), ...packedAt(location, header) };
  }
  const memberOf = header.method === Method.stored ? storedMember : deflatedMember;
  const member = { ...memberOf(source, start, header, context), ...packedAt(location, header) };
  if (content === undefined) return member;
  return { ...member, open: async () => streamSource(memberPath(context, header.name), content.read()) };
}

/** Where the content can be read from by somebody else. */
function packedAt(location: FileLocation | undefined, header: ZipHeader): Pick<Member, 'packed'> {
  if (location === undefined) return {};
  return {
    packed: {
      ...location,
      packedBytes: header.compressedSize,
      method: header.method === Method.stored ? 'stored' : 'deflated',
      bytes: header.size,
      crc: header.crc,
    },
  };
}

/** A stored archive inside stays where it is: its reader gets a slice of this one. */
function storedMember(source: RangeSource, start: number, header: ZipHeader, context: ArchiveContext): Member {
  const path = memberPath(context, header.name);
  const slice = sliceSource(source, path, start, header.compressedSize);
  return {
    ...memberFacts(header),
    head: () => slice.read(0, HEAD_BYTES),
    open: async () => ({
      ...slice,
      stream: (from = 0, end = slice.size) => verifiedPart(slice, from, end, header, context),
    }),
  };
}

function deflatedMember(source: RangeSource, start: number, header: ZipHeader, context: ArchiveContext): Member {
  return {
    ...memberFacts(header),
    head: async () =>
      inflateBeginning(await source.read(start, Math.min(HEAD_COMPRESSED_BYTES, header.compressedSize))).subarray(
        0,
        HEAD_BYTES,
      ),
    open: async () => inflatedPart(source, start, header, context),
  };
}

/** Reads a source through one block of read-ahead. */
class ReadWindow {
  readonly source: RangeSource;
  #start = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(source: RangeSource) {
    this.source = source;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const at = offset - this.#start;
    if (at < 0 || at + length > this.#bytes.length) {
      this.#bytes = await this.source.read(offset, Math.max(length, WINDOW_BYTES));
      this.#start = offset;
      return this.#bytes.subarray(0, length);
    }
    return this.#bytes.subarray(at, at + length);
  }
}
