import type { RangeSource } from './byte-source.js';

/**
 * A part of another source, without copying: a stored archive inside an archive.
 * Closing the slice leaves the parent open.
 *
 * @param name What messages call the slice.
 * @param offset First byte of the slice in the parent.
 * @param length Bytes of the slice; cut where the parent ends.
 */
export function sliceSource(parent: RangeSource, name: string, offset: number, length: number): RangeSource {
  const { location } = parent;
  const size = Math.max(0, Math.min(length, parent.size - offset));
  return {
    kind: 'range',
    name,
    size,
    ...(location === undefined ? {} : { location: { file: location.file, offset: location.offset + offset } }),
    read: (at, count) => parent.read(offset + at, Math.max(0, Math.min(count, size - at))),
    stream: (from = 0, end = size) => parent.stream(offset + from, offset + Math.min(end, size)),
    close: async () => {},
  };
}
