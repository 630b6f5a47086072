import * as zlib from 'node:zlib';

/** node:zlib has it (at 6.5 GB/s) from Node 20.15 and 22.2; the type definitions of Node 20 do not know it. */
const native: unknown = Reflect.get(zlib, 'crc32');

/**
 * CRC-32 as zip and gzip use it (polynomial 0xEDB88320).
 *
 * @param previous Checksum of the bytes before; 0 at the start.
 * @returns An unsigned 32-bit number.
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  if (typeof native !== 'function') return crc32ByTable(bytes, previous);
  const value: unknown = native(bytes, previous);
  return typeof value === 'number' ? value : crc32ByTable(bytes, previous);
}

let table: Uint32Array | undefined;

/** The same in JavaScript, for Node 20.0 to 20.14. */
export function crc32ByTable(bytes: Uint8Array, previous = 0): number {
  table ??= buildTable();
  let crc = ~previous;
  for (let index = 0; index < bytes.length; index++) {
    crc = (table[(crc ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

function buildTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
}
