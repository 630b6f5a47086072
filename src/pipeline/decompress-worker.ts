import { loadProgram } from '../start/load-program.js';

type DecompressThread = typeof import('./decompress-thread.js');

// Where a worker thread starts.
await (loadProgram<DecompressThread>() ?? (await import('./decompress-thread.js'))).runDecompressThread();
