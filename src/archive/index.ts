/** Archives of any nesting as a flat sequence of entries. Knows nothing of Kubernetes. */
export { decompressFile } from './decompressed-file.js';
export type { CompressedFile, Counted, Decompressor, ExpectedContent } from './decompressor.js';
export { DEFAULT_LIMITS, type Limits } from './limits.js';
export { openArchive } from './open-archive.js';
export { readPacked } from './packed-content.js';
export { StreamDamage } from './stream-damage.js';
