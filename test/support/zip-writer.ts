import { deflateRawSync } from 'node:zlib';
import { crc32ByTable } from '../../src/archive/crc32.js';

/** One entry of a zip to write. */
export interface ZipItem {
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  /** Default: deflated. */
  readonly stored?: boolean;
  /** Sizes and checksum behind the data, as in a zip written to a pipe. */
  readonly descriptor?: boolean;
  /** Sizes in zip64 fields. */
  readonly zip64?: boolean;
  /** More general purpose flags, e.g. 1 for encrypted. */
  readonly flags?: number;
  /** Another method number than the one used. */
  readonly method?: number;
  /** Another checksum than the right one. */
  readonly crc?: number;
}

/** A zip of these entries, in order. */
export function writeZip(items: readonly ZipItem[], comment = ''): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const item of items) {
    const entry = prepare(item);
    const local = [localHeader(entry), entry.packed, ...(item.descriptor ? [descriptorOf(entry)] : [])];
    central.push(centralHeader(entry, offset));
    for (const part of local) offset += part.length;
    parts.push(...local);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(items.length % 65536, 8);
  end.writeUInt16LE(items.length % 65536, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, directory, end, Buffer.from(comment)]);
}

interface Prepared {
  readonly item: ZipItem;
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly size: number;
  readonly crc: number;
  readonly method: number;
  readonly flags: number;
}

function prepare(item: ZipItem): Prepared {
  const content = Buffer.from(item.content);
  return {
    item,
    name: Buffer.from(item.name),
    packed: item.stored ? content : deflateRawSync(content),
    size: content.length,
    crc: item.crc ?? crc32ByTable(content),
    method: item.method ?? (item.stored ? 0 : 8),
    flags: (item.flags ?? 0) | (item.descriptor ? 8 : 0) | (typeof item.name === 'string' ? 0x800 : 0),
  };
}

function zip64Field(entry: Prepared): Buffer {
  const field = Buffer.alloc(20);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(16, 2);
  field.writeBigUInt64LE(BigInt(entry.size), 4);
  field.writeBigUInt64LE(BigInt(entry.packed.length), 12);
  return field;
}

function localHeader(entry: Prepared): Buffer {
  const extra = entry.item.zip64 ? zip64Field(entry) : Buffer.alloc(0);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(entry.item.zip64 ? 45 : 20, 4);
  writeFacts(header, 6, entry, entry.item.descriptor === true);
  header.writeUInt16LE(entry.name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, entry.name, extra]);
}

function centralHeader(entry: Prepared, offset: number): Buffer {
  const extra = entry.item.zip64 ? zip64Field(entry) : Buffer.alloc(0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(entry.item.zip64 ? 45 : 20, 6);
  writeFacts(header, 8, entry, false);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, entry.name, extra]);
}

/** The fields both headers share, from the flags on. DOS time: 2024-03-05 04:48:10. */
function writeFacts(header: Buffer, at: number, entry: Prepared, omitSizes: boolean): void {
  header.writeUInt16LE(entry.flags, at);
  header.writeUInt16LE(entry.method, at + 2);
  header.writeUInt16LE((4 << 11) | (48 << 5) | 5, at + 4);
  header.writeUInt16LE((44 << 9) | (3 << 5) | 5, at + 6);
  if (omitSizes) return;
  header.writeUInt32LE(entry.crc, at + 8);
  header.writeUInt32LE(entry.item.zip64 ? 0xffffffff : entry.packed.length, at + 12);
  header.writeUInt32LE(entry.item.zip64 ? 0xffffffff : entry.size, at + 16);
}

function descriptorOf(entry: Prepared): Buffer {
  const wide = entry.item.zip64 === true;
  const record = Buffer.alloc(wide ? 24 : 16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(entry.crc, 4);
  if (wide) {
    record.writeBigUInt64LE(BigInt(entry.packed.length), 8);
    record.writeBigUInt64LE(BigInt(entry.size), 16);
  } else {
    record.writeUInt32LE(entry.packed.length, 8);
    record.writeUInt32LE(entry.size, 12);
  }
  return record;
}
