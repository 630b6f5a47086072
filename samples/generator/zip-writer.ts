/** Writes ZIP archives as a stream, the way Go's archive/zip does: data descriptors, ZIP64 only where needed. */

import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** One member of an archive. */
export interface ZipMember {
  /** path with forward slashes; a folder ends with `/` */
  path: string;
  /** `store` for what is compressed already */
  method: 'store' | 'deflate';
  content: () => AsyncIterable<Buffer> | Iterable<Buffer>;
}

interface WrittenMember {
  path: Buffer;
  method: number;
  crc: number;
  compressed: number;
  size: number;
  offset: number;
}

const UINT32_MAX = 0xffffffff;
/** Bit 3: sizes follow in a data descriptor. Bit 11: names are UTF-8. (APPNOTE.TXT 4.4.4) */
const FLAGS = 0x0808;
const DEFLATED = 8;

/**
 * Writes an archive.
 * @param modified time of all members, so that the same content gives the same bytes
 */
export async function* writeZip(members: Iterable<ZipMember>, modified: Date): AsyncGenerator<Buffer> {
  const stamp = dosTime(modified);
  const written: WrittenMember[] = [];
  let offset = 0;
  for (const member of members) {
    const path = Buffer.from(member.path, 'utf8');
    const isFolder = member.path.endsWith('/');
    const record: WrittenMember = {
      path,
      method: member.method === 'deflate' && !isFolder ? DEFLATED : 0,
      crc: 0,
      compressed: 0,
      size: 0,
      offset,
    };
    const header = localHeader(record, stamp, isFolder);
    yield header;
    offset += header.length;
    if (!isFolder) {
      for await (const chunk of memberBytes(member, record)) {
        record.compressed += chunk.length;
        yield chunk;
      }
      const descriptor = dataDescriptor(record);
      yield descriptor;
      offset += record.compressed + descriptor.length;
    }
    written.push(record);
  }
  yield* centralDirectory(written, stamp, offset);
}

async function* memberBytes(member: ZipMember, record: WrittenMember): AsyncGenerator<Buffer> {
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of member.content()) {
      record.crc = crc32(chunk, record.crc);
      record.size += chunk.length;
      yield chunk;
    }
  }
  if (record.method !== DEFLATED) {
    yield* counted();
    return;
  }
  const source = Readable.from(counted(), { objectMode: true, highWaterMark: 4 });
  const deflate = createDeflateRaw({ level: 1, chunkSize: 256 * 1024 });
  source.on('error', (error) => deflate.destroy(error));
  for await (const chunk of source.pipe(deflate)) {
    if (Buffer.isBuffer(chunk)) {
      yield chunk;
    }
  }
}

function localHeader(record: WrittenMember, stamp: number, isFolder: boolean): Buffer {
  const header = Buffer.alloc(30 + record.path.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(isFolder ? FLAGS & ~0x8 : FLAGS, 6);
  header.writeUInt16LE(record.method, 8);
  header.writeUInt32LE(stamp, 10);
  header.writeUInt16LE(record.path.length, 26);
  header.set(record.path, 30);
  return header;
}

/** Like Go: 8-byte sizes as soon as one of them does not fit 4 bytes. */
function dataDescriptor(record: WrittenMember): Buffer {
  const isLarge = record.compressed >= UINT32_MAX || record.size >= UINT32_MAX;
  const descriptor = Buffer.alloc(isLarge ? 24 : 16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(record.crc, 4);
  if (isLarge) {
    descriptor.writeBigUInt64LE(BigInt(record.compressed), 8);
    descriptor.writeBigUInt64LE(BigInt(record.size), 16);
  } else {
    descriptor.writeUInt32LE(record.compressed, 8);
    descriptor.writeUInt32LE(record.size, 12);
  }
  return descriptor;
}

function centralHeader(record: WrittenMember, stamp: number): Buffer {
  const isLarge = record.compressed >= UINT32_MAX || record.size >= UINT32_MAX || record.offset >= UINT32_MAX;
  const isFolder = record.path.at(-1) === 0x2f;
  const header = Buffer.alloc(46 + record.path.length + (isLarge ? 28 : 0));
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((3 << 8) | (isLarge ? 45 : 20), 4);
  header.writeUInt16LE(isLarge ? 45 : 20, 6);
  header.writeUInt16LE(isFolder ? FLAGS & ~0x8 : FLAGS, 8);
  header.writeUInt16LE(record.method, 10);
  header.writeUInt32LE(stamp, 12);
  header.writeUInt32LE(record.crc, 16);
  header.writeUInt32LE(isLarge ? UINT32_MAX : record.compressed, 20);
  header.writeUInt32LE(isLarge ? UINT32_MAX : record.size, 24);
  header.writeUInt16LE(record.path.length, 28);
  header.writeUInt16LE(isLarge ? 28 : 0, 30);
  header.writeUInt32LE(isFolder ? 0x41ed0010 : 0x81a40000, 38);
  header.writeUInt32LE(isLarge ? UINT32_MAX : record.offset, 42);
  header.set(record.path, 46);
  if (isLarge) {
    const extra = 46 + record.path.length;
    header.writeUInt16LE(1, extra);
    header.writeUInt16LE(24, extra + 2);
    header.writeBigUInt64LE(BigInt(record.size), extra + 4);
    header.writeBigUInt64LE(BigInt(record.compressed), extra + 12);
    header.writeBigUInt64LE(BigInt(record.offset), extra + 20);
  }
  return header;
}

function* centralDirectory(written: readonly WrittenMember[], stamp: number, start: number): Generator<Buffer> {
  let size = 0;
  for (const record of written) {
    const header = centralHeader(record, stamp);
    size += header.length;
    yield header;
  }
  const isLarge = written.length >= 0xffff || size >= UINT32_MAX || start >= UINT32_MAX;
  if (isLarge) {
    const end64 = Buffer.alloc(76);
    end64.writeUInt32LE(0x06064b50, 0);
    end64.writeBigUInt64LE(44n, 4);
    end64.writeUInt16LE(45, 12);
    end64.writeUInt16LE(45, 14);
    end64.writeBigUInt64LE(BigInt(written.length), 24);
    end64.writeBigUInt64LE(BigInt(written.length), 32);
    end64.writeBigUInt64LE(BigInt(size), 40);
    end64.writeBigUInt64LE(BigInt(start), 48);
    end64.writeUInt32LE(0x07064b50, 56);
    end64.writeBigUInt64LE(BigInt(start + size), 64);
    end64.writeUInt32LE(1, 72);
    yield end64;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(written.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(written.length, 0xffff), 10);
  end.writeUInt32LE(isLarge ? UINT32_MAX : size, 12);
  end.writeUInt32LE(isLarge ? UINT32_MAX : start, 16);
  yield end;
}

/** MS-DOS time (low half) and date (high half) of a UTC moment, two-second resolution. */
function dosTime(moment: Date): number {
  const time = (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1);
  const date = ((moment.getUTCFullYear() - 1980) << 9) | ((moment.getUTCMonth() + 1) << 5) | moment.getUTCDate();
  return ((date << 16) | time) >>> 0;
}
