import { runDecompressThread } from './decompress-thread.js';

// Where a worker thread starts. Its few modules are loaded sooner than the bundled program is.
runDecompressThread();
