// AssemblyScript, not TypeScript. The whole memory is described in ../README.md.

/** Where the text of a block begins, and the most bytes of it. Some bytes after it may be read, and mean nothing. */
export const TEXT: usize = 0x1000;
export const TEXT_BYTES: u32 = 0x20000;
/** Where hits are written: of 12 bytes each, as many as a block has bytes. */
export const HITS: usize = 0x22000;
export const HIT_BYTES: usize = 12;
/** Where the tables of literal sets begin; the caller gives out the memory from here. */
export const TABLES: usize = 0x2fb000;

@inline
export function writeHit(hit: usize, what: u32, end: usize): usize {
  store<u32>(hit, what);
  store<u32>(hit, <u32>(end - TEXT), 4);
  return hit + HIT_BYTES;
}
