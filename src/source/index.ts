/** Where bytes come from: files, directories, standard input, memory. Knows nothing of archives. */
export type { ByteSource, FileLocation, RangeSource, StreamSource } from './byte-source.js';
export { freeingChunks, leftToReader } from './chunk-memory.js';
export type { DirectoryFile } from './directory-source.js';
export { openFile } from './file-source.js';
export { memorySource } from './memory-source.js';
export { type BundleSource, openSource } from './open-source.js';
export { sliceSource } from './slice-source.js';
export { streamSource } from './stream-source.js';
