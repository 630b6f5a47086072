import { loadProgram } from '../start/load-program.js';

type ScanThread = typeof import('./scan-thread.js');

// Where a worker thread starts.
await (loadProgram<ScanThread>() ?? (await import('./scan-thread.js'))).runScanThread();
