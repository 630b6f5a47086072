import { parentPort, workerData } from 'node:worker_threads';
import { decompressFile } from '../archive/index.js';
import { BundlescopeError } from '../errors/index.js';
import { CHUNKS_AHEAD, type DecompressAnswer, type DecompressData } from './decompress-messages.js';

/**
 * Decompresses, in this worker thread, a stream of a file, {@link CHUNKS_AHEAD} chunks ahead of the thread that takes what comes out; it tells
 * {@link DecompressAnswer}.
 * @throws Error in the main thread.
 */
export async function runDecompressThread(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this is run in a worker thread');
  const { stream, limits }: DecompressData = workerData;
  const tell = (answer: DecompressAnswer, owned: ArrayBuffer[] = []): void => {
    port.postMessage(answer, owned);
  };
  let ahead = 0;
  let onTaken: (() => void) | undefined;
  port.on('message', (taken: number) => {
    ahead -= taken;
    onTaken?.();
  });
  const give = async (bytes: Uint8Array): Promise<void> => {
    while (ahead >= CHUNKS_AHEAD) {
      await new Promise<void>((resolve) => {
        onTaken = resolve;
      });
    }
    ahead++;
    const chunk = ownMemory(bytes);
    tell({ kind: 'chunk', chunk }, [chunk]);
  };
  try {
    const isWhole = await decompressFile(stream, limits, (warning) => tell({ kind: 'warning', warning }), give);
    tell({ kind: 'end', isWhole });
  } catch (error) {
    if (!(error instanceof BundlescopeError) || error.code !== 'input') throw error;
    tell({ kind: 'unreadable', message: error.message });
  }
}

/** Memory that holds these bytes and nothing else, and can be given away: their own when they fill it, as full chunks of node:zlib do. */
function ownMemory(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) return buffer;
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
