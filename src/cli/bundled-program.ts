/** What rolldown.config.mjs bundles: all that the process and its threads start with. */
export { runScanThread } from '../pipeline/scan-thread.js';
export { runProcess } from './run-process.js';
