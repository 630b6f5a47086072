import type { RangeSource } from './byte-source.js';

/**
 * Bytes in memory as a source with random access. The bytes are not copied: do not change them while the source is read.
 *
 * @param name What messages call it, e.g. a file name.
 */
export function memorySource(name: string, bytes: Uint8Array): RangeSource {
  return {
    kind: 'range',
    name,
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
    async *stream(offset = 0, end = bytes.length) {
      if (offset < end) yield bytes.subarray(offset, end);
    },
    close: async () => {},
  };
}
