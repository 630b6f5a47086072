import type { Entry, HandedEntry } from '../model/entry.js';
import type { Progress } from './analyze-options.js';

/** Least time between two reports, milliseconds. */
const INTERVAL_MS = 100;

/** Passes entries on and tells how far reading has come. */
export async function* reportProgress(
  entries: AsyncIterable<Entry>,
  onProgress: ((progress: Progress) => void) | undefined,
): AsyncGenerator<Entry> {
  if (onProgress === undefined) {
    yield* entries;
    return;
  }
  let count = 0;
  let bytes = 0;
  let reported = 0;
  const report = (path: string): void => {
    const now = performance.now();
    if (now - reported < INTERVAL_MS) return;
    reported = now;
    onProgress({ entries: count, bytes, path });
  };
  for await (const entry of entries) {
    count++;
    report(entry.path);
    yield {
      path: entry.path,
      ...(entry.size === undefined ? {} : { size: entry.size }),
      ...(entry.modified === undefined ? {} : { modified: entry.modified }),
      read: () =>
        counted(entry.read(), (size) => {
          bytes += size;
          report(entry.path);
        }),
      ...(entry.handOver === undefined
        ? {}
        : {
            handOver: handOverOf(entry, (size) => {
              bytes += size;
            }),
          }),
    };
  }
}

/** Counts the bytes of an entry when it is given away. */
function handOverOf(entry: Entry, onBytes: (size: number) => void): () => HandedEntry | undefined {
  return () => {
    const handed = entry.handOver?.();
    onBytes(handed?.packed.bytes ?? 0);
    return handed;
  };
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onChunk: (size: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onChunk(chunk.length);
    yield chunk;
  }
}
