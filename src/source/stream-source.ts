import type { StreamSource } from './byte-source.js';

/**
 * Bytes that come once, front to back: standard input, an HTTP body, any async iterable of chunks.
 *
 * @param name What messages call it.
 * @param chunks Read at most once, by the first call of `stream()`.
 * @throws Error from `stream()` when it is called a second time.
 */
export function streamSource(name: string, chunks: AsyncIterable<Uint8Array>): StreamSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let started = false;
  return {
    kind: 'stream',
    name,
    stream() {
      if (started) throw new Error(`${name}: a stream can be read only once`);
      started = true;
      return { [Symbol.asyncIterator]: () => iterator };
    },
    async close() {
      await iterator.return?.();
    },
  };
}
