import { ChunkQueue } from './chunk-queue.js';

/**
 * Lets a second scan see chunks on their way, one at a time: the next is read when the scan took the one before.
 * @param scan reads the chunks it is given to their end
 * @returns the same chunks; at their end the scan has ended
 */
export async function* watchChunks(
  chunks: AsyncIterable<Uint8Array>,
  scan: (seen: AsyncIterable<Uint8Array>) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let onTaken: (() => void) | undefined;
  const queue = new ChunkQueue(() => onTaken?.());
  const scanned = scan(queue);
  for await (const chunk of chunks) {
    const taken = new Promise<void>((resolve) => {
      onTaken = resolve;
    });
    queue.push(chunk);
    // The chunk may be a part of a buffer that its reader goes on using, and the rules' scan may take it over.
    await Promise.race([taken, scanned]);
    yield chunk;
  }
  queue.close();
  await scanned;
}
