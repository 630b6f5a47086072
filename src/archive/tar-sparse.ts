import { ByteCursor } from './byte-cursor.js';

const BLOCK_BYTES = 512;

/** More data runs than any file has; a hostile map must not be read for ever. */
const MAX_MAP_BYTES = 4 * 2 ** 20;

/** GNU tar stores a sparse file in PAX format as `dir/GNUSparseFile.<pid>/name`. This gives `dir/name` again. */
export function sparseName(name: string): string {
  return name.replace(/(^|\/)GNUSparseFile\.\d+\//, '$1');
}

/**
 * Whether the content begins with a map of where its parts belong (GNU sparse format 1.0).
 *
 * @param header Of tar-stream; its type definition does not show the PAX records.
 */
export function hasSparseMap(header: object): boolean {
  if (!('pax' in header) || typeof header.pax !== 'object' || header.pax === null) return false;
  return 'GNU.sparse.major' in header.pax && header.pax['GNU.sparse.major'] === '1';
}

/**
 * The data of a sparse file without the map before it; its holes are left out.
 * The map is decimal numbers, a line each: how many parts, then offset and length of each; filled up to whole blocks
 * (GNU tar manual, "Storing Sparse Files", PAX format version 1.0).
 */
export async function* withoutSparseMap(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const cursor = new ByteCursor(content);
  let numbersLeft = -1;
  let digits = '';
  while (numbersLeft !== 0 && cursor.position < MAX_MAP_BYTES) {
    const block = await cursor.read(BLOCK_BYTES);
    if (block.length < BLOCK_BYTES) return;
    for (const byte of block) {
      if (numbersLeft === 0) break;
      if (byte !== 0x0a) {
        digits += String.fromCharCode(byte);
        continue;
      }
      numbersLeft = numbersLeft === -1 ? Number(digits) * 2 : numbersLeft - 1;
      digits = '';
      if (!(numbersLeft >= 0)) return;
    }
  }
  for (let chunk = await cursor.next(BLOCK_BYTES * BLOCK_BYTES); chunk !== undefined; ) {
    yield chunk;
    chunk = await cursor.next(BLOCK_BYTES * BLOCK_BYTES);
  }
}
