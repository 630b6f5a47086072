import { open } from 'node:fs/promises';
import { BundlescopeError } from '../errors/index.js';
import type { RangeSource } from './byte-source.js';
import { leftToReader } from './chunk-memory.js';

/** One read per MiB: larger chunks gain nothing, smaller ones cost system calls. */
const CHUNK_BYTES = 2 ** 20;

/**
 * A regular file as a source with random access. The file stays open until `close()`.
 *
 * @param path Path in the file system.
 * @param name What messages call it; default: the path.
 * @throws BundlescopeError `input` when the file cannot be opened; `read` and `stream` throw it when the medium fails.
 */
export async function openFile(path: string, name = path): Promise<RangeSource> {
  const handle = await open(path).catch((cause: unknown) => {
    throw unreadable(name, cause);
  });
  const { size } = await handle.stat();
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const wanted = Math.max(0, Math.min(length, size - offset));
    const buffer = Buffer.allocUnsafeSlow(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await handle
        .read(buffer, filled, wanted - filled, offset + filled)
        .catch((cause: unknown) => {
          throw unreadable(name, cause);
        });
      // The file became shorter while we read it.
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  };
  return {
    kind: 'range',
    name,
    size,
    location: { file: path, offset: 0 },
    read,
    async *stream(offset = 0, end = size) {
      let next = readAhead(read, offset, end);
      for (let at = offset; at < end; ) {
        const chunk = await next;
        if (chunk.length === 0) return;
        at += chunk.length;
        next = readAhead(read, at, end);
        yield leftToReader(chunk);
      }
    },
    close: () => handle.close(),
  };
}

/** The next chunk, asked for before it is needed. A failure is told to whoever asks for it, if anybody does. */
function readAhead(read: RangeSource['read'], at: number, end: number): Promise<Uint8Array> {
  const chunk = read(at, Math.min(CHUNK_BYTES, end - at));
  chunk.catch(() => undefined);
  return chunk;
}

function unreadable(name: string, cause: unknown): BundlescopeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BundlescopeError('input', `${name}: cannot be read: ${reason}`, { cause });
}
