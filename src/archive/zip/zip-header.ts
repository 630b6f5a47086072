import { extraField, zipModified } from './zip-extra.js';
import { decodeZipName } from './zip-name.js';

/** Signatures of the records of a zip file, little-endian (PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16). */
export const Signature = {
  localHeader: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
} as const;

/** Bytes of a local header before its name. */
export const LOCAL_HEADER_BYTES = 30;
/** Bytes of a central directory record before its name. */
export const CENTRAL_HEADER_BYTES = 46;

const ZIP64_EXTRA = 0x0001;
const IN_ZIP64 = 0xffffffff;

/** Compression methods this program reads (APPNOTE 4.4.5). */
export const Method = { stored: 0, deflated: 8 } as const;

/** What both headers of an entry state about it. */
export interface ZipHeader {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  /** In a local header: sizes and checksum follow the data instead. */
  readonly descriptor: boolean;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** True when the sizes were in a zip64 field: the descriptor has 8-byte sizes then. */
  readonly zip64: boolean;
  readonly modified: number | undefined;
  /** Offset of the local header; 0 in a local header itself. */
  readonly offset: number;
  /** Bytes of the header with name, extra and comment. */
  readonly length: number;
}

/** Bytes of name, extra and comment behind the fixed part of a header. */
export function variableLength(fixed: Uint8Array): number {
  const view = viewOf(fixed);
  if (view.getUint32(0, true) === Signature.central) {
    return view.getUint16(28, true) + view.getUint16(30, true) + view.getUint16(32, true);
  }
  return view.getUint16(26, true) + view.getUint16(28, true);
}

/** Reads a whole local header (`PK\3\4`, fixed part, name, extra). */
export function parseLocalHeader(bytes: Uint8Array): ZipHeader {
  return parseHeader(bytes, 4, LOCAL_HEADER_BYTES, 26);
}

/** Reads a whole central directory record (`PK\1\2`, fixed part, name, extra, comment). */
export function parseCentralHeader(bytes: Uint8Array): ZipHeader {
  return parseHeader(bytes, 6, CENTRAL_HEADER_BYTES, 28);
}

/** Both headers hold the same fields in the same order from the version word on; the lengths stand elsewhere. */
function parseHeader(bytes: Uint8Array, start: number, fixed: number, lengths: number): ZipHeader {
  const view = viewOf(bytes);
  const central = fixed === CENTRAL_HEADER_BYTES;
  const nameLength = view.getUint16(lengths, true);
  const extraLength = view.getUint16(lengths + 2, true);
  const name = bytes.subarray(fixed, fixed + nameLength);
  const extra = bytes.subarray(fixed + nameLength, fixed + nameLength + extraLength);
  const flags = view.getUint16(start + 2, true);
  const compressed = view.getUint32(start + 14, true);
  const size = view.getUint32(start + 18, true);
  const offset = central ? view.getUint32(42, true) : 0;
  const wide = extraField(extra, ZIP64_EXTRA);
  return {
    name: decodeZipName(name, flags, extra),
    method: view.getUint16(start + 4, true),
    // Bit 0: encrypted; bit 6: strong encryption; bit 13: masked header of an encrypted directory.
    encrypted: (flags & 0x2041) !== 0,
    descriptor: (flags & 8) !== 0,
    crc: view.getUint32(start + 10, true),
    ...wideSizes({ compressedSize: compressed, size, offset }, wide),
    zip64: wide !== undefined,
    modified: zipModified(view.getUint16(start + 6, true), view.getUint16(start + 8, true), extra),
    length: bytes.length,
  };
}

interface Sizes {
  readonly size: number;
  readonly compressedSize: number;
  readonly offset: number;
}

/** A zip64 field holds only those values, in this order, that are all ones in the header (APPNOTE 4.5.3). */
function wideSizes(narrow: Sizes, field: Uint8Array | undefined): Sizes {
  if (field === undefined) return narrow;
  const view = viewOf(field);
  let at = 0;
  const widen = (value: number): number => {
    if (value !== IN_ZIP64 || at + 8 > field.length) return value;
    at += 8;
    return Number(view.getBigUint64(at - 8, true));
  };
  const size = widen(narrow.size);
  const compressedSize = widen(narrow.compressedSize);
  return { size, compressedSize, offset: widen(narrow.offset) };
}

/** A view on exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Directories are entries whose name ends with a slash; some Windows programs write a back-slash. */
export function isDirectoryName(name: string): boolean {
  return name.endsWith('/') || name.endsWith('\\');
}
