import { BundlescopeError } from '../errors/index.js';
import type { ByteSource } from '../source/index.js';
import { interrupted } from './budget.js';

/**
 * A source from outside, made fit for the readers: an abort ends a read that is waiting, as on standard input it may
 * for ever, and a failure of the medium is told apart from a defect. Sources with random access do both by themselves.
 *
 * Its streams throw BundlescopeError: `interrupted` after an abort, `input` when the medium fails.
 */
export function guardedStream(source: ByteSource, signal: AbortSignal | undefined): ByteSource {
  if (source.kind === 'range') return source;
  return {
    ...source,
    stream: () => guardedChunks(source.stream(), source.name, signal),
    async close() {
      const closed = source.close();
      // A generator that is waiting answers to `return` only when the wait is over.
      if (signal?.aborted) closed.catch(() => {});
      else await closed;
    },
  };
}

function guardedChunks(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  signal: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      return await iterator.next();
    } catch (cause) {
      if (cause instanceof BundlescopeError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new BundlescopeError('input', `${name}: cannot be read: ${reason}`, { cause });
    }
  };
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => (signal === undefined ? next() : untilAborted(next, signal)),
      async return() {
        if (!signal?.aborted) await iterator.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}

function untilAborted<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(interrupted(signal));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
