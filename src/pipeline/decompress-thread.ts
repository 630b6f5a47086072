import { parentPort, workerData } from 'node:worker_threads';
import { decompressFile } from '../archive/index.js';
import { BundlescopeError } from '../errors/index.js';
import type { DecompressAnswer, DecompressData } from './decompress-messages.js';
import { SharedRing } from './shared-ring.js';

/** Larger chunks are cut, so that the ring never waits for the whole of it to be free. */
const MAX_PIECE_BYTES = 2 ** 20;

/**
 * Decompresses, in this worker thread, a stream of a file, ahead of the thread that takes what comes out by as much as the ring holds; it tells
 * {@link DecompressAnswer}.
 * @throws Error in the main thread.
 */
export async function runDecompressThread(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this is run in a worker thread');
  const { stream, limits, ring: memory }: DecompressData = workerData;
  const tell = (answer: DecompressAnswer): void => {
    port.postMessage(answer);
  };
  const ring = new SharedRing(memory);
  let onRoom: (() => void) | undefined;
  port.on('message', () => {
    ring.release();
    onRoom?.();
  });
  const put = async (bytes: Uint8Array): Promise<void> => {
    for (;;) {
      const piece = ring.put(bytes);
      if (piece !== undefined) {
        tell({ kind: 'piece', piece });
        return;
      }
      await new Promise<void>((resolve) => {
        onRoom = resolve;
      });
    }
  };
  try {
    const isWhole = await decompressFile(
      stream,
      limits,
      (warning) => tell({ kind: 'warning', warning }),
      async (chunk) => {
        for (let at = 0; at < chunk.length; at += MAX_PIECE_BYTES) await put(chunk.subarray(at, at + MAX_PIECE_BYTES));
      },
    );
    tell({ kind: 'end', isWhole });
  } catch (error) {
    if (!(error instanceof BundlescopeError) || error.code !== 'input') throw error;
    tell({ kind: 'unreadable', message: error.message });
  }
}
