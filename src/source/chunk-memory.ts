import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** Memory that nothing uses any more once its bytes were read. */
const leftToReaders = new WeakSet<ArrayBufferLike>();

/**
 * Says of a chunk that whoever reads it may free its memory: whoever made it does not look at it again. Nothing is said of a chunk that shares its
 * memory with other bytes.
 * @returns the chunk.
 */
export function leftToReader<Chunk extends Uint8Array>(chunk: Chunk): Chunk {
  if (fillsMemory(chunk)) leftToReaders.add(chunk.buffer);
  return chunk;
}

/**
 * Chunks as their last reader takes them: when the next is asked for, the memory of the one before is freed, if it was {@link leftToReader}, and
 * the chunk is empty. Else the collector would have to find it, and what lies outside its heap makes it start over and over: it took a tenth of the
 * time in which a bundle was read.
 */
export async function* freeingChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    if (fillsMemory(chunk) && leftToReaders.delete(chunk.buffer)) free(chunk.buffer);
  }
}

function fillsMemory(chunk: Uint8Array): chunk is Uint8Array<ArrayBuffer> {
  return chunk.buffer instanceof ArrayBuffer && chunk.length === chunk.buffer.byteLength;
}

let nowhere: MessagePort | undefined;

/**
 * What is sent to a closed port is taken from the sender and dropped (HTML Standard, 9.4.4, message port post message steps).
 * ArrayBuffer.prototype.transfer would do the same, from Node.js 21 on.
 */
function free(memory: ArrayBuffer): void {
  nowhere ??= closedPort();
  nowhere.postMessage(undefined, [memory]);
}

/** Both ends, or what is sent is kept until the other is closed too. */
function closedPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.close();
  port2.close();
  return port1;
}
