/** What rolldown.config.mjs bundles: all that the process and its threads start with. */
export { runDecompressThread } from '../pipeline/decompress-thread.js';
export { runScanThread } from '../pipeline/scan-thread.js';
export { runProcess } from './run-process.js';
